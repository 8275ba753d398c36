"""The time axis of a timeline: which days it shows, where a day stands, and what is written along it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from relaas.kernel.when import When
from relaas.procedure.drawing.words import word_month

_LEAST_DAYS = 60
# How much of the time that has passed is shown at most of what is to come.
_AHEAD = 0.6
_LEAST_AHEAD = 120
_MONTHS_APART = (1, 2, 3, 6, 12)


@dataclass(frozen=True, slots=True)
class Axis:
    """The days from ``start`` to ``end`` between two places."""

    start: date
    end: date
    left: float
    right: float

    def x(self, day: date) -> float:
        """Where a day stands; what lies outside the axis stands at its end."""
        inside = min(max(day, self.start), self.end)
        return self.left + (inside - self.start).days / (self.end - self.start).days * (self.right - self.left)

    def span(self, when: When) -> tuple[float, float]:
        """Where a date can be at the earliest and the latest."""
        return self.x(when.earliest or self.start), self.x(when.latest or self.end)

    def shows(self, day: date) -> bool:
        """Whether the axis reaches that day."""
        return self.start <= day <= self.end

    def months(self) -> Iterator[tuple[date, bool]]:
        """The first days of months that have room for a label; a year's first one is marked."""
        per_month = (self.right - self.left) / ((self.end - self.start).days / 30.4)
        step = next((months for months in _MONTHS_APART if months * per_month >= 34), _MONTHS_APART[-1])
        year, month = self.start.year, 1
        while (day := date(year, month, 1)) <= self.end:
            if day >= self.start:
                yield day, month == 1
            month += step
            year, month = (year + 1, 1) if month > 12 else (year, month)


def month_label(day: date, language: str) -> str:
    """What is written at the first day of a month."""
    return str(day.year) if day.month == 1 else word_month(day.month, language)


def axis_for(*, past: Iterable[When], ahead: Iterable[When], today: date, left: float, right: float) -> Axis:
    """An axis that shows the past whole, and of what is to come as much as leaves the past readable."""
    known = [day for when in past for day in (when.earliest, when.latest) if day is not None]
    start = min([today - timedelta(days=_LEAST_DAYS), *known])
    reach = today + timedelta(days=max(_LEAST_AHEAD, round((today - start).days * _AHEAD)))
    ends = [when.latest for when in ahead if when.latest is not None and when.latest <= reach]
    end = max([today, *known, *ends])
    pad = timedelta(days=max(3, (end - start).days // 40))
    return Axis(start - pad, end + pad, left, right)
