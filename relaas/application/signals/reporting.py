"""Reports of signals while somebody writes them, and what is said back when one is sent.

A report that is not sent is no part of any case: it is kept under a key of its own, for who writes it in that role and
nobody else, and forgotten after the term of the law of retention.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.course import project
from relaas.application.door import Door, enter
from relaas.application.forms import FaultKind, FormFault, FormInvalid
from relaas.application.identifiers import new_id
from relaas.application.log import Action, Refused, logged
from relaas.application.retention import law_of_retention
from relaas.application.seeing import acts_of
from relaas.kernel.moments import amsterdam_date, midnight
from relaas.kernel.terms import last_day
from relaas.procedure.evaluator import situation_on
from relaas.procedure.model import Regime
from relaas.procedure.situation import Duty
from relaas.storage.histories import history_of, read_acts
from relaas.storage.models.cases import Case
from relaas.storage.models.signals import SignalReport
from relaas.storage.report_keys import forget_report_keys
from relaas.storage.sealing import Kind, cipher_of, make_key

MOST = 20
LARGEST = 60_000
_UNIQUE = 64
_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
Typed = Mapping[str, Sequence[str]]


class NoSuchReport(Refused):
    """The actor has no report of that key: never begun, discarded, or forgotten after its term."""


class ReportSent(Refused):
    """The report was sent; what is typed now cannot be added to it. Begin another one."""


class NothingIsKept(Refused):
    """The law of retention says nothing of drafts, so none is kept."""


class TooManyReports(Refused):
    """So many reports are begun and not sent that no other is kept. Send or discard one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportBegun:
    """A report that is not sent. ``until`` is the first moment at which it is no longer kept."""

    key: str
    saved_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A report that was sent. ``opened``: it opened the case itself. ``informing`` are the duties to tell the child
    what the signal gives it, as they stood when it was sent: all of a case that it opened, else what the actor may see.
    """

    key: str
    number: str
    name: str
    sent_at: datetime
    opened: bool
    regime: Regime
    informing: tuple[Duty, ...]


def save_report(*, actor: Actor, idempotency_key: str, typed: Typed, now: datetime | None = None) -> ReportBegun:
    """Keep what somebody typed so far, in the place of what the same form kept before.

    Raises ReportSent, TooManyReports, NothingIsKept, FormInvalid (``typed``, when it is too much), MandateEnded.
    """
    now = now or timezone.now()
    with logged(actor=actor, action=Action.SAVE_REPORT, now=now, today=amsterdam_date(now)) as line:
        _check_size(typed, idempotency_key)
        forget_expired(SignalReport.objects.filter(mandate_id=actor.mandate_id), now)
        row = report_for_change(actor, idempotency_key)
        if row is None:
            row = _begin(actor, idempotency_key, now)
        elif row.sent_at is not None:
            raise ReportSent("this report was sent")
        cipher = cipher_of(case_id=row.pk)
        row.ciphertext = cipher.seal(kind=Kind.DRAFT, place=row.pk, content={"typed": _lists(typed)})
        row.saved_at = now
        row.save(update_fields=["ciphertext", "saved_at"])
        line.parts = (row.pk,)
        return ReportBegun(key=row.idempotency_key, saved_at=now, until=_until(now))


def open_report(*, actor: Actor, key: str, now: datetime | None = None) -> dict[str, list[str]]:
    """What the actor typed in a report that is not sent. Raises NoSuchReport, ReportSent, MandateEnded."""
    now = now or timezone.now()
    with logged(actor=actor, action=Action.SEE_REPORT, now=now, today=amsterdam_date(now), reads_only=True) as line:
        row = SignalReport.objects.filter(mandate_id=actor.mandate_id, idempotency_key=key[:_UNIQUE]).first()
        if row is not None and row.sent_at is not None:
            raise ReportSent("this report was sent")
        if row is None or _until(row.saved_at) <= now:
            raise NoSuchReport("no such report")
        line.parts = (row.pk,)
        content = cipher_of(case_id=row.pk).open(kind=Kind.DRAFT, place=row.pk, sealed=bytes(row.ciphertext))
        typed: dict[str, list[str]] = content["typed"]
        return typed


def discard_report(*, actor: Actor, key: str, now: datetime | None = None) -> None:
    """Throw away a report that is not sent. One that is not there is no fault. Raises MandateEnded."""
    now = now or timezone.now()
    with logged(actor=actor, action=Action.DISCARD_REPORT, now=now, today=amsterdam_date(now)):
        unsent = SignalReport.objects.filter(
            mandate_id=actor.mandate_id, idempotency_key=key[:_UNIQUE], sent_at__isnull=True
        )
        _forget(list(unsent.values_list("pk", flat=True)))


def reports_begun(actor: Actor, now: datetime) -> tuple[ReportBegun, ...]:
    """The reports that the actor began and did not send, the latest first: for a page that logs what it shows."""
    rows = SignalReport.objects.filter(mandate_id=actor.mandate_id, sent_at__isnull=True).order_by("-saved_at")
    found = (ReportBegun(key=row.idempotency_key, saved_at=row.saved_at, until=_until(row.saved_at)) for row in rows)
    return tuple(report for report in found if report.until > now)


def see_receipt(*, actor: Actor, key: str, now: datetime | None = None) -> Receipt:
    """What is said back of a report that was sent: the name of the case, and who must tell the child by when.

    Raises NoSuchReport, NotFound, CaseErased, CaseExpired, MandateEnded.
    """
    now = now or timezone.now()
    today = amsterdam_date(now)
    with logged(actor=actor, action=Action.SEE_REPORT, now=now, today=today, reads_only=True) as line:
        row = (
            SignalReport.objects.select_related("case")
            .filter(mandate_id=actor.mandate_id, idempotency_key=key[:_UNIQUE], sent_at__isnull=False)
            .first()
        )
        if row is None or row.case is None or row.sent_at is None:
            raise NoSuchReport("no such report")
        door = enter(actor=actor, number=row.case.number, at=now, today=today, line=line)
        line.parts = (row.pk,)
        opened = opened_by(row.case, actor, row.idempotency_key)
        return Receipt(
            key=row.idempotency_key,
            number=door.case.number,
            name=door.case.name,
            sent_at=row.sent_at,
            opened=opened,
            regime=door.regime,
            informing=_informing(door, row.sent_at, opened=opened),
        )


def forget_expired(reports: QuerySet[SignalReport], now: datetime) -> int:
    """Forget those of these reports whose term has ended, sent or not, within a use case; how many."""
    old = [pk for pk, saved_at in reports.values_list("pk", "saved_at") if _until(saved_at) <= now]
    _forget(old)
    return len(old)


def report_for_change(actor: Actor, key: str) -> SignalReport | None:
    """The actor's report of that form, so that nobody else changes it until this transaction ends."""
    rows = SignalReport.objects.select_for_update(of=("self",))
    return rows.filter(mandate_id=actor.mandate_id, idempotency_key=key[:_UNIQUE]).first()


def mark_sent(*, actor: Actor, key: str, case: Case, now: datetime) -> None:
    """Say that a report was sent, in the transaction that records it; its words and their key go."""
    row = report_for_change(actor, key)
    if row is None:
        row = SignalReport(id=new_id(now), mandate_id=actor.mandate_id, idempotency_key=key)
    row.saved_at = row.sent_at = now
    row.case, row.ciphertext = case, b""
    row.save()
    transaction.on_commit(lambda: forget_report_keys([row.pk]))


def opened_by(case: Case, actor: Actor, key: str) -> bool:
    """Whether the report of that form opened the case."""
    return (case.idempotency_key, case.opened_by_id) == (key_of_case(key), actor.mandate_id)


def key_of_case(key: str) -> str:
    """The key under which a report opens a case."""
    return f"signal-{key}"[:_UNIQUE]


def _begin(actor: Actor, key: str, now: datetime) -> SignalReport:
    """A new row; when the same form was faster elsewhere, the row that it made."""
    if SignalReport.objects.filter(mandate_id=actor.mandate_id, sent_at__isnull=True).count() >= MOST:
        raise TooManyReports(f"{MOST} reports are begun and not sent")
    report_id = new_id(now)
    make_key(case_id=report_id, now=now)
    row = SignalReport(id=report_id, mandate_id=actor.mandate_id, idempotency_key=key, saved_at=now, ciphertext=b"")
    SignalReport.objects.bulk_create([row], ignore_conflicts=True)
    found = report_for_change(actor, key)
    assert found is not None
    return found


def _check_size(typed: Typed, key: str) -> None:
    if law_of_retention().drafts is None:
        raise NothingIsKept("the law of retention says nothing of drafts")
    size = sum(len(name) + sum(len(value) for value in values) for name, values in typed.items())
    if size > LARGEST or not _KEY.fullmatch(key):
        raise FormInvalid((FormFault(field="typed", kind=FaultKind.TOO_LONG),))


def _lists(typed: Typed) -> dict[str, list[str]]:
    return {name: list(values) for name, values in typed.items()}


def _until(saved_at: datetime) -> datetime:
    """The first moment after the last day on which a report of then is kept."""
    drafts = law_of_retention().drafts
    if drafts is None:
        return saved_at
    last = last_day(start_on=amsterdam_date(saved_at), length=drafts.length)
    return midnight(last + timedelta(days=1))


def _forget(ids: list[str]) -> None:
    SignalReport.objects.filter(pk__in=ids).delete()
    transaction.on_commit(lambda: forget_report_keys(ids))


def _informing(door: Door, sent_at: datetime, *, opened: bool) -> tuple[Duty, ...]:
    acts = read_acts(rows=acts_of(door.case), cipher=door.cipher)
    then = [act for act in acts if act.row.recorded_at <= sent_at]
    whole = situation_on(regime=door.regime, history=history_of(then), today=amsterdam_date(sent_at))
    situation = whole if opened else project(door=door, acts=then).view.situation(whole)
    informs = set(door.regime.assessment.informs) if door.regime.assessment is not None else set()
    return tuple(duty for duty in situation.duties if informs.intersection(duty.acts))
