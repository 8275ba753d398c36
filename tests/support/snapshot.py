"""What stands in the databases, kept and put back: a world that takes a second to build is built once per process.

Putting back is adding rows: it asks for databases in which nobody and nothing stands yet, and every trigger and
constraint looks at the rows again. It holds as long as the keys are those with which the rows were sealed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connections, transaction

T = TypeVar("T")
# Moved along by a trigger when entries are added.
FOLLOWS = {"log_head"}
APPS = (("storage", "default"), ("keystore", "keystore"))


@dataclass(frozen=True)
class _Kept:
    """Per database and table the columns and the rows, and what was built."""

    rows: dict[tuple[str, str], tuple[list[str], list[tuple[Any, ...]]]]
    built: Any


_kept: dict[tuple[str, str], _Kept] = {}


def built_once(name: str, build: Callable[[], T]) -> T:
    """What ``build`` gives, with everything it writes: the first time by building it, later by putting the rows back.

    Where the databases are not empty, or other keys are in use, it is built.
    """
    if not _is_as_migrated():
        return build()
    key = (name, f"{settings.RELAAS_KEYS} {settings.RELAAS_LAW}")
    if key not in _kept:
        before = _rows()
        built = build()
        _kept[key] = _Kept(_added(before, _rows()), built)
        return built
    _put_back(_kept[key])
    return _kept[key].built  # type: ignore[no-any-return]


def _is_as_migrated() -> bool:
    """Nothing stands there, and the log is at its beginning; a database that was emptied by force has no such place."""
    from relaas.storage.models import AccessEntry, Case, LogHead, Person

    return LogHead.objects.exists() and not any(model.objects.exists() for model in (Person, Case, AccessEntry))


def _tables() -> Iterator[tuple[str, str]]:
    """Every table of the program, with its database."""
    for label, alias in APPS:
        for model in apps.get_app_config(label).get_models():
            if model._meta.managed and model._meta.db_table not in FOLLOWS:
                yield alias, model._meta.db_table


def _rows() -> dict[tuple[str, str], tuple[list[str], list[tuple[Any, ...]]]]:
    found = {}
    for alias, table in _tables():
        with connections[alias].cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
            found[alias, table] = ([column[0] for column in cursor.description], cursor.fetchall())
    return found


def _added(before: Any, after: Any) -> dict[tuple[str, str], tuple[list[str], list[tuple[Any, ...]]]]:
    return {
        place: (columns, [row for row in rows if row not in before[place][1]])
        for place, (columns, rows) in after.items()
        if rows != before[place][1]
    }


def _put_back(kept: _Kept) -> None:
    for (alias, table), (columns, rows) in kept.rows.items():
        names, holes = ", ".join(f'"{name}"' for name in columns), ", ".join(["%s"] * len(columns))
        with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({holes})", rows)
    for label, alias in APPS:
        models = [model for model in apps.get_app_config(label).get_models() if model._meta.managed]
        with connections[alias].cursor() as cursor:
            for statement in connections[alias].ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)
