"""How fast the log is written and verified, beside a plain table with the same columns, without chain or triggers.

``python -m benchmarks audit``, or ``python -m benchmarks.audit --entries 50000`` for a quick look. The disk is waited
for as it would be in use. CPU is that of this program; what PostgreSQL's own process used stands beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import psutil

from tests.support.postgres import SAFE, throwaway_postgresql

ENTRIES = 1_000_000
AIM_SECONDS = 30
ONE_BY_ONE = 2000
DURABLE = 200
WRITERS = 8
BATCH = 4000
RESULT = Path("var") / "benchmarks" / "audit.json"


@dataclass(frozen=True, kw_only=True)
class Figures:
    """So many entries, one kind of work. CPU in microseconds per entry."""

    database: str
    work: str
    entries: int
    seconds: float
    per_second: int
    cpu: float
    cpu_database: float | None


def main(*, entries: int = ENTRIES) -> dict[str, Any]:
    """Measure on both databases, print, and leave the figures in ``var/benchmarks/audit.json``."""
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    figures: list[dict[str, Any]] = []
    print(f"{'':10} {'':44} {'entries':>9} {'per second':>11} {'CPU us':>8} {'database':>9}")
    for database, environment in _databases():
        with environment as variables:
            figures += _measured(database, variables, entries)
    result = {"entries": entries, "aim_seconds": AIM_SECONDS, "figures": figures}
    RESULT.write_text(json.dumps(result, indent=1))
    return result


def _databases() -> Iterator[tuple[str, Any]]:
    yield "sqlite", _sqlite()
    yield "postgresql", _postgresql()


@contextmanager
def _sqlite() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory(prefix="relaas-audit-") as var:
        yield {"RELAAS_VAR": var}


@contextmanager
def _postgresql() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory(prefix="relaas-audit-") as var, throwaway_postgresql(SAFE) as server:
        yield {"RELAAS_VAR": var, "RELAAS_DATABASE_URL": server.url("relaas")}


def _measured(database: str, variables: dict[str, str], entries: int) -> list[dict[str, Any]]:
    """The figures of a process of its own, printed as they come."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("RELAAS_")}
    command = [sys.executable, "-m", "benchmarks.audit", "--inside", database, "--entries", str(entries)]
    found = []
    with subprocess.Popen(command, env=inherited | variables, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            figures = Figures(**json.loads(line))
            own = "" if figures.cpu_database is None else f"{figures.cpu_database:.1f}"
            print(
                f"{figures.database:10} {figures.work:44} {figures.entries:9,} {figures.per_second:11,} "
                f"{figures.cpu:8.1f} {own:>9}",
                flush=True,
            )
            found.append(asdict(figures))
    if process.returncode:
        raise RuntimeError(f"the measurement on {database} ended with {process.returncode}")
    return found


class Inside:
    """The measurements, in a process that has the database set up."""

    def __init__(self, database: str, entries: int) -> None:
        from django.db import connection

        from relaas.application.preparing import prepare_database

        prepare_database()
        self.database, self.entries, self.connection = database, entries, connection
        self.actor = self._actor()
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE plain_entry AS SELECT * FROM access_entry")
            cursor.execute("CREATE UNIQUE INDEX plain_sequence ON plain_entry (sequence)")
            cursor.execute("CREATE INDEX plain_case ON plain_entry (case_id, sequence DESC)")
        self.plain = 0

    def run(self) -> None:
        """Everything, one after another."""
        from relaas.storage.log_chain import Durability

        relaxed, durable = Durability.RELAXED, Durability.DURABLE
        for name, durability, amount in (("relaxed", relaxed, ONE_BY_ONE), ("durable", durable, DURABLE)):
            self.measure(f"plain insert, {name}", amount, lambda n, d=durability: self.insert_plain(n, d))
            self.measure(f"chained entry, {name}", amount, lambda n, d=durability: self.append_each(n, d))
            several = f"chained entry, {name}, {WRITERS} writers"
            self.measure(several, amount, lambda n, d=durability: self.append_at_once(n, d), at_once=True)
        self.measure("a reading with its mandate check and line", ONE_BY_ONE, self.log_readings)
        self.measure("plain insert, by the batch", min(self.entries, 100_000), self.insert_batches)
        self.measure("chained entries, by the batch", self.entries, self.append_batches)
        self.measure("verified", self.last(), self.verify)

    def measure(self, work: str, amount: int, do: Callable[[int], None], *, at_once: bool = False) -> None:
        """How long it took, and what it cost. What several connections cost the database together is not seen."""
        begin, cpu, own = time.perf_counter(), time.process_time(), None if at_once else self.database_cpu()
        do(amount)
        seconds, used = time.perf_counter() - begin, time.process_time() - cpu
        own_then = None if at_once else self.database_cpu()
        figures = Figures(
            database=self.database,
            work=work,
            entries=amount,
            seconds=round(seconds, 2),
            per_second=round(amount / seconds),
            cpu=round(used / amount * 1e6, 1),
            cpu_database=None if own is None or own_then is None else round((own_then - own) / amount * 1e6, 1),
        )
        print(json.dumps(asdict(figures)), flush=True)

    def insert_plain(self, amount: int, durability: Any) -> None:
        """One row in one transaction, each."""
        from django.db import transaction

        from relaas.storage.log_chain import Durability, committing

        setting = "on" if durability is Durability.DURABLE else "off"
        with committing(durability):
            for _ in range(amount):
                with transaction.atomic(), self.connection.cursor() as cursor:
                    if self.database == "postgresql":
                        cursor.execute(f"SET LOCAL synchronous_commit = {setting}")
                    self._insert(cursor, 1)

    def insert_batches(self, amount: int) -> None:
        """Many rows in one transaction."""
        from django.db import transaction

        for start in range(0, amount, BATCH):
            with transaction.atomic(), self.connection.cursor() as cursor:
                for _ in range(0, min(BATCH, amount - start), 400):
                    self._insert(cursor, 400)

    def append_each(self, amount: int, durability: Any) -> None:
        """One entry in one transaction, each."""
        from relaas.storage.log_chain import append, committing

        for _ in range(amount):
            with committing(durability):
                append(entries=[self.entry()], durability=durability)

    def append_at_once(self, amount: int, durability: Any) -> None:
        """The same by several at once."""
        from django.db import connections

        def write() -> None:
            try:
                self.append_each(amount // WRITERS, durability)
            finally:
                connections.close_all()

        threads = [Thread(target=write) for _ in range(WRITERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def append_batches(self, amount: int) -> None:
        """Many entries in one transaction."""
        from relaas.storage.log_chain import Durability, append

        for start in range(0, amount, BATCH):
            entries = [self.entry() for _ in range(min(BATCH, amount - start))]
            append(entries=entries, durability=Durability.RELAXED)

    def log_readings(self, amount: int) -> None:
        """What every page pays for its line."""
        from relaas.application.log import Action, logged

        now = datetime.now(UTC)
        for _ in range(amount):
            with logged(actor=self.actor, action=Action.SEE_WORK, now=now, today=now.date(), reads_only=True) as line:
                line.purpose, line.grounds, line.categories = "protection", ("bw-1:302", "vc-b8/3.1"), ("family",)
                line.parts = tuple(range(1, 21))

    def verify(self, amount: int) -> None:
        """The whole log."""
        from relaas.application.auditing import verify_log

        verdict = verify_log(heads_seen={}, tell=lambda amount: None)
        assert (verdict.entries, verdict.fault) == (amount, None)

    def last(self) -> int:
        """The number of the last entry."""
        from relaas.application.auditing import count_entries

        return count_entries()

    def database_cpu(self) -> float | None:
        """What the database's own process for this connection used; None when it is this process."""
        if self.database == "sqlite":
            return None
        self.connection.ensure_connection()
        times = psutil.Process(self.connection.connection.info.backend_pid).cpu_times()
        return times.user + times.system

    def entry(self) -> Any:
        """An entry as a page with twenty passages writes it."""
        from relaas.application.log import Action, Line, entry_of
        from relaas.storage.models.access_log import Outcome

        line = Line(
            purpose="protection", grounds=("bw-1:302", "vc-b8/3.1"), categories=("family",), parts=tuple(range(1, 21))
        )
        return entry_of(self.actor, Action.SEE_CASE, datetime.now(UTC), line, Outcome.DONE)

    def _insert(self, cursor: Any, amount: int) -> None:
        at = self.connection.ops.adapt_datetimefield_value(datetime.now(UTC))
        values: list[Any] = []
        for _ in range(amount):
            self.plain += 1
            entry = self.entry()
            values += [self.plain, entry.format, at, *entry[2:], bytes(32), bytes(32)]
        row = f"({', '.join(['%s'] * (len(values) // amount))})"
        cursor.execute(f"INSERT INTO plain_entry VALUES {', '.join([row] * amount)}", values)

    def _actor(self) -> Any:
        from relaas.application.actors import actors_of
        from relaas.storage.models import Mandate, Organisation, Person

        person = Person.objects.create(username="reader", name="Meting")
        organisation = Organisation.objects.create(slug="place", name="Meting")
        today = datetime.now(UTC).date()
        Mandate.objects.create(person=person, organisation=organisation, role="guardian", from_on=today)
        return actors_of(person, today)[0]


def _inside(database: str, entries: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "relaas.config.settings"
    import django

    django.setup()
    Inside(database, entries).run()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        _inside(asked.inside, asked.entries)
    else:
        main(entries=asked.entries)
