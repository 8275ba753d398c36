"""The words of the child's page, language by language, and of what they are said: `law/texts/child-page.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from relaas.kernel.faults import Fault, LawFaults, nearest
from relaas.kernel.law_file import Name, Part
from relaas.kernel.strict_yaml import Document
from relaas.story.child_texts import FOLDER, ChildTexts, Reviewed, TextFile, Wording, joined, read_texts

FILE = FOLDER / "child-page.yaml"
OTHER = "other"
SECTIONS = ("next", "now", "rights", "helpers")


class PageTexts(Part):
    """Everything on the page that is the same in every case."""

    tab: str
    title: str
    intro: str
    happened: str
    nothing_yet: str
    now: str
    next: str
    nothing_next: str
    by: str
    late: str
    no_day: str
    helpers: str
    rights: str
    readers: str
    readers_help: str
    nobody: str
    dutch_names: str
    say: str
    say_help: str
    wrong: str
    ask: str
    words: str
    send: str
    sent: str
    empty: str
    too_long: str
    choose_one: str
    mine: str
    answer: str
    waiting: str
    overdue: str
    leave: str
    leave_help: str
    code: str
    code_help: str
    open: str
    code_wrong: str
    code_often: str
    ended: str
    print: str
    save: str
    language: str
    made_on: str
    keep_safe: str
    card: str
    card_where: str
    card_until: str


class PageWords(Reviewed):
    """One language: the fixed texts, and the sentences by what they are about. ``done`` is by landmark."""

    texts: PageTexts
    done: dict[Name, str]
    next: dict[Name, str]
    now: dict[Name, str]
    rights: dict[Name, str]
    helpers: dict[Name, str]


class Says(Part):
    """Which sentence is said of what: of acts that are owed, of statuses (``track.status``), of rights, of roles.

    ``unsaid`` are tracks and statuses of which a child's page says nothing.
    """

    next: dict[Name, tuple[str, ...]]
    now: dict[Name, tuple[str, ...]]
    unsaid: tuple[str, ...]
    rights: dict[Name, tuple[str, ...]]
    helpers: dict[Name, tuple[str, ...]]


class PageFile(TextFile):
    """The file."""

    says: Says
    languages: dict[Name, PageWords]


PageWording = Wording[PageWords]


@dataclass(frozen=True)
class PageSentences(ChildTexts[PageWords]):
    """The words in every language, and which sentence is said of what."""

    says: Says

    @cached_property
    def of(self) -> Mapping[str, Mapping[str, str]]:
        """Per section the sentence of each act, status, right or role."""
        return {
            section: {about: name for name, abouts in getattr(self.says, section).items() for about in abouts}
            for section in SECTIONS
        }


def load_child_page(file: Path = FILE) -> PageSentences:
    """Read the file. Raises LawFaults."""
    faults: list[Fault] = []
    read = read_texts(file, PageFile, faults)
    if read is None:
        raise LawFaults(faults)
    document, found, languages = read
    texts = joined(document, found.languages, languages, faults)
    for section in SECTIONS:
        faults += _lint_says(document, found.says, section)
    for name in found.languages:
        faults += _lint_words(document, name, found)
    if faults:
        raise LawFaults(faults)
    return PageSentences(texts.languages, found.says)


@lru_cache(maxsize=1)
def standard_child_page() -> PageSentences:
    """The words that come with the program, read once."""
    return load_child_page()


def _lint_says(document: Document, says: Says, section: str) -> Iterator[Fault]:
    """Nothing is said twice."""
    said: dict[str, str] = {}
    for name, abouts in getattr(says, section).items():
        for about in abouts:
            if about in said:
                yield document.fault(("says", section, name), f"{about} is said by {said[about]} already")
            said[about] = name


def _lint_words(document: Document, language: str, found: PageFile) -> Iterator[Fault]:
    """Every sentence that is said somewhere has words in every language, and there are no words besides."""
    words = found.languages[language]
    asked = {section: set(getattr(found.says, section)) for section in SECTIONS}
    for section in ("next", "rights"):
        asked[section] |= {OTHER}
    asked["done"] = set().union(*(set(one.done) for one in found.languages.values())) | {OTHER}
    for section, names in asked.items():
        said = getattr(words, section)
        for name in sorted(names - set(said)):
            yield document.fault(("languages", language, section), f"{name} has no words")
        for name in sorted(set(said) - names):
            message = f'nothing says "{name}"{nearest(name, names)}'
            yield document.fault(("languages", language, section, name), message)
