"""People who ask a Relaas server for pages, alone and together, on either database; and how long each page took."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Lock
from urllib.parse import urlsplit

import psutil
import psycopg

from benchmarks.serving import Server, UnexpectedAnswer, cpu_seconds, get, relaas
from tests.support.postgres import throwaway_postgresql

SEED = 9790
AIM_MS = 100
# With which pages are served from PostgreSQL.
ROLE = "relaas_pages"
PASSWORD = "verzonnen-wachtwoord"
MOST_SECONDS = 30


@dataclass(frozen=True, kw_only=True)
class Database:
    """A database in use: what the server is told of it, and who looks after it as the owner of the tables; which
    process it is if any, and how to count its log."""

    name: str
    environment: Mapping[str, str]
    owner: Mapping[str, str]
    pid: int | None
    count: Callable[[str], int]


@dataclass(frozen=True, kw_only=True)
class Load:
    """So many people at a time, who ask for so many pages together. Each looks at a page for ``pause`` seconds at most,
    and for a fifth of that at least, before asking for the next; without a pause there are always so many under way.
    """

    name: str
    users: int
    pages: int
    pause: float


LOADS = (
    Load(name="1", users=1, pages=200, pause=0.0),
    Load(name="8, reading", users=8, pages=200, pause=1.0),
    Load(name="8, no pause", users=8, pages=400, pause=0.0),
)


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


@contextmanager
def sqlite_database(place: Path) -> Iterator[Database]:
    """The default: files in a directory of their own."""

    def count(query: str) -> int:
        with closing(sqlite3.connect(f"file:{place / 'relaas.sqlite3'}?mode=ro", uri=True)) as connection:
            return int(connection.execute(query).fetchone()[0])

    environment = {"RELAAS_VAR": str(place)}
    yield Database(name="SQLite", environment=environment, owner=environment, pid=None, count=count)


@contextmanager
def postgresql_database(place: Path) -> Iterator[Database]:
    """A server of its own, which does not wait for its disk; pages are served behind the second lock."""
    ours = psutil.Process()
    before = {process.pid for process in ours.children()}
    with throwaway_postgresql() as server:
        (pid,) = {process.pid for process in ours.children()} - before
        address = server.url("relaas")
        owner = {
            "RELAAS_VAR": str(place),
            "RELAAS_DATABASE_URL": address,
            "RELAAS_KEYSTORE_URL": server.url("relaas_keystore"),
        }
        parts = urlsplit(address)
        pages = parts._replace(netloc=f"{ROLE}:{PASSWORD}@{parts.hostname}:{parts.port}").geturl()
        environment = {**owner, "RELAAS_DATABASE_URL": pages, "RELAAS_OWNER_URL": address}
        subprocess.run(
            relaas("database", "roles", ROLE),
            env={**os.environ, **owner}, input=f"{PASSWORD}\n", text=True, check=True, capture_output=True,
            start_new_session=True,
        )  # fmt: skip

        def count(query: str) -> int:
            with psycopg.connect(address) as connection:
                row = connection.execute(query).fetchone()
                assert row is not None
                return int(row[0])

        yield Database(name="PostgreSQL", environment=environment, owner=owner, pid=pid, count=count)


def busy(server: Server, database: Database) -> tuple[float, float]:
    """CPU seconds that the server and the database used so far."""
    return cpu_seconds(server.process.pid), cpu_seconds(database.pid) if database.pid is not None else 0.0


def ask(port: int, people: list[str], deck: Deck) -> list[tuple[float, int]]:
    """How long each page took and how large it was, while everybody asks for one after another."""

    def reader(person: str) -> list[tuple[float, int]]:
        taken = []
        while (address := deck.deal()) is not None:
            begin = time.perf_counter()
            text = get_page(port, address, person)
            taken.append((time.perf_counter() - begin, len(text)))
        return taken

    with ThreadPoolExecutor(len(people)) as readers:
        return [each for taken in readers.map(reader, people) for each in taken]


def get_page(port: int, path: str, person: str) -> str:
    """The text of a page. Raises UnexpectedAnswer when it is none."""
    status, text = get(port, path, cookies=person)
    if status != 200:
        raise UnexpectedAnswer(f"{path} answered {status}")
    return text


def quantile(ordered: list[float], share: float) -> float:
    """The value below which a share of the others lie."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


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


def figures_of(
    database: Database, account: str, page: str, people: list[str], addresses: list[str], load: Load, server: Server
) -> Figures:
    """What so many pages took, with the CPU of server and database and the lines they left in the log."""
    lines = "select count(*) from access_entry"
    log, before, begin = database.count(lines), busy(server, database), time.monotonic()
    taken = ask(server.port, people[: load.users], Deck(addresses, load.pages, load.pause))
    seconds = time.monotonic() - begin
    cpu = [now - then for now, then in zip(busy(server, database), before, strict=True)]
    times, sizes = sorted(took for took, _ in taken), [size for _, size in taken]
    return Figures(
        database=database.name,
        account=account,
        page=page,
        load=load.name,
        pages=len(times),
        p50=round(quantile(times, 0.50) * 1000, 1),
        p95=round(quantile(times, 0.95) * 1000, 1),
        longest=round(times[-1] * 1000, 1),
        per_second=round(len(times) / seconds, 1),
        cpu_server=round(cpu[0] / len(times) * 1000, 1),
        cpu_database=round(cpu[1] / len(times) * 1000, 1),
        log_lines=round((database.count(lines) - log) / len(times), 3),
        kilobytes=round(sum(sizes) / len(sizes) / 1024, 1),
    )


HEADING = (
    f"{'':12}{'account':14}{'page':13}{'people':13}{'pages':>5}{'p50 ms':>8}{'p95 ms':>8}{'max ms':>8}"
    f"{'per s':>7}{'CPU ms':>8}{'of db':>7}{'log':>5}{'kB':>7}"
)


def line(row: Figures) -> str:
    """A row of the table, with what is over the aim marked."""
    over = "" if row.p95 < AIM_MS else f"  over {AIM_MS}"
    return (
        f"{row.database:12}{row.account:14}{row.page:13}{row.load:13}{row.pages:>5}{row.p50:>8}{row.p95:>8}"
        f"{row.longest:>8}{row.per_second:>7}{row.cpu_server:>8}{row.cpu_database:>7}{row.log_lines:>5.2g}"
        f"{row.kilobytes:>7}{over}"
    )
