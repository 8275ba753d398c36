"""An invented law, invented people, and a database that may be emptied although it refuses to be."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.older import older_database
from tests.support.seen import seen_now
from tests.support.triggers import without_triggers

HERE = Path(__file__).parent
TODAY = date(2026, 5, 20)


@pytest.fixture(scope="session", autouse=True)
def emptying_between_tests() -> Iterator[None]:
    """Tests that commit empty the database afterwards; for that moment its refusal to be emptied is taken away."""
    from django.test import TransactionTestCase

    emptied = TransactionTestCase._fixture_teardown

    def empty_all_the_same(case: Any) -> None:
        from django.db import connection

        with without_triggers(connection):
            emptied(case)

    TransactionTestCase._fixture_teardown = empty_all_the_same
    yield
    TransactionTestCase._fixture_teardown = emptied


@pytest.fixture
def older(tmp_path: Path, django_db_blocker: Any) -> Iterator[Any]:
    """An empty database of its own, to bring to an earlier migration and on."""
    with django_db_blocker.unblock(), older_database(tmp_path) as database:
        yield database


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(autouse=True)
def invented_law(settings: Any, keys: Path) -> None:
    settings.RELAAS_LAW = HERE / "law"
    settings.RELAAS_KEYS = keys


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the evening of the day on which the tests play."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment(TODAY, 20))


@pytest.fixture
def today() -> date:
    return TODAY


@pytest.fixture
def now() -> Any:
    """The moment at which things are recorded, if a test does not say otherwise: noon in Amsterdam."""
    return moment(TODAY)


def moment(day: date, hour: int = 12) -> Any:
    from datetime import datetime

    from relaas.kernel.moments import AMSTERDAM

    return datetime(day.year, day.month, day.day, hour, tzinfo=AMSTERDAM)


def make_people() -> dict[str, Any]:
    """Per username the actor: an asker and an answerer in the north, others in the south, and one who only watches."""
    from relaas.application.actors import actors_of
    from relaas.storage.models.people import Mandate, Organisation, Person, RoleDefault

    north = Organisation.objects.create(slug="north", name="Noord (verzonden)")
    south = Organisation.objects.create(slug="south", name="Zuid (verzonden)")
    for role in ("asker", "answerer"):
        RoleDefault.objects.create(role=role, organisation=north)
    found = {}
    for username, role, organisation in (
        ("asker", "asker", north),
        ("colleague", "asker", north),
        ("answerer", "answerer", north),
        ("southern", "answerer", south),
        ("watcher", "watcher", north),
        ("keeper", "keeper", north),
    ):
        person = Person.objects.create(username=username, name=f"{username} (verzonden)")
        Mandate.objects.create(person=person, organisation=organisation, role=role, from_on=date(2020, 1, 1))
        (found[username],) = actors_of(person, TODAY)
    return found


@pytest.fixture
def people(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The people, in whichever kind of database the test asked for."""
    return make_people()


@pytest.fixture
def open_request(people: dict[str, Any], now: Any) -> Callable[..., str]:
    """Open a case under the invented law; its number."""
    from relaas.application.opening import open_case

    def opened(*, on: date = TODAY - timedelta(days=30), by: str = "asker", key: str = "open-1", **more: Any) -> str:
        case = open_case(
            actor=people[by], line_or_regime="request", on=on, reason="Toets.", idempotency_key=key, now=now, **more
        )
        return case.number

    return opened


@pytest.fixture
def ask(people: dict[str, Any], now: Any) -> Callable[..., Any]:
    """Record the first act of a case."""
    from relaas.application.recording import record_act
    from relaas.kernel.when import When

    def asked(number: str, *, on: date | When = TODAY - timedelta(days=10), **more: Any) -> Any:
        given = {
            "actor": people["asker"],
            "number": number,
            "act": "ask",
            "on": on if isinstance(on, When) else When.exact(on),
            "answers": {"urgent": True},
            "form": {"question": "Mag ik kanariegeel weten?"},
            "idempotency_key": "ask-1",
            "now": now,
        }
        asked = {**given, **more}
        return record_act(**{"seen": seen_now(actor=asked["actor"], number=number, now=now), **asked})

    return asked
