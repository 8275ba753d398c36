"""Run every benchmark, or those that are named: ``python -m benchmarks evaluator``."""

from __future__ import annotations

import sys
from importlib import import_module
from pkgutil import iter_modules

import benchmarks


def run(wanted: list[str]) -> None:
    """Run each module of this package that has a ``main``, in order of name."""
    for name in sorted(module.name for module in iter_modules(benchmarks.__path__)):
        if name == "__main__" or (wanted and name not in wanted):
            continue
        module = import_module(f"benchmarks.{name}")
        if hasattr(module, "main"):
            print(f"\n== {name}", flush=True)
            module.main()


run(sys.argv[1:])
