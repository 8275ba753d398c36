"""Reporting invented signals in tests: one call, with what does not matter filled in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from relaas.kernel.when import When

# A Monday on which nothing else happens.
SIGNALLED_ON = date(2026, 3, 16)


def content(**given: Any) -> Any:
    """What a signal says; words by default, and no indicators."""
    from relaas.application.signals.content import Known, Sign, SignalContent

    if isinstance(given.get("heard_from"), str):
        given["heard_from"] = Known(given["heard_from"])
    signs = tuple(Sign(code=code, known=Known(known)) for code, known in given.pop("signs", {}).items())
    return SignalContent(
        **{"seen": "Proeftekst: stond te wachten bij een auto.", "on": When.exact(SIGNALLED_ON), **given}, signs=signs
    )


def report(
    actor: Any, *, at: datetime, number: str | None = None, key: str = "report-1", claimed: Any = None, **given: Any
) -> Any:
    """Send a signal: about the child of a case, or without a number about another child."""
    from relaas.application.signals.recording import record_signal_report

    return record_signal_report(
        actor=actor,
        number=number,
        content=content(**given),
        claimed=claimed or {},
        idempotency_key=key,
        now=at,
    )
