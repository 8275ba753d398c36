"""The pages, asked by Django's client, or through a real browser at a real server."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.functional.path import TODAY

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with invented people and no cases, on a database of its own."""
    with served(tmp_path_factory.mktemp("site")) as (address, _):
        yield address


@pytest.fixture
def reflecting_site(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of a server with one case, of a child in reflection that told its story, and the case's number."""
    with served(tmp_path, "reflecting") as (address, rest):
        yield address, rest[0]


@contextmanager
def served(var: Path, *arguments: str) -> Iterator[tuple[str, list[str]]]:
    """A server with a database in the folder ``var``: its address, and what else ``tests.functional.serve`` said."""
    ours = {"RELAAS_VAR": str(var)}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("RELAAS_")}
    command = [sys.executable, "-W", "ignore", "-m", "tests.functional.serve", "0", *arguments]
    server = subprocess.Popen(command, cwd=ROOT, env=inherited | ours, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        word, port, *rest = server.stdout.readline().split()
        assert word == "ready"
        yield f"http://127.0.0.1:{port}", rest
    finally:
        server.terminate()
        server.wait()


def visits_of(rest: list[str]) -> list[dict[str, str]]:
    """The pages to visit, of a server that was asked for them."""
    return json.loads(Path(rest[0]).read_text(encoding="utf-8"))  # type: ignore[no-any-return]


@pytest.fixture
def world(db: None) -> None:
    """Invented organisations and people."""
    from tests.functional.world import make_world

    make_world()


@pytest.fixture
def sign_in(world: None) -> Callable[[str], Any]:
    """A client that is signed in as the person of that name."""

    def signed_in(username: str) -> Any:
        from django.test import Client

        from relaas.storage.models.people import Person

        client = Client(headers={"accept-language": "nl"})
        client.force_login(Person.objects.get(username=username))
        return client

    return signed_in


@pytest.fixture
def actor(world: None) -> Callable[[str], Any]:
    """The actor behind a username, to prepare a case with."""

    def found(username: str) -> Any:
        from relaas.application.actors import actors_of
        from relaas.storage.models.people import Person

        return actors_of(Person.objects.get(username=username), TODAY)[0]

    return found


@pytest.fixture
def opened(actor: Callable[[str], Any]) -> str:
    """The number of an integral case that began a hundred days ago, in which nothing was recorded yet."""
    from relaas.application.opening import open_case

    day = TODAY - timedelta(days=100)
    return open_case(
        actor=actor("police"), line_or_regime="integral", on=day, reason="Proef.", idempotency_key="opened"
    ).number
