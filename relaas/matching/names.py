"""How alike two names of persons are, with the reasons: which part answers to which, and what is left over.

A part answers to at most one part of the other name: the most alike two first. What follows is counted, and the counts
are weighed by a logistic regression of which the weights stand beside this file as data (`name_weights.json`, made by
``python -m benchmarks.train_names``).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path

from rapidfuzz.distance import OSA, JaroWinkler

from relaas.matching.spelling import Part, Spelled, spelled

# Parts that are less alike than this do not answer to each other.
LEAST = 0.55
_INITIAL = 0.85
_WEIGHTS = Path(__file__).with_name("name_weights.json")


class Likeness(StrEnum):
    """How alike two names are, in words. What between ``SAME`` and ``DIFFERENT`` lies is for a person to weigh."""

    SAME = "same"
    ALIKE = "alike"
    PARTLY = "partly"
    DIFFERENT = "different"


class How(StrEnum):
    """How a part answers to a part."""

    SAME = "same"
    SAME_SOUND = "same_sound"
    INITIAL = "initial"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class Answering:
    """Two parts that answer to each other: their places, how alike they are (0 to 1), and by how many letters not."""

    one: int
    other: int
    likeness: float
    edits: int


@dataclass(frozen=True)
class Compared:
    """Two names part by part. The same whichever of them is named first, but for which is ``one``."""

    one: Spelled
    other: Spelled
    answering: tuple[Answering, ...]

    @cached_property
    def left_of_one(self) -> tuple[Part, ...]:
        """The parts of the one name to which nothing answers."""
        return _left(self.one, {pair.one for pair in self.answering})

    @cached_property
    def left_of_other(self) -> tuple[Part, ...]:
        """The parts of the other name to which nothing answers."""
        return _left(self.other, {pair.other for pair in self.answering})

    @cached_property
    def is_in_order(self) -> bool:
        """Whether the parts that answer to each other stand in the same order."""
        places = [pair.other for pair in sorted(self.answering, key=lambda pair: pair.one)]
        return places == sorted(places)

    def how(self, pair: Answering) -> How:
        """In words how two parts answer to each other."""
        one, other = self.one.parts[pair.one], self.other.parts[pair.other]
        if one.plain == other.plain:
            return How.SAME
        if one.is_initial or other.is_initial:
            return How.INITIAL
        return How.SAME_SOUND if one.skeleton == other.skeleton else How.ALIKE

    @cached_property
    def likelihood(self) -> float:
        """Between 0 and 1, higher for names that are more alike; by it names are put in order. The pairs from which the
        weights were learned are not our children, so it is no chance of anything and is not shown."""
        weights = name_weights()
        total = weights.intercept + sum(weights.of[name] * value for name, value in features(self).items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    @property
    def likeness(self) -> Likeness:
        """How alike they are, in words."""
        if self.one.parts == self.other.parts:
            return Likeness.SAME
        weights = name_weights()
        if self.likelihood >= weights.threshold:
            return Likeness.ALIKE
        return Likeness.PARTLY if self.answering and self.likelihood >= weights.partly else Likeness.DIFFERENT


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWeights:
    """What each count weighs; names at ``threshold`` or above count as one person's, at ``partly`` or above perhaps."""

    intercept: float
    of: Mapping[str, float]
    threshold: float
    partly: float


def compare_names(one: str, other: str) -> Compared:
    """Two names, each as it was written, part by part."""
    first, second = spelled(one), spelled(other)
    return Compared(first, second, tuple(_answering(first, second)))


def most_alike(ones: Iterable[str], others: Iterable[str]) -> Compared | None:
    """Of names of one child and names of another, the two that are most alike; None when either has none."""
    others = tuple(others)
    found = (compare_names(one, other) for one in ones for other in others)
    return max((one for one in found if one.one.parts and one.other.parts), key=lambda c: c.likelihood, default=None)


def features(compared: Compared) -> dict[str, float]:
    """What is counted of two names, by name. Each is the same when the names change places."""
    one, other, answering = compared.one, compared.other, compared.answering
    sizes = sorted((len(one.parts), len(other.parts)))
    shorter = max(sizes[0], 1)
    left = sorted((len(compared.left_of_one), len(compared.left_of_other)))
    letters = max(len(one.together) + len(other.together), 1)
    covered = sum((len(one.parts[p.one].plain) + len(other.parts[p.other].plain)) * p.likeness for p in answering)
    together = _likeness_of_words(one.together, other.together)
    initials = sum(part.is_initial for part in (*compared.left_of_one, *compared.left_of_other))
    hows = [compared.how(pair) for pair in answering]
    ends = {(p.one, p.other) for p in answering}
    return {
        "covered": covered / letters,
        "mean_likeness": sum(p.likeness for p in answering) / shorter,
        "worst_edits": float(min(max((p.edits for p in answering), default=0), 4)),
        "all_edits": float(min(sum(p.edits for p in answering), 6)),
        "both_have_more": float(left[0] > 0),
        "more_of_both": float(left[0]),
        "left_of_shorter": left[0] / shorter,
        "more_parts": float(min(sizes[1] - sizes[0], 3)),
        "one_part_only": float(sizes[0] == 1 < sizes[1]),
        "parts_of_shorter": float(min(shorter, 4)),
        "together": together,
        "nearly_together": float(together >= 0.85),
        "same_together": float(one.together == other.together),
        "loose_initials": float(min(initials, 2)),
        "initials": float(min(hows.count(How.INITIAL), 2)),
        "all_sound_alike": float(bool(hows) and How.ALIKE not in hows),
        "out_of_order": float(not compared.is_in_order),
        "last_answers": float((len(one.parts) - 1, len(other.parts) - 1) in ends),
        "first_answers": float((0, 0) in ends),
    }


@lru_cache(maxsize=1)
def name_weights() -> NameWeights:
    """The weights, read once."""
    read = json.loads(_WEIGHTS.read_text(encoding="utf-8"))
    return NameWeights(
        intercept=read["intercept"], of=read["weights"], threshold=read["threshold"], partly=read["partly"]
    )


def _answering(one: Spelled, other: Spelled) -> Iterator[Answering]:
    by_skeleton = one.is_vowelless != other.is_vowelless
    pairs = [
        _pair(first, second, i, j, by_skeleton=by_skeleton)
        for i, first in enumerate(one.parts)
        for j, second in enumerate(other.parts)
    ]
    taken: tuple[set[int], set[int]] = set(), set()
    # Of equally alike parts those that stand at the same place; then an order that is the same both ways round.
    for pair in sorted(pairs, key=lambda p: (-p.likeness, abs(p.one - p.other), p.one + p.other, p.one * p.other)):
        if pair.likeness < LEAST:
            return
        if pair.one not in taken[0] and pair.other not in taken[1]:
            taken[0].add(pair.one)
            taken[1].add(pair.other)
            yield pair


def _pair(one: Part, other: Part, i: int, j: int, *, by_skeleton: bool) -> Answering:
    if one.plain == other.plain:
        return Answering(i, j, 1.0, 0)
    if one.is_initial or other.is_initial:
        return Answering(i, j, _INITIAL if one.plain[0] == other.plain[0] else 0.0, 0)
    edits = OSA.distance(one.plain, other.plain)
    sounds = _likeness_of_words(one.skeleton, other.skeleton)
    # Jaro-Winkler is not the same both ways round on every pair; the order of the words makes it so.
    first, second = sorted((one.plain, other.plain))
    begins = JaroWinkler.similarity(first, second)
    if by_skeleton:
        likeness, edits = 0.15 * begins + 0.85 * sounds, OSA.distance(one.skeleton, other.skeleton)
    else:
        spells = 1 - edits / max(len(one.plain), len(other.plain))
        likeness = 0.45 * spells + 0.25 * begins + 0.3 * sounds
    return Answering(i, j, likeness, edits)


def _likeness_of_words(one: str, other: str) -> float:
    return 1.0 if one == other else 1 - OSA.distance(one, other) / max(len(one), len(other))


def _left(name: Spelled, taken: set[int]) -> tuple[Part, ...]:
    return tuple(part for place, part in enumerate(name.parts) if place not in taken)
