"""Dates as far as they are known: exact, within an interval, known on one side, or unknown."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self


class WhenError(ValueError):
    """Bounds were given that no date can meet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """A number of days as far as it is known; None is no bound on that side."""

    least: int | None
    most: int | None

    def __post_init__(self) -> None:
        """Refuse bounds that no number meets."""
        if self.least is not None and self.most is not None and self.least > self.most:
            raise WhenError(f"No number is at least {self.least} and at most {self.most}. Check the dates.")

    @property
    def is_exact(self) -> bool:
        """Whether the number is known."""
        return self.least is not None and self.least == self.most

    def __str__(self) -> str:
        return _worded(self.least, self.most, both="between {} and {}", least="at least {}", most="at most {}")


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A date that lies between two dates, both included; None is no bound on that side.

    Comparisons answer True or False only when that holds for every date it can be, and None when it cannot be known.
    """

    earliest: date | None
    latest: date | None

    def __post_init__(self) -> None:
        """Refuse moments, and bounds that no date meets."""
        moments = [bound for bound in (self.earliest, self.latest) if isinstance(bound, datetime)]
        if moments:
            raise WhenError(f"{moments[0].isoformat()} is a moment, not a date. Use amsterdam_date.")
        if self.earliest is not None and self.latest is not None and self.earliest > self.latest:
            raise WhenError(f"No date is from {self.earliest} and up to {self.latest}. Swap them or check the source.")

    @classmethod
    def exact(cls, day: date) -> Self:
        """This date and no other."""
        return cls(earliest=day, latest=day)

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        """Some day in this month."""
        return cls(earliest=date(year, month, 1), latest=date(year, month, monthrange(year, month)[1]))

    @classmethod
    def year(cls, year: int) -> Self:
        """Some day in this year."""
        return cls(earliest=date(year, 1, 1), latest=date(year, 12, 31))

    @classmethod
    def before(cls, day: date) -> Self:
        """Some day before this one, which is not included."""
        return cls(earliest=None, latest=day - timedelta(days=1))

    @classmethod
    def unknown(cls) -> Self:
        """Any day."""
        return cls(earliest=None, latest=None)

    @property
    def is_exact(self) -> bool:
        """Whether the date is known."""
        return self.earliest is not None and self.earliest == self.latest

    def shift(self, move: Callable[[date], date]) -> "When":
        """The date that `move` makes of this one. `move` must be monotone: a later date never gives an earlier one."""
        return When(
            earliest=None if self.earliest is None else move(self.earliest),
            latest=None if self.latest is None else move(self.latest),
        )

    def is_before(self, other: "When | date") -> bool | None:
        """Whether this date comes before `other`."""
        that = _as_when(other)
        if self.latest is not None and that.earliest is not None and self.latest < that.earliest:
            return True
        if self.earliest is not None and that.latest is not None and self.earliest >= that.latest:
            return False
        return None

    def is_after(self, other: "When | date") -> bool | None:
        """Whether this date comes after `other`."""
        return _as_when(other).is_before(self)

    def on_or_before(self, other: "When | date") -> bool | None:
        """Whether this date is `other` or comes before it."""
        after = self.is_after(other)
        return None if after is None else not after

    def days_until(self, other: "When | date") -> DayCount:
        """The number of days from this date to `other`; negative when `other` is earlier."""
        that = _as_when(other)
        return DayCount(least=_days(self.latest, that.earliest), most=_days(self.earliest, that.latest))

    def __str__(self) -> str:
        bounds = (self.earliest, self.latest)
        return _worded(*bounds, both="between {} and {}", least="on or after {}", most="on or before {}")


def _as_when(day: When | date) -> When:
    return day if isinstance(day, When) else When.exact(day)


def _days(start: date | None, end: date | None) -> int | None:
    return None if start is None or end is None else (end - start).days


def _worded(low: object, high: object, *, both: str, least: str, most: str) -> str:
    if low is None and high is None:
        return "unknown"
    if low is None:
        return most.format(high)
    if high is None:
        return least.format(low)
    return str(low) if low == high else both.format(low, high)
