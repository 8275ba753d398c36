"""How well names are compared: precision, recall, F1 and microseconds a pair, beside two plain ways of doing it.

The public pairs are cross-validated, five times over in five parts, each threshold learned on the other parts. The
invented pairs, in the scripts and spellings of our children, are asked with the weights that stand in the program,
which never saw them.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from random import Random
from statistics import mean

from benchmarks.name_pairs import (
    NamePair,
    Scorer,
    folds,
    invented_pairs,
    plain_ratio,
    public_pairs,
    token_jaro_winkler,
)
from benchmarks.train_names import chance_by, learned
from relaas.matching.names import compare_names, features, name_weights
from relaas.matching.spelling import spelled

FOLDS = 5
TIMES = 5


def main() -> None:
    """Both tables."""
    public, invented = public_pairs(), invented_pairs()
    print(f"{len(public)} public pairs of persons, {FOLDS} parts, {TIMES} times; thresholds from the other parts")
    print(f"{'':34}{'precision':>10}{'recall':>8}{'F1':>7}{'us a pair':>11}")
    for name, scorer in (
        ("plain fuzzy ratio", plain_ratio),
        ("token Jaro-Winkler, transliterated", token_jaro_winkler),
    ):
        _show(name, [_cross_validated(public, seed, scorer) for seed in range(TIMES)], _cost(public, scorer))
    cost = _cost(public, lambda one, other: compare_names(one, other).likelihood)
    _show("relaas.matching", [_cross_validated(public, seed, None) for seed in range(TIMES)], cost)
    print(f"\n{len(invented)} invented pairs, weights and thresholds from the public pairs alone")
    for kind in (*dict.fromkeys(pair.kind for pair in invented), ""):
        pairs = [pair for pair in invented if kind in ("", pair.kind)]
        print(f"{kind or 'all':14}{len(pairs):>4}", end="")
        for name, scorer in (("ratio", plain_ratio), ("Jaro-Winkler", token_jaro_winkler)):
            threshold = _threshold([scorer(p.one, p.other) for p in public], public)
            print(_words(name, [scorer(p.one, p.other) >= threshold for p in pairs], pairs), end="")
        said = [compare_names(p.one, p.other).likelihood >= name_weights().threshold for p in pairs]
        print(_words("relaas", said, pairs))


def _cross_validated(pairs: Sequence[NamePair], seed: int, scorer: Scorer | None) -> tuple[float, float, float]:
    said = [False] * len(pairs)
    counts = [features(compare_names(pair.one, pair.other)) for pair in pairs]
    for part in folds(pairs, amount=FOLDS, chance=Random(seed)):
        held_out = set(part)
        rest = [place for place in range(len(pairs)) if place not in held_out]
        if scorer is None:
            weights = learned([counts[place] for place in rest], [pairs[place] for place in rest])
            threshold, scores = weights.threshold, {place: chance_by(weights, counts[place]) for place in part}
        else:
            threshold = _threshold([scorer(pairs[p].one, pairs[p].other) for p in rest], [pairs[p] for p in rest])
            scores = {place: scorer(pairs[place].one, pairs[place].other) for place in part}
        for place in part:
            said[place] = scores[place] >= threshold
    return quality(said, pairs)


def _threshold(scores: Sequence[float], pairs: Sequence[NamePair]) -> float:
    return max(sorted(set(scores)), key=lambda threshold: quality([s >= threshold for s in scores], pairs)[2])


def quality(said: Sequence[bool], pairs: Sequence[NamePair]) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    both = sum(one and pair.is_match for one, pair in zip(said, pairs, strict=True))
    of, matches = max(1, sum(said)), max(1, sum(pair.is_match for pair in pairs))
    return both / of, both / matches, 2 * both / (of + matches)


def _cost(pairs: Sequence[NamePair], scorer: Scorer) -> float:
    """Microseconds of CPU a pair, with nothing remembered of the names."""
    spent = 0.0
    for pair in pairs:
        spelled.cache_clear()
        begin = time.process_time_ns()
        scorer(pair.one, pair.other)
        spent += time.process_time_ns() - begin
    return spent / len(pairs) / 1000


def _show(name: str, found: Sequence[tuple[float, float, float]], cost: float) -> None:
    precision, recall, f1 = (mean(column) for column in zip(*found, strict=True))
    print(f"{name:34}{precision:>10.3f}{recall:>8.3f}{f1:>7.3f}{cost:>11.1f}")


def _words(name: str, said: Sequence[bool], pairs: Sequence[NamePair]) -> str:
    precision, recall, f1 = quality(said, pairs)
    return f"   {name} P {precision:.2f} R {recall:.2f} F1 {f1:.2f}"


if __name__ == "__main__":
    main()
