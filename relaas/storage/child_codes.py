"""Codes of the child's page: made, found again by a keyed hash, and guarded against guessing.

Who has the database without the secret of the deployment can neither make a code nor try whether one is right. The
first digits of a code only say which code is being tried, so that guessing at one does not get easier by trying slowly.
"""

import hmac
import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from relaas.storage.models.child import ChildCode, WrongTries
from relaas.storage.second_lock import is_closed

DIGITS = 12
_BEGINNING = 4
MOST_OF_A_CODE = 5
MOST_OF_AN_ADDRESS = 40  # a whole reception centre comes from one address
PAUSE = timedelta(minutes=15)


def new_code() -> str:
    """A code that nobody can guess: digits only, so that every keyboard has them."""
    return "".join(secrets.choice("0123456789") for _ in range(DIGITS))


def as_digits(typed: str) -> str:
    """What was typed as a code: digits of any script, without anything else. Empty when it cannot be one."""
    found = "".join(str(unicodedata.digit(sign)) for sign in typed if unicodedata.digit(sign, None) is not None)
    return found if len(found) == DIGITS else ""


def digest_of(code: str) -> str:
    """What is kept of a code."""
    return _keyed("code", code)


def marks_of(code: str, address: str) -> tuple[str, str]:
    """As what a try is counted: the code that it is at, and the address that it comes from."""
    return _keyed("beginning", code[:_BEGINNING]), _keyed("address", address)


def find_code(digest: str) -> ChildCode | None:
    """The code of a hash. On PostgreSQL the database shows the row to who knows the hash, and to nobody else."""
    with transaction.atomic():
        if is_closed():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('relaas.code', %s, true)", [digest])
        return ChildCode.objects.filter(digest=digest).first()


def is_paused(marks: Sequence[str], now: datetime) -> bool:
    """Whether so much was tried that the next try has to wait. ``marks`` as ``marks_of`` gives them."""
    since = now - PAUSE
    of_code, of_address = marks
    tried = Q(of=of_code, amount__gte=MOST_OF_A_CODE) | Q(of=of_address, amount__gte=MOST_OF_AN_ADDRESS)
    return WrongTries.objects.filter(tried, last_at__gt=since).exists()


def count_wrong(marks: Iterable[str], now: datetime) -> None:
    """One more that was wrong."""
    for mark in marks:
        WrongTries.objects.get_or_create(of=mark, defaults={"last_at": now})
        WrongTries.objects.filter(of=mark).update(amount=F("amount") + 1, last_at=now)


def forget_wrong(marks: Iterable[str], now: datetime) -> None:
    """These count no more, nor does what is older than a day."""
    WrongTries.objects.filter(Q(of__in=list(marks)) | Q(last_at__lt=now - timedelta(days=1))).delete()


def working_codes(*, case_id: str, today: date) -> QuerySet[ChildCode]:
    """The codes of a case that still open something."""
    return ChildCode.objects.filter(case_id=case_id, last_day__gte=today, end__isnull=True)


def _keyed(what: str, text: str) -> str:
    secret = settings.SECRET_KEY.encode()
    return hmac.digest(secret, f"relaas child {what}|{text}".encode(), sha256).hex()
