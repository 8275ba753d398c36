"""Risk analyses in the database: which entries a sight shows, and the rows for lists that are written with them."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from relaas.casework.risk_analysis import Due, DueKind
from relaas.casework.risk_entries import By, Entry, EntryKind
from relaas.kernel.moments import amsterdam_date
from relaas.storage.lists import ENDLESS
from relaas.storage.models.cases import Case, Placement, RecordedAct
from relaas.storage.models.risk import RiskDue, RiskEntry
from relaas.storage.sealing import CaseCipher, Kind
from relaas.storage.stories import carries_only
from relaas.story.grants import Sight


def visible_risk_entries(*, case_id: str, sight: Sight, organisation_id: int, role: str) -> list[RiskEntry]:
    """The entries of a case that a sight shows, and those of one's own role at one's own organisation, in order."""
    shown = carries_only("categories", sight.plain | sight.reviewed)
    own = Q(organisation_id=organisation_id, role=role)
    return _in_order(RiskEntry.objects.filter(shown | own, case_id=case_id))


def all_risk_entries(*, case_id: str) -> list[RiskEntry]:
    """Every entry of a case, for making its rows for lists anew as the owner of the tables."""
    return _in_order(RiskEntry.objects.filter(case_id=case_id))


def written_with(*, case_id: str, idempotency_key: str) -> RiskEntry | None:
    """The entry that this request wrote before."""
    return RiskEntry.objects.filter(case_id=case_id, idempotency_key=idempotency_key).first()


def opened_entries(rows: Iterable[RiskEntry], *, cipher: CaseCipher) -> tuple[Entry, ...]:
    """The entries opened, without those that establish by an act that was annulled and not recorded anew."""
    rows = list(rows)
    entries = [(row.act, _opened(row, cipher)) for row in rows]
    instead = _annulments(rows[0].case_id) if any(act is not None for act, _ in entries) else {}
    return tuple(entry for act, entry in entries if act is None or not _is_gone(act, entry.content["act"], instead))


def replace_dues(*, case: Case, dues: Sequence[Due]) -> None:
    """Replace the rows of a case. Call it in the transaction in which its entries change."""
    RiskDue.objects.filter(case=case).delete()
    RiskDue.objects.bulk_create(due_row(case, due) for due in dues)


def due_row(case: Case, due: Due) -> RiskDue:
    """A row, not yet stored."""
    return RiskDue(
        case=case,
        entry=due.entry,
        kind=due.kind.value,
        organisation_id=due.owner.organisation,
        role=due.owner.role,
        person_id=due.owner.person,
        escalates_to_id=due.escalates_to.person if due.escalates_to else None,
        since_on=due.since,
        until_on=due.until or ENDLESS,
        due_on=due.due_on,
        escalates_on=due.escalates_on or ENDLESS,
        supervised_on=due.supervised_on or ENDLESS,
    )


def dues_with(*, person_id: int, organisation_id: int, role: str, today: date) -> QuerySet[RiskDue]:
    """What is with somebody on a day: their own, soonest first, and what is late and for which they were named."""
    own = Q(person_id=person_id, role=role)
    named = Q(escalates_to_id=person_id, escalates_on__lte=today)
    placed = _placed(organisation_id=organisation_id, role=role, today=today)
    return (
        _standing(today)
        .filter(own | named, Exists(placed), organisation_id=organisation_id)
        .exclude(kind=DueKind.ACCEPTANCE.value)
        .order_by("due_on", "case_id", "entry")
    )


def dues_supervised(*, organisation_id: int, role: str, today: date) -> QuerySet[RiskDue]:
    """What is so late that it is with who supervises, and the acceptances in force, in the cases placed with them."""
    placed = _placed(organisation_id=organisation_id, role=role, today=today)
    late = Q(supervised_on__lte=today) | Q(kind=DueKind.ACCEPTANCE.value)
    return _standing(today).filter(late, Exists(placed)).order_by("due_on", "case_id", "entry")


def _standing(today: date) -> QuerySet[RiskDue]:
    standing = RiskDue.objects.filter(since_on__lte=today, until_on__gte=today, case__erasure__isnull=True)
    return standing.select_related("case", "person", "organisation")


def _placed(*, organisation_id: int, role: str, today: date) -> QuerySet[Placement]:
    still = Q(until_on__isnull=True) | Q(until_on__gte=today)
    return Placement.objects.filter(
        still, case_id=OuterRef("case_id"), organisation_id=organisation_id, role=role, from_on__lte=today
    )


def _in_order(found: QuerySet[RiskEntry]) -> list[RiskEntry]:
    return list(found.select_related("recorded_by").order_by("place", "id"))


def _annulments(case_id: str) -> dict[int, tuple[int, str]]:
    """By the act that was annulled: the act that annuls it, and what that says happened instead, if anything."""
    rows = RecordedAct.objects.filter(case_id=case_id, annuls__isnull=False).values_list("annuls", "sequence", "act")
    return {annulled: (sequence, act) for annulled, sequence, act in rows if annulled is not None}


def _is_gone(act: int, name: str, instead: dict[int, tuple[int, str]]) -> bool:
    while act in instead:
        act, now = instead[act]
        if now != name:
            return True
    return False


def _opened(row: RiskEntry, cipher: CaseCipher) -> Entry:
    return Entry(
        id=row.pk,
        kind=EntryKind(row.kind),
        on=amsterdam_date(row.recorded_at),
        by=By(person=row.recorded_by.person_id, organisation=row.organisation_id, role=row.role),
        content=cipher.open(kind=Kind.RISK, place=row.pk, sealed=bytes(row.ciphertext)),
        about=row.about_id or "",
    )
