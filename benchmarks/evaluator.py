"""Cases per CPU second: statuses, terms, rights and duties of seeded invented cases, beside two comparable programs."""

from __future__ import annotations

import gc
import json
import platform
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from time import process_time
from typing import Any

from benchmarks.cases import ACTS, Course, make_courses, make_histories
from benchmarks.rivals import Replay, python_statemachine, spiffworkflow
from relaas.procedure.evaluator import situation_on
from relaas.procedure.library import standard_library
from relaas.procedure.model import Regime

REGIME = "integral"
SEED = 9790
COURSES = 20_000  # so many that next to nothing can be gained from a course that comes back
CASES = 100_000
AT_ONCE = 5_000  # as many histories are made at a time, outside the measured time
BOUNDS = {"relaas": 6.0, "spiffworkflow": 100.0, "python-statemachine": 50.0}
RIVALS: dict[str, tuple[Callable[[Regime], Replay], int]] = {
    "python-statemachine": (python_statemachine, 2_000),
    "spiffworkflow": (spiffworkflow, 300),
}
RESULT = Path("var") / "benchmarks" / "evaluator.json"


def main() -> dict[str, Any]:
    """Measure, print, and leave the figures in ``var/benchmarks/evaluator.json``."""
    regime = standard_library().regime(REGIME)
    courses = make_courses(regime=regime, seed=SEED, number=COURSES)
    seconds = measure_relaas(regime, courses)
    result: dict[str, Any] = {
        "regime": REGIME, "cases": CASES, "courses": COURSES, "acts_per_case": ACTS, "seed": SEED,
        "python": platform.python_version(),
        "relaas": {"cpu_seconds": round(seconds, 2), "microseconds_per_case": round(seconds / CASES * 1e6, 1)},
        "rivals": {},
    }  # fmt: skip
    for name, (make, sample) in RIVALS.items():
        each, same = measure_rival(make(regime), regime, courses, sample)
        result["rivals"][name] = {
            "version": version(name), "sample": sample, "microseconds_per_case": round(each * 1e6, 1),
            "times_slower": round(each / (seconds / CASES), 1), "same_statuses": same,
        }  # fmt: skip
    show(result)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return result


def measure_relaas(regime: Regime, courses: Sequence[Course]) -> float:
    """CPU seconds for all cases: fold each history and ask everything of its situation."""
    seconds = 0.0
    for part in range(CASES // AT_ONCE):
        begin = part * AT_ONCE % len(courses)
        told = list(courses[begin : begin + AT_ONCE])
        histories = list(make_histories(courses=told, seed=SEED + part, number=AT_ONCE))
        gc.collect()
        gc.freeze()  # the collector need not walk through the benchmark's own histories
        started = process_time()
        for history, today in histories:
            situation = situation_on(regime=regime, history=history, today=today)
            for answer in (situation.statuses, situation.terms, situation.rights, situation.duties):
                len(answer)
        seconds += process_time() - started
        gc.unfreeze()
    return seconds


def measure_rival(replay: Replay, regime: Regime, courses: Sequence[Course], sample: int) -> tuple[float, float]:
    """CPU seconds per case, and the share of cases that end in the statuses in which Relaas ends them."""
    cases = []
    for history, today in make_histories(courses=list(courses), seed=SEED, number=sample):
        branch = situation_on(regime=regime, history=history, today=today).branches[0]
        cases.append(([step.act for step in branch.steps], branch.node.statuses))
    begin = process_time()
    ends = [replay(acts) for acts, _ in cases]
    each = (process_time() - begin) / sample
    same = sum(dict(end) == statuses for end, (_, statuses) in zip(ends, cases, strict=True))
    return each, round(same / sample, 3)


def show(result: dict[str, Any]) -> None:
    """The figures as a table, with what was aimed for."""
    relaas = result["relaas"]
    print(f"{result['cases']:,} cases of {result['acts_per_case']} acts under {result['regime']}, one core;", end=" ")
    print(f"{result['courses']:,} courses, each from several first days")
    print(
        "  relaas: statuses, rights, duties, terms with their dates; the others: statuses alone, told what the law did"
    )
    print(
        f"  {'relaas':22}{relaas['microseconds_per_case']:>10} us/case   {relaas['cpu_seconds']} CPU s in all", end=""
    )
    print(f" (aim: under {BOUNDS['relaas']})")
    for name, rival in result["rivals"].items():
        label = f"{name} {rival['version']}"
        print(f"  {label:26}{rival['microseconds_per_case']:>6} us/case   {rival['times_slower']} times", end="")
        print(f" (aim: {BOUNDS[name]}; same statuses in {rival['same_statuses']:.0%})")


if __name__ == "__main__":
    main()
