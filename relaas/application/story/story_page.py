"""The account as one actor may see it: a projection with a numbering of its own, and constant notices for the rest."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.door import Door, Withheld, enter
from relaas.application.log import Action, logged
from relaas.application.story.passages import Words, opened_words
from relaas.application.story.telling import UNCATEGORISED
from relaas.storage.models.story import CodedFact, FactCitation, Passage, Telling
from relaas.storage.sealing import Kind
from relaas.storage.stories import visible_facts, visible_passages
from relaas.story.access import Verb
from relaas.story.grants import Labelled


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageSeen:
    """One passage. ``number`` counts within this projection only; ``about`` is the number of the passage that it
    corrects or adds to, None when that is not seen. ``words`` None: only that it exists is granted.

    ``may_label``: the actor can say what it carries, or confirm what another said.
    """

    id: str
    number: int
    kind: str
    about: int | None
    words: Words | None
    categories: tuple[str, ...]
    is_confirmed: bool
    may_label: bool
    may_release: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingSeen:
    """One telling of which the actor sees something. ``circumstances`` None: not granted."""

    id: str
    held_on: date
    audience: str
    circumstances: Mapping[str, Any] | None
    passages: tuple[PassageSeen, ...]
    may_write: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSeen:
    """One coded fact. ``cites`` are the numbers of the passages it was taken from, as far as they are seen."""

    id: str
    kind: str
    values: Mapping[str, Any]
    certainty: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPage:
    """The account for one actor. ``withheld`` has a notice for each category that the actor may not read, the same
    whether or not there is anything in it."""

    number: str
    name: str
    regime: str
    tellings: tuple[TellingSeen, ...]
    facts: tuple[FactSeen, ...]
    withheld: tuple[Withheld, ...]
    may_write: bool


def see_story(*, actor: Actor, number: str, today: date, now: datetime | None = None) -> StoryPage:
    """The account of a child as the actor may see it now. Raises NotFound, MandateEnded."""
    now = now or timezone.now()
    with logged(actor=actor, action=Action.SEE_STORY, now=now, today=today, reads_only=True) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line)
        passages = passages_of(door)
        facts = list(visible_facts(case_id=door.case.pk, sight=door.sight()).order_by("id"))
        _note(door, passages, facts)
        citations = _citations(facts)
    numbers = {passage.pk: number for number, passage in enumerate(passages, start=1)}
    return StoryPage(
        number=door.case.number,
        name=door.case.name,
        regime=door.case.regime,
        tellings=tuple(_tellings(door, passages, numbers)),
        facts=tuple(_fact(door, fact, numbers, citations) for fact in facts),
        withheld=door.withheld(),
        may_write=door.may(Verb.WRITE, UNCATEGORISED),
    )


def passages_of(door: Door) -> list[Passage]:
    """What may be read, and what may only be known to exist, in the order in which it was told."""
    read, exists = door.sight(), door.sight(Verb.EXISTS)
    found = list(visible_passages(case_id=door.case.pk, sight=read)) if read else []
    if exists and exists != read:
        known = {passage.pk for passage in found}
        both = read.joined(exists)
        found += [one for one in visible_passages(case_id=door.case.pk, sight=both) if one.pk not in known]
        found.sort(key=lambda passage: passage.position)
    return found


def _note(door: Door, passages: Sequence[Passage], facts: Sequence[CodedFact]) -> None:
    carried = 0
    for passage in passages:
        carried |= passage.state.categories
    for fact in facts:
        carried |= fact.categories
    door.note(Verb.READ, carried, parts=[passage.pk for passage in passages])


def _tellings(door: Door, passages: Sequence[Passage], numbers: Mapping[str, int]) -> Iterator[TellingSeen]:
    by_telling: dict[str, list[Passage]] = {}
    for passage in passages:
        by_telling.setdefault(passage.telling_id, []).append(passage)
    for theirs in by_telling.values():
        telling = theirs[0].telling
        may_write = door.may(Verb.WRITE, UNCATEGORISED) or telling.pk in door.sight(Verb.WRITE).given
        yield TellingSeen(
            id=telling.pk,
            held_on=telling.held_on,
            audience=telling.audience,
            circumstances=_circumstances(door, telling),
            passages=tuple(_passage(door, passage, numbers) for passage in theirs),
            may_write=may_write,
        )


def _circumstances(door: Door, telling: Telling) -> Mapping[str, Any] | None:
    """How it went is for who may see what was told before anybody categorised it."""
    seen = door.sight()
    if not (seen.covers(door.law.mask([UNCATEGORISED])) or telling.pk in seen.given):
        return None
    return door.cipher.open(kind=Kind.TELLING, place=telling.pk, sealed=bytes(telling.ciphertext))


def _passage(door: Door, passage: Passage, numbers: Mapping[str, int]) -> PassageSeen:
    labelled = Labelled(
        passage=passage.pk,
        telling=passage.telling_id,
        categories=passage.state.categories,
        is_confirmed=passage.state.is_confirmed,
    )
    is_read = door.sight().shows(labelled)
    may_label = door.sight(Verb.LABEL).shows(labelled)
    return PassageSeen(
        id=passage.pk,
        number=numbers[passage.pk],
        kind=passage.kind,
        about=numbers.get(passage.about_id or ""),
        words=opened_words(passage, door.cipher) if is_read else None,
        categories=door.law.categories_in(passage.state.categories) if is_read else (),
        is_confirmed=passage.state.is_confirmed,
        may_label=may_label,
        may_release=door.sight(Verb.RELEASE).shows(labelled),
    )


def _citations(facts: Sequence[CodedFact]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    rows = FactCitation.objects.filter(fact_id__in=[fact.pk for fact in facts]) if facts else ()
    for row in rows:
        found.setdefault(row.fact_id, []).append(row.passage_id)
    return found


def _fact(door: Door, fact: CodedFact, numbers: Mapping[str, int], citations: Mapping[str, Sequence[str]]) -> FactSeen:
    values = door.cipher.open(kind=Kind.FACT, place=fact.pk, sealed=bytes(fact.ciphertext))
    return FactSeen(
        id=fact.pk,
        kind=fact.kind,
        values=values,
        certainty=fact.certainty,
        cites=tuple(sorted(numbers[cited] for cited in citations.get(fact.pk, ()) if cited in numbers)),
    )
