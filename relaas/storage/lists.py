"""The rows that lists are made of, from the acts of a case. The same acts give the same rows, whatever the day."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Model

from relaas.casework.outlook import Owed, Stage, outlook
from relaas.procedure.history import History
from relaas.procedure.model import Regime
from relaas.storage.histories import latest_effect
from relaas.storage.models.cases import Case, Placement
from relaas.storage.models.lists import CaseStage, WorkItem

ENDLESS = date.max
SEPARATOR = ","


def stages_of(*, case: Case, regime: Regime, history: History) -> tuple[Stage, ...]:
    """What is so from when until when if nobody acts, from the last day on which anything took effect."""
    return outlook(regime=regime, history=history, since=latest_effect(history) or case.opened_on)


def write_lists(
    *,
    case: Case,
    stages: Sequence[Stage],
    placements: Sequence[Placement],
    length: int,
    joined_on: date | None = None,
) -> None:
    """Replace the rows of a case. Call it in the transaction in which its acts, placements or joining change."""
    new_stages, work = list_rows(case=case, stages=stages, placements=placements, length=length, joined_on=joined_on)
    CaseStage.objects.filter(case=case).delete()
    WorkItem.objects.filter(case=case).delete()
    CaseStage.objects.bulk_create(new_stages)
    WorkItem.objects.bulk_create(work)


def list_rows(
    *,
    case: Case,
    stages: Sequence[Stage],
    placements: Sequence[Placement],
    length: int,
    joined_on: date | None = None,
) -> tuple[list[CaseStage], list[WorkItem]]:
    """The rows of a case, not yet stored. From the day on which it was joined to another, nothing is owed in it."""
    last = ENDLESS if joined_on is None else joined_on - timedelta(days=1)
    return [_stage_row(case, stage, length) for stage in stages], list(_work_rows(case, stages, placements, last))


def content_of(row: Model) -> tuple[Any, ...]:
    """Everything that a row says, without the number that the database gave it: to hold two rows against each other."""
    names = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    return tuple(_comparable(getattr(row, name)) for name in names)


def _comparable(value: Any) -> Any:
    return repr(sorted(value.items())) if isinstance(value, dict) else value


def _stage_row(case: Case, stage: Stage, length: int) -> CaseStage:
    return CaseStage(
        case=case,
        since_on=stage.since,
        until_on=stage.until or ENDLESS,
        statuses={track: list(statuses) for track, statuses in stage.statuses},
        certainty=SEPARATOR.join(stage.certainty),
        terms=[[term, end.isoformat()] for term, end in stage.terms],
        length=length,
    )


def _work_rows(case: Case, stages: Sequence[Stage], placements: Sequence[Placement], last: date) -> Iterator[WorkItem]:
    for owed, since, until in _periods(stages):
        for placement in placements:
            begin, end = max(since, placement.from_on), min(until, placement.until_on or ENDLESS, last)
            # A placement that begins after the acts it is about still shows what is owed now.
            if placement.role in owed.by and begin <= end:
                yield _work_row(case, placement, owed, begin, end)


def _periods(stages: Sequence[Stage]) -> Iterator[tuple[Owed, date, date]]:
    """Each duty with the days on which it stands; what is the same in neighbouring stages is one period."""
    standing: dict[Owed, date] = {}
    for stage in stages:
        for owed in [owed for owed in standing if owed not in stage.owed]:
            yield owed, standing.pop(owed), stage.since - timedelta(days=1)
        for owed in stage.owed:
            standing.setdefault(owed, stage.since)
    for owed, since in standing.items():
        yield owed, since, ENDLESS


def _work_row(case: Case, placement: Placement, owed: Owed, since: date, until: date) -> WorkItem:
    due = owed.due_on
    return WorkItem(
        case=case,
        organisation_id=placement.organisation_id,
        role=placement.role,
        acts=SEPARATOR.join(owed.acts),
        since_on=since,
        until_on=until,
        sort_on=(due.earliest or due.latest if due is not None else None) or ENDLESS,
        has_due=due is not None,
        due_earliest_on=due.earliest if due is not None else None,
        due_latest_on=due.latest if due is not None else None,
        owed_earliest_on=owed.since.earliest,
        owed_latest_on=owed.since.latest,
        is_bound=owed.is_bound,
        is_certain=owed.is_certain,
    )
