"""A database as it was at an earlier migration. For tests of what a later one makes of what is there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg


@contextmanager
def older_database(folder: Path) -> Iterator[Any]:
    """An empty database of its own, called ``older``."""
    from django.db import connection, connections

    name = f"relaas_older_{os.getpid()}"
    settings = {**connection.settings_dict, "NAME": name}
    if connection.vendor == "sqlite":
        settings["NAME"] = str(folder / "older.sqlite3")
    _on_server(settings, f"CREATE DATABASE {name}")
    connections.settings["older"] = settings
    try:
        yield connections["older"]
    finally:
        connections["older"].close()
        del connections["older"], connections.settings["older"]
        _on_server(settings, f"DROP DATABASE {name}")


def migrate(database: Any, to: list[tuple[str, str]]) -> Any:
    """The models as they were at that step."""
    from django.db.migrations.executor import MigrationExecutor

    return MigrationExecutor(database).migrate(to).apps


def _on_server(settings: dict[str, Any], statement: str) -> None:
    from django.db import connection

    if connection.vendor == "postgresql":
        address = {name: settings[name.upper()] for name in ("host", "port", "user", "password")}
        with psycopg.connect(**address, dbname="postgres", autocommit=True) as server:
            server.execute(statement)
