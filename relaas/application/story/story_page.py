"""The account as one actor may see it: a projection with a numbering of its own, and constant notices for the rest."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.door import Door, Withheld, enter
from relaas.application.log import Action, logged
from relaas.application.seeing import acts_of
from relaas.application.story.passages import Words, opened_words
from relaas.application.story.telling import UNCATEGORISED, may_take_down
from relaas.casework.tellings import telling_acts
from relaas.procedure.evaluator import situation_on
from relaas.procedure.model import Regime
from relaas.procedure.situation import Situation
from relaas.storage.histories import history_of, read_acts
from relaas.storage.models.story import CodedFact, FactCitation, Passage, Telling
from relaas.storage.sealing import Kind
from relaas.storage.stories import PassageRow, all_tellings, read_passages, tellings_of, visible_facts
from relaas.story.access import Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageSeen:
    """One passage. ``number`` counts within this projection only. A correction or addition says so, by the number of
    the passage that it is ``about`` and the role that it is ``written_by``, where that passage is seen too; elsewhere
    it reads as what was told, since anything else would tell that there is another. ``words`` None: only that it exists
    is granted.

    ``may_label``: the actor can say what it carries, or confirm what another said.
    """

    id: str
    number: int
    kind: str
    about: int | None
    written_by: str
    words: Words | None
    categories: tuple[str, ...]
    is_confirmed: bool
    may_label: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingSeen:
    """One telling of which the actor sees something, or to which it adds. ``circumstances`` None: not granted."""

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
    whether or not there is anything in it. ``times_told`` is how often the child was asked for its account, at least
    and at most; ``may_tell`` the acts in which it can tell the actor now."""

    number: str
    name: str
    regime: Regime
    times_told: tuple[int, int]
    may_tell: tuple[str, ...]
    tellings: tuple[TellingSeen, ...]
    facts: tuple[FactSeen, ...]
    withheld: tuple[Withheld, ...]


def see_story(*, actor: Actor, number: str, today: date, now: datetime | None = None) -> StoryPage:
    """The account of a child as the actor may see it now. Raises NotFound, MandateEnded."""
    now = now or timezone.now()
    with logged(actor=actor, action=Action.SEE_STORY, now=now, today=today, reads_only=True) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line)
        passages = known_passages(door)
        facts = seen_facts(door)
        note_seen(door, passages, facts)
        writable = _writable(door)
        tellings = _tellings_beside(door, passages, writable)
        citations = citations_of(facts)
        situation = _situation(door, today)
    numbers = numbered(passages)
    return StoryPage(
        number=door.case.number,
        name=door.case.name,
        regime=door.regime,
        times_told=situation.counters.get("tellings", (0, 0)),
        may_tell=tuple(act for act in _open_acts(situation, actor.role) if act in telling_acts(door.regime)),
        tellings=tuple(_tellings(door, passages, numbers, tellings, writable)),
        facts=tuple(fact_seen(door, fact, numbers, citations) for fact in facts),
        withheld=door.withheld(),
    )


def known_passages(door: Door) -> list[PassageRow]:
    """What may be read, and what may only be known to exist, in the order in which it was told."""
    read = door.sight()
    known = read.joined(door.sight(Verb.EXISTS))
    found = read_passages(case_id=door.case.pk, sight=read) if read else []
    if known != read:
        seen = {passage.pk for passage in found}
        found += [one for one in read_passages(case_id=door.case.pk, sight=known) if one.pk not in seen]
        found.sort(key=lambda passage: passage.position)
    return found


def numbered(passages: Sequence[PassageRow]) -> dict[str, int]:
    """The number of each passage in this projection."""
    return {passage.pk: number for number, passage in enumerate(passages, start=1)}


def seen_facts(door: Door) -> list[CodedFact]:
    """The coded facts that may be read, as they stand: without those that a later one replaces."""
    found = list(visible_facts(case_id=door.case.pk, sight=door.sight()).order_by("id"))
    replaced = {fact.replaces_id for fact in found}
    return [fact for fact in found if fact.pk not in replaced]


def _situation(door: Door, today: date) -> Situation:
    acts = read_acts(rows=acts_of(door.case), cipher=door.cipher)
    return situation_on(regime=door.regime, history=history_of(acts), today=today)


def _open_acts(situation: Situation, role: str) -> Iterator[str]:
    for duty in situation.duties:
        if role in duty.by:
            yield from duty.acts
    yield from (power.act for power in (*situation.powers, *situation.events) if role in power.by)


def note_seen(door: Door, passages: Sequence[PassageRow], facts: Sequence[CodedFact]) -> None:
    """Say in the log what of the account is shown."""
    carried = 0
    for passage in passages:
        carried |= passage.categories
    for fact in facts:
        carried |= fact.categories
    door.note(Verb.READ, carried, parts=[passage.pk for passage in passages])


def _writable(door: Door) -> list[Telling]:
    """The tellings to which the actor adds words, also while there are none."""
    if not door.sight(Verb.WRITE):
        return []
    return [telling for telling in all_tellings(case_id=door.case.pk) if may_take_down(door, telling)]


def _tellings_beside(door: Door, passages: Sequence[PassageRow], writable: Sequence[Telling]) -> dict[str, Telling]:
    """The tellings of which the actor sees something, and those to which it adds words."""
    tellings = {telling.pk: telling for telling in writable}
    missing = {passage.telling_id for passage in passages}.difference(tellings)
    return tellings | (tellings_of(case_id=door.case.pk, ids=missing) if missing else {})


def _tellings(
    door: Door,
    passages: Sequence[PassageRow],
    numbers: Mapping[str, int],
    tellings: Mapping[str, Telling],
    writable: Sequence[Telling],
) -> Iterator[TellingSeen]:
    by_telling: dict[str, list[PassageRow]] = {pk: [] for pk in sorted(tellings)}
    for passage in passages:
        by_telling[passage.telling_id].append(passage)
    may_write = {telling.pk for telling in writable}
    for pk, theirs in by_telling.items():
        yield TellingSeen(
            id=pk,
            held_on=tellings[pk].held_on,
            audience=tellings[pk].audience,
            circumstances=_circumstances(door, tellings[pk]),
            passages=tuple(passage_seen(door, passage, numbers) for passage in theirs),
            may_write=pk in may_write,
        )


def _circumstances(door: Door, telling: Telling) -> Mapping[str, Any] | None:
    """How it went is for who may see what was told before anybody categorised it."""
    seen = door.sight()
    if not (seen.covers(door.law.mask([UNCATEGORISED])) or telling.pk in seen.given):
        return None
    return door.cipher.open(kind=Kind.TELLING, place=telling.pk, sealed=bytes(telling.ciphertext))


def passage_seen(door: Door, passage: PassageRow, numbers: Mapping[str, int]) -> PassageSeen:
    """One passage of ``known_passages``, opened when it may be read."""
    labelled = passage.labelled
    is_read = door.sight().shows(labelled)
    about = numbers.get(passage.about_id or "") if is_read else None
    return PassageSeen(
        id=passage.pk,
        number=numbers[passage.pk],
        kind=passage.kind if about is not None else Passage.Kind.TOLD.value,
        about=about,
        written_by=passage.role if about is not None else "",
        words=opened_words(passage, door.cipher) if is_read else None,
        categories=door.law.categories_in(passage.categories) if is_read else (),
        is_confirmed=is_read and passage.is_confirmed,
        may_label=door.sight(Verb.LABEL).shows(labelled),
    )


def citations_of(facts: Sequence[CodedFact]) -> dict[str, list[str]]:
    """Per fact the passages from which it was taken."""
    found: dict[str, list[str]] = {}
    rows = FactCitation.objects.filter(fact_id__in=[fact.pk for fact in facts]) if facts else ()
    for row in rows:
        found.setdefault(row.fact_id, []).append(row.passage_id)
    return found


def fact_seen(
    door: Door, fact: CodedFact, numbers: Mapping[str, int], citations: Mapping[str, Sequence[str]]
) -> FactSeen:
    """One coded fact, opened."""
    values = door.cipher.open(kind=Kind.FACT, place=fact.pk, sealed=bytes(fact.ciphertext))
    return FactSeen(
        id=fact.pk,
        kind=fact.kind,
        values=values,
        certainty=fact.certainty,
        cites=tuple(sorted(numbers[cited] for cited in citations.get(fact.pk, ()) if cited in numbers)),
    )
