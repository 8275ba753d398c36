"""The one way into a use case: one transaction, and one line in the log, also when it is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from time import time
from typing import NamedTuple

from django.db import transaction

from relaas.application.actors import Actor, holds
from relaas.application.origin import current_origin
from relaas.application.running import Program
from relaas.kernel.chain import CURRENT_FORMAT, Entry
from relaas.storage.log_chain import Durability, append, committing
from relaas.storage.models.access_log import Outcome
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
    SEE_READINGS = "see_readings"
    REBUILD_LISTS = "rebuild_lists"
    ROTATE_KEYS = "rotate_keys"
    RETIRE_KEY = "retire_key"
    ROTATE_INDEX = "rotate_index"
    FINISH_ERASURE = "finish_erasure"
    WITNESS_LOG = "witness_log"
    SEE_RETENTION = "see_retention"
    ERASE_CASE = "erase_case"
    SEE_CERTIFICATE = "see_certificate"
    SEE_STORY = "see_story"
    SEE_ACCESS = "see_access"
    RECORD_TELLING = "record_telling"
    WRITE_PASSAGES = "write_passages"
    LABEL_PASSAGE = "label_passage"
    CONFIRM_LABEL = "confirm_label"
    RELEASE_PASSAGE = "release_passage"
    SEE_ATTACHMENTS = "see_attachments"
    SEE_ATTACHMENT = "see_attachment"
    ADD_ATTACHMENT = "add_attachment"
    LABEL_ATTACHMENT = "label_attachment"
    CONFIRM_ATTACHMENT = "confirm_attachment"
    RELEASE_ATTACHMENT = "release_attachment"
    SEE_OWN_COPY = "see_own_copy"
    EXPORT_OWN_COPY = "export_own_copy"
    SEE_PASSAGE = "see_passage"
    CORRECT_PASSAGE = "correct_passage"
    SEARCH_ACCOUNT = "search_account"
    CODE_FACT = "code_fact"
    SEARCH_ACROSS = "search_across"
    ASK_QUESTION = "ask_question"
    SEE_QUESTIONS = "see_questions"
    FOLLOW_QUESTION = "follow_question"
    CONCLUDE = "conclude"
    SEE_FINDINGS = "see_findings"
    SEE_CONSENTS = "see_consents"
    RECORD_CONSENT = "record_consent"
    SEE_IDENTITY = "see_identity"
    WRITE_IDENTITY = "write_identity"
    SEE_REQUESTS = "see_requests"
    REQUEST_ACCESS = "request_access"
    DECIDE_REQUEST = "decide_request"
    REVIEW_EMERGENCY = "review_emergency"
    SEE_EMERGENCIES = "see_emergencies"
    MARK_NOTICE_SEEN = "mark_notice_seen"
    RECORD_SIGNAL = "record_signal"
    SAVE_REPORT = "save_report"
    SEE_REPORT = "see_report"
    DISCARD_REPORT = "discard_report"
    FORGET_REPORTS = "forget_reports"
    SEE_SIGNALS = "see_signals"
    SEE_ASSESSMENT = "see_assessment"
    SEE_MATCHING = "see_matching"
    SEE_CANDIDATES = "see_candidates"
    DECIDE_MATCH = "decide_match"
    UNDO_JOIN = "undo_join"
    SEE_REFLECTION = "see_reflection"
    EXPORT_LEAFLET = "export_leaflet"
    SEE_CODES = "see_codes"
    MAKE_CODE = "make_code"
    WITHDRAW_CODE = "withdraw_code"
    OPEN_CHILD_PAGE = "open_child_page"
    SEE_CHILD_PAGE = "see_child_page"
    EXPORT_CHILD_PAGE = "export_child_page"
    SEND_MESSAGE = "send_message"
    SEE_MESSAGES = "see_messages"
    ANSWER_MESSAGE = "answer_message"
    SEE_RISK = "see_risk"
    WRITE_RISK = "write_risk"
    SEE_LATE_RISKS = "see_late_risks"
    SEE_CAPACITY = "see_capacity"
    SEE_CAPACITY_TOTALS = "see_capacity_totals"
    RECORD_CAPACITY = "record_capacity"


class Kind(StrEnum):
    """What sort of use an action is."""

    READ = "read"
    WRITE = "write"
    BREAK_GLASS = "break_glass"
    EXPORT = "export"
    KEY_USE = "key_use"


class Use(NamedTuple):
    """The sort of an action, and the processing activity of the register (docs/how-to/audit.md) that it is part of."""

    kind: Kind
    processing: str


# What must never be lost waits for the disk; a page that was only looked at does not. Refused or done is all one.
DURABILITY = {
    Kind.READ: Durability.RELAXED,
    Kind.WRITE: Durability.DURABLE,
    Kind.BREAK_GLASS: Durability.DURABLE,
    Kind.EXPORT: Durability.DURABLE,
    Kind.KEY_USE: Durability.DURABLE,
}

USES = {
    Action.OPEN_CASE: Use(Kind.WRITE, "casework"),
    Action.SEE_CASE: Use(Kind.READ, "casework"),
    Action.SEE_WHAT_WAS_KNOWN: Use(Kind.READ, "casework"),
    Action.RECORD_ACT: Use(Kind.WRITE, "casework"),
    Action.CORRECT_ACT: Use(Kind.WRITE, "casework"),
    Action.SEE_WORK: Use(Kind.READ, "casework"),
    Action.SEE_CASES: Use(Kind.READ, "casework"),
    Action.SEE_READINGS: Use(Kind.READ, "oversight"),
    Action.REBUILD_LISTS: Use(Kind.KEY_USE, "maintenance"),
    Action.ROTATE_KEYS: Use(Kind.KEY_USE, "maintenance"),
    Action.RETIRE_KEY: Use(Kind.KEY_USE, "maintenance"),
    Action.ROTATE_INDEX: Use(Kind.KEY_USE, "maintenance"),
    Action.FINISH_ERASURE: Use(Kind.KEY_USE, "retention"),
    Action.WITNESS_LOG: Use(Kind.EXPORT, "oversight"),
    Action.SEE_RETENTION: Use(Kind.READ, "retention"),
    Action.ERASE_CASE: Use(Kind.KEY_USE, "retention"),
    Action.SEE_CERTIFICATE: Use(Kind.EXPORT, "retention"),
    Action.SEE_STORY: Use(Kind.READ, "account"),
    Action.SEE_ACCESS: Use(Kind.READ, "oversight"),
    Action.RECORD_TELLING: Use(Kind.WRITE, "account"),
    Action.WRITE_PASSAGES: Use(Kind.WRITE, "account"),
    Action.LABEL_PASSAGE: Use(Kind.WRITE, "account"),
    Action.CONFIRM_LABEL: Use(Kind.WRITE, "account"),
    Action.RELEASE_PASSAGE: Use(Kind.WRITE, "account"),
    Action.SEE_ATTACHMENTS: Use(Kind.READ, "account"),
    Action.SEE_ATTACHMENT: Use(Kind.READ, "account"),
    Action.ADD_ATTACHMENT: Use(Kind.WRITE, "account"),
    Action.LABEL_ATTACHMENT: Use(Kind.WRITE, "account"),
    Action.CONFIRM_ATTACHMENT: Use(Kind.WRITE, "account"),
    Action.RELEASE_ATTACHMENT: Use(Kind.WRITE, "account"),
    Action.SEE_OWN_COPY: Use(Kind.READ, "account"),
    Action.EXPORT_OWN_COPY: Use(Kind.EXPORT, "account"),
    Action.SEE_PASSAGE: Use(Kind.READ, "account"),
    Action.CORRECT_PASSAGE: Use(Kind.WRITE, "account"),
    Action.SEARCH_ACCOUNT: Use(Kind.READ, "account"),
    Action.CODE_FACT: Use(Kind.WRITE, "account"),
    Action.SEARCH_ACROSS: Use(Kind.READ, "account"),
    Action.ASK_QUESTION: Use(Kind.WRITE, "account"),
    Action.SEE_QUESTIONS: Use(Kind.READ, "account"),
    Action.FOLLOW_QUESTION: Use(Kind.WRITE, "account"),
    Action.CONCLUDE: Use(Kind.WRITE, "account"),
    Action.SEE_FINDINGS: Use(Kind.READ, "account"),
    Action.SEE_CONSENTS: Use(Kind.READ, "account"),
    Action.RECORD_CONSENT: Use(Kind.WRITE, "account"),
    Action.SEE_IDENTITY: Use(Kind.READ, "account"),
    Action.WRITE_IDENTITY: Use(Kind.WRITE, "account"),
    Action.SEE_REQUESTS: Use(Kind.READ, "oversight"),
    Action.REQUEST_ACCESS: Use(Kind.BREAK_GLASS, "account"),
    Action.DECIDE_REQUEST: Use(Kind.BREAK_GLASS, "account"),
    Action.REVIEW_EMERGENCY: Use(Kind.WRITE, "oversight"),
    Action.SEE_EMERGENCIES: Use(Kind.READ, "oversight"),
    Action.MARK_NOTICE_SEEN: Use(Kind.WRITE, "casework"),
    Action.RECORD_SIGNAL: Use(Kind.WRITE, "signalling"),
    Action.SAVE_REPORT: Use(Kind.WRITE, "signalling"),
    Action.SEE_REPORT: Use(Kind.READ, "signalling"),
    Action.DISCARD_REPORT: Use(Kind.WRITE, "signalling"),
    Action.FORGET_REPORTS: Use(Kind.KEY_USE, "retention"),
    Action.SEE_SIGNALS: Use(Kind.READ, "signalling"),
    Action.SEE_ASSESSMENT: Use(Kind.READ, "signalling"),
    Action.SEE_MATCHING: Use(Kind.READ, "matching"),
    Action.SEE_CANDIDATES: Use(Kind.READ, "matching"),
    Action.DECIDE_MATCH: Use(Kind.WRITE, "matching"),
    Action.UNDO_JOIN: Use(Kind.WRITE, "matching"),
    Action.SEE_REFLECTION: Use(Kind.READ, "casework"),
    Action.EXPORT_LEAFLET: Use(Kind.EXPORT, "casework"),
    Action.SEE_CODES: Use(Kind.READ, "casework"),
    Action.MAKE_CODE: Use(Kind.WRITE, "casework"),
    Action.WITHDRAW_CODE: Use(Kind.WRITE, "casework"),
    Action.OPEN_CHILD_PAGE: Use(Kind.READ, "casework"),
    Action.SEE_CHILD_PAGE: Use(Kind.READ, "casework"),
    Action.EXPORT_CHILD_PAGE: Use(Kind.EXPORT, "casework"),
    Action.SEND_MESSAGE: Use(Kind.WRITE, "casework"),
    Action.SEE_MESSAGES: Use(Kind.READ, "casework"),
    Action.ANSWER_MESSAGE: Use(Kind.WRITE, "casework"),
    Action.SEE_RISK: Use(Kind.READ, "casework"),
    Action.WRITE_RISK: Use(Kind.WRITE, "casework"),
    Action.SEE_LATE_RISKS: Use(Kind.READ, "oversight"),
    Action.SEE_CAPACITY: Use(Kind.READ, "capacity"),
    Action.SEE_CAPACITY_TOTALS: Use(Kind.READ, "capacity"),
    Action.RECORD_CAPACITY: Use(Kind.WRITE, "capacity"),
}

_WORDS = re.compile(r"[A-Za-z0-9][\w.:/-]{0,79}(?: [A-Za-z0-9][\w.:/-]{0,79})*", re.ASCII)
# A number, perhaps with a name or as a range, or the identifier of a row, which sorts by moment and tells nothing else.
_PART = r"(?:(?:[a-z][a-z0-9_-]{0,39}:)?\d+(?:-\d+)?|[0-9A-HJKMNP-TV-Z]{26})"
_PARTS = re.compile(f"{_PART}(?: {_PART})*", re.ASCII)


class Refused(Exception):
    """An answer that a use case foresees. Each refusal is a type of its own, next to the function that raises it."""


class MandateEnded(Refused):
    """The mandate under which somebody acts does not hold today, or is not theirs. Choose another or sign in again."""


class NoWordOfTheProgram(ValueError):
    """Something was to go into the log that can be a word of a case. The log holds identifiers and numbers only."""


@dataclass(slots=True)
class Line:
    """The line of the log that is being written: a use case says what it knows, as soon as it knows it.

    ``grounds`` are the rules that allow it, by their ids. ``parts`` say which parts, by number: ``3``, ``"3-7"``,
    ``"passages:12"``. ``sealed_reason`` is sealed under the key of the case. ``on_behalf_of`` is a person's id.
    ``others`` are lines of the same use about other cases: each case that was opened has one, so that who looks after
    that case finds it.
    """

    case: Case | None = None
    detail: str = ""
    purpose: str = ""
    grounds: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    parts: tuple[int | str, ...] = ()
    sealed_reason: bytes | None = None
    on_behalf_of: int | None = None
    others: tuple[Line, ...] = ()


@contextmanager
def logged(
    *, actor: Actor | Program, action: Action, now: datetime, today: date, reads_only: bool = False
) -> Iterator[Line]:
    """A transaction with its line in the log: both stand or neither does. A refusal undoes everything but its line.

    What only reads has nothing to undo and needs no transaction: it fails when its line cannot be written, before
    anything is given. Where one at a time can write, readers then wait for each other no longer than for a line.
    """
    line, durability = Line(detail=_detail_of(actor)), DURABILITY[USES[action].kind]
    own = pass_of(mandate_id=actor.mandate_id, at=now, today=today, writes=not reads_only, signed_at=time())
    with committing(durability), own:
        try:
            with nullcontext() if reads_only else transaction.atomic(durable=True):
                if isinstance(actor, Actor) and not holds(actor, today):
                    raise MandateEnded(f"The mandate as {actor.role} does not hold on {today}.")
                yield line
                entries = [entry_of(actor, action, now, each, Outcome.DONE) for each in (line, *line.others)]
                append(entries=entries, durability=durability)
        except Refused as refusal:
            line.detail = type(refusal).__name__
            append(entries=[entry_of(actor, action, now, line, Outcome.REFUSED)], durability=durability)
            raise


def note_refusal(*, actor: Actor | Program, action: Action, now: datetime, why: Exception) -> None:
    """Say in the log that what a line before announced could not be done; ``why`` is named by its type only."""
    durability, line = DURABILITY[USES[action].kind], Line(detail=type(why).__name__)
    with committing(durability):
        append(entries=[entry_of(actor, action, now, line, Outcome.REFUSED)], durability=durability)


def _detail_of(actor: Actor | Program) -> str:
    return actor.detail if isinstance(actor, Program) else ""


def entry_of(actor: Actor | Program, action: Action, now: datetime, line: Line, outcome: Outcome) -> Entry:
    """The entry for a line. Raises NoWordOfTheProgram."""
    origin = current_origin()
    return Entry(
        format=CURRENT_FORMAT,
        at=now,
        action=action.value,
        outcome=outcome.value,
        detail=_words("detail", (line.detail,) if line.detail else ()),
        person=actor.person_id,
        on_behalf_of=line.on_behalf_of,
        mandate=actor.mandate_id,
        organisation=actor.organisation_id,
        role=actor.role,
        case=None if line.case is None else line.case.pk,
        purpose=_words("purpose", (line.purpose,) if line.purpose else ()),
        grounds=_words("grounds", line.grounds),
        categories=_words("categories", line.categories),
        parts=_words("parts", [str(part) for part in line.parts], _PARTS),
        sealed_reason=line.sealed_reason,
        processing=USES[action].processing,
        trace=origin.trace,
        source=origin.source,
    )


def _words(field: str, words: Iterable[str], allowed: re.Pattern[str] = _WORDS) -> str:
    """The words with a space between. What was wrong with them is not told: it might be what must not be told."""
    found = tuple(words)
    joined = " ".join(found)
    if found and (joined.count(" ") != len(found) - 1 or not allowed.fullmatch(joined)):
        raise NoWordOfTheProgram(f"{field} of a line of the log must be identifiers; give the id, not what it says.")
    return joined
