"""The words of the leaflet about the reflection period, language by language: `law/texts/reflection-leaflet.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Formatter

from relaas.kernel.faults import Fault, LawFaults
from relaas.kernel.law_file import Name, Part
from relaas.kernel.strict_yaml import Document
from relaas.story.child_texts import FOLDER, ChildTexts, Reviewed, TextFile, Wording, joined, read_texts

FILE = FOLDER / "reflection-leaflet.yaml"
PERIOD = "period"


class LeafletWords(Part):
    """Every sentence of the leaflet. ``what`` names the length of the period as ``{period}``; no other names anything.

    ``free``, ``reporting`` and ``change`` stand in it only where the regime of the case makes them true.
    """

    title: str
    what_title: str
    what: str
    quiet: str
    why: str
    free: str
    reporting: str
    stay: str
    choose_title: str
    choose_yes: str
    choose_no: str
    choose_silent: str
    change: str
    apart_title: str
    apart: str
    helpers_title: str
    guardian: str
    lawyer: str
    interpreter: str
    after_title: str
    after: str
    unsure_title: str
    unsure: str
    made_on: str


class LeafletLanguage(Reviewed):
    """One language."""

    texts: LeafletWords


class LeafletFile(TextFile):
    """The file. ``asylum_rest`` are the terms of regimes that are the rest of an asylum procedure."""

    asylum_rest: tuple[Name, ...]
    languages: dict[Name, LeafletLanguage]


LeafletWording = Wording[LeafletLanguage]


@dataclass(frozen=True)
class Leaflet(ChildTexts[LeafletLanguage]):
    """The leaflet in every language, and the terms from which it must be told apart."""

    asylum_rest: tuple[str, ...] = ()


def load_leaflet(file: Path = FILE) -> Leaflet:
    """Read the file. Raises LawFaults."""
    faults: list[Fault] = []
    read = read_texts(file, LeafletFile, faults)
    if read is None:
        raise LawFaults(faults)
    document, found, languages = read
    texts = joined(document, found.languages, languages, faults)
    for name, words in found.languages.items():
        faults += _lint(document, ("languages", name, "texts"), words.texts)
    if faults:
        raise LawFaults(faults)
    return Leaflet(texts.languages, found.asylum_rest)


@lru_cache(maxsize=1)
def standard_leaflet() -> Leaflet:
    """The leaflet that comes with the program, read once."""
    return load_leaflet()


def _lint(document: Document, place: tuple[str, ...], texts: LeafletWords) -> Iterator[Fault]:
    """A length that is written out would be wrong as soon as another regime has another one."""
    for name, text in texts.model_dump().items():
        asked = {field for _, field, _, _ in Formatter().parse(text) if field is not None}
        if asked != ({PERIOD} if name == "what" else set()):
            yield document.fault((*place, name), "what names {period}, and no other text names anything")
        if any(sign.isdigit() for sign in text):
            yield document.fault((*place, name), "has a figure in it: numbers come from the regime of the case")
