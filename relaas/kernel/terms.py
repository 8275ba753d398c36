"""When a term ends: months by the Supreme Court's rule, rest days by the Algemene termijnenwet (Atw, BWBR0002448).

The day of the event itself does not count; a term runs from the day after.
"""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import cache
from typing import Final

from relaas.kernel.calendar import FIRST_YEAR, LAST_YEAR, is_rest_ordinal, next_working_ordinal
from relaas.kernel.durations import Duration
from relaas.kernel.moments import check_aware

_LAST_ORDINAL: Final = date.max.toordinal()
_SPAN: Final = _LAST_ORDINAL + 1  # more than any ordinal, so that start + suspended * _SPAN is unique


class TermError(ValueError):
    """A term was asked for that cannot be counted. The message says which, and why."""


class Counting(Enum):
    """Which days of a term count."""

    CALENDAR = "calendar"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True, slots=True, kw_only=True)
class TermLength:
    """A length with the way it is counted; remembers its answers, so a repeated question costs one look-up.

    `equated` are ordinals of days that a royal decree puts on a par with a holiday (Atw art. 3(3)): they move the end
    of a term that the Atw governs, and remain working days otherwise.
    """

    length: Duration
    counting: Counting = Counting.CALENDAR
    atw: bool = False
    equated: frozenset[int] = frozenset()
    _known: dict[int, int] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse working days in anything but days: the law does not say how many are in a week or a month."""
        if self.counting is Counting.WORKING_DAYS and self.length != Duration(days=self.length.days):
            raise TermError(f"A term of {self.length} cannot be counted in working days. Write its length in days.")

    def last_day_ordinal(self, start: int, suspended: int = 0) -> int:
        """As `last_day`, on proleptic Gregorian ordinals (`date.toordinal`)."""
        asked = start + suspended * _SPAN
        known = self._known.get(asked)
        if known is None:
            known = self._known[asked] = self._compute(start, suspended)
        return known

    def _compute(self, start: int, suspended: int) -> int:
        if suspended < 0:
            raise TermError(f"A term cannot be suspended for {suspended} days. Give the days it stood still.")
        if self.counting is Counting.WORKING_DAYS:
            end = _nth_working_ordinal(start, self.length.days + suspended)
        else:
            end = _add_ordinal(start, self.length) + suspended
        if self.atw and atw_applies_to(self.length):
            end = _extended_by_atw(start, end, self.length, self.equated)
        if not 1 <= end <= _LAST_ORDINAL:
            raise _outside(f"A term of {self.length} that starts on {date.fromordinal(start)}")
        return end


def last_day(
    *,
    start_on: date,
    length: Duration,
    counting: Counting = Counting.CALENDAR,
    atw: bool = False,
    suspended_days: int = 0,
) -> date:
    """The last day on which what must be done within the term is in time.

    Months and years end on the day with the same number, or on the last day of a month that has no such day (Supreme
    Court, ECLI:NL:HR:2017:2225). A length in hours, when only the date is known, ends on the last date it can reach.
    `suspended_days` are counted like the term itself (working days for a term in working days) and lengthen it first;
    with `atw` the end then moves as far as the Atw says (`atw_applies_to`), and otherwise not at all.
    """
    term = TermLength(length=length, counting=counting, atw=atw)
    return date.fromordinal(term.last_day_ordinal(start_on.toordinal(), suspended_days))


def last_moment(*, start_at: datetime, length: Duration) -> datetime:
    """The moment, in the zone of `start_at`, at which a term of hours ends; real hours, also when the clocks change."""
    check_aware(start_at)
    if not length.in_hours:
        raise TermError(f"A term of {length} ends on a day, not at a moment. Use last_day, or write it in hours.")
    return (start_at.astimezone(UTC) + timedelta(hours=length.hours)).astimezone(start_at.tzinfo)


def first_day(*, end_on: date, length: Duration) -> date:
    """The day that lies `length` before `end_on`. Counted backwards no term moves for rest days (Atw art. 1(2))."""
    if length.in_hours:
        begin = end_on.toordinal() - _days_of_hours(length)
    else:
        begin = _add_months(end_on, -length.total_months, length, "before") - length.total_days
    if begin < 1:
        raise _outside(f"{length} before {end_on}")
    return date.fromordinal(begin)


def atw_applies_to(length: Duration) -> bool:
    """Whether the Atw lets a term of this length end later: not for hours, nor above 90 days, 12 weeks or 3 months.

    Atw art. 4; a term of years is always above three months. The law does not speak of mixed lengths (P2M2W): such a
    length is covered as long as its parts together do not use up more than one whole limit (our reading).
    """
    if length.in_hours:
        return False
    # One limit = 180 parts: a month is a third of it, a week a twelfth, a day a ninetieth.
    return 60 * length.total_months + 15 * length.weeks + 2 * length.days <= 180


def days_between(*, start_on: date, end_on: date, counting: Counting = Counting.CALENDAR) -> int:
    """The days that count after `start_on` up to and including `end_on`; negative when `end_on` is earlier."""
    start, end = start_on.toordinal(), end_on.toordinal()
    if counting is Counting.CALENDAR:
        return end - start
    if end < start:
        return -days_between(start_on=end_on, end_on=start_on, counting=counting)
    return sum(not is_rest_ordinal(day) for day in range(start + 1, end + 1))


@cache
def longest_days(
    *, length: Duration, counting: Counting = Counting.CALENDAR, atw: bool = False, suspended_days: int = 0
) -> int:
    """The most days from start to last day, whatever the day it starts: P3M is 92, P1Y is 366.

    No term of this length lasts longer, and some start does last that long. Rest days are those of the supported
    years. Suspension must be given here and not added afterwards: it can push the end before more rest days.
    """
    term = TermLength(length=length, counting=counting, atw=atw)
    if counting is Counting.WORKING_DAYS or (atw and atw_applies_to(length)):
        return _longest_by_calendar(term, suspended_days)
    # Without rest days no start in a month gives a longer term than its first day (a later one can only be cut off at
    # a month's end), and the months repeat after 400 years.
    firsts = (date(year, month, 1).toordinal() for year in range(2000, 2400) for month in range(1, 13))
    return max(term.last_day_ordinal(first, suspended_days) - first for first in firsts)


def _longest_by_calendar(term: TermLength, suspended: int) -> int:
    earliest = date(FIRST_YEAR, 1, 1).toordinal() - 1
    # Twice the days and a month more than the term: enough for all its weekends and holidays.
    room = 2 * (31 * term.length.total_months + term.length.total_days + suspended) + 31
    latest = date(LAST_YEAR, 12, 31).toordinal() - room
    if latest < earliest:
        raise TermError(
            f"How long a term of {term.length}, suspended for {suspended} days, can last is not known: it does not fit "
            f"in the years {FIRST_YEAR}-{LAST_YEAR} whose holidays are known. Shorten the term or the suspension."
        )
    return max(term.last_day_ordinal(start, suspended) - start for start in range(earliest, latest + 1))


def _add_ordinal(start: int, length: Duration) -> int:
    if length.in_hours:
        return start + _days_of_hours(length)
    if not length.total_months:
        return start + length.total_days
    start_on = date.fromordinal(start)
    return _add_months(start_on, length.total_months, length, "after") + length.total_days


def _days_of_hours(length: Duration) -> int:
    return -(-length.hours // 24)


def _add_months(day: date, months: int, length: Duration, way: str) -> int:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if not date.min.year <= year <= date.max.year:
        raise _outside(f"{length} {way} {day}")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])).toordinal()


def _extended_by_atw(start: int, end: int, length: Duration, equated: frozenset[int]) -> int:
    end = _next_for_atw(end, equated)  # Atw art. 1(1)
    if length.total_months or length.total_days >= 3:
        second = _next_for_atw(_next_for_atw(start + 1, equated) + 1, equated)
        return max(end, second)  # Atw art. 2
    return end


def _next_for_atw(day: int, equated: frozenset[int]) -> int:
    day = next_working_ordinal(day)
    while day in equated:
        day = next_working_ordinal(day + 1)
    return day


def _nth_working_ordinal(start: int, number: int) -> int:
    day = start
    for _ in range(number):
        day = next_working_ordinal(day + 1)
    return day


def _outside(asked: str) -> TermError:
    return TermError(f"{asked} is outside the calendar (years {date.min.year}-{date.max.year}). Check the date.")
