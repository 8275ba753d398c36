"""Whether the second lock holds the pages, and the database role that it holds."""

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.utils import ConnectionHandler, ProgrammingError

from relaas.application.preparing import DatabaseUnreachable
from relaas.storage.roles import RoleTooStrong, grant_to, make_role, role_exists
from relaas.storage.second_lock import is_closed as is_closed


class NoRoles(Exception):
    """The database has no roles (SQLite), or this connection may not make them. The message says which."""


def lock_stands_open() -> bool:
    """Whether the pages reach a PostgreSQL database past the second lock. Raises DatabaseUnreachable."""
    serving = ConnectionHandler({"default": settings.RELAAS_SERVING_DATABASE})["default"]
    if serving.vendor != "postgresql":
        return False
    try:
        return not is_closed(serving)
    except OperationalError as error:
        raise DatabaseUnreachable(f"The role of RELAAS_DATABASE_URL cannot be used: {error}".strip()) from error
    finally:
        serving.close()


def needs_password(role: str) -> bool:
    """Whether the role must still be made. Raises NoRoles."""
    if connection.vendor != "postgresql":
        raise NoRoles("This database is SQLite, which has no roles; the second lock is for PostgreSQL.")
    return not role_exists(role)


def make_application_role(*, role: str, password: str | None) -> None:
    """Make the role with which pages are served when there is none yet, and give it what it needs. Raises NoRoles."""
    try:
        with transaction.atomic():
            if password is not None:
                make_role(role, password)
            grant_to(role)
    except (RoleTooStrong, ProgrammingError) as error:
        raise NoRoles(str(error).strip().splitlines()[0]) from error
