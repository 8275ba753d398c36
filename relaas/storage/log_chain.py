"""Adding entries to the log and reading them as they stand: past the models, because every page waits for this."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import Enum
from itertools import islice
from typing import Any

from django.db import connection, transaction

from relaas.kernel.chain import NO_ENTRIES, Entry, Head, Link, linked


class Durability(Enum):
    """Whether what is committed survives a loss of power that comes at once. It always survives a crash of the program.

    RELAXED: the last moments before the loss can be gone, from the end of the log, never from its middle.
    DURABLE: it is on the disk, and everything that was committed before it too, before anybody is told.
    """

    RELAXED = "relaxed"
    DURABLE = "durable"


_COLUMNS = (
    "sequence", "format", "at", "action", "outcome", "detail", "person_id", "on_behalf_of_id", "mandate_id",
    "organisation_id", "role", "case_id", "purpose", "grounds", "categories", "parts", "sealed_reason", "processing",
    "trace", "source", "previous", "hash",
)  # fmt: skip
_ROW = f"({', '.join(['%s'] * len(_COLUMNS))})"
_INSERT = f"INSERT INTO access_entry ({', '.join(_COLUMNS)}) VALUES "  # noqa: S608 - the names stand above
# On SQLite a moment is text; what somebody put there instead must come to us as it is, and not stop the reading.
_READ = {
    vendor: f"SELECT {', '.join(_COLUMNS).replace(' at,', f' {at},')} FROM access_entry "  # noqa: S608
    "WHERE sequence > %s ORDER BY sequence LIMIT %s"
    for vendor, at in (("sqlite", "CAST(at AS TEXT)"), ("postgresql", "at"))
}
_HEAD = "SELECT sequence, hash FROM log_head WHERE id = 1"
# A deployment that waits for its replicas too asks more than "on", and keeps it.
_SETTING = "current_setting('synchronous_commit')"
_SYNCHRONOUS = {
    Durability.RELAXED: "'off'",
    Durability.DURABLE: f"CASE {_SETTING} WHEN 'off' THEN 'on' ELSE {_SETTING} END",
}
# One question for two things: how durable this transaction is, and where the log ends.
_HELD_HEAD = {
    durability: f"SELECT sequence, hash, set_config('synchronous_commit', {setting}, true) "  # noqa: S608
    "FROM log_head WHERE id = 1 FOR UPDATE"
    for durability, setting in _SYNCHRONOUS.items()
}
_FIRST_HEAD = "INSERT INTO log_head (id, sequence, hash) VALUES (1, %s, %s) ON CONFLICT DO NOTHING"
_AT_ONCE = 400
_BEFORE_ALL = -(2**63)


@contextmanager
def committing(durability: Durability) -> Iterator[None]:
    """Transactions that begin inside are this durable, if the entry they add is added with the same.

    SQLite can change this only between transactions, PostgreSQL only inside one: there ``append`` does it.
    """
    if connection.vendor != "sqlite" or durability is Durability.RELAXED or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA synchronous").fetchone()[0]
        cursor.execute("PRAGMA synchronous=FULL")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous={int(before)}")


def append(*, entries: Sequence[Entry], durability: Durability) -> None:
    """Add entries behind the last one. Nobody else adds any until this transaction ends, so let it be the last thing.

    Inside another transaction the entries stand or fall with it, and on SQLite are as durable as it is.
    """
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        links = linked(entries=entries, head=_held_head(cursor, durability))
        while some := list(islice(links, _AT_ONCE)):
            cursor.execute(_INSERT + ", ".join([_ROW] * len(some)), [value for link in some for value in _row(link)])


def head() -> Head | None:
    """Where the log says that it ends; None when it does not say."""
    with connection.cursor() as cursor:
        cursor.execute(_HEAD)
        row = cursor.fetchone()
    return None if row is None else Head(*row)


def entry_count() -> int:
    """How many entries there are, as far as the log says."""
    found = head()
    return found.sequence if found else 0


def read_links(*, after: int | None, amount: int) -> list[Link]:
    """The next entries behind a number (None: from the first on), as they stand, whether or not they are right."""
    with connection.cursor() as cursor:
        cursor.execute(_READ[connection.vendor], [_BEFORE_ALL if after is None else after, amount])
        rows = cursor.fetchall()
    return [_link(row) for row in rows]


def _held_head(cursor: Any, durability: Durability) -> Head:
    asked = _HELD_HEAD[durability] if connection.vendor == "postgresql" else _HEAD
    cursor.execute(asked)
    row = cursor.fetchone()
    if row is None:
        # The very first entry; of two that come at once, the second waits here.
        cursor.execute(_FIRST_HEAD, NO_ENTRIES)
        cursor.execute(asked)
        row = cursor.fetchone()
    return Head(row[0], row[1])


def _row(link: Link) -> tuple[Any, ...]:
    entry = link.entry
    at = connection.ops.adapt_datetimefield_value(entry.at)
    return (link.sequence, entry.format, at, *entry[2:], link.previous, link.hash)


def _link(row: tuple[Any, ...]) -> Link:
    sequence, format_, at, *said, previous, hash_ = row
    return Link(sequence, Entry._make((format_, _moment(at), *said)), previous, hash_)


def _moment(at: Any) -> Any:
    """The moment; what is none, as we write them, stays what it is, and its entry is then not what was written."""
    if isinstance(at, str):
        try:
            read = datetime.fromisoformat(at)
        except ValueError:
            return at
        return read.replace(tzinfo=UTC) if read.tzinfo is None else at
    return at
