"""How fast a story of 300 passages comes to somebody who may read a part of it, beside a reading without any door.

``python -m benchmarks story``. Through the pages: p50 and p95 on both databases, alone and with eight at a time, with
decryption and the line of the log. Inside the program: `see_story` of police and of the story team, beside the same
passages read and opened without grants and without a log, in the same run.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.readers import (
    HEADING,
    LOADS,
    Database,
    Deck,
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
RESULT = Path("var") / "benchmarks" / "story.json"
ROOT = Path(__file__).resolve().parent.parent
SAID = "ንሱ ናብ ገዛ ወሲዱኒ፣ ኣብኡ ድማ ካልኦት ቆልዑ ነይሮም። " * 8
MEANS = "Hij nam mij mee naar een huis en daar waren nog meer kinderen. " * 6


def main() -> dict[str, Any]:
    """Measure on both databases, print, and leave the figures in ``var/benchmarks/story.json``."""
    result: dict[str, Any] = {
        "passages": PASSAGES, "python": platform.python_version(), "cores": os.cpu_count(), "inside": {}, "figures": [],
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
    environment = {**os.environ, **database.environment}
    command = [sys.executable, "-c", "from benchmarks.story import build_and_read; build_and_read()"]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def build_and_read() -> None:
    """Make the people and the story, then read it in three ways; print the milliseconds of CPU of one reading each."""
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


def _readings(number: str) -> dict[str, float]:
    from django.utils import timezone

    from relaas.application.actors import actors_of
    from relaas.application.story.passages import opened_words
    from relaas.application.story.story_page import see_story
    from relaas.storage.models import Passage, Person
    from relaas.storage.sealing import cipher_of

    today = timezone.localdate()
    actors = {name: actors_of(Person.objects.get(username=name), today)[0] for name in ACCOUNTS}

    def through_the_door(name: str) -> Callable[[], int]:
        def read() -> int:
            page = see_story(actor=actors[name], number=number, today=today)
            return sum(len(telling.passages) for telling in page.tellings)

        return read

    def without_a_door() -> int:
        passages = Passage.objects.filter(case__number=number).select_related("state", "telling").order_by("position")
        found = list(passages)
        cipher = cipher_of(case_id=found[0].case_id)
        return len([opened_words(passage, cipher) for passage in found])

    ways = {"without_a_door": without_a_door, **{name: through_the_door(name) for name in ACCOUNTS}}
    for read in ways.values():
        assert read() == PASSAGES
    taken = dict.fromkeys(ways, 0.0)
    for _ in range(READINGS):
        for name, read in ways.items():
            begin = time.perf_counter()
            read()
            taken[name] += time.perf_counter() - begin
    return {name: round(seconds / READINGS * 1000, 2) for name, seconds in taken.items()}


def _show_inside(database: str, inside: dict[str, Any]) -> None:
    plain = inside["without_a_door"]
    print(f"{database}: {PASSAGES} passages, ms a reading inside the program: {plain} without a door", end="")
    print("".join(f"; {name} {inside[name]} ({inside[name] / plain:.2f} times)" for name in ACCOUNTS), end="")
    print(f" (aim: {AIM_RATIO} times)", flush=True)


def _through_pages(database: Database, place: Path, number: str, result: dict[str, Any]) -> None:
    command = relaas("run", "--empty", "--port", "{port}")
    with running(command, cwd=ROOT, environment=database.environment, log=place / "log") as server:
        print(HEADING, flush=True)
        for account in ACCOUNTS:
            most = max(load.users for load in LOADS)
            people = [sign_in(server.port, username=account, password=PASSWORD) for _ in range(most)]
            addresses = [f"/zaken/{number}/verhaal/"]
            ask(server.port, people, Deck(addresses, WARM_UP))
            for load in LOADS:
                figures = figures_of(database, account, "story", people, addresses, load, server)
                print(line(figures), flush=True)
                result["figures"].append(asdict(figures))


if __name__ == "__main__":
    main()
