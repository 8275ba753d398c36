"""The program behind the second lock: every use case runs as the application role. For tests on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import pytest

# Use cases of commands that look after whole databases; those work as the owner of the tables.
AS_OWNER = (
    "relaas.application.auditing",
    "relaas.application.erasing",
    "relaas.application.rebuilding",
    "relaas.application.reindexing",
    "relaas.application.retention",
)
ROLE = "relaas_pages"
PASSWORD = "verzonnen-wachtwoord"
_is_owner: ContextVar[bool] = ContextVar("_is_owner", default=False)
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


def put_behind_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on every use case runs as the application role; what a test itself asks, it asks as the owner."""
    monkeypatch.setattr("relaas.application.log.pass_of", pass_as_application_role)
    for module in AS_OWNER:
        monkeypatch.setattr(f"{module}.logged", _logged_as_owner)


@contextmanager
def _logged_as_owner(**given: Any) -> Iterator[Any]:
    from relaas.application.log import logged

    kept = _is_owner.set(True)
    try:
        with logged(**given) as line:
            yield line
    finally:
        _is_owner.reset(kept)


@contextmanager
def pass_as_application_role(**given: Any) -> Iterator[None]:
    """As ``pass_of``; inside it, Django's connection may do what the role that serves pages may."""
    from django.db import connection

    from relaas.storage.second_lock import pass_of

    if _is_owner.get():
        with pass_of(**given):
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLE}")
    try:
        with pass_of(**given):
            yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")
