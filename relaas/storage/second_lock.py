"""The second lock behind the door: on PostgreSQL the database gives and takes rows of a case only on a signed pass.

A pass says under which mandate, at which moment, to read only or to write too, and, once a case is entered, in which
one. It holds for one connection and a short time. Whoever can run SQL as the application role but has not the key
cannot make one, or alter the one that is there. The door still decides what is shown; on SQLite it is the only lock.
"""

import hmac
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import Cursor

from relaas.storage.master_keys import decoded, make_secret

SECONDS = 120
_BLOCK = 64  # of SHA-256, by which HMAC (RFC 2104) pads its key
_SHOW = (
    "SELECT row_security_active('passage'), set_config('relaas.pass', %s, false), "
    "CASE WHEN row_security_active('passage') THEN relaas_lock.mandate() IS NOT NULL ELSE true END"
)


class PassRefused(Exception):
    """The database does not know the key with which this program signs its passes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """What a pass says. ``case_id`` empty: no case is entered yet, and lists across cases are open."""

    mandate_id: int
    at: datetime
    today: date
    writes: bool
    case_id: str = ""

    def signed(self, *, backend: int, expires: int, key: bytes) -> str:
        """As the database reads it, for one of its connections, until so many seconds after 1970."""
        said = (
            "relaas-pass-1",
            backend,
            expires,
            self.mandate_id,
            self.at.isoformat(),
            self.today.isoformat(),
            "writes" if self.writes else "reads",
            self.case_id,
        )
        text = "|".join(map(str, said))
        return f"{text}|{hmac.digest(key, text.encode(), sha256).hex()}"


@dataclass(frozen=True, slots=True)
class _Shown:
    given: Pass
    expires: int
    is_bound: bool


_shown: ContextVar[_Shown | None] = ContextVar("_shown", default=None)


@contextmanager
def pass_of(*, mandate_id: int | None, at: datetime, today: date, writes: bool, signed_at: float) -> Iterator[None]:
    """Inside, the database gives what this mandate opens. Afterwards the connection opens nothing.

    ``signed_at`` is what the clock says, in seconds after 1970; the pass holds for two minutes from then. Without a
    mandate nothing is opened: that is for the program itself, which works as the owner of the tables. Begin it outside
    a transaction, so that a refusal that is rolled back can still be written down. Raises PassRefused.
    """
    if connection.vendor != "postgresql" or mandate_id is None:
        yield
        return
    outer = _shown.set(_show(Pass(mandate_id=mandate_id, at=at, today=today, writes=writes), int(signed_at) + SECONDS))
    try:
        yield
    finally:
        _shown.reset(outer)
        _withdraw()


def narrow_to(*, case_id: str) -> None:
    """From here on the pass opens this one case, if its bearer works on it, and no list across cases."""
    shown = _shown.get()
    if shown is not None:
        _shown.set(_show(replace(shown.given, case_id=case_id), shown.expires))


def widen() -> None:
    """From here on the pass opens lists across cases again, and no case."""
    narrow_to(case_id="")


def next_position_behind_lock() -> int | None:
    """The place of the next passage of the case of the pass, counting those that its bearer may not see. None where no
    rows are hidden, and anybody can count them."""
    shown = _shown.get()
    if shown is None or not shown.is_bound:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT relaas_lock.next_position()")
        return int(cursor.fetchone()[0])


def is_closed(asked: BaseDatabaseWrapper | None = None) -> bool:
    """Whether a connection (this program's) is held by the lock: it owns no tables and passes by no rule."""
    used = asked or connection
    if used.vendor != "postgresql":
        return False
    with used.cursor() as cursor:
        cursor.execute("SELECT row_security_active('passage')")
        return bool(cursor.fetchone()[0])


def install(*, categories: Mapping[str, int]) -> None:
    """Give the database the key that it checks passes with, and the categories that its rules name. As the owner."""
    if connection.vendor != "postgresql":
        return
    key = lock_key().ljust(_BLOCK, b"\0")
    blocks = [bytes(byte ^ pad for byte in key) for pad in (0x36, 0x5C)]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO relaas_lock.signing_key (inner_block, outer_block) VALUES (%s, %s) "
            "ON CONFLICT (id) DO UPDATE SET inner_block = excluded.inner_block, outer_block = excluded.outer_block",
            blocks,
        )
        cursor.executemany(
            "INSERT INTO relaas_lock.category (name, mask) VALUES (%s, %s) "
            "ON CONFLICT (name) DO UPDATE SET mask = excluded.mask",
            list(categories.items()),
        )


def lock_key() -> bytes:
    """The key that signs passes, made when there is none yet. Raises MasterKeyInvalid."""
    if settings.RELAAS_LOCK_KEY:
        return decoded(settings.RELAAS_LOCK_KEY, "RELAAS_LOCK_KEY")
    file = Path(settings.RELAAS_KEYS) / "lock.key"
    if not file.exists():
        make_secret(file)
    return decoded(file.read_text(encoding="ascii"), str(file))


def _show(given: Pass, expires: int) -> _Shown:
    connection.ensure_connection()
    backend: Any = connection.connection
    text = given.signed(backend=backend.info.backend_pid, expires=expires, key=lock_key())
    # Bound on the server: written into the statement, the pass would show in pg_stat_activity to every other session
    # of the role, and could be used again there where it was shown.
    with connection.wrap_database_errors, Cursor(backend) as cursor:
        row: Any = cursor.execute(_SHOW, [text]).fetchone()
    is_bound, _, is_known = row
    if not is_known:
        raise PassRefused(
            "The database does not accept the pass of this program: its key (lock.key in RELAAS_KEYS, or "
            "RELAAS_LOCK_KEY) is not the one that the database was prepared with, or their clocks differ by more than "
            f"{SECONDS} seconds. Prepare the database with `relaas database prepare`, with this key."
        )
    return _Shown(given, expires, is_bound)


def _withdraw() -> None:
    """Leave no pass on the connection. One from which it cannot be taken is not used again."""
    if connection.connection is None or connection.needs_rollback:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('relaas.pass', '', false)")
    except DatabaseError:
        connection.close()
