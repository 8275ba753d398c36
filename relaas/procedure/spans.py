"""Days as the fold counts them: pairs of day numbers (earliest, latest); an exact date is a pair of equal ones."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Final

from relaas.kernel.terms import TermLength
from relaas.kernel.when import When

Span = tuple[int, int]

EARLIEST: Final = -(10**9)
LATEST: Final = 10**9
ENDLESS: Final = LATEST // 2
BEGINNING: Final = (EARLIEST, EARLIEST)


class _Exact(dict[int, Span]):
    def __missing__(self, day: int) -> Span:
        return self.setdefault(day, (day, day))


exact: Final = _Exact().__getitem__
"""The pair of a day that is known: always the same object, so that looking up what is kept by pairs stays cheap."""


class _Whens(dict[Span, When]):
    """The dates of pairs of day numbers; exact ones are made once and remembered."""

    def __missing__(self, span: Span) -> When:
        low = date.fromordinal(span[0]) if 0 < span[0] < LATEST else None
        high = date.fromordinal(span[1]) if EARLIEST < span[1] < LATEST else None
        found = When(earliest=low, latest=high)
        return self.setdefault(span, found) if span[0] == span[1] else found


when: Final = _Whens().__getitem__
"""The date of a pair of day numbers; the ends of time are "not known"."""


class LastDays(dict[Span, Span]):
    """The last days of a term of one length, by when it began; for exact days they are worked out once and kept."""

    def __init__(self, length: TermLength) -> None:
        super().__init__()
        self.length = length

    def __missing__(self, began: Span) -> Span:
        end = self.suspended(began, (0, 0))
        return self.setdefault(began, end) if began[0] == began[1] else end

    def suspended(self, began: Span, days: Span) -> Span:
        """The last days when the term has stood still for so many days."""
        first = self._last_day(began[0], days[0])
        if began[0] == began[1] and days[0] == days[1]:
            return exact(first)
        return first, self._last_day(began[1], days[1])

    def _last_day(self, start: int, suspended: int) -> int:
        if not -ENDLESS < start < ENDLESS:  # an end of time, and a day or two after it
            return start
        return LATEST if suspended >= ENDLESS else self.length.last_day_ordinal(start, suspended)


last_days_of = cache(LastDays)
"""The last days of one length; terms that are as long share them."""
