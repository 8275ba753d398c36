"""A date as it was told: a day, a month or a year, and with ``~`` behind it about then (2015, 2015-10~, 2015-10-07)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from relaas.kernel.when import When

_FORM: Final = re.compile(r"([12]\d{3})(?:-(\d{2})(?:-(\d{2}))?)?(~?)", re.ASCII)


class ToldDateError(ValueError):
    """This is no date that can be told."""


@dataclass(frozen=True, slots=True)
class ToldDate:
    """``when`` are the days that it can be if it is not approximate; ``text`` is its one way of writing."""

    text: str
    when: When
    is_approximate: bool

    @classmethod
    def parse(cls, text: str) -> ToldDate:
        """Read a date as told. Raises ToldDateError when it has another form or there is no such day."""
        form = _FORM.fullmatch("".join(text.split()))
        if form is None:
            raise ToldDateError(
                f"{text!r} is not a date. Write 2015, 2015-10 or 2015-10-07, with ~ behind it for about."
            )
        year, month, day, about = form.groups()
        try:
            when = _when(int(year), month, day)
        except ValueError as error:
            raise ToldDateError("There is no such date. Check the month and the day.") from error
        return cls(text=form.group(), when=when, is_approximate=bool(about))

    def is_surely_before(self, other: ToldDate) -> bool:
        """Whether it comes before another whatever days they are; never when one of the two is approximate."""
        if self.is_approximate or other.is_approximate:
            return False
        return self.when.is_before(other.when) is True


def _when(year: int, month: str | None, day: str | None) -> When:
    if not month:
        return When.year(year)
    if not day:
        return When.month(year, int(month))
    return When.exact(date(year, int(month), int(day)))
