"""The account in words: tellings, passages beside their translation, and what is not shown and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from textwrap import shorten
from typing import Any

from django.utils.translation import gettext as _

from relaas.application.door import Withheld
from relaas.application.law import access_law
from relaas.application.story.releasing import SeenBy
from relaas.application.story.searching import PassageFound, SearchPage, Span
from relaas.application.story.story_page import PassageSeen, StoryPage, TellingSeen
from relaas.application.story.telling import UNCATEGORISED
from relaas.casework.wording import word_day, word_role
from relaas.procedure.model import Regime
from relaas.web.languages import LanguageView, language_view
from relaas.web.presentation.badges import Badge
from relaas.web.presentation.facts import FactView, fact_view
from relaas.web.telling_form import INTERPRETER, present_roles

BRIEF = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """Words in one language, cut where something was found: each part with whether it is what was looked for."""

    language: LanguageView
    parts: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageView:
    """One passage. Without ``words`` only that there is one may be known. ``marks`` say what it carries and whether
    somebody still has to look at it."""

    id: str
    number: int
    kind: str
    about: int | None
    written_by: str
    words: TextView | None
    translation: TextView | None
    marks: tuple[Badge, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingView:
    """One telling. ``circumstances`` empty: not for who looks, or nothing was written down."""

    id: str
    day: str
    audience: str
    circumstances: tuple[tuple[str, str], ...]
    knows_circumstances: bool
    passages: tuple[PassageView, ...]
    may_write: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WithheldView:
    """A kind of information that who looks may not read."""

    title: str
    help: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """The account for one reader."""

    number: str
    name: str
    times_told: str
    may_tell: tuple[tuple[str, str], ...]
    tellings: tuple[TellingView, ...]
    facts: tuple[FactView, ...]
    withheld: tuple[WithheldView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenByView:
    """Who sees a passage or a file, and on which rules."""

    role: str
    organisation: str
    rules: tuple[str, ...]
    waits: bool


def story_view(page: StoryPage, language: str) -> StoryView:
    """The account in sentences."""
    least, most = page.times_told
    return StoryView(
        number=page.number,
        name=page.name,
        times_told=str(least) if least == most else _("%(least)s tot %(most)s") % {"least": least, "most": most},
        may_tell=tuple(
            (act, page.regime.acts[act].title.in_language(language)) for act in dict.fromkeys(page.may_tell)
        ),
        tellings=tuple(_telling(telling, page.regime, language) for telling in page.tellings),
        facts=tuple(fact_view(fact, language) for fact in page.facts),
        withheld=withheld_views(page.withheld, language),
    )


def withheld_views(withheld: Iterable[Withheld], language: str) -> tuple[WithheldView, ...]:
    """The notices, in the order of the law of access."""
    categories = access_law().information.categories
    return tuple(
        WithheldView(
            title=categories[one.category].title.in_language(language),
            help=categories[one.category].help.in_language(language),
            why=one.why.in_language(language),
        )
        for one in withheld
    )


def found_views(page: SearchPage, language: str) -> tuple[PassageView, ...]:
    """What was found, marked in the words."""
    return tuple(passage_view(found.passage, page.regime, language, found=found) for found in page.passages)


def passage_view(
    passage: PassageSeen, regime: Regime, language: str, *, found: PassageFound | None = None
) -> PassageView:
    """A passage in its languages."""
    said = passage.words
    return PassageView(
        id=passage.id,
        number=passage.number,
        kind=passage.kind,
        about=passage.about,
        written_by=word_role(regime, passage.written_by, language) if passage.written_by else "",
        words=_text(said.words, said.language, found.in_words if found else (), language) if said else None,
        translation=_text(said.translation, said.translated_to, found.in_translation if found else (), language)
        if said and said.translation
        else None,
        marks=_marks(passage, language),
    )


def passage_brief(passage: PassageSeen) -> str:
    """A passage in one line: its number and how it begins, in the translation where there is one."""
    said = passage.words
    begin = shorten((said.translation or said.words) if said else "", BRIEF, placeholder=" …")
    # Isolated, since the words may run from right to left and the number does not.
    return _("Passage %(number)s") % {"number": passage.number} + f": \u2068{begin}\u2069"


def category_titles(names: Iterable[str], language: str) -> list[tuple[str, str, str]]:
    """Categories with their title and what falls under them."""
    categories = access_law().information.categories
    return [
        (name, categories[name].title.in_language(language), categories[name].help.in_language(language))
        for name in names
    ]


def seen_by_views(seen_by: Iterable[SeenBy], regime: Regime, language: str) -> tuple[SeenByView, ...]:
    """Who sees a passage or a file."""
    return tuple(_seen_by(one, regime, language) for one in seen_by)


def why_only_known(page_withheld: Iterable[Withheld], language: str) -> str:
    """Why something is only known to be there."""
    return next((one.why.in_language(language) for one in page_withheld), "")


def _seen_by(one: SeenBy, regime: Regime, language: str) -> SeenByView:
    rules = access_law().rules
    return SeenByView(
        role=word_role(regime, one.role, language) if one.role in regime.roles else one.role,
        organisation=one.organisation,
        rules=tuple(rules[name].title.in_language(language) for name in one.rules),
        waits=one.waits,
    )


def _telling(telling: TellingSeen, regime: Regime, language: str) -> TellingView:
    return TellingView(
        id=telling.id,
        day=word_day(telling.held_on, language),
        audience=word_role(regime, telling.audience, language)
        if telling.audience in regime.roles
        else telling.audience,
        circumstances=tuple(_circumstances(telling.circumstances or {}, language)),
        knows_circumstances=telling.circumstances is not None,
        passages=tuple(passage_view(passage, regime, language) for passage in telling.passages),
        may_write=telling.may_write,
    )


def _circumstances(said: Mapping[str, Any], language: str) -> Iterable[tuple[str, str]]:
    titles = {
        "place": _("Waar?"),
        "present": _("Wie waren er bij het kind?"),
        "interpreter": _("Nummer van de tolk"),
        "recording": _("Kenmerk van de opname"),
        "breaks": _("Pauzes"),
        "observed": _("Hoe ging het met het kind?"),
    }
    for name, title in titles.items():
        value = said.get(name)
        if value:
            yield title, ", ".join(_present(one, language) for one in value) if name == "present" else str(value)


def _present(one: Mapping[str, str], language: str) -> str:
    who = present_roles().get(one["role"], one["role"])
    if one["role"] != INTERPRETER or ">" not in one["direction"]:
        return who
    source, _into, target = one["direction"].partition(">")
    return _("%(who)s (van %(source)s naar %(target)s)") % {
        "who": who,
        "source": language_view(source, language).title,
        "target": language_view(target, language).title,
    }


def _text(text: str, tag: str, found: tuple[Span, ...], language: str) -> TextView:
    if not found:
        return TextView(language=language_view(tag, language), parts=((text, False),) if text else ())
    parts: list[tuple[str, bool]] = []
    place = 0
    for span in found:
        parts += [(text[place : span.begin], False), (text[span.begin : span.end], True)]
        place = span.end
    parts.append((text[place:], False))
    return TextView(language=language_view(tag, language), parts=tuple(part for part in parts if part[0]))


def _marks(passage: PassageSeen, language: str) -> tuple[Badge, ...]:
    is_labelled = passage.words is not None and UNCATEGORISED not in passage.categories
    shows_review = passage.may_label and is_labelled
    return _marks_of(language, passage.categories, passage.is_confirmed if shows_review else None)


@lru_cache(maxsize=2048)
def _marks_of(language: str, categories: tuple[str, ...], is_confirmed: bool | None) -> tuple[Badge, ...]:
    """The marks of every passage that carries the same. ``is_confirmed`` None: nothing is said of it."""
    titles = access_law().information.categories
    carried = tuple(
        Badge(text=titles[name].title.in_language(language), tone="amber" if name == UNCATEGORISED else "sea")
        for name in categories
    )
    if is_confirmed is None:
        return carried
    if is_confirmed:
        return (*carried, Badge(text=_("door een tweede bekeken"), tone="green", icon="done"))
    return (*carried, Badge(text=_("tweede paar ogen nodig"), tone="amber", icon="clock"))
