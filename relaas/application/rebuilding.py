"""Making the lists anew from the acts, and telling whether they had been right."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from relaas.application.law import library
from relaas.storage.histories import history_of, read_acts
from relaas.storage.lists import content_of, list_rows, stages_of
from relaas.storage.models.cases import Case
from relaas.storage.models.lists import CaseStage, WorkItem
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


def rebuild_lists(*, tell: Callable[[int], None], only_check: bool = False) -> Rebuilt:
    """Work out every list row again from the acts, and store what differs, unless it is only to be checked.

    A batch of cases at a time, each in one transaction, while others go on working. ``tell`` hears how many are done.
    """
    differed: list[str] = []
    cases, after = 0, ""
    while batch := _batch_after(after):
        ciphers = ciphers_of(case_ids=batch)
        with transaction.atomic(durable=True):
            for case in Case.objects.select_for_update(no_key=True).filter(pk__in=batch).order_by("pk"):
                if not _rebuild(case, ciphers[case.pk], only_check=only_check):
                    differed.append(case.number)
        cases, after = cases + len(batch), batch[-1]
        tell(len(batch))
    return Rebuilt(cases=cases, differed=tuple(differed))


def _batch_after(after: str) -> list[str]:
    return list(
        Case.objects.filter(pk__gt=after, erasure__isnull=True).order_by("pk").values_list("pk", flat=True)[:_BATCH]
    )


def _rebuild(case: Case, cipher: CaseCipher, *, only_check: bool) -> bool:
    """Whether the rows of the case were right."""
    acts = read_acts(rows=case.acts.order_by("sequence"), cipher=cipher)
    foreseen = stages_of(case=case, regime=library().regime(case.regime), history=history_of(acts))
    stages, work = list_rows(case=case, stages=foreseen, placements=list(case.placements.all()), length=len(acts))
    old_stages, old_work = list(case.stages.all()), list(case.work.all())
    if _same(old_stages, stages) and _same(old_work, work):
        return True
    if not only_check:
        CaseStage.objects.filter(case=case).delete()
        WorkItem.objects.filter(case=case).delete()
        CaseStage.objects.bulk_create(stages)
        WorkItem.objects.bulk_create(work)
    return False


def _same(one: Sequence[CaseStage] | Sequence[WorkItem], other: Iterable[CaseStage] | Iterable[WorkItem]) -> bool:
    return sorted(map(repr, map(content_of, one))) == sorted(map(repr, map(content_of, other)))
