"""What is wrong with an event before it is written: all faults at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from relaas.capacity.capacity_law import CapacityLaw
from relaas.capacity.events import (
    Away,
    Certified,
    Closed,
    HandedOver,
    Left,
    Opened,
    Placed,
    Promised,
    What,
)
from relaas.capacity.roster import Roster

HOURS_OF_A_WEEK = 7 * 24


class Wrong(StrEnum):
    """What is wrong with one part of an event."""

    UNKNOWN = "unknown"
    NOT_THEN = "not_then"
    OUT_OF_RANGE = "out_of_range"
    BEFORE_ITS_BEGIN = "before_its_begin"
    THE_SAME = "the_same"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault: the part of the event, and what is wrong with it."""

    part: str
    wrong: Wrong


def faults_of(what: What, *, on: date, held: Roster, people: Collection[int], law: CapacityLaw) -> tuple[Fault, ...]:
    """Everything that is wrong with an event of an organisation where ``people`` work, given what is known of it."""
    return tuple(Fault(part=part, wrong=wrong) for part, wrong in _faults(what, on, held, people, law))


def _faults(
    what: What, on: date, held: Roster, people: Collection[int], law: CapacityLaw
) -> Iterator[tuple[str, Wrong]]:
    yield from _of_names(what, people, law)
    if isinstance(what, Opened) and not 1 <= what.hours <= HOURS_OF_A_WEEK:
        yield "hours", Wrong.OUT_OF_RANGE
    if isinstance(what, Closed | Placed):
        yield from _of_a_post(what.post, on, held)
    if isinstance(what, Placed):
        yield from _of_hours(what)
    if isinstance(what, Away | Certified) and what.until < on:
        yield "until", Wrong.BEFORE_ITS_BEGIN
    if isinstance(what, Promised | HandedOver) and what.person == what.to:
        yield "to", Wrong.THE_SAME
    if isinstance(what, Left) and not any(one.person == what.person and one.during.begin <= on for one in held.filled):
        yield "person", Wrong.NOT_THEN


def _of_names(what: What, people: Collection[int], law: CapacityLaw) -> Iterator[tuple[str, Wrong]]:
    """Whatever an event names must be there: people of the organisation, and what the law file knows."""
    known: dict[str, Collection[object]] = {
        "person": people,
        "to": people,
        "pool": law.pools,
        "certificate": law.certificates,
        "topic": law.topics,
    }
    for part, names in known.items():
        if hasattr(what, part) and getattr(what, part) not in names:
            yield part, Wrong.UNKNOWN


def _of_a_post(name: str, on: date, held: Roster) -> Iterator[tuple[str, Wrong]]:
    posts = [one for one in held.posts if one.name == name]
    if not posts:
        yield "post", Wrong.UNKNOWN
    elif not any(one.during.covers(on) for one in posts):
        yield "post", Wrong.NOT_THEN


def _of_hours(what: Placed) -> Iterator[tuple[str, Wrong]]:
    if not 1 <= what.hours <= HOURS_OF_A_WEEK:
        yield "hours", Wrong.OUT_OF_RANGE
    if not 0 <= what.elsewhere <= what.hours:
        yield "elsewhere", Wrong.OUT_OF_RANGE
