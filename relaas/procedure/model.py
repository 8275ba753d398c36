"""The model of a regime: what may stand in a law file, and of what shape.

Nothing here knows a particular law. What the words mean together (a duty needs a term that runs, a status needs a way
out) is checked in ``lint``; how they work on a history is in ``evaluator``. ``docs/reference/regime-format.md`` is the
reader's guide.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from relaas.kernel.law_file import IsoDuration, Name, OneOrMore, Part, Slug, Source, SourceState, Text
from relaas.procedure.guards import Guard, GuardError, parse_guard

CLOCK = "clock"


def _guard(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return parse_guard(value)
    except GuardError as error:
        raise ValueError(str(error)) from error


Condition = Annotated[Guard, BeforeValidator(_guard, json_schema_input_type=str)]


class Side(StrEnum):
    CHILD = "child"
    SUPPORT = "support"
    STATE = "state"
    COURT = "court"
    OVERSIGHT = "oversight"


class Role(Part):
    """Who can act. ``pool`` names the scarce capacity that its acts draw on."""

    title: Text
    side: Side
    pool: str | None = None


class Certainty(StrEnum):
    NONE = "none"
    TEMPORARY = "temporary"
    DURABLE = "durable"
    LOST = "lost"


class Status(Part):
    """Where a track can stand. ``procedure`` is the residence procedure that is open in it.

    ``final``: nothing needs to follow. ``open_end``: the sources leave nobody bound to end it, and name that gap.
    """

    title: Text
    certainty: Certainty = Certainty.NONE
    procedure: Name | None = None
    final: bool = False
    open_end: OneOrMore = ()
    rests_on: OneOrMore = ()


class Track(Part):
    """One line of statuses; a child is in exactly one status of every track."""

    title: Text
    start: Name
    statuses: dict[Name, Status] = Field(min_length=1)


class Named(Part):
    """A thing that only needs words (a procedure, a counter)."""

    title: Text
    rests_on: OneOrMore = ()


class FactType(StrEnum):
    FLAG = "flag"
    CHOICE = "choice"
    DATE = "date"


class Fact(Part):
    """A finite fact that acts establish. A date fact anchors terms and is never asked about by a condition."""

    title: Text
    type: FactType
    of: dict[str, Text] = Field(default_factory=dict)
    start: str | bool | None = None
    rests_on: OneOrMore = ()


class Counting(StrEnum):
    CALENDAR = "calendar"
    WORKING = "working"


class LengthCase(Part):
    """One line of a length that depends on facts; the last one has no ``if``."""

    condition: Condition | None = Field(default=None, alias="if")
    length: IsoDuration = Field(alias="is")


class Extension(Part):
    """An act that lengthens a term by so much, so often. The whole length is counted from the term's own start."""

    by: IsoDuration
    times: Annotated[int, Field(ge=1)] = 1


class Suspension(Part):
    """A term stands still while every named track is in one of these statuses, at most this long.

    ``none``: the law sets no bound.
    """

    during: dict[Name, OneOrMore] = Field(alias="while", min_length=1)
    at_most: IsoDuration | Literal["none"]
    rests_on: OneOrMore = ()


def _as_cases(value: Any) -> Any:
    return [{"is": value}] if isinstance(value, str) else value


class Term(Part):
    """A term is a date computed from recorded facts.

    ``starts`` names its anchors: an act, ``track.status`` (entering it) or a date fact; the latest occurrence counts,
    or the first with ``anchor: first``. ``atw``: the Algemene termijnenwet governs it (how far, that act itself says).
    ``stops`` names acts after which the term no longer matters, besides the acts that must be done within it.
    """

    title: Text
    starts: OneOrMore = Field(alias="from", min_length=1)
    anchor: Literal["latest", "first"] = "latest"
    length: Annotated[tuple[LengthCase, ...], BeforeValidator(_as_cases, json_schema_input_type=str | list[LengthCase])]
    counting: Counting = Counting.CALENDAR
    atw: bool
    extends: dict[Name, Extension] = Field(default_factory=dict)
    suspended: tuple[Suspension, ...] = ()
    stops: OneOrMore = ()
    rests_on: OneOrMore = Field(min_length=1)


class Force(StrEnum):
    """``may``: a power; ``must``: a duty; ``happens``: an event of life that somebody records."""

    MAY = "may"
    MUST = "must"
    HAPPENS = "happens"


class Late(Part):
    """What happens when a duty is late: whether that is a breach, and which acts it opens."""

    breach: bool
    then: OneOrMore = ()
    rests_on: OneOrMore = ()


class FieldType(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    DATE = "date"
    NUMBER = "number"
    FLAG = "flag"


class FormField(Part):
    """One question of the form that goes with an act; its answer is stored encrypted and never steers the procedure."""

    title: Text
    type: FieldType
    of: dict[str, Text] = Field(default_factory=dict)
    required: bool = False


class Act(Part):
    """What somebody in a role can do, when, and what it changes.

    ``to`` moves tracks: to a status, or by a table from the status it is in (a status not in the table stays).
    ``by: clock`` with ``at`` is what the end of a term does by law: on the day after its last day, or on the last day
    itself. ``within`` and ``after`` name terms; a duty that no term binds says ``within: none``.
    """

    title: Text
    by: OneOrMore = Field(min_length=1)
    force: Force = Force.MAY
    frm: dict[Name, OneOrMore] = Field(default_factory=dict, alias="from")
    condition: Condition | None = Field(default=None, alias="if")
    to: dict[Name, Name | dict[Name, Name]] = Field(default_factory=dict)
    within: str | None = None
    after: Name | None = None
    at: Name | None = None
    fires: Literal["day_after", "last_day"] = "day_after"
    if_late: Late | None = None
    sets: dict[Name, str | bool] = Field(default_factory=dict)
    asks: OneOrMore = ()
    adds: dict[Name, Annotated[int, Field(ge=1)]] = Field(default_factory=dict)
    opens: Name | None = None
    records: dict[Name, FormField] = Field(default_factory=dict)
    times: Annotated[int, Field(ge=1)] | Literal["many"] | None = None
    help: Text | None = None
    rests_on: OneOrMore = Field(min_length=1)

    @property
    def is_clock(self) -> bool:
        """Whether the law itself does it when a term ends, and nobody has to."""
        return self.by == (CLOCK,)

    @property
    def within_term(self) -> str | None:
        """The term that bounds the act, or None when no term does."""
        return None if self.within in (None, "none") else self.within


class Right(Part):
    """What the child is entitled to in any of these situations; each names statuses per track, all needed."""

    title: Text
    during: tuple[dict[Name, OneOrMore], ...] = Field(alias="while", min_length=1)
    condition: Condition | None = Field(default=None, alias="if")
    rests_on: OneOrMore = Field(min_length=1)


class Landmark(Part):
    """Which acts, statuses or rights of this regime are a landmark of the promises, or why it has none.

    ``acts`` may give the audience: ``{report: police}`` for a telling. ``statuses`` and ``rights`` make a state.
    """

    acts: Annotated[
        dict[Name, Name | None],
        BeforeValidator(lambda v: dict.fromkeys([v] if isinstance(v, str) else v) if isinstance(v, str | list) else v),
    ] = Field(default_factory=dict)
    statuses: dict[Name, OneOrMore] = Field(default_factory=dict)
    rights: OneOrMore = ()
    none: Text | None = None


class Uncertainty(Part):
    """The acts with which uncertainty about residence begins; it lasts while no certainty is durable."""

    begins: OneOrMore = Field(alias="from", min_length=1)
    rests_on: OneOrMore = Field(min_length=1)


class Assessment(Part):
    """How those around a child judge together whether it may be a victim: acts of the regime.

    ``signals`` record one. With ``views`` each who takes part says what it thinks; who may do that takes part. ``asks``
    ask for more information, ``decides`` end the assessment, ``reopens`` have it done again. ``informs`` tell the child
    what a signal gives it.
    """

    signals: OneOrMore = Field(min_length=1)
    views: OneOrMore = ()
    asks: OneOrMore = ()
    decides: OneOrMore = Field(min_length=1)
    reopens: OneOrMore = ()
    informs: OneOrMore = ()
    rests_on: OneOrMore = Field(min_length=1)

    @property
    def acts(self) -> tuple[str, ...]:
        """Every act that is part of it."""
        return (*self.signals, *self.views, *self.asks, *self.decides, *self.reopens, *self.informs)


class OpenQuestion(Part):
    """What the sources leave undecided: the question, what this file does meanwhile, and which elements it concerns."""

    question: Text
    meanwhile: Text
    concerns: OneOrMore = ()
    rests_on: OneOrMore = ()


class InForce(Part):
    """The days for which the law was modelled; ``to`` is the last of them (None: until further notice)."""

    start: Annotated[date | None, BeforeValidator(lambda v: date.fromisoformat(v) if isinstance(v, str) else v)] = (
        Field(default=None, alias="from")
    )
    to: Annotated[date | None, BeforeValidator(lambda v: date.fromisoformat(v) if isinstance(v, str) else v)] = None
    rests_on: OneOrMore = ()

    def covers(self, day: date) -> bool:
        """Whether the day is one of those for which the law was modelled."""
        return (self.start is None or self.start <= day) and (self.to is None or day <= self.to)


class RegimeKind(StrEnum):
    """``part`` and ``patch`` are building blocks; the others can govern a case. A proposal is in force on no day."""

    LAW = "law"
    PROPOSAL = "proposal"
    PART = "part"
    PATCH = "patch"


class Regime(Part):
    """A whole regime after assembly: everything that its file and the files it builds on say together."""

    relaas: Literal[1]
    regime: Slug
    kind: RegimeKind
    line: Slug
    title: Text
    summary: Text
    builds_on: tuple[Slug, ...] = ()
    in_force: InForce = InForce()
    sources: dict[Slug, Source] = Field(default_factory=dict)
    roles: dict[Name, Role] = Field(default_factory=dict)
    procedures: dict[Name, Named] = Field(default_factory=dict)
    tracks: dict[Name, Track] = Field(default_factory=dict)
    facts: dict[Name, Fact] = Field(default_factory=dict)
    counters: dict[Name, Named] = Field(default_factory=dict)
    terms: dict[Name, Term] = Field(default_factory=dict)
    acts: dict[Name, Act] = Field(default_factory=dict)
    rights: dict[Name, Right] = Field(default_factory=dict)
    equated_days: dict[Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")], OneOrMore] = Field(default_factory=dict)
    uncertainty: Uncertainty | None = None
    assessment: Assessment | None = None
    landmarks: dict[Name, Landmark] = Field(default_factory=dict)
    open_questions: dict[Slug, OpenQuestion] = Field(default_factory=dict)

    def source(self, name: str) -> Source:
        """The source of that name; the lint has made sure that every name in ``rests_on`` has one."""
        return self.sources[name]

    def assumptions(self) -> dict[str, Source]:
        """The sources that nobody has checked, by name, in the order of the file."""
        return {name: source for name, source in self.sources.items() if source.state is SourceState.ASSUMED}
