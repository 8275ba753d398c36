"""Which cases an actor works on, and may still read. To anybody else a case does not exist."""

from datetime import date

from django.db.models import Q

from relaas.application.actors import Actor
from relaas.application.log import Line, Refused
from relaas.application.retention import is_closed_to
from relaas.storage.models.cases import Case, Placement
from relaas.storage.second_lock import narrow_to


class NotFound(Refused):
    """No such case is placed with the actor. The same answer whether it does not exist or is somebody else's."""


class CaseErased(Refused):
    """The case was erased: nothing of what was written in it can be read, by anybody. Its certificate says why."""


class CaseExpired(Refused):
    """The case is kept, but its term has ended and it is closed to the actor's role. A new act opens it again."""


def placed_case(*, actor: Actor, number: str, today: date, line: Line, for_change: bool = False) -> Case:
    """The case of that number when it is placed with the actor today. Raises NotFound, CaseErased, CaseExpired.

    ``for_change`` makes others who want to change the case wait until this transaction ends.
    """
    cases = Case.objects.select_for_update(no_key=True) if for_change else Case.objects.select_related("opened_by")
    line.case = case = next(iter(cases.filter(number=number)), None)
    erasures = [] if case is None else _erasures(actor, case, today)
    if case is None or not erasures:
        raise NotFound(f"No case with number {number} is placed with {actor.role} at {actor.organisation}.")
    narrow_to(case_id=case.pk)
    if erasures[0] is not None:
        raise CaseErased(f"Case {number} was erased.")
    if is_closed_to(role=actor.role, case=case, today=today):
        raise CaseExpired(f"Case {number} has expired and is closed to {actor.role}.")
    return case


def placed_today(actor: Actor, today: date) -> Q:
    """The placements that give the actor a case today."""
    still = Q(until_on__isnull=True) | Q(until_on__gte=today)
    return still & Q(organisation_id=actor.organisation_id, role=actor.role, from_on__lte=today)


def _erasures(actor: Actor, case: Case, today: date) -> list[str | None]:
    """For each placement by which the actor has the case, whether it was erased: one question for both."""
    placements = Placement.objects.filter(case=case, organisation_id=actor.organisation_id, role=actor.role)
    found = placements.values_list("from_on", "until_on", "case__erasure")
    return [
        erasure for from_on, until_on, erasure in found if from_on <= today and (until_on is None or today <= until_on)
    ]
