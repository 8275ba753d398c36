"""What a database keeps of rows that were deleted or replaced, and getting rid of it as far as a program can."""

from django.db import connections

from relaas.storage.keystore.models import CaseKey
from relaas.storage.router import KEYSTORE

# A change of type to the same type, by an expression: the table is written anew with the rows that are there now.
# VACUUM FULL keeps every row that a transaction in any database of the server could still want to see.
_WRITE_ANEW = f"ALTER TABLE {CaseKey._meta.db_table} ALTER COLUMN master_version TYPE integer USING master_version + 0"


class TracesLeft(Exception):
    """Somebody else was reading, so that bytes of keys that were destroyed are still in the files. Try again later."""


def clear_traces() -> None:
    """Leave no byte of a destroyed key in the files of the key store. Raises TracesLeft.

    SQLite: it is overwritten when the write-ahead log goes into the file (``secure_delete``), and the log is emptied.
    PostgreSQL: the table is written anew with what is there, once nobody holds it; the server's own write-ahead log and
    every backup keep it until they expire. Not inside a transaction.
    """
    connection = connections[KEYSTORE]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_WRITE_ANEW)
            return
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, _, _ = cursor.fetchone()
    if busy:
        raise TracesLeft(
            "The key store is being read, so that its write-ahead log could not be emptied. "
            "Do it again: relaas keys finish-erasures"
        )
