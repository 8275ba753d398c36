"""The weights with which names are compared, learned from the public pairs: ``python -m benchmarks.train_names``.

A logistic regression by Newton's method, small enough to need no library: nineteen counts, a ridge that keeps weights
small, and the threshold at which F1 is highest on the pairs themselves.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path

from benchmarks.name_pairs import NamePair, public_pairs
from relaas.matching import names
from relaas.matching.names import NameWeights, compare_names, features

RIDGE = 3.0
ROUNDS = 30
PARTLY = 0.1
Rows = list[list[float]]


def train() -> None:
    """Learn from all public pairs, and write the file. No ``main``: it measures nothing, and writes."""
    weights = learned([features(compare_names(pair.one, pair.other)) for pair in public_pairs()], public_pairs())
    content = {
        "made_by": "python -m benchmarks.train_names",
        "from": "tests/data/names/pairs.csv, rows of the schema Person",
        "threshold": round(weights.threshold, 4),
        "partly": weights.partly,
        "intercept": round(weights.intercept, 4),
        "weights": {name: round(value, 4) for name, value in weights.of.items()},
    }
    place = Path(names.__file__).with_name("name_weights.json")
    place.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def learned(counts: Sequence[dict[str, float]], pairs: Sequence[NamePair]) -> NameWeights:
    """Weights and threshold from these pairs."""
    order = list(counts[0])
    rows = [[count[name] for name in order] for count in counts]
    answers = [float(pair.is_match) for pair in pairs]
    means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    spreads = [_spread(column, mean) for column, mean in zip(zip(*rows, strict=True), means, strict=True)]
    scaled = [[1.0, *((v - m) / s for v, m, s in zip(row, means, spreads, strict=True))] for row in rows]
    found = _newton(scaled, answers)
    of = {name: value / spread for name, value, spread in zip(order, found[1:], spreads, strict=True)}
    intercept = found[0] - sum(of[name] * mean for name, mean in zip(order, means, strict=True))
    chances = [_chance(found, row) for row in scaled]
    return NameWeights(intercept=intercept, of=of, threshold=_best_threshold(chances, answers), partly=PARTLY)


def chance_by(weights: NameWeights, counts: dict[str, float]) -> float:
    """What these weights say of a pair."""
    total = weights.intercept + sum(weights.of[name] * value for name, value in counts.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def _newton(rows: Rows, answers: list[float]) -> list[float]:
    size = len(rows[0])
    weights = [0.0] * size
    for _ in range(ROUNDS):
        slope = [0.0 if i == 0 else -RIDGE * weights[i] for i in range(size)]
        bend = [[RIDGE * float(i == j and i > 0) for j in range(size)] for i in range(size)]
        for row, answer in zip(rows, answers, strict=True):
            chance = _chance(weights, row)
            for i, value in enumerate(row):
                slope[i] += (answer - chance) * value
                for j in range(size):
                    bend[i][j] += chance * (1 - chance) * value * row[j]
        step = _solved(bend, slope)
        weights = [weight + part for weight, part in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-9:
            break
    return weights


def _chance(weights: list[float], row: list[float]) -> float:
    total = sum(weight * value for weight, value in zip(weights, row, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def _solved(matrix: Rows, right: list[float]) -> list[float]:
    """Gauss with the largest of a column first."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for i in range(size):
        best = max(range(i, size), key=lambda r: abs(rows[r][i]))
        rows[i], rows[best] = rows[best], rows[i]
        for r in range(i + 1, size):
            factor = rows[r][i] / rows[i][i]
            rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i], strict=True)]
    found = [0.0] * size
    for i in reversed(range(size)):
        found[i] = (rows[i][size] - sum(rows[i][j] * found[j] for j in range(i + 1, size))) / rows[i][i]
    return found


def _best_threshold(chances: list[float], answers: list[float]) -> float:
    def f1(threshold: float) -> float:
        said = [chance >= threshold for chance in chances]
        both = sum(s and bool(a) for s, a in zip(said, answers, strict=True))
        return 2 * both / max(1.0, sum(said) + sum(answers))

    return max(sorted(set(chances)), key=f1)


def _spread(column: Sequence[float], mean: float) -> float:
    return math.sqrt(sum((value - mean) ** 2 for value in column) / len(column)) or 1.0


if __name__ == "__main__":
    train()
