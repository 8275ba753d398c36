"""Taking away what keeps a database from being changed, as its owner could, and putting it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def without_triggers(connection: Any) -> Iterator[Any]:
    """A cursor while no trigger fires."""
    with connection.cursor() as cursor:
        restore = _switch_off(connection.vendor, cursor)
        yield cursor
        for statement in restore:
            cursor.execute(statement)


def _switch_off(vendor: str, cursor: Any) -> list[str]:
    """Switch the triggers off; the statements that switch them on again."""
    if vendor == "postgresql":
        cursor.execute("SET session_replication_role = replica")
        return ["SET session_replication_role = DEFAULT"]
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    triggers = cursor.fetchall()
    for name, _ in triggers:
        cursor.execute(f"DROP TRIGGER {name}")
    return [sql for _, sql in triggers]
