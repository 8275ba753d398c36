"""The reflection period as its page and its leaflet show it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from relaas.application.child.informing import ReflectionPage, TermSeen
from relaas.casework.wording import word_day, word_when
from relaas.procedure.drawing.clocks import Clock, clocks_svg
from relaas.story.child_texts import Wording
from relaas.story.leaflet_texts import PERIOD, LeafletLanguage, LeafletWords


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafletView:
    """The leaflet in one language. ``what`` has the length of the period in it; ``free``, ``reporting`` and ``change``
    are empty where the regime of the case does not make them true."""

    tag: str
    direction: str
    texts: LeafletWords
    what: str
    free: str
    reporting: str
    change: str
    made_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageLink:
    """A language in which there is a leaflet."""

    tag: str
    name: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReflectionView:
    """Where a child stands with the reflection period."""

    number: str
    name: str
    status: str
    turns: tuple[tuple[str, str], ...]
    is_informed: bool
    drawing: SafeString | None
    clocks: tuple[tuple[str, str], ...]
    has_rest: bool
    leaflet: LeafletView | None
    language: str
    languages: tuple[LanguageLink, ...]


def reflection_view(found: ReflectionPage, language: str) -> ReflectionView:
    """The page in the language of the page, with the leaflet in that of the child."""
    track = found.regime.tracks[found.law.track]
    return ReflectionView(
        number=found.number,
        name=found.name,
        status=_(" of ").join(track.statuses[status].title.in_language(language) for status in found.status),
        turns=tuple(
            (word_when(turn.since, language), track.statuses[turn.status].title.in_language(language))
            for turn in found.turns
        ),
        is_informed=found.is_informed,
        drawing=_drawing(found, language),
        clocks=tuple(_said(found, language)),
        has_rest=bool(found.asylum_rest),
        leaflet=None if found.wording is None else leaflet_view(found, found.wording),
        language=found.language,
        languages=tuple(
            LanguageLink(tag=one.tag, name=one.name, is_here=found.wording is not None and one.tag == found.wording.tag)
            for one in found.languages
        ),
    )


def leaflet_view(found: ReflectionPage, wording: Wording[LeafletLanguage]) -> LeafletView:
    """The leaflet with what the regime of the case fills in."""
    texts, law = wording.said.texts, found.law
    period = wording.length(law.length) if law.length is not None else ""
    return LeafletView(
        tag=wording.tag,
        direction=wording.direction,
        texts=texts,
        what=texts.what.format(**{PERIOD: period}),
        free=texts.free if law.is_free else "",
        reporting="" if law.is_free else texts.reporting,
        change=texts.change if law.can_change else "",
        made_on=wording.day(found.today),
    )


def _terms(found: ReflectionPage) -> Iterator[tuple[TermSeen, bool]]:
    if found.clock is not None:
        yield found.clock, False
    yield from ((rest, True) for rest in found.asylum_rest)


def _drawing(found: ReflectionPage, language: str) -> SafeString | None:
    """The reflection period on its own; below a line, in another look, the rest of an asylum procedure."""
    clocks = [
        _clock(found, term, language, is_apart=apart)
        for term, apart in _terms(found)
        if term.began_on.earliest is not None
    ]
    if not clocks or clocks[0].is_apart:
        return None
    drawn = clocks_svg(
        clocks,
        today=found.today,
        today_words=_("vandaag"),
        title=_("De bedenktijd als klok"),
        desc="; ".join(f"{title}: {words}" for title, words in _said(found, language)),
        language=language,
    )
    # The drawing escapes everything it is given, and is made of attributes only.
    return mark_safe(drawn)  # noqa: S308


def _clock(found: ReflectionPage, term: TermSeen, language: str, *, is_apart: bool) -> Clock:
    assert term.began_on.earliest is not None
    return Clock(
        title=_title(found, term, language, is_apart=is_apart),
        begin=term.began_on.earliest,
        end=term.ends_on.latest,
        is_still=term.is_still,
        begin_words=_("begonnen %(day)s") % {"day": word_when(term.began_on, language)},
        end_words=_end(term, language),
        still_words=_("staat stil"),
        is_apart=is_apart,
    )


def _end(term: TermSeen, language: str) -> str:
    if term.ends_on.latest is None:
        return _("einde nog niet bekend")
    return _("tot en met %(day)s") % {"day": word_day(term.ends_on.latest, language)}


def _title(found: ReflectionPage, term: TermSeen, language: str, *, is_apart: bool) -> str:
    title = found.regime.terms[term.term].title.in_language(language)
    return _("Iets anders: %(title)s") % {"title": title} if is_apart else title


def _said(found: ReflectionPage, language: str) -> Iterator[tuple[str, str]]:
    for term, apart in _terms(found):
        words = [_("begonnen %(day)s") % {"day": word_when(term.began_on, language)}, _end(term, language)]
        if term.is_still:
            words.append(_("staat stil"))
        yield _title(found, term, language, is_apart=apart), ", ".join(words)
