"""Making a database ready for use: its tables, its keys, and, in an empty one, the demonstration."""

from collections.abc import Iterator
from contextlib import suppress

from django.core.management import call_command
from django.db import DatabaseError, connections
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from relaas.application.erasing import TracesLeft, finish_erasures
from relaas.application.law import access_law
from relaas.application.running import AT_START
from relaas.storage.blind_index import IndexKeyMissing, ensure_index_key
from relaas.storage.keystore.rotation import check_master_keys
from relaas.storage.keystore.wrapping import KeyWrong
from relaas.storage.master_keys import MasterKeyInvalid, MasterKeyMissing, ensure_master_key
from relaas.storage.second_lock import install, is_closed

ALIASES = ("default", "keystore")


class SchemaTooNew(Exception):
    """The database was made by a newer program; this one must not touch it."""


class SchemaNotMigrated(Exception):
    """The tables that are there cannot be brought up to what this program needs."""


class KeysUnusable(Exception):
    """A key that opens the cases or finds things in them is missing, or is not the right one."""


class DatabaseUnreachable(Exception):
    """There is no database where it should be, or what is there is none."""


def prepare_database() -> int:
    """Bring the tables up to date, make the keys, and finish erasures that were broken off; how many steps that took.

    The owner of the tables also gives the second lock what it checks with.
    Raises DatabaseUnreachable, SchemaTooNew, SchemaNotMigrated, KeysUnusable.
    """
    steps = sum(_migrate(alias) for alias in ALIASES)
    try:
        if not is_closed():
            install(categories=named_categories())
        ensure_master_key()
        ensure_index_key()
        check_master_keys()
    except (MasterKeyInvalid, MasterKeyMissing, IndexKeyMissing, KeyWrong) as error:
        raise KeysUnusable(str(error)) from error
    # Somebody who reads now leaves the rest to the next start or to `relaas keys finish-erasures`.
    with suppress(TracesLeft):
        finish_erasures(actor=AT_START, now=timezone.now())
    return steps


def named_categories() -> dict[str, int]:
    """The categories of the law of access, each as a set of one, for the rules of the second lock that name one."""
    law = access_law()
    return {name: law.mask([name]) for name in law.information.categories}


def _migrate(alias: str) -> int:
    connection = connections[alias]
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as error:
        raise DatabaseUnreachable(f"The database {_place(alias)} cannot be used: {_line(error)}") from error
    newer = sorted(_unknown(executor))
    if newer:
        raise SchemaTooNew(
            f"The database {_place(alias)} was made by a newer Relaas (it has {newer[0]}). "
            "Use that one, or another database."
        )
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        try:
            call_command("migrate", database=alias, interactive=False, verbosity=0)
        except (DatabaseError, InconsistentMigrationHistory) as error:
            raise SchemaNotMigrated(
                f"The database {_place(alias)} is of another make and cannot be brought up to date: {_line(error)}"
            ) from error
    return len(plan)


def _unknown(executor: MigrationExecutor) -> Iterator[str]:
    """Steps that the database went through and that this program does not know."""
    known = executor.loader.disk_migrations
    apps = executor.loader.migrated_apps
    for app, name in executor.loader.applied_migrations:
        if app in apps and (app, name) not in known:
            yield f"{app}.{name}"


def _place(alias: str) -> str:
    return str(connections[alias].settings_dict["NAME"])


def _line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
