"""Who waits for whom in the key store: making keys, looking whether a master key is still used, and rotating."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections, transaction

from relaas.storage.keystore.models import CaseKey
from relaas.storage.router import KEYSTORE

# Any number that nothing else in the key store's database uses.
_ROTATION = 9_790_317


class RotationRuns(Exception):
    """Another process is rotating the keys of this key store."""


@contextmanager
def making_keys() -> Iterator[None]:
    """A transaction in which keys are made. Choose the master key inside it: then no rotation overlooks the new keys,
    and no master key is retired between the choice and the writing."""
    with _locked("ROW EXCLUSIVE"):
        yield


@contextmanager
def no_keys_made() -> Iterator[None]:
    """Wait for everybody who is making keys; until the end nobody begins."""
    with _locked("SHARE"):
        yield


@contextmanager
def one_rotation() -> Iterator[None]:
    """Only one process at a time, also when the one before was killed. Raises RotationRuns."""
    connection = connections[KEYSTORE]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_ROTATION])
            if not cursor.fetchone()[0]:
                raise _already_running()
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_ROTATION])
        return
    place = Path(f"{connection.settings_dict['NAME']}.rotating")
    with place.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _already_running() from None
        yield


@contextmanager
def _locked(mode: str) -> Iterator[None]:
    # On SQLite the transaction itself waits for every other writer.
    with transaction.atomic(using=KEYSTORE):
        connection = connections[KEYSTORE]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {CaseKey._meta.db_table} IN {mode} MODE")
        yield


def _already_running() -> RotationRuns:
    return RotationRuns(
        "The keys are being rotated already, by another process. Wait until it is done; `relaas keys status` shows how "
        "far it is."
    )
