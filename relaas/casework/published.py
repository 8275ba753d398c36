"""Published cases: what a file of them may say, and how it is read.

Nothing is filled in. A date that the source does not give stays unknown, and every fault of a file is reported at once,
with its line and its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator

from relaas.kernel.citations import CitationError, Ecli
from relaas.kernel.faults import Fault, LawFaults, nearest
from relaas.kernel.law_file import Part
from relaas.kernel.law_shape import validated
from relaas.kernel.strict_yaml import Document, read_document
from relaas.kernel.when import When

FORMAT_VERSION = 1


class ReadExtent(StrEnum):
    """How much of the source was read."""

    COURT_TEXT = "court_text_excerpt"
    HEADNOTE = "headnote_excerpt"
    SUMMARY = "ai_summary"
    NGO = "ngo_summary"
    REGISTER = "register_summary"
    PRESS = "press"


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    BEFORE = "before"
    UNKNOWN = "unknown"


EventType = Literal[
    "entry", "asylum_application", "asylum_not_processed", "asylum_refusal", "dublin_claim", "dublin_acceptance",
    "signal", "intake", "report_filed", "application_date", "om_decision", "dismissal", "complaint_filed",
    "permit_granted", "permit_renewed", "permit_withdrawn", "refusal", "objection_decision", "appeal_filed",
    "interim_relief_request", "default_notice", "hearing", "first_interview", "detailed_interview", "referral_cjeu",
    "cjeu_judgment", "judgment", "detention", "return_decision", "return_decision_withdrawn", "turned_18",
    "departure_unknown",
]  # fmt: skip
Route = Literal[
    "asylum", "dublin", "no_fault_minor", "protected_reception", "trafficking_permit", "trafficking_report",
    "reflection_period", "continued_stay", "criminal_case",
]  # fmt: skip
Day = Annotated[
    date | None,
    BeforeValidator(lambda value: date.fromisoformat(value) if isinstance(value, str) else value),
]


def _not_empty(value: tuple[Any, ...]) -> tuple[Any, ...]:
    if not value:
        raise ValueError("is empty; give at least one")
    return value


# Asked after the items, so that a list with a fault in it is not called empty too.
NotEmpty = AfterValidator(_not_empty)


def _ecli(value: Any) -> Any:
    if isinstance(value, str):
        try:
            Ecli(value)
        except CitationError as error:
            raise ValueError(str(error)) from error
    return value


class Subject(Part):
    """Whom the case is about, as far as the source says. None: not stated in what was read."""

    minor: bool | None = None
    unaccompanied: bool | None = None
    nationality: str | None = None
    birth_year: int | None = None
    sex: Literal["m", "f"] | None = None
    stated_age: int | None = None
    note: str | None = None


class Event(Part):
    """One dated thing that the source tells."""

    type: EventType
    date: Day = None
    date_precision: Precision = Precision.DAY
    year: int | None = None
    month: Annotated[int, Field(ge=1, le=12)] | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _date_as_precise_as_it_says(self) -> Event:
        given = {name for name in ("date", "year", "month") if getattr(self, name) is not None}
        needed = _NEEDED[self.date_precision]
        if given != needed:
            says = " and ".join(sorted(given)) or "no date"
            wants = " and ".join(sorted(needed)) or "no date"
            raise ValueError(
                f"a date known to the precision {self.date_precision.value} is given by {wants}, not by {says}"
            )
        return self

    @property
    def on(self) -> When:
        """The date as far as it is known."""
        if self.date_precision is Precision.MONTH:
            return When.month(self.year or 0, self.month or 0)
        if self.date_precision is Precision.YEAR:
            return When.year(self.year or 0)
        if self.date is None:
            return When.unknown()
        return When.before(self.date) if self.date_precision is Precision.BEFORE else When.exact(self.date)


_NEEDED: dict[Precision, set[str]] = {
    Precision.DAY: {"date"},
    Precision.MONTH: {"year", "month"},
    Precision.YEAR: {"year"},
    Precision.BEFORE: {"date"},
    Precision.UNKNOWN: set(),
}


class PublishedCase(Part):
    """One case as it was published. Events stand in the order in which they happened."""

    id: str
    ecli: Annotated[str | None, BeforeValidator(_ecli)] = None
    related: tuple[str, ...] = ()
    url: str
    url2: str | None = None
    court: str | None = None
    case_number: str | None = None
    read_extent: ReadExtent
    subject: Subject
    adjacent: bool = False
    facts: str
    route: Annotated[tuple[Route, ...], NotEmpty]
    events: Annotated[tuple[Event, ...], NotEmpty]
    held: str | None = None
    derived: dict[str, str] = Field(default_factory=dict)
    not_seen: str | None = None


class PublishedCases(Part):
    """A whole file."""

    schema_version: Literal[1]
    compiled: str | None = None
    cases: Annotated[tuple[PublishedCase, ...], NotEmpty]

    def case(self, name: str) -> PublishedCase:
        """The case of that id. Raises KeyError with the nearest id when there is none."""
        for case in self.cases:
            if case.id == name:
                return case
        raise KeyError(f'no case is called "{name}"{nearest(name, [case.id for case in self.cases])}')


def read_published(*, name: str, text: str) -> PublishedCases:
    """Read a file of published cases. Raises LawFaults with all its faults."""
    document = read_document(name=name, text=text)
    if not isinstance(document.content, dict):
        raise LawFaults([Fault(name, 0, "", "a file of published cases is a mapping with schema_version and cases")])
    faults: list[Fault] = []
    cases = validated(document, PublishedCases, faults)
    faults += [*_doubled(document), *_out_of_order(document)]
    if faults or cases is None:
        raise LawFaults(faults)
    return cases


def _listed(document: Document) -> Iterator[tuple[int, dict[str, Any]]]:
    """The cases that are at least mappings, with their numbers, also in a file with faults."""
    listed = document.content.get("cases")
    for number, content in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(content, dict):
            yield number, content


def _doubled(document: Document) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for number, content in _listed(document):
        name, place = str(content.get("id")), ("cases", str(number), "id")
        if name in seen and "id" in content:
            message = f'"{name}" is the id of the case on line {seen[name]} too; give each case its own'
            yield Fault(document.name, document.lines[place], ".".join(place), message)
        seen.setdefault(name, document.lines.get(place, 0))


def _out_of_order(document: Document) -> Iterator[Fault]:
    for number, content in _listed(document):
        latest: When | None = None
        events = content.get("events")
        for index, one in enumerate(events if isinstance(events, list) else []):
            try:
                on = Event.model_validate(one).on
            except ValidationError:
                continue  # a fault of its own, reported already
            if latest is not None and on.is_before(latest) is True:
                place = ("cases", str(number), "events", str(index))
                message = f"{one['type']} ({on}) comes before an event above it ({latest}); put them in order"
                yield Fault(document.name, document.lines[place], ".".join(place), message)
            elif on.earliest is not None:
                latest = on
