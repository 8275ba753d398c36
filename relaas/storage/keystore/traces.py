"""What a database keeps of rows that were deleted or replaced, and getting rid of it as far as a program can."""

import re
from time import sleep
from typing import Any

from django.db import connections

from relaas.storage.keystore.models import CaseKey
from relaas.storage.router import KEYSTORE

_TRIES = 20
_PAUSE_SECONDS = 0.25
_KEPT = re.compile(r"(\d+) dead row versions cannot be removed yet")


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
            _write_anew(connection.connection, cursor)
            return
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, _, _ = cursor.fetchone()
    if busy:
        raise TracesLeft(
            "The key store is being read, so that its write-ahead log could not be emptied. "
            "Do it again: relaas keys finish-erasures"
        )


def _write_anew(raw: Any, cursor: Any) -> None:
    """A plain VACUUM can leave the bytes of a row in the free part of its page; a full one keeps rows that somebody who
    is still reading could see, and says how many."""
    said: list[str] = []

    def hear(notice: Any) -> None:
        said.append(f"{notice.message_primary} {notice.message_detail or ''}")

    raw.add_notice_handler(hear)
    try:
        for _ in range(_TRIES):
            said.clear()
            cursor.execute(f"VACUUM (FULL, VERBOSE) {CaseKey._meta.db_table}")
            if all(int(kept) == 0 for line in said for kept in _KEPT.findall(line)):
                return
            sleep(_PAUSE_SECONDS)
    finally:
        raw.remove_notice_handler(hear)
    raise TracesLeft(
        "The key store is being read, so that not every row could go. Do it again: relaas keys finish-erasures"
    )
