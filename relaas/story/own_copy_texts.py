"""The fixed words of the child's own copy, language by language: `law/texts/own-copy.yaml`."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path

from relaas.kernel.faults import Fault, LawFaults, nearest
from relaas.kernel.law_file import Name, Part
from relaas.kernel.strict_yaml import Document
from relaas.story.access_library import standard_access
from relaas.story.child_texts import FOLDER, ChildTexts, Reviewed, TextFile, Wording, joined, read_texts

FILE = FOLDER / "own-copy.yaml"


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


class OwnCopyWords(Reviewed):
    """One language: the texts, and what each purpose of the law of access is called."""

    texts: Texts
    purposes: dict[Name, str]


class OwnCopyFile(TextFile):
    """The file: per language its words."""

    languages: dict[Name, OwnCopyWords]


OwnCopyTexts = ChildTexts[OwnCopyWords]
OwnCopyWording = Wording[OwnCopyWords]


def load_own_copy(file: Path = FILE, *, purposes: Collection[str] | None = None) -> OwnCopyTexts:
    """Read the file. ``purposes`` are those of the law of access, each of which needs words. Raises LawFaults."""
    faults: list[Fault] = []
    known = standard_access().information.purposes if purposes is None else purposes
    read = read_texts(file, OwnCopyFile, faults)
    if read is None:
        raise LawFaults(faults)
    document, found, languages = read
    texts = joined(document, found.languages, languages, faults)
    for name, words in found.languages.items():
        faults += _lint(document, ("languages", name, "purposes"), words, known)
    if faults:
        raise LawFaults(faults)
    return texts


@lru_cache(maxsize=1)
def standard_own_copy() -> OwnCopyTexts:
    """The words that come with the program, read once."""
    return load_own_copy()


def _lint(
    document: Document, place: tuple[str, ...], words: OwnCopyWords, purposes: Collection[str]
) -> Iterator[Fault]:
    for purpose in purposes:
        if purpose not in words.purposes:
            yield document.fault(place, f"{purpose} has no words")
    for purpose in words.purposes:
        if purpose not in purposes:
            message = f'no purpose is called "{purpose}"{nearest(purpose, purposes)}'
            yield document.fault((*place, purpose), message)
