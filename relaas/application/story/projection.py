"""The actor's own part of the account, for use cases that point into it: what can be read, with its numbers there."""

from collections.abc import Sequence
from dataclasses import dataclass

from relaas.application.door import Door
from relaas.application.forms import FaultKind, FormFault, FormInvalid
from relaas.application.story.passages import Words, opened_words
from relaas.application.story.story_page import known_passages
from relaas.storage.stories import PassageRow
from relaas.story.access import Verb


@dataclass(frozen=True, slots=True)
class Readable:
    """A passage that the actor may read, under the number that it has in the actor's projection."""

    number: int
    passage: PassageRow


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageShown:
    """A passage opened for the actor."""

    id: str
    number: int
    words: Words


def readable(door: Door) -> tuple[Readable, ...]:
    """What the actor may read now, in the order in which it was told."""
    seen = door.sight(Verb.READ)
    return tuple(
        Readable(number, passage)
        for number, passage in enumerate(known_passages(door), start=1)
        if seen.shows(passage.labelled)
    )


def shown(door: Door, ones: Sequence[Readable]) -> tuple[PassageShown, ...]:
    """Open what may be read, and say so in the log."""
    carried = 0
    for one in ones:
        carried |= one.passage.categories
    door.note(Verb.READ, carried, parts=[one.passage.pk for one in ones])
    return tuple(
        PassageShown(id=one.passage.pk, number=one.number, words=opened_words(one.passage, door.cipher)) for one in ones
    )


def chosen(door: Door, passages: Sequence[str], *, field: str) -> list[PassageRow]:
    """The passages that somebody points at. Raises FormInvalid when there is none, or one that they may not read."""
    if not passages:
        raise FormInvalid((FormFault(field=field, kind=FaultKind.REQUIRED),))
    known = {one.passage.pk: one.passage for one in readable(door)}
    if not set(passages) <= known.keys():
        raise FormInvalid((FormFault(field=field, kind=FaultKind.NOT_AN_OPTION),))
    return [known[passage] for passage in dict.fromkeys(passages)]
