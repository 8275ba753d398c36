"""The child's own copy: everything it told, as it told it, and who has read that."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.demonstration import is_demonstration
from relaas.application.door import Door, enter
from relaas.application.log import Action, logged
from relaas.application.oversight import READINGS
from relaas.application.story.passages import Words, opened_words
from relaas.kernel.moments import amsterdam_date
from relaas.storage.models.story import Passage, Telling
from relaas.storage.readings import uses_of
from relaas.storage.sealing import Kind
from relaas.storage.stories import visible_passages
from relaas.story.access import Verb
from relaas.story.own_copy_texts import OwnCopyTexts, Wording, standard_own_copy

CHILD = "child"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One passage, under the number that the child sees everywhere. ``remarks`` are the corrections and additions that
    are about it, each with its day, in the order in which they came."""

    number: int
    kind: str
    told_on: date
    words: Words
    remarks: tuple["Part", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldOnce:
    """One occasion on which the child told, and how it went."""

    held_on: date
    audience: str
    circumstances: Mapping[str, Any]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBy:
    """On this day somebody in a role at an organisation had words of the account before them, for this purpose."""

    day: date
    role: str
    organisation: str
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCopy:
    """The whole account, and who has read it. ``wordings`` are the fixed words around it: those of one language, or
    Dutch and English together; ``languages`` are those that can be chosen."""

    number: str
    name: str
    made_on: date
    tellings: tuple[ToldOnce, ...]
    readers: tuple[ReadBy, ...]
    wordings: tuple[Wording, ...]
    languages: tuple[Wording, ...]


def own_copy(
    *,
    actor: Actor,
    number: str,
    today: date,
    language: str | None = None,
    to_take_away: bool = False,
    now: datetime | None = None,
) -> OwnCopy:
    """The whole account for who may read all of it and who read it: by the law of access that is the child alone.

    In ``language``, or else in that of the account. ``to_take_away``: it leaves the program, which the log calls an
    export. Raises NotFound, NotGranted, MandateEnded.
    """
    now = now or timezone.now()
    action = Action.EXPORT_OWN_COPY if to_take_away else Action.SEE_OWN_COPY
    with logged(actor=actor, action=action, now=now, today=today, reads_only=True) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line)
        door.require(Verb.READ, *door.law.story_categories, READINGS)
        passages = list(visible_passages(case_id=door.case.pk, sight=door.sight()))
        door.note(Verb.READ, 0, parts=[passage.pk for passage in passages])
        tellings = tuple(_tellings(door, passages))
        readers = _readers(door)
    texts, unreviewed = standard_own_copy(), is_demonstration(actor)
    return OwnCopy(
        number=door.case.number,
        name=door.case.name,
        made_on=today,
        tellings=tellings,
        readers=readers,
        wordings=texts.wordings(language or _most_spoken(passages), unreviewed=unreviewed),
        languages=_languages(texts, unreviewed=unreviewed),
    )


def _languages(texts: OwnCopyTexts, *, unreviewed: bool) -> tuple[Wording, ...]:
    return tuple(one for one in texts.languages.values() if texts.is_shown(one, unreviewed=unreviewed))


def _most_spoken(passages: Sequence[Passage]) -> str | None:
    """The language in which the child told most."""
    spoken = [passage.language for passage in passages]
    return max(spoken, key=spoken.count) if spoken else None


def _tellings(door: Door, passages: Sequence[Passage]) -> Iterator[ToldOnce]:
    numbers = {passage.pk: number for number, passage in enumerate(passages, start=1)}
    about: dict[str, list[Passage]] = {}
    told: dict[str, list[Passage]] = {}
    for passage in passages:
        if passage.about_id is None:
            told.setdefault(passage.telling_id, []).append(passage)
        else:
            about.setdefault(passage.about_id, []).append(passage)
    for theirs in told.values():
        telling = theirs[0].telling
        yield ToldOnce(
            held_on=telling.held_on,
            audience=telling.audience,
            circumstances=_circumstances(door, telling),
            parts=tuple(_part(door, passage, numbers, about) for passage in theirs),
        )


def _circumstances(door: Door, telling: Telling) -> Mapping[str, Any]:
    return door.cipher.open(kind=Kind.TELLING, place=telling.pk, sealed=bytes(telling.ciphertext))


def _part(door: Door, passage: Passage, numbers: Mapping[str, int], about: Mapping[str, Sequence[Passage]]) -> Part:
    return Part(
        number=numbers[passage.pk],
        kind=passage.kind,
        told_on=passage.telling.held_on if passage.about_id is None else amsterdam_date(passage.recorded_at),
        words=opened_words(passage, door.cipher),
        remarks=tuple(_part(door, remark, numbers, about) for remark in about.get(passage.pk, ())),
    )


def _readers(door: Door) -> tuple[ReadBy, ...]:
    """One row for each day on which an organisation read in a role; the child's own reading is no news to it."""
    uses = uses_of(case_id=door.case.pk, categories=door.law.story_categories)
    rows = {
        ReadBy(day=amsterdam_date(use.at), role=use.role, organisation=use.organisation, purpose=use.purpose): None
        for use in uses
        if use.role != CHILD
    }
    return tuple(rows)
