"""The pairs of names on which comparing names is trained and measured, in parts that share no name."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from anyascii import anyascii
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from relaas.matching.spelling import spelled

FOLDER = Path(__file__).parents[1] / "tests" / "data" / "names"
Scorer = Callable[[str, str], float]


@dataclass(frozen=True, slots=True)
class NamePair:
    """Two names, and whether somebody judged them to be one person's. ``kind`` is where they come from."""

    one: str
    other: str
    is_match: bool
    kind: str


def public_pairs() -> list[NamePair]:
    """The pairs of persons of the public file."""
    return [
        NamePair(row["name1"], row["name2"], row["is_match"] == "true", row["case_group"])
        for row in _rows("pairs.csv")
        if row["schema"] == "Person"
    ]


def invented_pairs() -> list[NamePair]:
    """The invented pairs, by spelling."""
    return [
        NamePair(row["name1"], row["name2"], row["is_match"] == "true", row["spelling"])
        for row in _rows("invented-pairs.csv")
    ]


def folds(pairs: Sequence[NamePair], *, amount: int, chance: Random) -> list[list[int]]:
    """The places of the pairs in so many parts. Pairs that share a name, however it is spelt, are in one part."""
    groups = list(_groups(pairs).values())
    chance.shuffle(groups)
    parts: list[list[int]] = [[] for _ in range(amount)]
    for group in sorted(groups, key=len, reverse=True):
        min(parts, key=len).extend(group)
    return parts


def plain_ratio(one: str, other: str) -> float:
    """A plain fuzzy ratio."""
    return fuzz.ratio(one.casefold(), other.casefold()) / 100


def token_jaro_winkler(one: str, other: str) -> float:
    """Each part of the shorter name, transliterated, beside the part of the longer one that is most like it."""
    shorter, longer = sorted((anyascii(name).casefold().replace("-", " ").split() for name in (one, other)), key=len)
    if not shorter:
        return 0.0
    return sum(max(JaroWinkler.similarity(a, b) for b in longer) for a in shorter) / len(shorter)


def _groups(pairs: Sequence[NamePair]) -> dict[str, list[int]]:
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        parent.setdefault(key, key)
        while parent[key] != key:
            key = parent[key]
        return key

    for pair in pairs:
        parent[root(_key(pair.one))] = root(_key(pair.other))
    groups: dict[str, list[int]] = {}
    for place, pair in enumerate(pairs):
        groups.setdefault(root(_key(pair.one)), []).append(place)
    return groups


def _key(name: str) -> str:
    return " ".join(sorted(part.plain for part in spelled(name).parts))


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
