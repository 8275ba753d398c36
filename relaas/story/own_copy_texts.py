"""The fixed words of the child's own copy, language by language: `law/texts/own-copy.yaml`."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from relaas.kernel.faults import Fault, LawFaults, nearest
from relaas.kernel.law_file import Name, Part, Text
from relaas.kernel.law_shape import read_law_file, validated
from relaas.kernel.strict_yaml import Document
from relaas.story.access_library import standard_access

FILE = Path(__file__).resolve().parent.parent / "law" / "texts" / "own-copy.yaml"
FALLBACK = ("nl", "en")


class Texts(Part):
    """Everything that is printed around the words of the child. Each language has all of it."""

    title: str
    intro: str
    safe: str
    wrong: str
    dutch_names: str
    case: str
    number: str
    made_on: str
    told_on: str
    told_to: str
    place: str
    present: str
    interpreter: str
    breaks: str
    observed: str
    recording: str
    passage: str
    words: str
    translation: str
    correction: str
    addition: str
    belongs_to: str
    nothing: str
    readers: str
    readers_help: str
    nobody: str
    day: str
    who: str
    purpose: str


class Wording(Part):
    """One language. ``tags`` are the names of the language by which it is found (BCP 47), the first is its own.

    ``reviewed_by`` says which native speaker read the translation; until somebody did, only a demonstration shows it.
    """

    name: str
    english: str
    tags: tuple[str, ...] = Field(min_length=1)
    direction: Literal["ltr", "rtl"]
    reviewed_by: str | None
    months: Annotated[tuple[str, ...], Field(min_length=12, max_length=12)]
    day_format: Annotated[str, Field(alias="date")]
    texts: Texts
    purposes: dict[Name, str]

    @property
    def tag(self) -> str:
        """The language as a page says it."""
        return self.tags[0]

    def day(self, day: date) -> str:
        """A day in words."""
        return self.day_format.format(day=day.day, month=self.months[day.month - 1], year=day.year)


class OwnCopyTexts(Part):
    """The file: per language its words."""

    relaas: int
    title: Text
    languages: dict[Name, Wording]

    def wordings(self, language: str | None, *, unreviewed: bool) -> tuple[Wording, ...]:
        """The words for a language; Dutch and English together when there are none, or none that may be shown."""
        fallback = tuple(self.languages[name] for name in FALLBACK)
        found = self._find(language) if language else None
        if found is None:
            return fallback
        return (found,) if self.is_shown(found, unreviewed=unreviewed) else fallback

    def is_shown(self, wording: Wording, *, unreviewed: bool) -> bool:
        """Whether a language may be shown: reviewed, or one of the two in which we answer for the words ourselves."""
        return unreviewed or wording.reviewed_by is not None or wording.tag in FALLBACK

    def _find(self, language: str) -> Wording | None:
        """By its tag, or by that of which it is a variant: ``ar-SD`` reads ``ar``."""
        asked = language.lower()
        known = {tag.lower(): wording for wording in self.languages.values() for tag in wording.tags}
        return known.get(asked) or known.get(asked.partition("-")[0])


def load_own_copy(file: Path = FILE, *, purposes: Collection[str] | None = None) -> OwnCopyTexts:
    """Read the file. ``purposes`` are those of the law of access, each of which needs words. Raises LawFaults."""
    faults: list[Fault] = []
    known = standard_access().information.purposes if purposes is None else purposes
    document = read_law_file(file, faults)
    found = None if document is None else validated(document, OwnCopyTexts, faults)
    if document is not None and found is not None:
        faults += _lint(document, found, known)
    if faults or found is None:
        raise LawFaults(faults)
    return found


@lru_cache(maxsize=1)
def standard_own_copy() -> OwnCopyTexts:
    """The words that come with the program, read once."""
    return load_own_copy()


def _lint(document: Document, found: OwnCopyTexts, purposes: Collection[str]) -> Iterator[Fault]:
    tags: dict[str, str] = {}
    for name in FALLBACK:
        if name not in found.languages:
            yield document.fault(("languages",), f"{name} is missing: it stands in for every other language")
    for name, wording in found.languages.items():
        for tag in wording.tags:
            if tag in tags:
                yield document.fault(("languages", name, "tags"), f"{tag} is {tags[tag]} already")
            tags[tag] = name
        yield from _lint_wording(document, ("languages", name), wording, purposes)


def _lint_wording(
    document: Document, place: tuple[str, ...], wording: Wording, purposes: Collection[str]
) -> Iterator[Fault]:
    for purpose in purposes:
        if purpose not in wording.purposes:
            yield document.fault((*place, "purposes"), f"{purpose} has no words")
    for purpose in wording.purposes:
        if purpose not in purposes:
            message = f'no purpose is called "{purpose}"{nearest(purpose, purposes)}'
            yield document.fault((*place, "purposes", purpose), message)
    if not all(part in wording.day_format for part in ("{day}", "{month}", "{year}")):
        yield document.fault((*place, "date"), "names {day}, {month} and {year}")
