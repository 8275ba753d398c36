"""The program behind the second lock: every use case runs as the application role. For tests on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

ROLE = "relaas_pages"
PASSWORD = "verzonnen-wachtwoord"
KEY = "dmVyem9ubmVuIHNsZXV0ZWwgdm9vciBkZSBwcm9ldmU="


def install_lock() -> None:
    """What preparing a database and making the role do, in the database of the tests."""
    from django.db import DatabaseError, transaction

    from relaas.application.preparing import named_categories
    from relaas.storage.roles import grant_to, make_role, role_exists
    from relaas.storage.second_lock import install

    install(categories=named_categories())
    if not role_exists(ROLE):
        try:
            with transaction.atomic():
                make_role(ROLE, PASSWORD)
        except DatabaseError:  # another process, with a database of its own on the same server, was first
            assert role_exists(ROLE)
    grant_to(ROLE)


@contextmanager
def pass_as_application_role(**given: Any) -> Iterator[None]:
    """As ``pass_of``; inside it, Django's connection may do what the role that serves pages may."""
    from django.db import connection

    from relaas.storage.second_lock import pass_of

    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLE}")
    try:
        with pass_of(**given):
            yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")
