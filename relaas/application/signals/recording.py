"""Reporting a signal: the first one opens a case by itself, and the duty to inform the child arises with it.

Whether the child is the same as in another case is decided afterwards, by who matches; a reporter sees nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.door import Door, enter
from relaas.application.forms import FormFault, FormInvalid
from relaas.application.identifiers import new_id
from relaas.application.law import access_law, library, vocabularies
from relaas.application.log import Action, Line, Refused, logged
from relaas.application.opening import KeyReused, open_in, wait_for_other_openings
from relaas.application.recording import OpenFile, Proposed, append, as_seen, check_form, open_file, refusal_of
from relaas.application.signals.content import SignalContent, checked_content
from relaas.application.signals.reporting import key_of_case, mark_sent, report_for_change
from relaas.application.story.identity import checked_identity, keep_version
from relaas.kernel.moments import amsterdam_date
from relaas.kernel.when import When
from relaas.procedure.evaluator import Refusal
from relaas.procedure.model import Act, FieldType
from relaas.storage.histories import Written
from relaas.storage.models.cases import Case
from relaas.storage.models.signals import Signal
from relaas.storage.models.story import Identity
from relaas.storage.sealing import Kind
from relaas.story.access import Verb
from relaas.story.access import Written as GrantWritten
from relaas.story.indicators import indicators_by_code

SIGNALS = "signals"
# Why a case that a signal opened was opened: kept with it for whoever works on it.
OPENED_BECAUSE = "Geopend met een signaal. / Opened with a signal."
_TEXTS = (FieldType.LONG_TEXT, FieldType.TEXT)


class NoSignals(Refused):
    """The law of the case has no act with which a signal is recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalSent:
    """A signal that is recorded. ``key`` leads to its receipt. ``again``: this same form had sent it before."""

    key: str
    number: str
    again: bool


def may_report(role: str) -> bool:
    """Whether a role reports signals: the law of access gives it the writing, and the law under which a signal opens a
    case an act for it."""
    rules = access_law().rules_of(role).values()
    is_given = any(
        Verb.WRITE in rule.may and SIGNALS in rule.of and rule.written is GrantWritten.PLACEMENT for rule in rules
    )
    chosen = settings.RELAAS_SIGNAL_LAW
    laws = [regime for regime in library().regimes.values() if chosen in (regime.line, regime.regime)]
    acts = (law.acts[act] for law in laws if law.assessment is not None for act in law.assessment.signals)
    return is_given and any(role in act.by for act in acts)


def record_signal_report(
    *,
    actor: Actor,
    number: str | None,
    content: SignalContent,
    claimed: Mapping[str, Any],
    idempotency_key: str,
    now: datetime | None = None,
) -> SignalSent:
    """Record a signal about the child of a case of the actor, or, with no ``number``, about another child: then a case
    of its own opens at once, under the law that whoever runs the system chose, and the signal is its first act.

    It is recorded today, whatever day it is about. ``claimed`` is who that other child was said to be, as for
    `write_identity`; of the child of a case it stays empty. The same key sends once, and throws away what was kept of
    the form. Raises FormInvalid, NotFound, NotGranted, NoSignals, ActRefused, KeyReused, LawNotModelled,
    NoOrganisation, MandateEnded.
    """
    now = now or timezone.now()
    today = amsterdam_date(now)
    with logged(actor=actor, action=Action.RECORD_SIGNAL, now=now, today=today) as line:
        door = None
        if number is None:
            wait_for_other_openings()
        else:
            door = enter(actor=actor, number=number, at=now, today=today, line=line, for_change=True)
        earlier = report_for_change(actor, idempotency_key)
        if earlier is not None and earlier.case is not None:
            return _sent_before(earlier.case, door, line, idempotency_key)
        content, identity = _checked(content, claimed, today, is_new=door is None)
        if door is None:
            door = _open(actor, line, idempotency_key, now, today)
        door.require(Verb.WRITE, SIGNALS)
        sequence = _record_act(door, content, idempotency_key, today)
        version = None
        if identity:
            version = keep_version(door=door, held={}, patch=identity, version=1, idempotency_key=idempotency_key)
        _keep(door, content, sequence, version, idempotency_key)
        mark_sent(actor=actor, key=idempotency_key, case=door.case, now=now)
    return SignalSent(key=idempotency_key, number=door.case.number, again=False)


def _sent_before(case: Case, door: Door | None, line: Line, key: str) -> SignalSent:
    line.case = case
    if door is not None and door.case.pk != case.pk:
        raise KeyReused("This key has sent a signal about another child.")
    return SignalSent(key=key, number=case.number, again=True)


def _checked(
    content: SignalContent, claimed: Mapping[str, Any], today: date, *, is_new: bool
) -> tuple[SignalContent, dict[str, Any]]:
    """What is to be kept. Raises FormInvalid with the faults of both."""
    faults: list[FormFault] = []
    identity: dict[str, Any] = {}
    said = {name: value for name, value in claimed.items() if value not in (None, "", [], ())} if is_new else {}
    try:
        content = checked_content(content, codes=indicators_by_code(vocabularies()).keys(), today=today)
    except FormInvalid as error:
        faults += error.faults
    try:
        identity = checked_identity(said, today) if said else {}
    except FormInvalid as error:
        faults += error.faults
    if faults:
        raise FormInvalid(tuple(faults))
    return content, identity


def _open(actor: Actor, line: Line, key: str, now: datetime, today: date) -> Door:
    opened = open_in(
        actor=actor,
        line=line,
        line_or_regime=settings.RELAAS_SIGNAL_LAW,
        on=today,
        reason=OPENED_BECAUSE,
        idempotency_key=key_of_case(key),
        now=now,
    )
    return enter(actor=actor, number=opened.number, at=now, today=today, line=line, for_change=True)


def _record_act(door: Door, content: SignalContent, key: str, today: date) -> int:
    """Add the act to the case, judged today on all there is: which of the acts of the law it is follows from where the
    case stands. Raises NoSignals, ActRefused."""
    file, on = open_file(door), When.exact(today)
    act = _act_now(file, on)
    door.line.detail = act[:80]
    form = _form_of(file.regime.acts[act], content)
    check_form(file=file, act=act, answers={}, form=form, on=on, today=today)
    proposed = Proposed(
        act=act,
        on=on,
        written=Written(answers={}, form=form, reason=""),
        against_rules=False,
        annuls=None,
        idempotency_key=key,
    )
    return append(file=file, proposed=proposed).sequence


def _act_now(file: OpenFile, on: When) -> str:
    assessment = file.regime.assessment
    if assessment is None:
        raise NoSignals(f"{file.regime.regime} records no signals")
    refusals: list[Refusal] = []
    for act in assessment.signals:
        refusal = refusal_of(file=file, history=file.history, act=act, on=on)
        if refusal is None:
            return act
        refusals.append(refusal)
    raise as_seen(file=file, refusal=refusals[-1])


def _form_of(act: Act, content: SignalContent) -> dict[str, str]:
    """The words of the signal in the first field for text of the act: its organisation reads them back there."""
    words = "\n\n".join(dict.fromkeys(text for text in _words(content) if text))
    field = next((name for name, one in act.records.items() if one.type in _TEXTS), None)
    return {} if field is None else {field: words}


def _words(content: SignalContent) -> Iterator[str]:
    yield content.seen
    yield content.heard
    known = indicators_by_code(vocabularies())
    yield "\n".join(f"{known[sign.code].title.nl} ({sign.code})" for sign in content.signs)


def _keep(door: Door, content: SignalContent, sequence: int, claimed: Identity | None, key: str) -> None:
    signal_id = new_id(door.at)
    Signal(
        id=signal_id,
        case=door.case,
        act=sequence,
        categories=door.law.mask([SIGNALS]),
        claimed=claimed,
        recorded_by_id=door.actor.mandate_id,
        organisation_id=door.actor.organisation_id,
        role=door.actor.role,
        recorded_at=door.at,
        ciphertext=door.cipher.seal(kind=Kind.SIGNAL, place=signal_id, content=content.as_sealed()),
        idempotency_key=key,
    ).save(force_insert=True)
    door.line.parts = (*door.line.parts, signal_id)
