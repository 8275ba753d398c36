"""How long a case is kept: what of it has expired, and whether it may or must be erased, on a day. It does nothing.

Ending a case, its expiry and its erasure are three things. That a case has ended follows from its acts, and starts
terms. Expiry closes it to reading except for some roles, and a new act opens it again. Erasing is done by a person.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from relaas.casework.retention_law import AtEnd, Event, RetentionLaw, Rule
from relaas.kernel.terms import last_day


class RetentionState(IntEnum):
    """How far it is. ``UNKNOWN``: no rule is known, so it stays. The order is from least to most."""

    UNKNOWN = 0
    RUNNING = 1
    EXPIRED = 2
    MAY_BE_ERASED = 3
    MUST_BE_ERASED = 4


_REACHES = {
    AtEnd.EXPIRE: RetentionState.EXPIRED,
    AtEnd.MAY_ERASE: RetentionState.MAY_BE_ERASED,
    AtEnd.MUST_ERASE: RetentionState.MUST_BE_ERASED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One rule in one case. ``begun_on`` None: what it runs from has not happened. ``last_on``: the last day of the
    term; from the day after, what the rule says at its end is so."""

    rule: str
    reaches: RetentionState
    begun_on: date | None
    last_on: date | None
    is_over: bool
    restarted_by: Event | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRetention:
    """One kind of data in a case: its state, since when, by which rule, and every clock that says why."""

    kind: str
    state: RetentionState
    since: date | None
    rule: str | None
    clocks: tuple[Clock, ...]

    @property
    def is_closed(self) -> bool:
        """Whether it has expired, or should not even be there any more."""
        expired = any(clock.is_over and clock.reaches is RetentionState.EXPIRED for clock in self.clocks)
        return expired or self.state is RetentionState.MUST_BE_ERASED


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """A whole case. It is as far as the kind of data in it that is the least far: one key opens them all.

    ``open_to``: who still reads a case that has expired.
    """

    state: RetentionState
    since: date | None
    kinds: tuple[KindRetention, ...]
    open_to: frozenset[str]

    @property
    def held_up_by(self) -> tuple[KindRetention, ...]:
        """The kinds of data that may not be erased yet."""
        return tuple(kind for kind in self.kinds if kind.state < RetentionState.MAY_BE_ERASED)

    @property
    def overdue(self) -> tuple[KindRetention, ...]:
        """The kinds of data that must be erased, whether or not the others may be."""
        return tuple(kind for kind in self.kinds if kind.state is RetentionState.MUST_BE_ERASED)

    @property
    def is_closed(self) -> bool:
        """Whether everything in it has expired, so that only ``open_to`` reads it."""
        return bool(self.kinds) and all(kind.is_closed for kind in self.kinds)

    def has_ended(self, rule: str) -> bool:
        """Whether the term of that rule runs in this case and has ended."""
        return any(clock.rule == rule and clock.is_over for kind in self.kinds for clock in kind.clocks)


def retention_of(*, law: RetentionLaw, events: Mapping[Event, date], roles: Collection[str], today: date) -> Retention:
    """How long a case is kept, from what happened in it and the roles that work or worked on it."""
    kinds = tuple(
        _kind(law, name, events, today) for name, kind in law.kinds.items() if set(kind.held_by).intersection(roles)
    )
    state = _whole_state(kinds)
    open_to = {role for kind in kinds for clock in kind.clocks for role in law.rules[clock.rule].open_to}
    since = max((kind.since for kind in kinds if kind.since is not None), default=None)
    return Retention(
        state=state, since=since if state > RetentionState.RUNNING else None, kinds=kinds, open_to=frozenset(open_to)
    )


def _whole_state(kinds: Collection[KindRetention]) -> RetentionState:
    states = [kind.state for kind in kinds]
    if not states or min(states) <= RetentionState.RUNNING:
        return RetentionState.RUNNING
    if min(states) is RetentionState.MAY_BE_ERASED and RetentionState.MUST_BE_ERASED in states:
        return RetentionState.MUST_BE_ERASED
    return min(states)


def _kind(law: RetentionLaw, name: str, events: Mapping[Event, date], today: date) -> KindRetention:
    rules = {rule_name: rule for rule_name, rule in law.rules.items() if rule.kind == name}
    clocks = tuple(_clock(law, rule_name, rule, events, today) for rule_name, rule in rules.items())
    over = [clock for clock in clocks if clock.is_over]
    if not over:
        state = RetentionState.RUNNING if rules else RetentionState.UNKNOWN
        return KindRetention(kind=name, state=state, since=None, rule=None, clocks=clocks)
    furthest = max(over, key=lambda clock: clock.reaches)
    assert furthest.last_on is not None
    return KindRetention(
        kind=name,
        state=furthest.reaches,
        since=furthest.last_on + timedelta(days=1),
        rule=furthest.rule,
        clocks=clocks,
    )


def _clock(law: RetentionLaw, name: str, rule: Rule, events: Mapping[Event, date], today: date) -> Clock:
    begun_on, restarted_by = _start(law, rule, events, today), None
    if begun_on is not None:
        for event in rule.restarts_on:
            if event in events and events[event] > begun_on:
                begun_on, restarted_by = events[event], event
    last_on = None if begun_on is None else last_day(start_on=begun_on, length=rule.length)
    return Clock(
        rule=name,
        reaches=_REACHES[rule.at_end],
        begun_on=begun_on,
        last_on=last_on,
        is_over=last_on is not None and last_on < today,
        restarted_by=restarted_by,
    )


def _start(law: RetentionLaw, rule: Rule, events: Mapping[Event, date], today: date) -> date | None:
    if rule.after is None:
        assert rule.from_event is not None
        return events.get(rule.from_event)
    return _clock(law, rule.after, law.rules[rule.after], events, today).last_on
