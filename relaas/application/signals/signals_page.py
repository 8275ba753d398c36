"""The signals of a case, in the order in which they were recorded, for who may read signals."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.door import Door, enter
from relaas.application.law import vocabularies
from relaas.application.log import Action, logged
from relaas.application.seeing import acts_of
from relaas.application.signals.content import Known, SignalContent
from relaas.application.signals.recording import SIGNALS
from relaas.kernel.law_file import Text
from relaas.kernel.when import When
from relaas.storage.histories import StoredAct, read_acts
from relaas.storage.models.signals import Signal
from relaas.storage.sealing import Kind
from relaas.story.access import Verb
from relaas.story.indicators import indicators_by_code


@dataclass(frozen=True, slots=True, kw_only=True)
class SignSeen:
    """One indicator of a signal: its code, its words (None: no vocabulary knows the code any more), how it is known."""

    code: str
    title: Text | None
    known: Known


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalSeen:
    """One signal. ``content`` None: it was recorded as an act only, and its words are with who recorded it; then
    ``own_words`` has them for the actor's own organisation. ``is_annulled``: it was corrected and does not count."""

    number: int
    role: str
    organisation: str
    recorded_at: datetime
    recorded_on: When
    is_annulled: bool
    signs: tuple[SignSeen, ...]
    content: SignalContent | None
    own_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalsPage:
    """The signals of a case for one actor. ``may_report``: it can add one. ``assesses``: the law knows assessments."""

    number: str
    name: str
    today: date
    signals: tuple[SignalSeen, ...]
    may_report: bool
    assesses: bool


def see_signals(*, actor: Actor, number: str, today: date, now: datetime | None = None) -> SignalsPage:
    """The signals of a case. Raises NotFound, CaseErased, CaseExpired, NotGranted, MandateEnded."""
    now = now or timezone.now()
    with logged(actor=actor, action=Action.SEE_SIGNALS, now=now, today=today, reads_only=True) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line)
        door.require(Verb.READ, SIGNALS)
        assessment = door.regime.assessment
        rows = read_acts(rows=acts_of(door.case), cipher=door.cipher)
        annulled = {act.row.annuls for act in rows}
        signals = {one.act: one for one in Signal.objects.filter(case=door.case).order_by("act")}
        acts = [act for act in rows if assessment is not None and act.row.act in assessment.signals]
        seen = tuple(
            _seen(door, place, act, signals.get(act.row.sequence), is_annulled=act.row.sequence in annulled)
            for place, act in enumerate(acts, start=1)
        )
        line.parts = tuple(signal.pk for signal in signals.values())
        return SignalsPage(
            number=door.case.number,
            name=door.case.name,
            today=today,
            signals=seen,
            may_report=door.may(Verb.WRITE, SIGNALS),
            assesses=assessment is not None,
        )


def _seen(door: Door, place: int, act: StoredAct, signal: Signal | None, *, is_annulled: bool) -> SignalSeen:
    content = None
    if signal is not None:
        opened = door.cipher.open(kind=Kind.SIGNAL, place=signal.pk, sealed=bytes(signal.ciphertext))
        content = SignalContent.from_sealed(opened)
    is_own = act.row.organisation_id == door.actor.organisation_id
    known = indicators_by_code(vocabularies())
    return SignalSeen(
        number=place,
        role=act.row.role,
        organisation=act.row.organisation.name,
        recorded_at=act.row.recorded_at,
        recorded_on=act.on,
        is_annulled=is_annulled,
        signs=tuple(
            SignSeen(code=sign.code, title=known[sign.code].title if sign.code in known else None, known=sign.known)
            for sign in (content.signs if content is not None else ())
        ),
        content=content,
        own_words=_own_words(act) if content is None and is_own else "",
    )


def _own_words(act: StoredAct) -> str:
    return "\n\n".join(value for value in act.written.form.values() if isinstance(value, str))
