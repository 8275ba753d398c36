"""The law that the program knows: every regime and promises file, assembled, validated and ready to judge a case."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from relaas.kernel.faults import Fault, LawFaults, nearest
from relaas.kernel.law_shape import read_law_file, shape_fault, validated
from relaas.kernel.strict_yaml import Document
from relaas.procedure.assembly import Assembled, assemble
from relaas.procedure.lint import lint
from relaas.procedure.model import Regime, RegimeKind
from relaas.procedure.promises import Promises

LAW = Path(__file__).resolve().parent.parent / "law"


@dataclass(frozen=True, slots=True)
class NotModelled:
    """The answer for a day whose law is not in the files: which line was asked, which day, and what there is."""

    line: str
    day: date
    known: tuple[str, ...]

    def __str__(self) -> str:
        known = ", ".join(self.known) or "none"
        return f"law of that day not modelled: line {self.line} on {self.day}; modelled versions: {known}"


@dataclass(frozen=True, slots=True)
class Library:
    """All regimes by name (building blocks excluded) and all promises. Immutable; share one per process."""

    regimes: Mapping[str, Regime]
    promises: Mapping[str, Promises]

    def regime(self, name: str) -> Regime:
        """The regime of that name. Raises KeyError with the nearest name when there is none."""
        if name not in self.regimes:
            raise KeyError(f'no regime is called "{name}"{nearest(name, self.regimes)}')
        return self.regimes[name]

    def in_force(self, *, line: str, day: date) -> Regime | NotModelled:
        """The version of a line that was law on a day. Proposals are in force on no day."""
        versions = [regime for regime in self.regimes.values() if regime.line == line and regime.kind is RegimeKind.LAW]
        for regime in versions:
            if regime.in_force.covers(day):
                return regime
        return NotModelled(line=line, day=day, known=tuple(regime.regime for regime in versions))


def load_library(root: Path = LAW) -> Library:
    """Read every file under ``root/regimes`` and ``root/promises``. Raises LawFaults with all faults of all files."""
    faults: list[Fault] = []
    documents = _documents(root / "regimes", faults)
    promises = {
        name: loaded
        for name, document in _documents(root / "promises", faults).items()
        if (loaded := validated(document, Promises, faults)) is not None
    }
    regimes = {
        name: regime
        for name in documents
        if (regime := _regime(name, documents, promises, faults)) is not None
        and regime.kind not in (RegimeKind.PART, RegimeKind.PATCH)
    }
    faults += _overlaps(regimes.values())
    if faults:
        raise LawFaults(faults)
    return Library(regimes=regimes, promises=promises)


@lru_cache(maxsize=1)
def standard_library() -> Library:
    """The law that comes with the program, read once."""
    return load_library()


def _documents(folder: Path, faults: list[Fault]) -> dict[str, Document]:
    return {
        path.stem: document
        for path in sorted(folder.glob("*.yaml"))
        if (document := read_law_file(path, faults)) is not None
    }


def _regime(
    name: str, documents: dict[str, Document], promises: Mapping[str, Promises], faults: list[Fault]
) -> Regime | None:
    try:
        whole = assemble(name=name, documents=documents)
    except LawFaults as error:
        faults += error.faults
        return None
    if whole.content.get("regime") != name:
        said = whole.content.get("regime")
        faults.append(whole.fault(("regime",), f"the file is called {name}.yaml, the regime {said!r}; make them one"))
    if whole.content.get("kind") == RegimeKind.PATCH.value:
        return None
    return _validated(whole, promises, faults)


def _validated(whole: Assembled, promises: Mapping[str, Promises], faults: list[Fault]) -> Regime | None:
    try:
        regime = Regime.model_validate(whole.content)
    except ValidationError as error:
        faults += [shape_fault(item, model=Regime, places=whole.places, fault=whole.fault) for item in error.errors()]
        return None
    if regime.kind is not RegimeKind.PART:
        faults += lint(regime, promises=promises, fault=whole.fault)
    return regime


def _overlaps(regimes: Iterable[Regime]) -> list[Fault]:
    faults: list[Fault] = []
    laws = [regime for regime in regimes if regime.kind is RegimeKind.LAW]
    for index, one in enumerate(laws):
        for other in laws[index + 1 :]:
            if one.line == other.line and _share_a_day(one, other):
                message = f"is in force on days on which {other.regime} of the same line is too"
                faults.append(Fault(f"law/regimes/{one.regime}.yaml", 0, "in_force", message))
    return faults


def _share_a_day(one: Regime, other: Regime) -> bool:
    start = max(one.in_force.start or date.min, other.in_force.start or date.min)
    end = min(one.in_force.to or date.max, other.in_force.to or date.max)
    return start <= end


def main() -> int:
    """Print every fault of the law files; the exit code says whether there is one."""
    try:
        library: Any = load_library()
    except LawFaults as error:
        print(error, file=sys.stderr)
        print(f"{len(error.faults)} faults", file=sys.stderr)
        return 1
    print(f"{len(library.regimes)} regimes, {len(library.promises)} promises file: no fault")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
