"""Recording that the child told: the act of the case, how it went, and the words themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.door import Door, enter
from relaas.application.identifiers import new_id
from relaas.application.log import Action, Refused, logged
from relaas.application.recording import Recorded, record_in
from relaas.application.story.notices import placed_as
from relaas.application.story.passages import Words, check_words, passage_row
from relaas.casework.tellings import telling_acts as telling_acts
from relaas.kernel.moments import amsterdam_date
from relaas.kernel.when import When
from relaas.storage.models.story import Passage, Telling
from relaas.storage.sealing import Kind
from relaas.storage.stories import add_passages, next_position, tellings_of
from relaas.story.access import Verb, Written
from relaas.story.granting import granted
from relaas.story.grants import Holder
from relaas.story.intervals import Interval

UNCATEGORISED = "uncategorised"
TOLD_TO_ONE = "told_to_one"


class NotATelling(Refused):
    """The act is none in which the child gives its account (landmark ``told``)."""


class NoSuchTelling(Refused):
    """No telling of that identifier stands open to the actor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Somebody who was there. ``direction`` of an interpreter: from which language into which."""

    role: str
    direction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """How a telling went. ``recording`` is a reference to a recording kept elsewhere; ``breaks`` and ``observed`` are
    what was seen of the child, not what it said."""

    place: str = ""
    present: tuple[Present, ...] = ()
    interpreter: str = ""
    recording: str = ""
    breaks: str = ""
    observed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedTelling:
    """A telling that is recorded. ``again``: this same request had recorded it before."""

    number: str
    telling: str
    act: int
    passages: int
    again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingToWrite:
    """A telling to which the actor may add words."""

    number: str
    name: str
    telling: str
    held_on: date


def record_telling(
    *,
    actor: Actor,
    number: str,
    act: str,
    on: date,
    circumstances: Circumstances,
    words: Sequence[Words],
    seen: str,
    idempotency_key: str,
    answers: Mapping[str, Any] | None = None,
    form: Mapping[str, Any] | None = None,
    against_rules: str | None = None,
    now: datetime | None = None,
) -> RecordedTelling:
    """Record an act of telling with its words, judged by the law of the case like any act. ``against_rules`` is the
    reason for recording a telling that the law does not allow but that did take place.

    Raises NotATelling, FormInvalid, and whatever `relaas.application.recording.record_act` raises; NotGranted when
    words are given by a role that only records that the child told.
    """
    now = now or timezone.now()
    today = amsterdam_date(now)
    with logged(actor=actor, action=Action.RECORD_TELLING, now=now, today=today) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line, for_change=True)
        if act not in telling_acts(door.regime):
            raise NotATelling(f"{act} is no telling in {door.regime.regime}")
        line.detail = act[:80]
        earlier = Telling.objects.filter(case=door.case, idempotency_key=idempotency_key).first()
        if earlier is not None:
            return _recorded(door, earlier, again=True)
        check_words(words)
        recorded = record_in(
            door=door,
            act=act,
            on=When.exact(on),
            answers=answers or {},
            form=form or {},
            seen=seen,
            idempotency_key=idempotency_key,
            against_rules=against_rules,
        )
        telling = _telling(door, act, on, circumstances, recorded, idempotency_key)
        if words:
            _check_heard(door, telling)
            _write(door, telling, words, idempotency_key)
        return _recorded(door, telling, again=False)


def write_passages(
    *,
    actor: Actor,
    number: str,
    telling: str,
    words: Sequence[Words],
    idempotency_key: str,
    now: datetime | None = None,
) -> int:
    """Write further passages of a telling down, after those that are there; how many. The same key writes once.

    Raises NotFound, NoSuchTelling, NotGranted, FormInvalid, MandateEnded.
    """
    now = now or timezone.now()
    today = amsterdam_date(now)
    with logged(actor=actor, action=Action.WRITE_PASSAGES, now=now, today=today) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line, for_change=True)
        found = open_telling(door, telling)
        if Passage.objects.filter(case=door.case, idempotency_key=f"{idempotency_key}-1").exists():
            return 0
        check_words(words)
        return _write(door, found, words, idempotency_key)


def see_telling_to_write(
    *, actor: Actor, number: str, telling: str, today: date, now: datetime | None = None
) -> TellingToWrite:
    """A telling to which the actor may add words. Raises NotFound, NoSuchTelling, NotGranted, MandateEnded."""
    now = now or timezone.now()
    with logged(actor=actor, action=Action.SEE_STORY, now=now, today=today, reads_only=True) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line)
        found = open_telling(door, telling)
    return TellingToWrite(number=door.case.number, name=door.case.name, telling=found.pk, held_on=found.held_on)


def _telling(
    door: Door, act: str, on: date, circumstances: Circumstances, recorded: Recorded, idempotency_key: str
) -> Telling:
    audience = telling_acts(door.regime)[act] or door.actor.role
    rules = [name for name, rule in door.law.rules_of(audience).items() if rule.written is Written.TELLING]
    telling_id = new_id(door.at)
    telling = Telling(
        id=telling_id,
        case=door.case,
        act=recorded.sequence,
        audience=audience,
        to_one=bool(rules),
        held_on=on,
        recorded_by_id=door.actor.mandate_id,
        organisation_id=door.actor.organisation_id,
        role=door.actor.role,
        recorded_at=door.at,
        ciphertext=door.cipher.seal(kind=Kind.TELLING, place=telling_id, content=asdict(circumstances)),
        idempotency_key=idempotency_key,
    )
    telling.save(force_insert=True)
    for rule in rules:
        for holder in _hearing(door, audience):
            grant = granted(law=door.law, name=rule, holder=holder, during=Interval(door.at), telling=telling_id)
            door.give(grant, written_by=f"telling:{telling_id}")
    return telling


def _hearing(door: Door, role: str) -> list[Holder]:
    """The organisations that work on the case today in the role that heard the child."""
    placed = placed_as(door.case, [role], door.today)
    return [Holder(role=role, organisation=organisation) for role, organisation in placed]


def may_take_down(door: Door, telling: Telling) -> bool:
    """Whether the actor writes down what was told. The one account is written by who takes accounts down, and so reads
    what nobody has categorised yet; what one authority heard apart, by that authority."""
    if telling.to_one:
        return telling.pk in door.sight(Verb.WRITE).given
    return door.may(Verb.WRITE, UNCATEGORISED) and door.may(Verb.READ, UNCATEGORISED)


def open_telling(door: Door, telling: str) -> Telling:
    """A telling to which the actor may add words, noted in the log. Raises NoSuchTelling; NotGranted for who takes
    no accounts down, the same whether or not there is such a telling."""
    found = tellings_of(case_id=door.case.pk, ids=[telling]).get(telling)
    if found is not None and may_take_down(door, found):
        door.note(Verb.WRITE, door.law.mask([UNCATEGORISED]), parts=[found.pk])
        return found
    if not door.may(Verb.READ, UNCATEGORISED):
        raise door.not_granted(Verb.WRITE, UNCATEGORISED)
    raise NoSuchTelling("no such telling")


def _check_heard(door: Door, telling: Telling) -> None:
    """Who just recorded a telling writes its words when it heard them itself, or takes accounts down."""
    if telling.to_one and telling.audience == door.actor.role:
        door.note(Verb.WRITE, door.law.mask([UNCATEGORISED]))
    elif may_take_down(door, telling):
        door.require(Verb.WRITE, UNCATEGORISED)
    else:
        raise door.not_granted(Verb.WRITE, UNCATEGORISED)


def _write(door: Door, telling: Telling, words: Sequence[Words], idempotency_key: str) -> int:
    first = next_position(case_id=door.case.pk)
    passages = [
        passage_row(
            actor=door.actor,
            case=door.case,
            cipher=door.cipher,
            telling_id=telling.pk,
            position=first + place,
            words=each,
            now=door.at,
            idempotency_key=f"{idempotency_key}-{place + 1}",
        )
        for place, each in enumerate(words)
    ]
    carried = [UNCATEGORISED, TOLD_TO_ONE] if telling.to_one else [UNCATEGORISED]
    add_passages(passages, categories=door.law.mask(carried))
    return len(passages)


def _recorded(door: Door, telling: Telling, *, again: bool) -> RecordedTelling:
    return RecordedTelling(
        number=door.case.number,
        telling=telling.pk,
        act=telling.act,
        passages=Passage.objects.filter(telling=telling).count(),
        again=again,
    )
