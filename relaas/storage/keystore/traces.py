"""What a database keeps of rows that were deleted or replaced, and getting rid of it as far as a program can."""

from django.db import connections

from relaas.storage.keystore.models import CaseKey
from relaas.storage.router import KEYSTORE


class TracesLeft(Exception):
    """Somebody else was reading, so that bytes of keys that were destroyed are still in the files. Try again later."""


def clear_traces() -> None:
    """Leave no byte of a destroyed key in the files of the key store. Raises TracesLeft.

    SQLite: it is overwritten when the write-ahead log goes into the file (``secure_delete``), and the log is emptied.
    PostgreSQL: the table is written anew; the server's own write-ahead log and every backup keep it until they expire.
    Not inside a transaction.
    """
    connection = connections[KEYSTORE]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A plain VACUUM can leave the bytes of a row in the free part of its page.
            cursor.execute(f"VACUUM FULL {CaseKey._meta.db_table}")
            return
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, _, _ = cursor.fetchone()
    if busy:
        raise TracesLeft(
            "The key store is being read, so that its write-ahead log could not be emptied. "
            "Do it again: relaas keys finish-erasures"
        )
