"""Searching the account: in what one may read of it, and nowhere else.

What is searched is what is shown: the words are opened, compared and forgotten. What was asked is not kept, and
nothing found looks the same whether or not it stands in what is withheld.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.door import Withheld, enter
from relaas.application.log import Action, logged
from relaas.application.story.story_page import (
    FactSeen,
    PassageSeen,
    citations_of,
    fact_seen,
    known_passages,
    note_seen,
    numbered,
    passage_seen,
    seen_facts,
)
from relaas.procedure.model import Regime

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text that was found, from one place up to another."""

    begin: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageFound:
    """A passage in which everything stands that was asked, and where."""

    passage: PassageSeen
    in_words: tuple[Span, ...]
    in_translation: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """What was found in the actor's own projection. ``withheld`` is what it is on every page of the account."""

    number: str
    name: str
    regime: Regime
    passages: tuple[PassageFound, ...]
    facts: tuple[FactSeen, ...]
    withheld: tuple[Withheld, ...]


def search_account(*, actor: Actor, number: str, text: str, today: date, now: datetime | None = None) -> SearchPage:
    """The passages and coded facts that the actor reads and in which every word of ``text`` stands, as a part of a word
    and whatever its capitals. Nothing is asked by an empty text, and nothing found. Raises NotFound, MandateEnded."""
    now = now or timezone.now()
    asked = tuple(dict.fromkeys(folded(text[at:end]) for at, end in _words_in(text[:LONGEST])))
    with logged(actor=actor, action=Action.SEARCH_ACCOUNT, now=now, today=today, reads_only=True) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line)
        known = known_passages(door)
        facts = seen_facts(door)
        note_seen(door, known, facts)
        citations = citations_of(facts)
    numbers = numbered(known)
    passages = (passage_seen(door, one, numbers) for one in known) if asked else ()
    opened = (fact_seen(door, fact, numbers, citations) for fact in facts) if asked else ()
    return SearchPage(
        number=door.case.number,
        name=door.case.name,
        regime=door.regime,
        passages=tuple(found for one in passages if (found := _found(one, asked)) is not None),
        facts=tuple(fact for fact in opened if _holds_all(_texts(fact.values), asked)),
        withheld=door.withheld(),
    )


def folded(text: str) -> str:
    """A text without difference between capitals and small letters, and between ways to write the same sign."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _found(passage: PassageSeen, asked: Sequence[str]) -> PassageFound | None:
    if passage.words is None or not _holds_all([passage.words.words, passage.words.translation], asked):
        return None
    return PassageFound(
        passage=passage,
        in_words=_spans(passage.words.words, asked),
        in_translation=_spans(passage.words.translation, asked),
    )


def _holds_all(texts: Sequence[str], asked: Sequence[str]) -> bool:
    said = [folded(text[begin:end]) for text in texts for begin, end in _words_in(text)]
    return all(any(word in one for one in said) for word in asked)


def _spans(text: str, asked: Sequence[str]) -> tuple[Span, ...]:
    return tuple(
        Span(begin, end) for begin, end in _words_in(text) if any(word in folded(text[begin:end]) for word in asked)
    )


def _words_in(text: str) -> Iterator[tuple[int, int]]:
    """Where the words of a text are: letters, digits, and the marks that belong to letters, of any script."""
    begin: int | None = None
    for place, sign in enumerate(text):
        if unicodedata.category(sign)[0] in "LMN":
            begin = place if begin is None else begin
        elif begin is not None:
            yield begin, place
            begin = None
    if begin is not None:
        yield begin, len(text)


def _texts(values: Mapping[str, Any]) -> list[str]:
    return [str(one) for value in values.values() for one in (value if isinstance(value, list | tuple) else [value])]
