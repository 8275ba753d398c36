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
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from threading import Lock
from typing import Any

import psutil
import psycopg

from benchmarks.serving import Server, UnexpectedAnswer, cpu_seconds, get, relaas, running, sign_in
from tests.support.postgres import throwaway_postgresql

CASES = 10_000
SEED = 9790
# A guardian with work in most of its cases, and a police unit that sees a third of all cases and owes in few.
ACCOUNTS = ("guardian", "police-south")
PASSWORD = "ooievaar-op-het-dak"
WARM_UP = 24
MOST_SECONDS = 30
LATER_PAGES = 10
AIM_MS = 100
RESULT = Path("var") / "benchmarks" / "pages.json"
ROOT = Path(__file__).resolve().parent.parent
_CASE = re.compile(r'href="(/zaken/[0-9A-Z-]{6,12}/)"')
_NEXT = re.compile(r'rel="next" href="(\?na=[^"]+)"')


@dataclass(frozen=True, kw_only=True)
class Database:
    """A database in use: what the server is told of it, which process it is if any, and how to count its log."""

    name: str
    environment: Mapping[str, str]
    pid: int | None
    count: Callable[[str], int]


@dataclass(frozen=True, kw_only=True)
class Load:
    """So many people at a time, who ask for so many pages together, and how many seconds each looks at one at most."""

    name: str
    users: int
    pages: int
    pause: float


LOADS = (
    Load(name="1", users=1, pages=200, pause=0.0),
    Load(name="8", users=8, pages=200, pause=1.0),
    Load(name="8, no pause", users=8, pages=400, pause=0.0),
)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """One page asked for by so many people at a time. Milliseconds; CPU is per page."""

    database: str
    account: str
    page: str
    load: str
    pages: int
    p50: float
    p95: float
    longest: float
    per_second: float
    cpu_server: float
    cpu_database: float
    log_lines: float
    kilobytes: float


@dataclass
class Deck:
    """The addresses to ask for, dealt to everybody who asks until there are enough or time is up."""

    addresses: list[str]
    most: int
    pause: float = 0.0
    chance: Random = field(default_factory=lambda: Random(SEED))
    dealt: int = 0
    lock: Lock = field(default_factory=Lock)
    until: float = field(default_factory=lambda: time.monotonic() + MOST_SECONDS)

    def deal(self) -> str | None:
        """The next address, after a pause; None when it is enough."""
        with self.lock:
            if self.dealt >= self.most or time.monotonic() > self.until:
                return None
            self.dealt += 1
            address, pause = self.addresses[self.dealt % len(self.addresses)], self.pause * self.chance.uniform(0.2, 1)
        time.sleep(pause)
        return address


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


@contextmanager
def sqlite_database(place: Path) -> Iterator[Database]:
    """The default: files in a directory of their own."""

    def count(query: str) -> int:
        with closing(sqlite3.connect(f"file:{place / 'relaas.sqlite3'}?mode=ro", uri=True)) as connection:
            return int(connection.execute(query).fetchone()[0])

    yield Database(name="SQLite", environment={"RELAAS_VAR": str(place)}, pid=None, count=count)


@contextmanager
def postgresql_database(place: Path) -> Iterator[Database]:
    """A server of its own, which does not wait for its disk."""
    ours = psutil.Process()
    before = {process.pid for process in ours.children()}
    with throwaway_postgresql() as server:
        (pid,) = {process.pid for process in ours.children()} - before
        address = server.url("relaas")
        environment = {
            "RELAAS_VAR": str(place),
            "RELAAS_DATABASE_URL": address,
            "RELAAS_KEYSTORE_URL": server.url("relaas_keystore"),
        }

        def count(query: str) -> int:
            with psycopg.connect(address) as connection:
                row = connection.execute(query).fetchone()
                assert row is not None
                return int(row[0])

        yield Database(name="PostgreSQL", environment=environment, pid=pid, count=count)


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
                _ask(server.port, people, Deck(addresses, WARM_UP))
                for load in LOADS:
                    figures = _figures(database, account, page, people, addresses, load, server)
                    print(_line(figures), flush=True)
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
        text = _page(port, f"{path}{after}", person)
        yield text
        found = _NEXT.search(text)
        if found is None:
            return
        after = found[1]


def _figures(
    database: Database, account: str, page: str, people: list[str], addresses: list[str], load: Load, server: Server
) -> Figures:
    lines = "select count(*) from access_entry"
    log, busy, begin = database.count(lines), _busy(server, database), time.monotonic()
    taken = _ask(server.port, people[: load.users], Deck(addresses, load.pages, load.pause))
    seconds = time.monotonic() - begin
    cpu = [now - then for now, then in zip(_busy(server, database), busy, strict=True)]
    times, sizes = sorted(took for took, _ in taken), [size for _, size in taken]
    return Figures(
        database=database.name,
        account=account,
        page=page,
        load=load.name,
        pages=len(times),
        p50=round(_quantile(times, 0.50) * 1000, 1),
        p95=round(_quantile(times, 0.95) * 1000, 1),
        longest=round(times[-1] * 1000, 1),
        per_second=round(len(times) / seconds, 1),
        cpu_server=round(cpu[0] / len(times) * 1000, 1),
        cpu_database=round(cpu[1] / len(times) * 1000, 1),
        log_lines=round((database.count(lines) - log) / len(times), 3),
        kilobytes=round(sum(sizes) / len(sizes) / 1024, 1),
    )


def _busy(server: Server, database: Database) -> tuple[float, float]:
    return cpu_seconds(server.process.pid), cpu_seconds(database.pid) if database.pid is not None else 0.0


def _ask(port: int, people: list[str], deck: Deck) -> list[tuple[float, int]]:
    """How long each page took and how large it was, while everybody asks for one after another."""

    def reader(person: str) -> list[tuple[float, int]]:
        taken = []
        while (address := deck.deal()) is not None:
            begin = time.perf_counter()
            text = _page(port, address, person)
            taken.append((time.perf_counter() - begin, len(text)))
        return taken

    with ThreadPoolExecutor(len(people)) as readers:
        return [each for taken in readers.map(reader, people) for each in taken]


def _page(port: int, path: str, person: str) -> str:
    status, text = get(port, path, cookies=person)
    if status != 200:
        raise UnexpectedAnswer(f"{path} answered {status}")
    return text


def _quantile(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


HEADING = (
    f"{'':12}{'account':14}{'page':13}{'people':13}{'pages':>5}{'p50 ms':>8}{'p95 ms':>8}{'max ms':>8}"
    f"{'per s':>7}{'CPU ms':>8}{'of db':>7}{'log':>5}{'kB':>7}"
)


def _line(row: Figures) -> str:
    over = "" if row.p95 < AIM_MS else f"  over {AIM_MS}"
    return (
        f"{row.database:12}{row.account:14}{row.page:13}{row.load:13}{row.pages:>5}{row.p50:>8}{row.p95:>8}"
        f"{row.longest:>8}{row.per_second:>7}{row.cpu_server:>8}{row.cpu_database:>7}{row.log_lines:>5.2g}"
        f"{row.kilobytes:>7}{over}"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES)
    main(cases=parser.parse_args().cases)
