"""Which days are working days in the Netherlands: Algemene termijnenwet (Atw, BWBR0002448) articles 1 and 3.

Not covered: days that a royal decree equates with a holiday (Atw art. 3(3)), such as most Fridays after Ascension Day.
"""

from datetime import date
from functools import cache
from typing import Final

import holidays

FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2100
_FIRST_DAY: Final = date(FIRST_YEAR, 1, 1).toordinal()
_LAST_DAY: Final = date(LAST_YEAR, 12, 31).toordinal()


class UnsupportedDate(ValueError):
    """A date was asked about for which this calendar knows no holidays."""


@cache
def _holidays() -> frozenset[int]:
    # "Optional" adds 5 May, which the law counts every year (Atw art. 3(1)) though it is a day off only once in five.
    dutch = holidays.country_holidays(
        "NL", years=range(FIRST_YEAR, LAST_YEAR + 1), categories=("public", "optional"), expand=False
    )
    return frozenset(day.toordinal() for day in dutch)


def is_rest_ordinal(ordinal: int) -> bool:
    """As `is_rest_day`, for a proleptic Gregorian ordinal (`date.toordinal`)."""
    if not _FIRST_DAY <= ordinal <= _LAST_DAY:
        raise UnsupportedDate(
            f"Whether {_name(ordinal)} is a working day is not known: holidays are known from {FIRST_YEAR} up to "
            f"and including {LAST_YEAR}. Check the year, or widen relaas/kernel/calendar.py with its sources."
        )
    return ordinal % 7 in {0, 6} or ordinal in _holidays()  # day 1 of the calendar is a Monday


def next_working_ordinal(ordinal: int) -> int:
    """As `next_working_day`, for a proleptic Gregorian ordinal."""
    while is_rest_ordinal(ordinal):
        ordinal += 1
    return ordinal


def is_rest_day(day: date) -> bool:
    """Whether `day` is a Saturday, a Sunday or a generally recognised holiday."""
    return is_rest_ordinal(day.toordinal())


def is_working_day(day: date) -> bool:
    """Whether `day` is none of these."""
    return not is_rest_day(day)


def next_working_day(day: date) -> date:
    """`day` itself when it is a working day, otherwise the first working day after it."""
    return date.fromordinal(next_working_ordinal(day.toordinal()))


def _name(ordinal: int) -> str:
    in_calendar = date.min.toordinal() <= ordinal <= date.max.toordinal()
    return date.fromordinal(ordinal).isoformat() if in_calendar else f"day number {ordinal}"
