"""The program behind the second lock: on PostgreSQL its connection becomes the application role. On SQLite nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

ROLE = "relaas_pages"
PASSWORD = "verzonnen-wachtwoord"  # noqa: S105


def install_lock() -> None:
    """What preparing a database does for the lock, and the role, in the database of the tests."""
    from django.db import connection

    from relaas.application.law import access_law
    from relaas.storage.roles import grant_to, make_role, role_exists
    from relaas.storage.second_lock import install

    if connection.vendor != "postgresql":
        return
    law = access_law()
    install(categories={name: law.mask([name]) for name in law.information.categories})
    if not role_exists(ROLE):
        make_role(ROLE, PASSWORD)
    grant_to(ROLE)


@contextmanager
def as_application_role() -> Iterator[None]:
    """Inside, Django's connection may do what the role that serves pages may."""
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLE}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
