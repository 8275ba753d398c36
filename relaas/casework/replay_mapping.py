"""How published events are read as acts of the law, and how single cases are read: data in ``relaas/law/replay``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import Field, model_validator

from relaas.casework.published import EventType, NotEmpty, Route
from relaas.kernel.faults import Fault, LawFaults
from relaas.kernel.law_file import IsoDuration, Name, OneOrMore, Part, Slug, Text
from relaas.kernel.law_shape import validated
from relaas.kernel.strict_yaml import read_document

REPLAY = Path(__file__).resolve().parent.parent / "law" / "replay"

_P = TypeVar("_P", bound=Part)

Answers = dict[Name, str | bool]
Outcome = Literal["unfounded", "well_founded", "interim", "not_readable"]


class Doing(Part):
    """An act that an event is, or that it presupposes. ``in_time``: what followed shows that it was done in time."""

    act: Name
    by: Name
    answers: Answers = Field(default_factory=dict)
    in_time: bool = False


class Reading(Part):
    """What an event is in the law, for cases of some routes and at some place among the other events.

    ``acts`` are done on its day, in order. ``presupposes`` are done before it, on days that the source does not
    tell. ``nothing`` says why no act of the modelled law is meant. ``route``, ``after`` and ``before`` ask for any
    of what they name, ``not_route`` and ``not_after`` for none of it.
    """

    route: tuple[Route, ...] = ()
    not_route: tuple[Route, ...] = ()
    after: tuple[EventType, ...] = ()
    not_after: tuple[EventType, ...] = ()
    before: tuple[EventType, ...] = ()
    outcome: Outcome | None = None
    presupposes: tuple[Doing, ...] = ()
    acts: tuple[Doing, ...] = ()
    nothing: Text | None = None

    @model_validator(mode="after")
    def _acts_or_reason(self) -> Reading:
        if bool(self.acts) == (self.nothing is not None):
            raise ValueError("an event is read as acts, or as nothing with the reason: one of the two")
        return self


class EventKind(Part):
    """A type of event: what it is called, which landmarks it shows by itself, and how it is read."""

    title: Text
    shows: OneOrMore = ()
    readings: Annotated[tuple[Reading, ...], NotEmpty]


class Mapping(Part):
    """A mapping file: events to acts of one line of law.

    ``lines``: whose version of the day judges a step, the first that is modelled. ``answers_of_route`` and
    ``answers_of_adults``: facts that a case states by being of a route or about an adult. ``begins``: the types of
    event with which the regime ``beside`` would have begun.
    """

    relaas: Literal[1]
    mapping: Slug
    lines: Annotated[tuple[Slug, ...], NotEmpty]
    begins: Annotated[tuple[EventType, ...], NotEmpty]
    answers_of_route: dict[Route, Answers] = Field(default_factory=dict)
    answers_of_adults: Answers = Field(default_factory=dict)
    promises: Slug
    beside: Slug
    events: dict[EventType, EventKind]


class CourseStep(Part):
    """One act of the owed course; ``on_last_day_of``: a choice that is made on the last day of this term."""

    act: Name
    answers: Answers = Field(default_factory=dict)
    on_last_day_of: Name | None = None


class Course(Part):
    """What a regime owes a child from a first signal on, each act done on the last day on which it is in time."""

    relaas: Literal[1]
    course: Slug
    title: Text
    note: Text
    begins_with: Doing
    steps: tuple[CourseStep, ...]


class EventReading(Part):
    """How one event of one case is read where its type alone does not say: the number of the event counts from 1."""

    event: Annotated[int, Field(ge=1)]
    outcome: Outcome | None = None
    reading: Reading | None = None
    answers: Answers = Field(default_factory=dict)
    because: Text


class Check(Part):
    """What a court found on a term or a status, asked of the replay. Exactly one question, or why there is none.

    ``interval``: from event to event. ``late``: the acts were owed and too late (or not, with ``expected: false``).
    ``allowed``: the event was according to the rules. ``not_possible``: the act could not be done just before it.
    ``status``: where a track stands after the event. ``term_ended``: its last day is before the event's day.
    """

    found: Text
    event: Annotated[int, Field(ge=1)] | None = None
    since: Annotated[int, Field(ge=1)] | None = None
    interval: IsoDuration | None = None
    about: bool = False
    late: OneOrMore = ()
    allowed: bool | None = None
    not_possible: Name | None = None
    status: dict[Name, OneOrMore] = Field(default_factory=dict)
    term_ended: Name | None = None
    expected: bool = True
    not_comparable: Text | None = None

    @model_validator(mode="after")
    def _one_question(self) -> Check:
        asked = [
            self.interval is not None, bool(self.late), self.allowed is not None, self.not_possible is not None,
            bool(self.status), self.term_ended is not None, self.not_comparable is not None,
        ]  # fmt: skip
        if sum(asked) != 1:
            raise ValueError("a finding asks exactly one question, or says why it cannot be compared")
        if self.not_comparable is None and self.event is None:
            raise ValueError("a finding that is compared names the event at which it is")
        return self


class CaseReading(Part):
    """How one published case is read: single events, and what its court found."""

    events: tuple[EventReading, ...] = ()
    found: tuple[Check, ...] = ()


class Findings(Part):
    """A findings file: readings by the id of the case."""

    relaas: Literal[1]
    findings: Slug
    cases: dict[str, CaseReading]


@dataclass(frozen=True, slots=True)
class ReplayData:
    """Everything under ``relaas/law/replay``: one mapping, the course of the regime beside it, and the findings."""

    mapping: Mapping
    course: Course
    findings: Findings


def load_replay_data(root: Path = REPLAY) -> ReplayData:
    """Read the three files. Raises LawFaults with the faults of all of them."""
    faults: list[Fault] = []
    mapping = _read(root / "today.yaml", Mapping, faults)
    course = _read(root / "integral.yaml", Course, faults)
    findings = _read(root / "findings.yaml", Findings, faults)
    if mapping is None or course is None or findings is None:
        raise LawFaults(faults)
    return ReplayData(mapping=mapping, course=course, findings=findings)


@lru_cache(maxsize=1)
def standard_replay_data() -> ReplayData:
    """The data that comes with the program, read once."""
    return load_replay_data()


def _read(path: Path, model: type[_P], faults: list[Fault]) -> _P | None:
    name = f"law/replay/{path.name}"
    try:
        document = read_document(name=name, text=path.read_text(encoding="utf-8"))
    except LawFaults as error:
        faults += error.faults
        return None
    return validated(document, model, faults)
