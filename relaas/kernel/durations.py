"""The length of a term, as written in law and policy (ISO 8601: P3M, P28D, PT24H)."""

import re
from dataclasses import dataclass, fields
from typing import Self

_FORM = re.compile(
    r"P(?:(?P<years>\d{1,4})Y)?(?:(?P<months>\d{1,4})M)?(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,5})D)?"
    r"(?:T(?:(?P<hours>\d{1,5})H)?)?",
    re.ASCII,
)
_WRITE_INSTEAD = "Write for example P3M, P2W, P28D, P1Y6M or PT24H."


class DurationError(ValueError):
    """A length was written that no term can have. The message repeats what was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """A length in whole years, months, weeks and days, or in whole hours. Never negative; hours never with the rest.

    A length is not a number of days: what three months are depends on the day they start (`relaas.kernel.terms`).
    """

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0
    hours: int = 0

    def __post_init__(self) -> None:
        """Refuse a part that is not a whole number from zero up, and hours together with anything else."""
        parts = {part.name: getattr(self, part.name) for part in fields(self)}
        wrong = [f"{name}={value!r}" for name, value in parts.items() if type(value) is not int or value < 0]
        if wrong:
            raise DurationError(f"A duration has whole parts from zero up, not {', '.join(wrong)}. {_WRITE_INSTEAD}")
        if self.hours and sum(parts.values()) > self.hours:
            written = ", ".join(f"{name}={value}" for name, value in parts.items() if value)
            raise DurationError(
                f"Hours cannot go together with years, months, weeks or days ({written}): hours run from the moment, "
                f"the rest from the day after. Write two terms."
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """The duration written as `text`. Minutes, seconds, signs, fractions and lower case are refused."""
        match = _FORM.fullmatch(text)
        parts = {name: int(value) for name, value in match.groupdict().items() if value} if match else {}
        if not parts or text.endswith("T"):
            raise DurationError(f"{text!r} is not the length of a term. {_WRITE_INSTEAD}")
        try:
            return cls(**parts)
        except DurationError as fault:
            raise DurationError(f"{text!r} is not the length of a term. {fault}") from None

    @property
    def in_hours(self) -> bool:
        """Whether the length is counted in hours."""
        return self.hours > 0

    @property
    def total_months(self) -> int:
        """Years and months together; a year is twelve months wherever it starts."""
        return 12 * self.years + self.months

    @property
    def total_days(self) -> int:
        """Weeks and days together, without the months."""
        return 7 * self.weeks + self.days

    def __str__(self) -> str:
        if self.in_hours:
            return f"PT{self.hours}H"
        written = ((self.years, "Y"), (self.months, "M"), (self.weeks, "W"), (self.days, "D"))
        return "P" + ("".join(f"{number}{letter}" for number, letter in written if number) or "0D")

    def __add__(self, other: "Duration") -> "Duration":
        """The length with an extension in it, still counted from its own start.

        Adding dates one after the other gives another answer: 31 January 2016 + P3M is 30 April, but 31 January + P1M
        is 29 February and that + P2M is 29 April.
        """
        if not isinstance(other, Duration):
            return NotImplemented
        return Duration(**{part.name: getattr(self, part.name) + getattr(other, part.name) for part in fields(self)})
