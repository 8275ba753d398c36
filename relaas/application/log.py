"""The one way into a use case: one transaction, and one line in the log, also when it is refused."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from time import time

from django.db import transaction

from relaas.application.actors import Actor, holds
from relaas.storage.models.access_log import AccessEntry, Outcome
from relaas.storage.models.cases import Case
from relaas.storage.second_lock import pass_of


class Action(StrEnum):
    """What somebody did or wanted to do."""

    OPEN_CASE = "open_case"
    SEE_CASE = "see_case"
    SEE_WHAT_WAS_KNOWN = "see_what_was_known"
    RECORD_ACT = "record_act"
    CORRECT_ACT = "correct_act"
    SEE_WORK = "see_work"
    SEE_CASES = "see_cases"
    SEE_STORY = "see_story"
    SEE_ACCESS = "see_access"
    RECORD_TELLING = "record_telling"
    WRITE_PASSAGES = "write_passages"
    LABEL_PASSAGE = "label_passage"
    CONFIRM_LABEL = "confirm_label"
    RELEASE_PASSAGE = "release_passage"
    SEE_RETENTION = "see_retention"
    ERASE_CASE = "erase_case"
    SEE_CERTIFICATE = "see_certificate"


class Refused(Exception):
    """An answer that a use case foresees. Each refusal is a type of its own, next to the function that raises it."""


class MandateEnded(Refused):
    """The mandate under which somebody acts does not hold today, or is not theirs. Choose another or sign in again."""


@dataclass(slots=True)
class Line:
    """The line of the log that is being written: a use case says which case it is about, as soon as it knows."""

    case: Case | None = None
    detail: str = ""
    purpose: str = ""
    grounds: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    parts: tuple[str | int, ...] = ()
    sealed_reason: bytes | None = None


@contextmanager
def logged(*, actor: Actor, action: Action, now: datetime, today: date, reads_only: bool = False) -> Iterator[Line]:
    """A transaction with its line in the log: both stand or neither does. A refusal undoes everything but its line.

    What only reads has nothing to undo and needs no transaction: it fails when its line cannot be written, before
    anything is given. Where one at a time can write, readers then wait for each other no longer than for a line.
    """
    line = Line()
    with pass_of(mandate_id=actor.mandate_id, at=now, today=today, writes=not reads_only, signed_at=time()):
        try:
            with nullcontext() if reads_only else transaction.atomic(durable=True):
                if not holds(actor, today):
                    raise MandateEnded(f"The mandate as {actor.role} does not hold on {today}.")
                yield line
                _write(actor, action, now, line, Outcome.DONE)
        except Refused as refusal:
            line.detail = type(refusal).__name__
            _write(actor, action, now, line, Outcome.REFUSED)
            raise


def _write(actor: Actor, action: Action, now: datetime, line: Line, outcome: Outcome) -> None:
    AccessEntry.objects.create(
        at=now,
        action=action,
        outcome=outcome,
        detail=line.detail,
        person_id=actor.person_id,
        mandate_id=actor.mandate_id,
        organisation_id=actor.organisation_id,
        role=actor.role,
        case=line.case,
    )
