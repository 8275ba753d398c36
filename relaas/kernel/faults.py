"""What is wrong in a law file: where, what, and the nearest name that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in a law file. ``place`` is the dotted path in the file, ``line`` counts from 1 (0: unknown)."""

    file: str
    line: int
    place: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where} {self.place}: {self.message}" if self.place else f"{where}: {self.message}"


class LawFaults(Exception):
    """Raised once per load, with every fault that was found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint ``; did you mean "x"?`` for a misspelt name, or the known names when there are few, or nothing."""
    names = sorted(set(known))
    close = get_close_matches(name, names, n=1, cutoff=0.6)
    if close:
        return f'; did you mean "{close[0]}"?'
    if 0 < len(names) <= 12:
        return f"; known are: {', '.join(names)}"
    return ""
