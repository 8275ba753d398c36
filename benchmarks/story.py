"""How fast a story of 300 passages comes to somebody who may read a part of it, beside an unrestricted reading.

``python -m benchmarks story``, on both databases; on PostgreSQL who is restricted reads behind the second lock, as the
application role. The account is read whole: every passage found by its label, opened, shown with its translation, and
the reading in the log. The unrestricted reading (``benchmarks/unrestricted``) shows the same page, made without asking
who looks: no mandate, no placement, no grant, no log.

Inside the program: the account as it is given to a page, and as a floor nothing but the rows, read and opened. Through
the pages: the whole page as a server sends it, alone, with eight who read what they got before asking further, and
with eight who do not. Server, database and readers share one machine.
"""

from __future__ import annotations

import gc
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.readers import (
    HEADING,
    LOADS,
    ROLE,
    Database,
    Deck,
    Figures,
    ask,
    figures_of,
    line,
    postgresql_database,
    sqlite_database,
)
from benchmarks.serving import relaas, running, sign_in

PASSAGES = 300
READINGS = 60
AIM_RATIO = 1.3
PASSWORD = "ooievaar-op-het-dak"
WARM_UP = 16
# Who sees all 300 by their categories, and who sees all because they took them down.
ACCOUNTS = ("police", "story_team")
UNRESTRICTED = "unrestricted"
RESULT = Path("var") / "benchmarks" / "story.json"
ROOT = Path(__file__).resolve().parent.parent
SAID = "ንሱ ናብ ገዛ ወሲዱኒ፣ ኣብኡ ድማ ካልኦት ቆልዑ ነይሮም። " * 8
MEANS = "Hij nam mij mee naar een huis en daar waren nog meer kinderen. " * 6


def main() -> dict[str, Any]:
    """Measure on both databases, print, and leave the figures in ``var/benchmarks/story.json``."""
    result: dict[str, Any] = {
        "passages": PASSAGES, "python": platform.python_version(), "cores": os.cpu_count(), "inside": {}, "figures": [],
        "ratios": [],
    }  # fmt: skip
    for opened in (sqlite_database, postgresql_database):
        with tempfile.TemporaryDirectory(prefix="relaas-story-") as place, opened(Path(place)) as database:
            inside = _in_a_process_of_its_own(database)
            result["inside"][database.name] = inside
            _show_inside(database.name, inside)
            _through_pages(database, Path(place), inside["number"], result)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return result


def _in_a_process_of_its_own(database: Database) -> dict[str, Any]:
    environment = {**os.environ, **database.owner}
    command = [sys.executable, "-c", "from benchmarks.story import build_and_read; build_and_read()"]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def build_and_read() -> None:
    """Make the people and the story, then read it in each way; print the milliseconds of one reading each."""
    from relaas.cli.serve import set_up_django

    set_up_django()
    from relaas.application.preparing import prepare_database

    prepare_database()
    number = _build()
    print(json.dumps({"number": number, **_readings(number)}))


def _build() -> str:
    from django.contrib.auth.hashers import make_password

    from relaas.storage.models.people import Person
    from tests.support.told_case import TOLD_ON_DAY, World, make_actors, open_integral, record_until, tell

    actors = make_actors()
    Person.objects.update(password=make_password(PASSWORD))
    world = World(actors, open_integral(actors, first_day=_first_day()), _first_day())
    words = tuple(
        ("perpetrators" if place % 2 else "route recruitment", f"{place} {SAID}", f"{place} {MEANS}")
        for place in range(PASSAGES)
    )
    tell(world, record_until(world, TOLD_ON_DAY), words=words)
    return world.number


def _first_day() -> Any:
    from datetime import timedelta

    from tests.functional.path import TODAY
    from tests.support.told_case import TOLD_ON_DAY

    return TODAY - timedelta(days=TOLD_ON_DAY + 20)


def _readings(number: str) -> dict[str, dict[str, float]]:
    """The median of each way to read, all ways in turn: milliseconds that it took, and of them the program's CPU."""
    ways = _ways(number)
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for name, (read, as_role) in ways.items():
        with as_role():
            assert read() == PASSAGES, name
    # As a server does once it has read what stays.
    gc.collect()
    gc.freeze()
    for _ in range(READINGS):
        for name, (read, as_role) in ways.items():
            with as_role():
                begin, busy = time.perf_counter(), time.process_time()
                read()
                taken[name].append((time.perf_counter() - begin, time.process_time() - busy))
    return {
        name: {
            "ms": round(statistics.median(took for took, _ in each) * 1000, 2),
            "cpu_ms": round(statistics.median(cpu for _, cpu in each) * 1000, 2),
        }
        for name, each in taken.items()
    }


def _ways(number: str) -> dict[str, tuple[Callable[[], int], Callable[[], Any]]]:
    """Each way to read, and as which role of the database."""
    from django.utils import timezone

    from benchmarks.unrestricted.reading import rows_of, whole_account
    from relaas.application.actors import actors_of
    from relaas.application.story.passages import opened_words
    from relaas.application.story.story_page import StoryPage, see_story
    from relaas.storage.models import Case, Person
    from relaas.storage.sealing import cipher_of

    today = timezone.localdate()
    actors = {name: actors_of(Person.objects.get(username=name), today)[0] for name in ACCOUNTS}

    def size(page: StoryPage) -> int:
        return sum(len(telling.passages) for telling in page.tellings)

    def rows_only() -> int:
        case = Case.objects.get(number=number)
        cipher = cipher_of(case_id=case.pk)
        return len([opened_words(row, cipher) for row in rows_of(case.pk)])

    restricted: dict[str, tuple[Callable[[], int], Callable[[], Any]]] = {
        name: (lambda actor=actor: size(see_story(actor=actor, number=number, today=today)), _application_role)
        for name, actor in actors.items()
    }
    return {
        "rows_only": (rows_only, _owner),
        UNRESTRICTED: (lambda: size(whole_account(number, today)), _owner),
        **restricted,
    }


@contextmanager
def _owner() -> Iterator[None]:
    yield


@contextmanager
def _application_role() -> Iterator[None]:
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLE}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


def _show_inside(database: str, inside: dict[str, Any]) -> None:
    plain, floor = inside[UNRESTRICTED]["ms"], inside["rows_only"]["ms"]
    print(f"{database}, inside the program: {PASSAGES} passages, ms a reading (of it CPU of the program)")
    for name in ("rows_only", UNRESTRICTED, *ACCOUNTS):
        took = inside[name]
        ratio = f"  {took['ms'] / plain:.2f} times unrestricted (aim {AIM_RATIO})" if name in ACCOUNTS else ""
        beside = f", {took['ms'] / floor:.2f} times the rows only" if name in ACCOUNTS else ""
        print(f"  {name:14}{took['ms']:>7.2f} ({took['cpu_ms']:.2f}){ratio}{beside}", flush=True)


def _through_pages(database: Database, place: Path, number: str, result: dict[str, Any]) -> None:
    settings = {"DJANGO_SETTINGS_MODULE": "benchmarks.unrestricted.settings"}
    print(HEADING, flush=True)
    plain = _served(database, place, {**database.owner, **settings}, {UNRESTRICTED: f"/zonder-deur/{number}/"})
    restricted = _served(database, place, database.environment, dict.fromkeys(ACCOUNTS, f"/zaken/{number}/verhaal/"))
    beside = {figures.load: figures for figures in plain}
    result["figures"] += [asdict(figures) for figures in (*plain, *restricted)]
    for figures in restricted:
        ratio = _ratio(figures, beside[figures.load])
        result["ratios"].append({"database": database.name, "account": figures.account, "load": figures.load, **ratio})
        said = ", ".join(f"{name} {value:.2f}" for name, value in ratio.items())
        print(f"{database.name:12}{figures.account:14}{figures.load:13} times unrestricted (aim {AIM_RATIO}): {said}")


def _served(database: Database, place: Path, environment: Any, addresses: dict[str, str]) -> list[Figures]:
    """The figures of each account at its address, under every load."""
    found = []
    most = max(load.users for load in LOADS)
    command = relaas("run", "--empty", "--port", "{port}")
    with running(command, cwd=ROOT, environment=environment, log=place / "log") as server:
        for account, address in addresses.items():
            signs_in = account if account in ACCOUNTS else ACCOUNTS[0]
            people = [sign_in(server.port, username=signs_in, password=PASSWORD) for _ in range(most)]
            ask(server.port, people, Deck([address], WARM_UP))
            for load in LOADS:
                found.append(figures_of(database, account, "story", people, [address], load, server))
                print(line(found[-1]), flush=True)
    return found


def _ratio(figures: Figures, beside: Figures) -> dict[str, float]:
    cpu, beside_cpu = (one.cpu_server + one.cpu_database for one in (figures, beside))
    return {
        "p50": round(figures.p50 / beside.p50, 2),
        "p95": round(figures.p95 / beside.p95, 2),
        "cpu": round(cpu / beside_cpu, 2),
    }


if __name__ == "__main__":
    main()
