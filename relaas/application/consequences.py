"""What follows from the acts, placements and consents of a case, written in the transaction that changes them."""

from collections.abc import Sequence
from datetime import datetime

from relaas.application.law import access_law
from relaas.casework.outlook import Stage
from relaas.procedure.history import History
from relaas.procedure.model import Regime
from relaas.storage.grants import Ground, write_grants
from relaas.storage.links import joined_on
from relaas.storage.lists import stages_of, write_lists
from relaas.storage.models.cases import Case, Placement
from relaas.storage.models.grants import ConsentEvent


def write_consequences(
    *, case: Case, regime: Regime, history: History, length: int, now: datetime, written_by: str
) -> None:
    """Write the lists and the grants of a case anew. Raises TooUncertain when nothing certain follows."""
    stages = stages_of(case=case, regime=regime, history=history)
    placements = list(case.placements.all())
    write_lists(case=case, stages=stages, placements=placements, length=length, joined_on=joined_on(case.pk))
    ground = ground_of(case=case, regime=regime, history=history, stages=stages, placements=placements)
    write_grants(law=access_law(), ground=ground, now=now, written_by=written_by)


def ground_of(
    *, case: Case, regime: Regime, history: History, stages: Sequence[Stage], placements: Sequence[Placement]
) -> Ground:
    """Everything from which the grants of a case follow, consents included."""
    return Ground(
        case=case, regime=regime, history=history, stages=stages, placements=placements, consents=consents_of(case)
    )


def consents_of(case: Case) -> Sequence[ConsentEvent]:
    """What the child's side said, in the order in which it said so."""
    return list(ConsentEvent.objects.filter(case=case).order_by("at", "id"))
