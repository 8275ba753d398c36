"""Days as the fold counts them: pairs of day numbers (earliest, latest); an exact date is a pair of equal ones."""

from __future__ import annotations

from datetime import date
from typing import Final

from relaas.kernel.terms import TermLength
from relaas.kernel.when import When

Span = tuple[int, int]

EARLIEST: Final = -(10**9)
LATEST: Final = 10**9
ENDLESS: Final = LATEST // 2
BEGINNING: Final = (EARLIEST, EARLIEST)


class _Whens(dict[Span, When]):
    """The dates of pairs of day numbers; exact ones are made once and remembered."""

    def __missing__(self, span: Span) -> When:
        low = date.fromordinal(span[0]) if 0 < span[0] < LATEST else None
        high = date.fromordinal(span[1]) if EARLIEST < span[1] < LATEST else None
        found = When(earliest=low, latest=high)
        return self.setdefault(span, found) if span[0] == span[1] else found


when: Final = _Whens().__getitem__
"""The date of a pair of day numbers; the ends of time are "not known"."""


def last_days(length: TermLength, began: Span, suspended: Span = (0, 0)) -> Span:
    """The last days of a term by when it began and how many days it has stood still."""
    first = _last_day(length, began[0], suspended[0])
    if began[0] == began[1] and suspended[0] == suspended[1]:
        return first, first
    return first, _last_day(length, began[1], suspended[1])


def _last_day(length: TermLength, start: int, suspended: int) -> int:
    if not -ENDLESS < start < ENDLESS:  # an end of time, and a day or two after it
        return start
    return LATEST if suspended >= ENDLESS else length.last_day_ordinal(start, suspended)
