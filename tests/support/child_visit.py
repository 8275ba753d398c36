"""A child at its own page, for tests: the guardian makes a code, and the child types it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.support.told_case import World


def code_for(world: World, *, language: str = "ti", key: str = "code", now: datetime | None = None) -> Any:
    """A code that the guardian of the case just made."""
    from relaas.application.child.codes import make_code

    return make_code(
        actor=world.actors["guardian"], number=world.number, language=language, idempotency_key=key, now=now
    )


def visit_to(world: World, *, language: str = "ti", key: str = "code", now: datetime | None = None) -> Any:
    """The child, having typed such a code."""
    from relaas.application.child.codes import open_with_code

    digits = code_for(world, language=language, key=key, now=now).digits
    return open_with_code(typed=digits, address="192.0.2.1", now=now)
