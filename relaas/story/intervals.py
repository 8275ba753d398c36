"""Stretches of time, half-open: from a moment up to another; None for the second is no end in sight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """``from_at`` belongs to it, ``until_at`` does not. Both are aware."""

    from_at: datetime
    until_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse a stretch that holds no moment."""
        if self.until_at is not None and self.until_at <= self.from_at:
            raise ValueError(f"nothing lies between {self.from_at} and {self.until_at}")

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies in it."""
        return self.from_at <= moment and (self.until_at is None or moment < self.until_at)


def both(ones: Iterable[Interval], others: Iterable[Interval]) -> tuple[Interval, ...]:
    """The moments that lie in one of each."""
    others = tuple(others)
    found = (
        Interval(begin, end)
        for one in ones
        for other in others
        if _is_before(begin := max(one.from_at, other.from_at), end := _earlier(one.until_at, other.until_at))
    )
    return joined(found)


def joined(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same moments in order, with those that touch or overlap made one."""
    found: list[Interval] = []
    for interval in sorted(intervals, key=lambda one: one.from_at):
        last = found[-1] if found else None
        if last is None or (last.until_at is not None and last.until_at < interval.from_at):
            found.append(interval)
        elif last.until_at is not None:
            found[-1] = Interval(last.from_at, _later(last.until_at, interval.until_at))
    return tuple(found)


def without(whole: Iterable[Interval], taken: Iterable[Interval]) -> tuple[Interval, ...]:
    """The moments of the first that lie in none of the second."""
    left = joined(whole)
    for gap in joined(taken):
        left = tuple(part for one in left for part in _cut(one, gap))
    return left


def _cut(one: Interval, gap: Interval) -> Iterable[Interval]:
    if _is_before(one.from_at, end := _earlier(one.until_at, gap.from_at)):
        yield Interval(one.from_at, end)
    if gap.until_at is not None and _is_before(begin := max(one.from_at, gap.until_at), one.until_at):
        yield Interval(begin, one.until_at)


def _is_before(moment: datetime, end: datetime | None) -> bool:
    return end is None or moment < end


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((end for end in (one, other) if end is not None), default=None)


def _later(one: datetime, other: datetime | None) -> datetime | None:
    return None if other is None else max(one, other)
