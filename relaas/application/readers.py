"""Who read what: for one case, everybody who opened or asked for it, when, and why they might.

Who supervises sees every use, with the names of people and what was done. To everybody else a use is a role at an
organisation, and only reading is told: that something was written can be what they may not know.
"""

import base64
import binascii
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.door import Door, enter
from relaas.application.log import USES, Action, Kind, logged
from relaas.application.oversight import READINGS, supervises
from relaas.application.story.asking import QUESTIONS_OF_INVESTIGATION
from relaas.application.work import CursorInvalid
from relaas.kernel.law_file import Text
from relaas.storage.models.access_log import AccessEntry, Outcome
from relaas.storage.models.cases import Case
from relaas.story.access import Verb

PAGE = 50
# Of these the child's side sees only what is about questions that it may see.
ABOUT_QUESTIONS = (Action.ASK_QUESTION, Action.SEE_QUESTIONS, Action.FOLLOW_QUESTION)
_NONCE = 12
_PLACE_BYTES = 8
_WRITING = [action.value for action, use in USES.items() if use.kind is Kind.WRITE]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One use of a case. Without an organisation it was the program itself.

    ``person``, ``on_behalf_of``, ``detail`` (which act, or why it was refused) and ``parts`` are for who supervises.
    ``purpose_withheld``: it was for a purpose that may not reach the child's side; then no ground is told either.
    """

    at: datetime
    action: str
    done: bool
    detail: str
    person: str | None
    on_behalf_of: str | None
    organisation: str | None
    role: str
    purpose: str
    purpose_withheld: bool
    grounds: tuple[str, ...]
    categories: tuple[str, ...]
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingsPage:
    """The uses of a case, latest first. ``next_cursor`` None: this is the last page. ``names_people``: for who reads it
    to supervise. ``why_withheld`` is the ground on which a purpose is kept back."""

    number: str
    name: str
    readings: tuple[Reading, ...]
    next_cursor: str | None
    names_people: bool
    why_withheld: Text


def readings_of(
    *, actor: Actor, number: str, today: date, cursor: str | None = None, now: datetime | None = None
) -> ReadingsPage:
    """Who used a case, for whom it is to see. Asking is logged like any other use, and is shown the next time.

    That the investigation asks something of the child is shown to who supervises only, not to the child's side.

    Raises NotFound, CaseErased, CaseExpired, NotGranted, CursorInvalid, MandateEnded.
    """
    now = now or timezone.now()
    with logged(actor=actor, action=Action.SEE_READINGS, now=now, today=today, reads_only=True) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line)
        door.require(Verb.READ, READINGS)
        to_supervise = supervises(door)
        entries = AccessEntry.objects.filter(case=door.case).order_by("-sequence")
        if not to_supervise:
            entries = entries.exclude(action__in=_WRITING)
            entries = entries.exclude(action__in=ABOUT_QUESTIONS, categories__in=("", QUESTIONS_OF_INVESTIGATION))
        if cursor:
            entries = entries.filter(sequence__lt=_opened(cursor, actor, door.case))
        found = list(entries.select_related("person", "on_behalf_of", "organisation")[: PAGE + 1])
    shown = found[:PAGE]
    return ReadingsPage(
        number=door.case.number,
        name=door.case.name,
        readings=tuple(_reading(door, entry, supervises=to_supervise) for entry in shown),
        next_cursor=_sealed(shown[-1].sequence, actor, door.case) if len(found) > PAGE else None,
        names_people=to_supervise,
        why_withheld=door.why_withheld,
    )


def _reading(door: Door, entry: AccessEntry, *, supervises: bool) -> Reading:
    purpose = door.law.information.purposes.get(entry.purpose)
    is_withheld = not supervises and purpose is not None and purpose.secret
    categories = [one for one in entry.categories.split() if supervises or one != QUESTIONS_OF_INVESTIGATION]
    return Reading(
        at=entry.at,
        action=entry.action,
        done=entry.outcome == Outcome.DONE,
        detail=entry.detail if supervises else "",
        person=entry.person.name if supervises and entry.person is not None else None,
        on_behalf_of=entry.on_behalf_of.name if supervises and entry.on_behalf_of is not None else None,
        organisation=None if entry.organisation is None else entry.organisation.name,
        role=entry.role,
        purpose="" if is_withheld else entry.purpose,
        purpose_withheld=is_withheld,
        grounds=() if is_withheld else tuple(entry.grounds.split()),
        categories=() if is_withheld else tuple(categories),
        parts=tuple(entry.parts.split()) if supervises else (),
    )


def _sealed(sequence: int, actor: Actor, case: Case) -> str:
    """A place in this list, for this actor. Sealed, because the number of an entry tells how busy all others are."""
    nonce = secrets.token_bytes(_NONCE)
    sealed = _cipher().encrypt(nonce, sequence.to_bytes(_PLACE_BYTES, "big"), _bound(actor, case))
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def _opened(cursor: str, actor: Actor, case: Case) -> int:
    try:
        sealed = base64.urlsafe_b64decode(cursor)
        return int.from_bytes(_cipher().decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(actor, case)), "big")
    except (InvalidTag, binascii.Error, ValueError):
        raise CursorInvalid(f"{cursor} is no place in this list.") from None


def _cipher() -> AESGCM:
    return AESGCM(hmac.digest(settings.SECRET_KEY.encode(), b"relaas place in the log", "sha256"))


def _bound(actor: Actor, case: Case) -> bytes:
    return f"{actor.mandate_id}|{case.pk}".encode()
