"""Which cases an actor works on. To anybody else a case does not exist."""

from datetime import date

from django.db.models import Q

from relaas.application.actors import Actor
from relaas.application.log import Line, Refused
from relaas.storage.models.cases import Case, Placement


class NotFound(Refused):
    """No such case is placed with the actor. The same answer whether it does not exist or is somebody else's."""


def placed_case(*, actor: Actor, number: str, today: date, line: Line, for_change: bool = False) -> Case:
    """The case of that number when it is placed with the actor today. Raises NotFound.

    ``for_change`` makes others who want to change the case wait until this transaction ends.
    """
    cases = Case.objects.select_for_update(no_key=True) if for_change else Case.objects.select_related("opened_by")
    line.case = case = next(iter(cases.filter(number=number)), None)
    if case is None or not _is_placed(actor, case, today):
        raise NotFound(f"No case with number {number} is placed with {actor.role} at {actor.organisation}.")
    return case


def placed_today(actor: Actor, today: date) -> Q:
    """The placements that give the actor a case today."""
    still = Q(until_on__isnull=True) | Q(until_on__gte=today)
    return still & Q(organisation_id=actor.organisation_id, role=actor.role, from_on__lte=today)


def _is_placed(actor: Actor, case: Case, today: date) -> bool:
    placements = Placement.objects.filter(case=case, organisation_id=actor.organisation_id, role=actor.role)
    days = placements.values_list("from_on", "until_on")
    return any(from_on <= today and (until_on is None or today <= until_on) for from_on, until_on in days)
