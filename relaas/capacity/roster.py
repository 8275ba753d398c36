"""Who fills which post with which hours, who holds what and knows what, on any day: read off the events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from relaas.capacity.events import (
    Away,
    Certified,
    Closed,
    Event,
    HandedOver,
    Knows,
    Left,
    Opened,
    Placed,
    Promised,
)

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From a day up to, not including, another (None: no end in sight)."""

    begin: date
    end: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.begin <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post while it exists."""

    name: str
    team: str
    pool: str
    hours: int
    during: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A person on a post. ``hours`` a week, of which ``elsewhere`` go to other work than trafficking."""

    person: int
    post: str
    hours: int
    elsewhere: int
    during: Span

    @property
    def on_trafficking(self) -> int:
        """Hours a week on trafficking."""
        return self.hours - self.elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A person holds a certificate, knows a topic, or is away (an empty ``name``)."""

    person: int
    name: str
    during: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """A topic goes from one person to another by a day; ``done_on`` None: not done yet."""

    person: int
    topic: str
    to: int
    by: date
    done_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """Everything as it was known on one day, past and announced future alike. ``leaving``: each person's last day."""

    posts: tuple[Post, ...]
    filled: tuple[Filled, ...]
    away: tuple[Held, ...]
    certificates: tuple[Held, ...]
    topics: tuple[Held, ...]
    handovers: tuple[Handover, ...]
    leaving: dict[int, date]

    def pool_of(self, post: str) -> str:
        """The pool in which a post counts."""
        return next(one.pool for one in self.posts if one.name == post)

    def at_work(self, day: date) -> tuple[Filled, ...]:
        """Who works on a day: on a post that exists, not left, not away."""
        absent = {one.person for one in self.away if one.during.covers(day)}
        existing = {one.name for one in self.posts if one.during.covers(day)}
        return tuple(
            one for one in self.filled if one.during.covers(day) and one.post in existing and one.person not in absent
        )

    def holders(self, certificate: str, day: date) -> frozenset[int]:
        """The people whose certificate is valid on a day and who had not left by then."""
        return self._having(self.certificates, certificate, day)

    def knowing(self, topic: str, day: date) -> frozenset[int]:
        """The people who know a topic on a day and had not left by then."""
        return self._having(self.topics, topic, day)

    def _having(self, held: Iterable[Held], name: str, day: date) -> frozenset[int]:
        return frozenset(
            one.person
            for one in held
            if one.name == name and one.during.covers(day) and day <= self.leaving.get(one.person, day)
        )


def roster(events: Iterable[Event], *, known_on: date) -> Roster:
    """What the events of one organisation that were recorded by a day come to, whatever the order they are given in."""
    known = sorted((one for one in events if one.recorded_on <= known_on), key=lambda one: one.number)
    annulled = {one.annuls for one in known if one.annuls is not None}
    standing = [one for one in known if one.what is not None and one.number not in annulled]
    standing.sort(key=lambda one: (one.on, one.number))
    leaving = _leaving(standing)
    return Roster(
        posts=_posts(standing),
        filled=_filled(standing, leaving),
        away=tuple(
            Held(person=one.what.person, name="", during=Span(begin=one.on, end=one.what.until + DAY))
            for one in standing
            if isinstance(one.what, Away)
        ),
        certificates=tuple(
            Held(person=one.what.person, name=one.what.certificate, during=Span(begin=one.on, end=one.what.until + DAY))
            for one in standing
            if isinstance(one.what, Certified)
        ),
        topics=_topics(standing),
        handovers=_handovers(standing),
        leaving=leaving,
    )


def _leaving(standing: Iterable[Event]) -> dict[int, date]:
    """Each person's last day; who is placed again after it has come back."""
    found: dict[int, date] = {}
    for one in standing:
        if isinstance(one.what, Left):
            found[one.what.person] = one.on
        elif isinstance(one.what, Placed) and one.on > found.get(one.what.person, date.max):
            del found[one.what.person]
    return found


def _posts(standing: Iterable[Event]) -> tuple[Post, ...]:
    opened: dict[str, tuple[Opened, date]] = {}
    posts: list[Post] = []

    def close(name: str, on: date) -> None:
        what, begin = opened.pop(name)
        if begin < on:
            posts.append(_post(what, Span(begin=begin, end=on)))

    for one in standing:
        if isinstance(one.what, Opened):
            if one.what.post in opened:
                close(one.what.post, one.on)
            opened[one.what.post] = (one.what, one.on)
        elif isinstance(one.what, Closed) and one.what.post in opened:
            close(one.what.post, one.on)
    return (*posts, *(_post(what, Span(begin=begin)) for what, begin in opened.values()))


def _post(what: Opened, during: Span) -> Post:
    return Post(name=what.post, team=what.team, pool=what.pool, hours=what.hours, during=during)


def _filled(standing: Iterable[Event], leaving: dict[int, date]) -> tuple[Filled, ...]:
    """Who filled which post when. A last day ends every placing that began by then."""
    running: dict[tuple[int, str], tuple[Placed, date]] = {}
    filled: list[Filled] = []

    def stop(key: tuple[int, str], on: date) -> None:
        what, begin = running.pop(key)
        if begin < on:
            filled.append(_filling(what, Span(begin=begin, end=on)))

    for one in standing:
        if isinstance(one.what, Placed):
            key = (one.what.person, one.what.post)
            if key in running:
                stop(key, one.on)
            running[key] = (one.what, one.on)
        elif isinstance(one.what, Left):
            for key in [key for key in running if key[0] == one.what.person]:
                stop(key, one.on + DAY)
    return (*filled, *(_filling(what, Span(begin=begin)) for what, begin in running.values()))


def _filling(what: Placed, during: Span) -> Filled:
    return Filled(person=what.person, post=what.post, hours=what.hours, elsewhere=what.elsewhere, during=during)


def _topics(standing: Iterable[Event]) -> tuple[Held, ...]:
    found: dict[tuple[int, str], date] = {}
    for one in standing:
        if isinstance(one.what, Knows):
            found.setdefault((one.what.person, one.what.topic), one.on)
        elif isinstance(one.what, HandedOver):
            found.setdefault((one.what.to, one.what.topic), one.on)
    return tuple(Held(person=person, name=topic, during=Span(begin=on)) for (person, topic), on in found.items())


def _handovers(standing: Iterable[Event]) -> tuple[Handover, ...]:
    done = {
        (one.what.person, one.what.topic, one.what.to): one.on for one in standing if isinstance(one.what, HandedOver)
    }
    promised = {
        (one.what.person, one.what.topic, one.what.to): one.on for one in standing if isinstance(one.what, Promised)
    }
    return tuple(
        Handover(person=person, topic=topic, to=to, by=by, done_on=done.get((person, topic, to)))
        for (person, topic, to), by in ({key: on for key, on in done.items()} | promised).items()
    )
