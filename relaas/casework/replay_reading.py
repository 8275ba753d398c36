"""From the events of a published case to acts of the law: which acts they are, in which order, on which days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from relaas.casework.published import Event, PublishedCase
from relaas.casework.replay_mapping import CaseReading, Doing, EventKind, EventReading, Mapping, Reading
from relaas.kernel.durations import Duration
from relaas.kernel.law_file import Text
from relaas.kernel.when import When
from relaas.procedure.history import Answer, Entry
from relaas.procedure.model import Regime


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """An act that the law is asked about. ``presupposed``: the source does not tell it; what follows needs it."""

    id: str
    act: str
    by: str
    on: When
    answers: dict[str, str | bool]
    presupposed: bool
    in_time: bool

    def entry(self, *, regime: Regime, on: When | None = None) -> Entry:
        """The deed as an entry of a history under a regime; answers to what its act does not ask are left out."""
        asks = regime.acts[self.act].asks
        answers = {fact: _answer(value, self.on) for fact, value in self.answers.items() if fact in asks}
        known = {fact: value for fact, value in answers.items() if value is not None}
        return Entry(id=self.id, act=self.act, by=self.by, on=on or self.on, answers=known)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEvent:
    """An event as it is read. ``on`` is its date narrowed by the order of the events; ``nothing`` says why no act."""

    number: int
    event: Event
    kind: EventKind
    on: When
    deeds: tuple[Deed, ...]
    shows: tuple[str, ...]
    begins: bool
    nothing: Text | None
    because: Text | None


def read_events(*, case: PublishedCase, mapping: Mapping, reading: CaseReading, until: date) -> tuple[ReadEvent, ...]:
    """Every event of the case up to and including ``until``, in order; none is dropped."""
    days = narrowed([event.on for event in case.events])
    overrides = {one.event: one for one in reading.events}
    found: list[ReadEvent] = []
    done: set[str] = set()
    for number, (event, on) in enumerate(zip(case.events, days, strict=True), start=1):
        if event.on.is_after(until) is True:
            continue
        one = _read(case, mapping, overrides.get(number), number, event, on, done)
        done |= {deed.act for deed in one.deeds}
        found.append(one)
    return tuple(found)


def narrowed(days: list[When]) -> list[When]:
    """The dates, given that they come in this order."""
    lows: list[date | None] = []
    low: date | None = None
    for day in days:
        if day.earliest is not None and (low is None or day.earliest > low):
            low = day.earliest
        lows.append(low)
    high: date | None = None
    found: list[When] = []
    for day, least in zip(reversed(days), reversed(lows), strict=True):
        if day.latest is not None and (high is None or day.latest < high):
            high = day.latest
        found.append(When(earliest=least, latest=high))
    return found[::-1]


def _read(
    case: PublishedCase,
    mapping: Mapping,
    override: EventReading | None,
    number: int,
    event: Event,
    on: When,
    done: set[str],
) -> ReadEvent:
    kind = mapping.events[event.type]
    chosen = override.reading if override is not None and override.reading is not None else None
    reading = chosen or _fitting(case, kind, number, override)
    answers: dict[str, str | bool] = {}
    for route in case.route:
        answers |= mapping.answers_of_route.get(route, {})
    if case.subject.minor is False:
        answers |= mapping.answers_of_adults
    answers |= override.answers if override is not None else {}
    refused = chosen is not None and chosen.nothing is not None
    return ReadEvent(
        number=number,
        event=event,
        kind=kind,
        on=on,
        deeds=tuple(_deeds(case.id, number, reading, on, answers, done)),
        shows=() if refused else kind.shows,
        begins=event.type in mapping.begins and not refused,
        nothing=reading.nothing,
        because=override.because if override is not None else None,
    )


def _fitting(case: PublishedCase, kind: EventKind, number: int, override: EventReading | None) -> Reading:
    earlier: set[str] = {event.type for event in case.events[: number - 1]}
    later: set[str] = {event.type for event in case.events[number:]}
    outcome = override.outcome if override is not None else None
    for reading in kind.readings:
        if _fits(reading, set(case.route), earlier, later, outcome):
            return reading
    raise AssertionError("the last reading of an event type has no conditions; a test holds it to that")


def _fits(reading: Reading, route: set[str], earlier: set[str], later: set[str], outcome: str | None) -> bool:
    return (
        (not reading.route or bool(route & set(reading.route)))
        and not route & set(reading.not_route)
        and (not reading.after or bool(earlier & set(reading.after)))
        and not earlier & set(reading.not_after)
        and (not reading.before or bool(later & set(reading.before)))
        and (reading.outcome is None or reading.outcome == outcome)
    )


def _deeds(
    case: str, number: int, reading: Reading, on: When, answers: dict[str, str | bool], done: set[str]
) -> Iterator[Deed]:
    missing = [doing for doing in reading.presupposes if doing.act not in done]
    unknown = When(earliest=None, latest=on.latest)
    for place, doing in enumerate(missing, start=1):
        yield _deed(f"{case}/{number}-{place}", doing, unknown, answers, presupposed=True)
    for place, doing in enumerate(reading.acts, start=1):
        name = f"{case}/{number}" if place == 1 else f"{case}/{number}+{place - 1}"
        yield _deed(name, doing, on, answers, presupposed=False)


def _deed(name: str, doing: Doing, on: When, answers: dict[str, str | bool], *, presupposed: bool) -> Deed:
    return Deed(
        id=name,
        act=doing.act,
        by=doing.by,
        on=on,
        answers={**answers, **doing.answers},
        presupposed=presupposed,
        in_time=doing.in_time,
    )


def _answer(value: str | bool, on: When) -> Answer | None:
    """An answer as the engine wants it: a length before an exact event is a date, before another it is unknown."""
    if isinstance(value, str) and value.startswith("-P"):
        return _before(on.earliest, Duration.parse(value[1:])) if on.is_exact and on.earliest is not None else None
    return value


def _before(day: date, length: Duration) -> date:
    """The same date so many years earlier; 29 February becomes 28 February where that year has none."""
    year = day.year - length.years
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
