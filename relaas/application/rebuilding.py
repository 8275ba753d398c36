"""Making the lists and the grants anew from the acts, and telling whether they had been right."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.consequences import ground_of
from relaas.application.law import access_law, library, risk_analysis_law
from relaas.application.log import Action, logged
from relaas.application.running import Program
from relaas.casework.risk_analysis import Analysis
from relaas.kernel.moments import amsterdam_date
from relaas.storage.grants import apply_changes, due_changes
from relaas.storage.histories import history_of, read_acts
from relaas.storage.links import joined_on
from relaas.storage.lists import content_of, list_rows, stages_of
from relaas.storage.models.cases import Case
from relaas.storage.models.lists import CaseStage, WorkItem
from relaas.storage.models.risk import RiskDue
from relaas.storage.risks import all_risk_entries, due_row, opened_entries
from relaas.storage.sealing import CaseCipher, ciphers_of

_BATCH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """How many cases were gone through, and the numbers of those whose rows were not what their acts say."""

    cases: int
    differed: tuple[str, ...]


def case_count() -> int:
    """How many cases there are to go through; those that were erased have no lists."""
    return Case.objects.filter(erasure__isnull=True).count()


def cases_without_grants() -> int:
    """How many cases nobody may see anything of: they were opened before there were grants."""
    return Case.objects.filter(erasure__isnull=True, grants__isnull=True).count()


def rebuild_lists(
    *,
    tell: Callable[[int], None],
    actor: Actor | Program,
    only_check: bool = False,
    now: datetime | None = None,
) -> Rebuilt:
    """Work out every list row and grant again from the acts, and store what differs, unless it is only to be checked.

    It opens every case, so one line says so before the first is opened; whoever asked is given numbers of cases only.
    A person asks it under a mandate; the program by itself does it only at a start, for cases without grants.
    A batch of cases at a time, each in one transaction, while others go on working. ``tell`` hears how many are done.
    Raises MandateEnded.
    """
    now = now or timezone.now()
    with logged(actor=actor, action=Action.REBUILD_LISTS, now=now, today=amsterdam_date(now), reads_only=True) as line:
        line.parts = (f"cases:{case_count()}",)
    differed: list[str] = []
    cases, after = 0, ""
    while batch := _batch_after(after):
        ciphers = ciphers_of(case_ids=batch)
        with transaction.atomic(durable=True):
            for case in Case.objects.select_for_update(no_key=True).filter(pk__in=batch).order_by("pk"):
                if not _rebuild(case, ciphers[case.pk], only_check=only_check, now=now):
                    differed.append(case.number)
        cases, after = cases + len(batch), batch[-1]
        tell(len(batch))
    return Rebuilt(cases=cases, differed=tuple(differed))


def _batch_after(after: str) -> list[str]:
    return list(
        Case.objects.filter(pk__gt=after, erasure__isnull=True).order_by("pk").values_list("pk", flat=True)[:_BATCH]
    )


def _rebuild(case: Case, cipher: CaseCipher, *, only_check: bool, now: datetime) -> bool:
    """Whether the rows of the case were right."""
    acts = read_acts(rows=case.acts.order_by("sequence"), cipher=cipher)
    regime, history, placements = library().regime(case.regime), history_of(acts), list(case.placements.all())
    foreseen = stages_of(case=case, regime=regime, history=history)
    stages, work = list_rows(
        case=case, stages=foreseen, placements=placements, length=len(acts), joined_on=joined_on(case.pk)
    )
    ground = ground_of(case=case, regime=regime, history=history, stages=foreseen, placements=placements)
    changes = due_changes(law=access_law(), ground=ground, now=now)
    due = _due(case, cipher)
    were_right = _same(list(case.stages.all()), stages) and _same(list(case.work.all()), work)
    were_right = were_right and _same(list(case.risks_due.all()), due)
    if not only_check and not were_right:
        CaseStage.objects.filter(case=case).delete()
        WorkItem.objects.filter(case=case).delete()
        RiskDue.objects.filter(case=case).delete()
        CaseStage.objects.bulk_create(stages)
        WorkItem.objects.bulk_create(work)
        RiskDue.objects.bulk_create(due)
    if not only_check:
        apply_changes(changes, case=case, now=now, written_by="rebuild")
    return were_right and not changes


def _due(case: Case, cipher: CaseCipher) -> list[RiskDue]:
    """What is due in the risk analysis of the case, not yet stored."""
    law, rows = risk_analysis_law(), all_risk_entries(case_id=case.pk)
    if law is None or not rows:
        return []
    return [due_row(case, due) for due in Analysis(law=law, entries=opened_entries(rows, cipher=cipher)).dues()]


Row = CaseStage | WorkItem | RiskDue


def _same(one: Sequence[Row], other: Iterable[Row]) -> bool:
    return sorted(map(repr, map(content_of, one))) == sorted(map(repr, map(content_of, other)))
