"""``relaas database roles`` makes the role with which pages are served; the owner's name never reaches who serves."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

pytestmark = [pytest.mark.database, pytest.mark.postgresql]

PROGRAM = [sys.executable, "-W", "ignore", "-c", "from relaas.cli.main import main; main()"]
SERVES = "import relaas.config.wsgi; from django.conf import settings; print(settings.DATABASES['default']['USER'])"
ROLE = "pages_of_a_ministry"
PASSWORD = "verzonnen-wachtwoord"


@pytest.fixture(scope="module")
def owner(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a new database, as its owner, in which the role was made."""
    parts = urlsplit(os.environ["RELAAS_DATABASE_URL"])
    name = f"roles_{os.getpid()}"
    with psycopg.connect(parts.geturl(), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    return parts._replace(path=f"/{name}").geturl()


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("var")


def run(var: Path, *arguments: str, told: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("RELAAS_")}
    return subprocess.run(
        arguments,
        env=inherited | {"RELAAS_VAR": str(var), "COLUMNS": "200", **environment},
        input=told,
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_the_road_from_one_role_to_two(owner: str, var: Path) -> None:
    made = run(var, *PROGRAM, "database", "roles", ROLE, told=f"{PASSWORD}\n", RELAAS_DATABASE_URL=owner)
    assert made.returncode == 0, made.stderr
    again = run(var, *PROGRAM, "database", "roles", ROLE, RELAAS_DATABASE_URL=owner)
    assert again.returncode == 0, again.stderr

    parts = urlsplit(owner)
    pages = parts._replace(netloc=f"{ROLE}:{PASSWORD}@{parts.hostname}:{parts.port}").geturl()

    alone = run(var, *PROGRAM, "database", "prepare", RELAAS_DATABASE_URL=owner)
    assert "The second lock is open" in alone.stdout
    both = run(var, *PROGRAM, "database", "prepare", RELAAS_DATABASE_URL=pages, RELAAS_OWNER_URL=owner)
    assert "open" not in both.stdout, both.stdout
    assert "Nothing is left" in both.stdout, both.stderr
    only_pages = run(var, *PROGRAM, "database", "prepare", RELAAS_DATABASE_URL=pages)
    assert "Nothing is left" in only_pages.stdout, only_pages.stderr

    serving = run(var, sys.executable, "-c", SERVES, RELAAS_DATABASE_URL=pages, RELAAS_OWNER_URL=owner)
    assert serving.stdout.strip() == ROLE, serving.stderr


def test_a_role_that_the_lock_would_not_hold_is_refused(owner: str, var: Path) -> None:
    user = urlsplit(owner).username
    assert user is not None
    done = run(var, *PROGRAM, "database", "roles", user, RELAAS_DATABASE_URL=owner)
    assert done.returncode == 1
    assert "would not hold it" in done.stderr


def test_sqlite_has_no_roles(tmp_path: Path) -> None:
    done = run(tmp_path, *PROGRAM, "database", "roles", ROLE)
    assert done.returncode == 1
    assert "SQLite" in done.stderr
