"""Who answers what a child writes on its page, by when, and how long the code of the page is good: `law/messages`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from relaas.kernel.durations import Duration
from relaas.kernel.faults import Fault, LawFaults
from relaas.kernel.law_file import IsoDuration, Name, OneOrMore, Part, Slug, Source, Text
from relaas.kernel.law_shape import read_law_file, validated
from relaas.kernel.strict_yaml import Document

FILE = Path(__file__).resolve().parent.parent / "law" / "messages" / "nl.yaml"


class Answering(Part):
    """The role that owes the child an answer, and within how many days."""

    by: Name
    within: IsoDuration
    rests_on: OneOrMore = Field(min_length=1)

    def due_on(self, asked_on: date) -> date:
        """The last day on which an answer is in time."""
        return asked_on + timedelta(days=self.within.total_days)


class Coding(Part):
    """For how many days a code opens the page."""

    valid: IsoDuration
    rests_on: OneOrMore = Field(min_length=1)

    def last_day(self, made_on: date) -> date:
        """The last day on which a code works."""
        return made_on + timedelta(days=self.valid.total_days)


class MessageLaw(Part):
    """The file."""

    relaas: int
    title: Text
    answer: Answering
    code: Coding
    sources: dict[Slug, Source]


def load_message_law(file: Path = FILE) -> MessageLaw:
    """Read the file. Raises LawFaults."""
    faults: list[Fault] = []
    document = read_law_file(file, faults)
    found = None if document is None else validated(document, MessageLaw, faults)
    if document is not None and found is not None:
        faults += _lint(document, found)
    if faults or found is None:
        raise LawFaults(faults)
    return found


@lru_cache(maxsize=1)
def standard_message_law() -> MessageLaw:
    """The law that comes with the program, read once."""
    return load_message_law()


def _lint(document: Document, found: MessageLaw) -> Iterator[Fault]:
    for place, length in ((("answer", "within"), found.answer.within), (("code", "valid"), found.code.valid)):
        if length != Duration(days=length.days, weeks=length.weeks) or not length.total_days:
            yield document.fault(place, "is counted in days or weeks, for example P3D")
    for part, rests_on in (("answer", found.answer.rests_on), ("code", found.code.rests_on)):
        for name in rests_on:
            if name not in found.sources:
                yield document.fault((part, "rests_on"), f'"{name}" is no source')
    for name, source in found.sources.items():
        if source.state == "assumed" and source.reason is None:
            yield document.fault(("sources", name), "is assumed and gives no reason")
