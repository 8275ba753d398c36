"""Who read what: for one case, everybody who opened, changed or asked for it, when, and why they might."""

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
from relaas.application.log import Action, Refused, logged
from relaas.application.placed import placed_case
from relaas.application.work import CursorInvalid
from relaas.storage.models.access_log import AccessEntry, Outcome
from relaas.storage.models.cases import Case

PAGE = 50
_NONCE = 12
_PLACE_BYTES = 8


class ReadingsRefused(Refused):
    """Who read a case is not for this role to see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One use of a case. Without a person it was the program itself. ``detail``: which act, or why it was refused."""

    at: datetime
    action: str
    done: bool
    detail: str
    person: str | None
    on_behalf_of: str | None
    organisation: str | None
    role: str
    purpose: str
    grounds: tuple[str, ...]
    categories: tuple[str, ...]
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingsPage:
    """The uses of a case, latest first. ``next_cursor`` None: this is the last page."""

    number: str
    name: str
    readings: tuple[Reading, ...]
    next_cursor: str | None


def readings_of(*, actor: Actor, number: str, today: date, cursor: str | None = None) -> ReadingsPage:
    """Who used a case, for whom it is to see. Asking is logged like any other use, and is shown the next time.

    Raises NotFound, ReadingsRefused, CursorInvalid, MandateEnded.
    """
    with logged(actor=actor, action=Action.SEE_READINGS, now=timezone.now(), today=today, reads_only=True) as line:
        case = placed_case(actor=actor, number=number, today=today, line=line)
        if not may_see_who_read(actor):
            raise ReadingsRefused(f"{actor.role} may not see who read case {number}.")
        entries = AccessEntry.objects.filter(case=case).order_by("-sequence")
        if cursor:
            entries = entries.filter(sequence__lt=_opened(cursor, actor, case))
        found = list(entries.select_related("person", "on_behalf_of", "organisation")[: PAGE + 1])
    shown = found[:PAGE]
    return ReadingsPage(
        number=case.number,
        name=case.name,
        readings=tuple(map(_reading, shown)),
        next_cursor=_sealed(shown[-1].sequence, actor, case) if len(found) > PAGE else None,
    )


def may_see_who_read(actor: Actor) -> bool:
    """Whether the log of a case that is placed with the actor is theirs to see. To be asked of the law of access."""
    return actor.role in {"child", "lawyer", "privacy_officer"}


def _reading(entry: AccessEntry) -> Reading:
    return Reading(
        at=entry.at,
        action=entry.action,
        done=entry.outcome == Outcome.DONE,
        detail=entry.detail,
        person=None if entry.person is None else entry.person.name,
        on_behalf_of=None if entry.on_behalf_of is None else entry.on_behalf_of.name,
        organisation=None if entry.organisation is None else entry.organisation.name,
        role=entry.role,
        purpose=entry.purpose,
        grounds=tuple(entry.grounds.split()),
        categories=tuple(entry.categories.split()),
        parts=tuple(entry.parts.split()),
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
