"""What a signal says: which indicators and how each is known, what was seen and heard in words, where and when."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from relaas.application.forms import FaultKind, FormFault, FormInvalid
from relaas.kernel.when import When

LONGEST_WORDS = 4000
LONGEST_PLACE = 200
UNKNOWN_DAY = When(earliest=None, latest=None)


class Known(StrEnum):
    """How somebody knows: they saw it, the child or another person said it, or it stands in a document."""

    SEEN = "seen"
    CHILD = "child"
    OTHER = "other"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One indicator, by its code, and how it is known."""

    code: str
    known: Known


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalContent:
    """A signal. ``seen`` and ``heard`` are words, ``heard_from`` who told; ``on`` has no bound when the day is not
    known."""

    signs: tuple[Sign, ...] = ()
    seen: str = ""
    heard: str = ""
    heard_from: Known | None = None
    place: str = ""
    on: When = UNKNOWN_DAY

    def as_sealed(self) -> dict[str, Any]:
        """What is sealed of it."""
        return {
            "signs": [{"code": sign.code, "known": sign.known.value} for sign in self.signs],
            "seen": self.seen,
            "heard": self.heard,
            "heard_from": None if self.heard_from is None else self.heard_from.value,
            "place": self.place,
            "earliest": self.on.earliest,
            "latest": self.on.latest,
        }

    @classmethod
    def from_sealed(cls, content: Mapping[str, Any]) -> SignalContent:
        """What was sealed, again."""
        return cls(
            signs=tuple(Sign(code=one["code"], known=Known(one["known"])) for one in content["signs"]),
            seen=content["seen"],
            heard=content["heard"],
            heard_from=None if content["heard_from"] is None else Known(content["heard_from"]),
            place=content["place"],
            on=When(earliest=content["earliest"], latest=content["latest"]),
        )


def checked_content(content: SignalContent, *, codes: Collection[str], today: date) -> SignalContent:
    """The signal as it is to be kept. Raises FormInvalid with every fault; ``signs`` when it says nothing at all."""
    cleaned = replace(content, seen=content.seen.strip(), heard=content.heard.strip(), place=content.place.strip())
    faults = tuple(_faults(cleaned, codes, today))
    if faults:
        raise FormInvalid(faults)
    return cleaned


def _faults(content: SignalContent, codes: Collection[str], today: date) -> Iterator[FormFault]:
    if not (content.signs or content.seen or content.heard):
        yield FormFault(field="signs", kind=FaultKind.REQUIRED)
    if any(sign.code not in codes for sign in content.signs):
        yield FormFault(field="signs", kind=FaultKind.NOT_AN_OPTION)
    for field, text in (("seen", content.seen), ("heard", content.heard)):
        if len(text) > LONGEST_WORDS:
            yield FormFault(field=field, kind=FaultKind.TOO_LONG)
    if content.heard and content.heard_from in (None, Known.SEEN):
        yield FormFault(field="heard_from", kind=FaultKind.REQUIRED)
    if len(content.place) > LONGEST_PLACE:
        yield FormFault(field="place", kind=FaultKind.TOO_LONG)
    if any(day is not None and day > today for day in (content.on.earliest, content.on.latest)):
        yield FormFault(field="on", kind=FaultKind.IN_THE_FUTURE)
