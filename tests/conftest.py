"""What every test run needs: the database to run on, the browser, and that nothing is left out in silence.

Tests of the core run without Django when only they are asked for; every other run has it set up on a database
of its own, never on the one in ``var/``.
"""

import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests.support.chromium import FLAGS, find_chromium
from tests.support.postgres import PostgresqlDidNotStart, throwaway_postgresql
from tests.support.printer import has_printer

SETTINGS = "relaas.config.settings"
TESTS = Path(__file__).resolve().parent

# Tests in a folder of one of these names ask nothing of Django; a run of only such tests starts without it.
CORE = {"kernel", "procedure", "story", "capacity", "casework", "properties", "spec", "architecture"}

# How long an example takes depends on the machine, so it is never a reason to fail.
hypothesis.settings.register_profile("relaas", deadline=None, print_blob=True)
hypothesis.settings.register_profile("thorough", deadline=None, print_blob=True, max_examples=2000)
hypothesis.settings.load_profile("relaas")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        default="sqlite",
        help="the database to test on; postgresql starts a throw-away server",
    )


def pytest_configure(config: pytest.Config) -> None:
    # The processes of a parallel run inherit the environment that this makes once.
    if _is_parallel_worker(config) or _is_core_only(config.args):
        return
    # Ended from outside, a run still takes its server down with it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    stack = ExitStack()
    config.add_cleanup(stack.close)
    try:
        os.environ.update(_database_addresses(stack, database=config.getoption("--database")))
    except PostgresqlDidNotStart as error:
        raise pytest.UsageError(str(error)) from error
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    # The browser library runs an event loop in the test's thread, where Django then refuses to touch the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

    import django

    django.setup()


def pytest_report_header(config: pytest.Config) -> str:
    return f"relaas: database {config.getoption('--database')}, chromium {find_chromium() or 'missing'}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What needs a browser, a printer or PostgreSQL is left out without one; ``run_all`` names it."""
    missing = {
        marker
        for marker, is_there in (("browser", find_chromium), ("pdf", has_printer))
        if any(item.get_closest_marker(marker) for item in items) and not is_there()
    }
    if config.getoption("--database") == "sqlite":
        missing.add("postgresql")
    left_out = [item for item in items if any(item.get_closest_marker(marker) for marker in missing)]
    if not left_out:
        return
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A skipped test is an omission too."""
    if not os.environ.get("RELAAS_NO_OMISSIONS") or _is_parallel_worker(session.config):
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.stats.get("skipped") and session.exitstatus == pytest.ExitCode.OK:
        reporter.write_line("RELAAS_NO_OMISSIONS: skipped tests count as failures.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite is tested in a file, as it is used: in memory it knows no second process and no write-ahead log."""
    from django.conf import settings

    folder = tmp_path_factory.mktemp("database")
    for alias, database in settings.DATABASES.items():
        if database["ENGINE"].endswith("sqlite3"):
            database.setdefault("TEST", {})["NAME"] = str(folder / f"{alias}.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> None:
    """The databases of the tests; on PostgreSQL with the second lock and the role with which pages are served."""
    if request.config.getoption("--database") != "postgresql":
        return
    from django.conf import settings

    from tests.support.behind_lock import KEY, install_lock

    settings.RELAAS_LOCK_KEY = KEY
    with django_db_blocker.unblock():
        install_lock()


@pytest.fixture(autouse=True)
def behind_second_lock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL every use case runs as the application role; what a test itself asks, it asks as the owner."""
    if request.config.getoption("--database") != "postgresql" or "database" not in request.keywords:
        return
    from tests.support.behind_lock import put_behind_lock

    put_behind_lock(monkeypatch)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A running browser (playwright's ``Browser``)."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """An empty page in Dutch, without anything that an earlier test left in the browser."""
    context = chromium.new_context(locale="nl-NL", timezone_id="Europe/Amsterdam")
    yield context.new_page()
    context.close()


def _is_parallel_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def _is_core_only(arguments: list[str]) -> bool:
    asked_for = [Path(argument.split("::")[0]).absolute() for argument in arguments]
    files = [file for path in asked_for for file in (path.rglob("test_*.py") if path.is_dir() else [path])]
    # Where the checkout itself lies says nothing.
    return all(CORE & set(file.relative_to(TESTS).parts) for file in files if file.is_relative_to(TESTS))


def _database_addresses(stack: ExitStack, *, database: str) -> dict[str, str]:
    if database == "postgresql":
        server = stack.enter_context(throwaway_postgresql())
        return {"RELAAS_DATABASE_URL": server.url("relaas"), "RELAAS_KEYSTORE_URL": server.url("relaas_keystore")}
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="relaas-test-"))
    return {
        "RELAAS_DATABASE_URL": f"sqlite:///{folder}/relaas.sqlite3",
        "RELAAS_KEYSTORE_URL": f"sqlite:///{folder}/keystore.sqlite3",
    }
