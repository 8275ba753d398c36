"""Exact look-up of phone numbers, document numbers and names that are stored sealed.

Beside a sealed value stands a short keyed fingerprint of it (HMAC-SHA-256). Who has the database without the index key
cannot make one. The fingerprint is cut so short that some other value can have the same: a look-up gives places where
it may stand, and whoever asked opens them to see whether it does.
"""

import hmac
import os
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

import phonenumbers
from django.conf import settings
from django.db.models import Count

from relaas.storage.master_keys import decoded, given_keys, make_secret
from relaas.storage.models.blind_index import BlindIndexEntry
from relaas.storage.models.cases import Case
from relaas.storage.sealing import Kind

# 2 to the power 32 values: each has a few telephone numbers of the world, so that key and fingerprint prove none.
SIZE = 4
HOME = "NL"
_FILE = re.compile(r"index-([1-9][0-9]{0,5})\.key")


class IndexKind(StrEnum):
    """What can be looked up. The value is part of the fingerprint: never change one, only add."""

    PHONE = "phone"
    DOCUMENT = "document"
    NAME = "name"
    PLATE = "plate"


class IndexKeyGiven(Exception):
    """The index key comes from the environment, which a program cannot change."""


class NothingToLookUp(ValueError):
    """What was given is no value of its kind: no telephone number, or nothing but punctuation."""


class IndexKeyMissing(Exception):
    """There are index entries, and the key that made them is not there: nothing could be found any more."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: open it with the key of the case to see what."""

    case_id: str
    sealed_as: Kind
    place: str


def normal_forms(kind: IndexKind, text: str) -> tuple[str, ...]:
    """What of a text is looked up: one form, or for a name one for each of its parts. Raises NothingToLookUp.

    A telephone number is written in full (a number without a country is Dutch); the number of a document or a plate in
    capitals, without spaces and marks; the parts of a name without difference between capitals and small letters.
    """
    forms = _FORMS[kind](text)
    if not forms:
        raise NothingToLookUp(f"There is no {kind} in what was given.")
    return forms


def add_to_index(*, case: Case, kind: IndexKind, text: str, sealed_as: Kind, place: int | str) -> None:
    """Let a value be found. Call it in the transaction in which the value itself is stored. Raises NothingToLookUp."""
    version, key = _newest_key()
    BlindIndexEntry.objects.bulk_create(
        [
            BlindIndexEntry(
                case=case,
                kind=kind,
                key_version=version,
                value=fingerprint(key, kind, form),
                sealed_as=sealed_as,
                place=str(place),
            )
            for form in normal_forms(kind, text)
        ],
        ignore_conflicts=True,
    )


def look_up(*, kind: IndexKind, text: str) -> tuple[Place, ...]:
    """Every place where the value may stand; of a name, where all of its parts may. Raises NothingToLookUp.

    A place is no answer yet: the caller opens it, compares ``normal_forms``, and checks that its reader may know.
    """
    found: set[Place] = set()
    for version, key in _keys().items():
        parts = (_places(kind, version, fingerprint(key, kind, form)) for form in normal_forms(kind, text))
        found |= set.intersection(*parts)
    return tuple(sorted(found, key=lambda place: (place.case_id, place.sealed_as, place.place)))


def forget_place(*, case: Case, place: Place, before: int) -> None:
    """Take away what an older key than this version wrote of a place, in the transaction that writes it anew."""
    rows = BlindIndexEntry.objects.filter(case=case, sealed_as=place.sealed_as, place=place.place)
    rows.exclude(key_version=before).delete()


def kinds_behind(*, case_id: str, version: int) -> dict[Place, set[IndexKind]]:
    """Every place of a case that an older key still stands for, with what can be looked up there."""
    rows = BlindIndexEntry.objects.filter(case_id=case_id).exclude(key_version=version).order_by("pk")
    found: dict[Place, set[IndexKind]] = {}
    for kind, sealed_as, place in rows.values_list("kind", "sealed_as", "place"):
        found.setdefault(Place(case_id, Kind(sealed_as), place), set()).add(IndexKind(kind))
    return found


def cases_behind(*, version: int) -> tuple[str, ...]:
    """The cases of which an older key than this version still stands for something."""
    rows = BlindIndexEntry.objects.exclude(key_version=version).order_by("case_id")
    return tuple(rows.values_list("case_id", flat=True).distinct())


def index_key_states() -> dict[int, int]:
    """How many entries each version of the index key wrote, lowest version first."""
    counts = BlindIndexEntry.objects.values_list("key_version").annotate(entries=Count("pk")).order_by()
    return dict(sorted((dict.fromkeys(_keys(), 0) | dict(counts)).items()))


def newest_index_version() -> int:
    """The version of the index key that writes new entries."""
    return _newest_key()[0]


def make_index_key() -> int:
    """Make a key after the newest; its version. From now on it writes new entries. Raises IndexKeyGiven."""
    if settings.RELAAS_INDEX_KEY:
        raise IndexKeyGiven(
            "The index key comes from the environment: name another first in RELAAS_INDEX_KEY (2:<base64> before "
            "1:<base64>) on every server, and restart it."
        )
    version = newest_index_version() + 1
    make_secret(_folder() / f"index-{version}.key")
    return version


def forget_case(*, case: Case) -> None:
    """Let nothing of a case be found any more."""
    BlindIndexEntry.objects.filter(case=case).delete()


def fingerprint(key: bytes, kind: IndexKind, form: str) -> bytes:
    """What stands in the index for a normal form. The kind is in it: equal values of two kinds do not match."""
    return hmac.digest(key, f"relaas {kind}|{form}".encode(), sha256)[:SIZE]


def ensure_index_key() -> None:
    """Make the index key on a first start. Never makes another while there are entries. Raises IndexKeyMissing."""
    if _keys():
        return
    file = _folder() / "index-1.key"
    if BlindIndexEntry.objects.exists():
        raise IndexKeyMissing(
            f"The key file {file} is missing, and there are values that can only be found with it. Put it back from "
            "its backup, or give the key in RELAAS_INDEX_KEY."
        )
    make_secret(file)


def _newest_key() -> tuple[int, bytes]:
    ensure_index_key()
    keys = _keys()
    # In the environment the first one named is the newest; of files the highest.
    newest = next(iter(keys)) if settings.RELAAS_INDEX_KEY else max(keys)
    return newest, keys[newest]


def _keys() -> dict[int, bytes]:
    if settings.RELAAS_INDEX_KEY:
        return given_keys(settings.RELAAS_INDEX_KEY, "RELAAS_INDEX_KEY")
    folder = _folder()
    names = os.listdir(folder) if folder.is_dir() else []
    return {
        int(match[1]): decoded((folder / name).read_text(encoding="ascii"), name)
        for name in names
        if (match := _FILE.fullmatch(name))
    }


def _folder() -> Path:
    return Path(settings.RELAAS_KEYS)


def _places(kind: IndexKind, version: int, value: bytes) -> set[Place]:
    rows = BlindIndexEntry.objects.filter(kind=kind, key_version=version, value=value)
    return {Place(case, Kind(sealed_as), place) for case, sealed_as, place in _columns(rows)}


def _columns(rows) -> Iterable[tuple[str, str, str]]:  # type: ignore[no-untyped-def]
    return rows.values_list("case_id", "sealed_as", "place")


def _phone(text: str) -> tuple[str, ...]:
    try:
        number = phonenumbers.parse(text, HOME)
    except phonenumbers.NumberParseException:
        return ()
    if not phonenumbers.is_possible_number(number):
        return ()
    return (phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),)


def _document(text: str) -> tuple[str, ...]:
    kept = "".join(sign for sign in unicodedata.normalize("NFKC", text).upper() if sign.isalnum())
    return (kept,) if kept else ()


def _name(text: str) -> tuple[str, ...]:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    # Letters, digits and the marks that belong to letters make a part; spaces and punctuation divide.
    parts = "".join(sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in folded).split()
    return tuple(dict.fromkeys(parts))


_FORMS = {
    IndexKind.PHONE: _phone,
    IndexKind.DOCUMENT: _document,
    IndexKind.NAME: _name,
    IndexKind.PLATE: _document,
}
