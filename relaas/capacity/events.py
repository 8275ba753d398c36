"""What happens to the capacity of an organisation. Events are only ever added; a mistake is annulled by a later one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A post exists from the day on: so many hours a week in a pool. ``post`` is a name within the organisation."""

    post: str
    team: str
    pool: str
    hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """From the day on the post does not exist any more."""

    post: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """From the day on a person fills a post: hours a week on trafficking, and hours of it that go to other work.

    Whoever is placed anew on the same post works there on the new terms.
    """

    person: int
    post: str
    hours: int
    elsewhere: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """The day is the last one on which the person worked for the organisation; it may be announced long before."""

    person: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """From the day on, up to and including ``until``, the person is on leave or ill."""

    person: int
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Certified:
    """From the day on, up to and including ``until``, the person holds a certificate."""

    person: int
    certificate: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Knows:
    """From the day on the person has expertise in a topic of the law file."""

    person: int
    topic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """The person will hand a topic over to another one, by the day."""

    person: int
    topic: str
    to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """On the day the topic was handed over: from then on ``to`` has it too."""

    person: int
    topic: str
    to: int


What = Opened | Closed | Placed | Left | Away | Certified | Knows | Promised | HandedOver


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something happened, or will, on a day; somebody recorded it on another. ``number`` orders those of one
    organisation. ``what`` None: it only annuls the event of number ``annuls``."""

    number: int
    on: date
    recorded_on: date
    what: What | None
    annuls: int | None = None
