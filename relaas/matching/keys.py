"""What a name is looked up by before it is compared: a few short keys that different spellings of it share.

A key is made of one part of the name, or of two, whatever their order. Those of two are for names of which every part
is common. Keys are never stored as they are: `relaas.storage.blind_index` keeps keyed fingerprints of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from relaas.matching.spelling import Part, skeleton, spelled

MOST_OF_NAME = 6
_SHORT = 1
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class NameKeys:
    """The keys of somebody's names: of one part, of two, and of two with the year and with the day of birth claimed."""

    single: frozenset[str]
    double: frozenset[str]
    with_year: frozenset[str]
    with_day: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        """Every key."""
        return self.single | self.double | self.with_year | self.with_day


def name_keys(names: Sequence[str], *, born_on: date | None, looking: bool = False) -> NameKeys:
    """The keys of some names of one child, by which it is stored. ``looking``: those by which to look for it, with the
    years beside that of its birth, and the day with day and month changed round."""
    parts = [_parts(name) for name in names]
    double = {
        key for name in parts for one, other in combinations(name, 2) for key in _together(_loose(one), _loose(other))
    }
    around = int(looking)
    years = () if born_on is None else range(born_on.year - around, born_on.year + around + 1)
    days = set() if born_on is None else {born_on, _changed_round(born_on) if looking else born_on}
    # Written without spaces, a name is one part: its parts together are looked up too.
    together = {_with_beginning(spelt, skeleton(spelt)) for name in names if (spelt := spelled(name).together)}
    return NameKeys(
        single=frozenset(together.union(*(_keys(part) for name in parts for part in name))),
        double=frozenset(double),
        with_year=frozenset(f"{key}|{year}" for key in double for year in years),
        with_day=frozenset(f"{key}|{day.isoformat()}" for key in double for day in days),
    )


def _changed_round(day: date) -> date:
    """With day and month changed round, as offices read each other's dates; the same where that is no date."""
    return day.replace(month=day.day, day=day.month) if day.day <= _MONTHS else day


def _parts(name: str) -> list[Part]:
    return [part for part in spelled(name).parts if not part.is_initial][:MOST_OF_NAME]


def _keys(part: Part) -> set[str]:
    return {_with_beginning(part.plain, part.skeleton), _loose(part)}


def _together(one: str, other: str) -> tuple[str, ...]:
    return (f"{min(one, other)}+{max(one, other)}",)


def _loose(part: Part) -> str:
    """As some offices write it: a j for a y, and an h where others hear none."""
    return _with_beginning(part.plain, skeleton(part.plain.replace("j", "y")).replace("h", "") or part.skeleton)


def _with_beginning(plain: str, sound: str) -> str:
    """A sound that is hardly any is held apart by how the word begins."""
    if len(sound) > _SHORT:
        return sound
    return f"{'a' if plain[0] in 'aeiouyhw' else ''}{sound}."
