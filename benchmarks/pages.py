"""How fast *my work* and a case page come, for people who see only a part of many cases.

``python -m benchmarks pages``, or ``python -m benchmarks.pages --cases 500`` for a quick look. Server, database and
readers share one machine. Who reads looks at a page before asking for the next one; the last load leaves no pause and
so measures how much there can be at most, and how long one then queues.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.readers import (
    AIM_MS,
    HEADING,
    LOADS,
    SEED,
    Database,
    Deck,
    ask,
    figures_of,
    get_page,
    line,
    postgresql_database,
    sqlite_database,
)
from benchmarks.serving import relaas, running, sign_in

CASES = 10_000
# A guardian with work in most of its cases, and a police unit that sees a third of all cases and owes in few.
ACCOUNTS = ("guardian", "police-south")
PASSWORD = "ooievaar-op-het-dak"
WARM_UP = 24
LATER_PAGES = 10
RESULT = Path("var") / "benchmarks" / "pages.json"
ROOT = Path(__file__).resolve().parent.parent
_CASE = re.compile(r'href="(/zaken/[0-9A-Z-]{6,12}/)"')
_NEXT = re.compile(r'rel="next" href="(\?na=[^"]+)"')


def main(*, cases: int = CASES) -> dict[str, Any]:
    """Measure on both databases, print, and leave the figures in ``var/benchmarks/pages.json``."""
    result: dict[str, Any] = {
        "cases": cases, "seed": SEED, "python": platform.python_version(), "cores": os.cpu_count(),
        "aim_p95_ms": AIM_MS, "built_in_seconds": {}, "visible_cases": {}, "figures": [],
    }  # fmt: skip
    for opened in (sqlite_database, postgresql_database):
        with tempfile.TemporaryDirectory(prefix="relaas-pages-") as place, opened(Path(place)) as database:
            begin = time.monotonic()
            _build(database, cases)
            result["built_in_seconds"][database.name] = round(time.monotonic() - begin, 1)
            _measure(database, Path(place), result)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return result


def _build(database: Database, cases: int) -> None:
    print(f"{database.name}: inventing {cases:,} cases", flush=True)
    environment = {**os.environ, **database.environment}
    subprocess.run(relaas("demo", "--cases", str(cases), "--seed", str(SEED)), cwd=ROOT, env=environment, check=True)


def _measure(database: Database, place: Path, result: dict[str, Any]) -> None:
    command = relaas("run", "--empty", "--port", "{port}")
    with running(command, cwd=ROOT, environment=database.environment, log=place / "log") as server:
        print(HEADING, flush=True)
        for account in ACCOUNTS:
            people = [
                sign_in(server.port, username=account, password=PASSWORD)
                for _ in range(max(load.users for load in LOADS))
            ]
            pages = _addresses(server.port, people[0])
            result["visible_cases"][account] = len(pages["case"])
            for page, addresses in pages.items():
                ask(server.port, people, Deck(addresses, WARM_UP))
                for load in LOADS:
                    figures = figures_of(database, account, page, people, addresses, load, server)
                    print(line(figures), flush=True)
                    result["figures"].append(asdict(figures))


def _addresses(port: int, person: str) -> dict[str, list[str]]:
    """Where the pages are that somebody sees: their work from the top, further down, and every case, shuffled."""
    cases = {address: None for text in _leaf_through(port, person, "/zaken/") for address in _CASE.findall(text)}
    shuffled = list(cases)
    Random(SEED).shuffle(shuffled)
    later = [f"/werk/{after[1]}" for text in _leaf_through(port, person, "/werk/") if (after := _NEXT.search(text))]
    return {"work": ["/werk/"], "work, later": later[1 : LATER_PAGES + 1] or later or ["/werk/"], "case": shuffled}


def _leaf_through(port: int, person: str, path: str) -> Iterator[str]:
    """Each page of a list."""
    after = ""
    while True:
        text = get_page(port, f"{path}{after}", person)
        yield text
        found = _NEXT.search(text)
        if found is None:
            return
        after = found[1]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES)
    main(cases=parser.parse_args().cases)
