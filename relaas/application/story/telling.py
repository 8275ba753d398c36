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
from relaas.application.story.passages import Words, check_words, passage_row
from relaas.kernel.moments import amsterdam_date
from relaas.kernel.when import When
from relaas.procedure.model import Regime
from relaas.storage.models.cases import Case, Placement
from relaas.storage.models.story import Passage, Telling
from relaas.storage.sealing import Kind
from relaas.storage.stories import add_passages, next_position
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


def telling_acts(regime: Regime) -> Mapping[str, str | None]:
    """The acts of a regime in which the child gives its account, and who hears it."""
    landmark = regime.landmarks.get("told")
    return landmark.acts if landmark is not None else {}


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
    """Record an act of telling with its words, judged by the law of the case like any act; with ``against_rules``, the
    reason, also one that the law does not allow but that did happen.

    Raises NotATelling, FormInvalid, and whatever `relaas.application.recording.record_act` raises; NotGranted when
    words are given by a role that only records that the child told.
    """
    now = now or timezone.now()
    today = amsterdam_date(now)
    with logged(actor=actor, action=Action.RECORD_TELLING, now=now, today=today) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line, for_change=True)
        if act not in telling_acts(door.regime):
            raise NotATelling(f"{act} is no telling in {door.regime.regime}")
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
            _check_may_write(door, telling)
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
        found = Telling.objects.filter(case=door.case, pk=telling).first()
        if found is None:
            raise NoSuchTelling("no such telling")
        _check_may_write(door, found)
        if Passage.objects.filter(case=door.case, idempotency_key=f"{idempotency_key}-1").exists():
            return 0
        check_words(words)
        return _write(door, found, words, idempotency_key)


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
        for holder in _hearing(door.case, audience):
            grant = granted(law=door.law, name=rule, holder=holder, during=Interval(door.at), telling=telling_id)
            door.give(grant, written_by=f"telling:{telling_id}")
    return telling


def _hearing(case: Case, role: str) -> list[Holder]:
    """The organisations that work on the case in the role that heard the child."""
    placements = Placement.objects.filter(case=case, role=role)
    return [Holder(role=role, organisation=placement.organisation_id) for placement in placements]


def _check_may_write(door: Door, telling: Telling) -> None:
    """The one account is written by who records accounts; what one authority heard apart, by that authority."""
    if telling.to_one and telling.audience == door.actor.role:
        door.note(Verb.WRITE, door.law.mask([UNCATEGORISED]))
    else:
        door.require(Verb.WRITE, UNCATEGORISED)


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
