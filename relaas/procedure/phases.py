"""Where a term can stand on a day: up to its last day in one phase, after it in another."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple, Self


class TermPhase(StrEnum):
    """``stopped``: an act ended it; ``idle``: nothing that the term bounds can happen any more."""

    RUNNING = "running"
    SUSPENDED = "suspended"
    MET = "met"
    MISSED = "missed"
    OVER = "over"
    STOPPED = "stopped"
    IDLE = "idle"


Phases = tuple[TermPhase, ...]


class Standing(NamedTuple):
    """The phases of a term up to and including its last day, after it, and when the known dates do not say which."""

    in_time: Phases
    past: Phases
    unsure: Phases

    @classmethod
    def of(cls, in_time: TermPhase, past: TermPhase) -> Self:
        """The standing of a term that is in the one phase until it ends, and then in the other."""
        return cls((in_time,), (past,), tuple(dict.fromkeys((in_time, past))))


IDLE: Final = Standing.of(TermPhase.IDLE, TermPhase.OVER)
OWED: Final = Standing.of(TermPhase.RUNNING, TermPhase.MISSED)
OPEN: Final = Standing.of(TermPhase.RUNNING, TermPhase.OVER)
DONE: Final = Standing.of(TermPhase.MET, TermPhase.MISSED)
STOPPED: Final = Standing.of(TermPhase.STOPPED, TermPhase.STOPPED)
SUSPENDED: Final = Standing.of(TermPhase.SUSPENDED, TermPhase.SUSPENDED)
