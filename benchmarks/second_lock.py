"""What the second lock costs: one account of 300 passages, read by the police and by the child's side, on PostgreSQL.

As the owner of the tables nothing is locked; as the application role every row is asked for. CPU time of this process
and time in the database are told apart.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.support.postgres import throwaway_postgresql

PASSAGES = 300
READERS = ("child", "police")
ROUNDS = 30
# Of what the lock itself asks: the three tables that a page of the account joins.
ASKED = (
    "SELECT p.*, s.*, t.* FROM passage p JOIN passage_state s ON s.passage_id = p.id "
    "JOIN telling t ON t.id = p.telling_id WHERE p.case_id = %s ORDER BY p.position"
)


def main() -> None:
    """Print the figures; nothing without a PostgreSQL server."""
    with throwaway_postgresql() as server:
        os.environ["RELAAS_DATABASE_URL"] = server.url("relaas")
        os.environ["RELAAS_KEYSTORE_URL"] = server.url("relaas_keystore")
        os.environ["DJANGO_SETTINGS_MODULE"] = "relaas.config.settings"
        import django

        django.setup()
        _measure()


def _measure() -> None:
    from relaas.application.preparing import prepare_database
    from tests.support.behind_lock import install_lock
    from tests.support.told_case import TOLD_ON_DAY, World, make_actors, open_integral, record_until, tell

    prepare_database()
    install_lock()
    actors = make_actors()
    world = World(actors, open_integral(actors))
    kinds = ("family", "recruitment", "perpetrators", "health")
    words = [(kinds[number % 4], "ቃል " * 30, "Een woord. " * 30) for number in range(PASSAGES)]
    tell(world, record_until(world, TOLD_ON_DAY), words=words)
    at = world.at(TOLD_ON_DAY + 1)
    for reader in READERS:
        open_ = _cpu(lambda reader=reader: _see(world, reader, at))
        planned_open, executed_open = _explained(world, reader, at)
        with _as_application_role():
            locked = _cpu(lambda reader=reader: _see(world, reader, at))
            planned, executed = _explained(world, reader, at)
        print(
            f"{reader}: {_shown(world, reader, at)} of {PASSAGES} passages\n"
            f"  the page, CPU of the program: {open_:.1f} ms without the lock, {locked:.1f} ms behind it\n"
            f"  the query of the account: {planned_open:.1f} + {executed_open:.1f} ms (plan, run) without the lock, "
            f"{planned:.1f} + {executed:.1f} ms behind it"
        )
    with _as_application_role():
        print(f"a pass, shown and withdrawn: {_cpu(lambda: _pass_only(world, at)):.2f} ms (CPU of the program)")


def _see(world: Any, reader: str, at: Any) -> Any:
    from relaas.application.story.story_page import see_story

    return see_story(actor=world.actors[reader], number=world.number, today=at.date(), now=at)


def _shown(world: Any, reader: str, at: Any) -> int:
    return sum(len(telling.passages) for telling in _see(world, reader, at).tellings)


def _pass_only(world: Any, at: Any) -> None:
    from relaas.storage.second_lock import pass_of

    with pass_of(**_given(world, "police", at)):
        pass


def _given(world: Any, reader: str, at: Any) -> dict[str, Any]:
    mandate = world.actors[reader].mandate_id
    return {"mandate_id": mandate, "at": at, "today": at.date(), "writes": False, "signed_at": time.time()}


def _explained(world: Any, reader: str, at: Any) -> tuple[float, float]:
    """Milliseconds to plan and to run the query of the account, medians."""
    from django.db import connection

    from relaas.storage.models.cases import Case
    from relaas.storage.second_lock import narrow_to, pass_of

    times = []
    with pass_of(**_given(world, reader, at)), connection.cursor() as cursor:
        case = Case.objects.get(number=world.number).pk
        narrow_to(case_id=case)
        for _ in range(ROUNDS):
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {ASKED}", [case])
            (plan,) = cursor.fetchone()[0]
            times.append((plan["Planning Time"], plan["Execution Time"]))
        if os.environ.get("SHOW_PLAN"):
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {ASKED}", [case])
            print("\n".join(line for (line,) in cursor.fetchall()))
    return statistics.median(one for one, _ in times), statistics.median(two for _, two in times)


def _cpu(work: Callable[[], Any]) -> float:
    """Milliseconds of CPU of this process, the median of many."""
    times = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        work()
        times.append((time.process_time() - begin) * 1000)
    return statistics.median(times)


@contextmanager
def _as_application_role() -> Iterator[None]:
    from django.db import connection

    from tests.support.behind_lock import ROLE

    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLE}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
