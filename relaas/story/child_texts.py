"""Fixed words for children in their languages: `law/texts/`. What the files have in common.

`languages.yaml` says what a language is called and how it says days; every other file there has the words of one thing
(the own copy, the leaflet, the child's page) in each of these languages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import Field

from relaas.kernel.durations import Duration
from relaas.kernel.faults import Fault, LawFaults
from relaas.kernel.law_file import Name, Part, Text
from relaas.kernel.law_shape import read_law_file, validated
from relaas.kernel.strict_yaml import Document

FOLDER = Path(__file__).resolve().parent.parent / "law" / "texts"
LANGUAGES = "languages.yaml"
FALLBACK = ("nl", "en")
_FINGERPRINT = 16

OneAndMore = tuple[str, str]


class Units(Part):
    """What lengths of time are called: one of them, and more."""

    days: OneAndMore
    weeks: OneAndMore
    months: OneAndMore
    years: OneAndMore


class Language(Part):
    """One language. ``tags`` are the names by which it is found (BCP 47), the first is its own."""

    name: str
    english: str
    tags: tuple[str, ...] = Field(min_length=1)
    direction: Literal["ltr", "rtl"]
    months: Annotated[tuple[str, ...], Field(min_length=12, max_length=12)]
    day_format: Annotated[str, Field(alias="date")]
    units: Units


class Languages(Part):
    """The file of the languages."""

    relaas: int
    title: Text
    languages: dict[Name, Language]


class Reviewed(Part):
    """What a file says in one language. ``reviewed_by`` names the native speaker who read it; until somebody did, only
    a demonstration shows it."""

    reviewed_by: str | None


class TextFile(Part):
    """What every file of words says of itself; its ``languages`` are of its own kind."""

    relaas: int
    title: Text


W = TypeVar("W", bound=Reviewed, covariant=True)
F = TypeVar("F", bound=TextFile)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording(Generic[W]):
    """The words of one file in one language."""

    language: Language
    said: W

    @property
    def tag(self) -> str:
        """The language as a page says it."""
        return self.language.tags[0]

    @property
    def name(self) -> str:
        """What the language calls itself."""
        return self.language.name

    @property
    def direction(self) -> str:
        """Which way it is written."""
        return self.language.direction

    def day(self, day: date) -> str:
        """A day in words."""
        language = self.language
        return language.day_format.format(day=day.day, month=language.months[day.month - 1], year=day.year)

    def length(self, length: Duration) -> str:
        """A length of time in words: ``3 maanden``."""
        units = self.language.units
        named = (
            (length.years, units.years), (length.months, units.months), (length.weeks, units.weeks),
            (length.days, units.days),
        )  # fmt: skip
        return ", ".join(f"{count} {names[count != 1]}" for count, names in named if count)

    @property
    def fingerprint(self) -> str:
        """Another one as soon as a word of it is another: which version somebody was shown."""
        said = self.said.model_dump_json()
        return f"{self.tag}-{sha256(said.encode()).hexdigest()[:_FINGERPRINT]}"


@dataclass(frozen=True)
class ChildTexts(Generic[W]):
    """The words of one file in every language, by the name of the language."""

    languages: Mapping[str, Wording[W]]

    def wordings(self, language: str | None, *, unreviewed: bool) -> tuple[Wording[W], ...]:
        """The words for a language; Dutch and English together when there are none, or none that may be shown."""
        found = self.find(language) if language else None
        if found is not None and self.is_shown(found, unreviewed=unreviewed):
            return (found,)
        return tuple(self.languages[name] for name in FALLBACK)

    def is_shown(self, wording: Wording[Reviewed], *, unreviewed: bool) -> bool:
        """Whether a language may be shown: reviewed, or one of the two in which we answer for the words ourselves."""
        return unreviewed or wording.said.reviewed_by is not None or wording.tag in FALLBACK

    def shown(self, *, unreviewed: bool) -> tuple[Wording[W], ...]:
        """Every language that may be shown."""
        return tuple(one for one in self.languages.values() if self.is_shown(one, unreviewed=unreviewed))

    def find(self, language: str) -> Wording[W] | None:
        """By its tag, or by that of which it is a variant: ``ar-SD`` reads ``ar``."""
        asked = language.lower()
        known = {tag.lower(): wording for wording in self.languages.values() for tag in wording.language.tags}
        return known.get(asked) or known.get(asked.partition("-")[0])


def read_texts(file: Path, model: type[F], faults: list[Fault]) -> tuple[Document, F, Mapping[str, Language]] | None:
    """A file of words and the languages that it must have; None, with its faults added, when it cannot be read.

    The languages are those of the folder, or those of the program where the folder has none of its own.
    """
    document = read_law_file(file, faults)
    found = None if document is None else validated(document, model, faults)
    if document is None or found is None:
        return None
    own = file.parent / LANGUAGES
    return document, found, load_languages(own) if own.is_file() else standard_languages()


def joined(
    document: Document, said: Mapping[str, W], languages: Mapping[str, Language], faults: list[Fault]
) -> ChildTexts[W]:
    """The words of a file with their languages. A language without words, or words without one, is a fault."""
    for name in languages:
        if name not in said:
            faults.append(document.fault(("languages",), f"{name} is missing"))
    for name in said:
        if name not in languages:
            faults.append(document.fault(("languages", name), f"{name} is no language of {LANGUAGES}"))
    known = (name for name in said if name in languages)
    return ChildTexts({name: Wording(language=languages[name], said=said[name]) for name in known})


def load_languages(file: Path) -> Mapping[str, Language]:
    """Read the languages. Raises LawFaults."""
    faults: list[Fault] = []
    document = read_law_file(file, faults)
    found = None if document is None else validated(document, Languages, faults)
    if document is not None and found is not None:
        faults += _lint(document, found)
    if faults or found is None:
        raise LawFaults(faults)
    return found.languages


@lru_cache(maxsize=1)
def standard_languages() -> Mapping[str, Language]:
    """The languages that come with the program, read once."""
    return load_languages(FOLDER / LANGUAGES)


def _lint(document: Document, found: Languages) -> Iterator[Fault]:
    tags: dict[str, str] = {}
    for name in FALLBACK:
        if name not in found.languages:
            yield document.fault(("languages",), f"{name} is missing: it stands in for every other language")
    for name, language in found.languages.items():
        for tag in language.tags:
            if tag in tags:
                yield document.fault(("languages", name, "tags"), f"{tag} is {tags[tag]} already")
            tags[tag] = name
        if not all(part in language.day_format for part in ("{day}", "{month}", "{year}")):
            yield document.fault(("languages", name, "date"), "names {day}, {month} and {year}")
