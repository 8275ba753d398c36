"""Which case was joined to which: decisions are only added, and a joining stands until a later row undoes it."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from relaas.kernel.moments import amsterdam_date
from relaas.storage.models.matching import CaseLink

_SAME = CaseLink.Decision.SAME


def standing_joins() -> QuerySet[CaseLink]:
    """Every joining that was not undone."""
    return CaseLink.objects.filter(decision=_SAME, undone__isnull=True)


def join_of(case_id: str) -> CaseLink | None:
    """The joining by which a case belongs to another now, if any, with that other."""
    return standing_joins().filter(case_id=case_id).select_related("other").order_by("-id").first()


def joins_around(case_id: str) -> list[CaseLink]:
    """The joinings of a case: that by which it belongs to another now, and those of others to it; with both cases."""
    around = standing_joins().filter(Q(case_id=case_id) | Q(other_id=case_id))
    return list(around.select_related("case", "other").order_by("id"))


def joined_on(case_id: str) -> date | None:
    """Since which day a case is joined to another, and its duties are that one's; None when it is not."""
    link = standing_joins().filter(case_id=case_id).order_by("-id").first()
    return None if link is None else amsterdam_date(link.recorded_at)


def joins_among(case_ids: Iterable[str]) -> dict[str, CaseLink]:
    """Of some cases, by their id, the joining by which each belongs to another now."""
    found = standing_joins().filter(case_id__in=list(case_ids)).select_related("other")
    return {link.case_id: link for link in found}


def decided_between(case_id: str, others: Iterable[str]) -> dict[str, CaseLink]:
    """By other case, the latest decision about a case and each of some others, whichever of the two is the newer."""
    asked = list(others)
    pairs = Q(case_id=case_id, other_id__in=asked) | Q(other_id=case_id, case_id__in=asked)
    links = CaseLink.objects.filter(pairs).order_by("id")
    return {(link.other_id or "") if link.case_id == case_id else link.case_id: link for link in links}


def latest_joins(most: int) -> list[CaseLink]:
    """The joinings that stand, the latest first, with both cases."""
    return list(standing_joins().select_related("case", "other").order_by("-id")[:most])
