"""What is written in a case, under a key of that case alone. Destroying the key erases it, in every copy.

AES-256-GCM. First a version byte, then the nonce, then the sealed bytes. The place of what is sealed (case and number)
is bound in: moved to another case or another number, it does not open.
"""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from relaas.storage.keystore.models import CaseKey
from relaas.storage.master_keys import ensure_master_key, master_key

_VERSION = b"\x01"
_NONCE = 12
_KEY = 32


class KeyDestroyed(Exception):
    """The key of the case is not in the key store: what was written in the case cannot be read any more."""


class SealBroken(Exception):
    """What is stored does not open with the key of its case at its place: it was changed or moved."""


class Kind(StrEnum):
    """What can be sealed in a case. The value is bound into what is sealed: never change one, only add."""

    ACT = "act"
    CASE = "case"
    PASSAGE = "passage"
    TELLING = "telling"
    FACT = "fact"
    QUESTION = "question"
    FINDING = "finding"
    IDENTITY = "identity"
    ATTACHMENT = "attachment"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class CaseCipher:
    """Seals and opens what is written in one case."""

    case_id: str
    cipher: AESGCM

    def seal(self, *, place: int | str, content: dict[str, Any], kind: Kind = Kind.ACT) -> bytes:
        """The content, readable only with this key and at this place of the case."""
        plain = json.dumps(content, default=_written, ensure_ascii=False, separators=(",", ":")).encode()
        return _seal(self.cipher, plain, self._bound(kind, place))

    def open(self, *, place: int | str, sealed: bytes, kind: Kind = Kind.ACT) -> dict[str, Any]:
        """The content again. Raises SealBroken."""
        plain = _open(self.cipher, sealed, self._bound(kind, place))
        content: dict[str, Any] = json.loads(plain, object_hook=_read)
        return content

    def _bound(self, kind: Kind, place: int | str) -> bytes:
        return f"relaas {kind}|{self.case_id}|{place}".encode()


def make_key(*, case_id: str, now: datetime) -> CaseCipher:
    """A new key for a case that does not exist yet.

    The key is kept before the case is: a key without a case is harmless, a case without its key would be lost.
    """
    ensure_master_key()
    key = secrets.token_bytes(_KEY)
    CaseKey.objects.create(case_id=case_id, wrapped=_wrap(case_id, key), created_at=now)
    return CaseCipher(case_id, AESGCM(key))


def make_keys(*, case_ids: Iterable[str], now: datetime) -> dict[str, CaseCipher]:
    """New keys for many cases at once."""
    ensure_master_key()
    keys = {case_id: secrets.token_bytes(_KEY) for case_id in case_ids}
    CaseKey.objects.bulk_create(
        [CaseKey(case_id=case_id, wrapped=_wrap(case_id, key), created_at=now) for case_id, key in keys.items()],
        batch_size=500,
    )
    return {case_id: CaseCipher(case_id, AESGCM(key)) for case_id, key in keys.items()}


def cipher_of(*, case_id: str) -> CaseCipher:
    """The key of a case. Raises KeyDestroyed."""
    return ciphers_of(case_ids=[case_id])[case_id]


def ciphers_of(*, case_ids: Iterable[str]) -> dict[str, CaseCipher]:
    """The keys of several cases. Raises KeyDestroyed when one is not there."""
    asked = list(case_ids)
    wrapped = dict(CaseKey.objects.filter(case_id__in=asked).values_list("case_id", "wrapped"))
    missing = [case_id for case_id in asked if case_id not in wrapped]
    if missing:
        raise KeyDestroyed(f"The key of case {missing[0]} is not in the key store; what was written in it is gone.")
    master = AESGCM(master_key())
    return {
        case_id: CaseCipher(case_id, AESGCM(_open(master, bytes(key), _bound_key(case_id))))
        for case_id, key in wrapped.items()
    }


def _wrap(case_id: str, key: bytes) -> bytes:
    return _seal(AESGCM(master_key()), key, _bound_key(case_id))


def _bound_key(case_id: str) -> bytes:
    return f"relaas case key|{case_id}".encode()


def _seal(cipher: AESGCM, plain: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return _VERSION + nonce + cipher.encrypt(nonce, plain, _VERSION + bound)


def _open(cipher: AESGCM, sealed: bytes, bound: bytes) -> bytes:
    if sealed[:1] != _VERSION:
        raise SealBroken(f"Sealed with version {sealed[:1].hex() or 'none'}; this program knows {_VERSION.hex()}.")
    nonce, body = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    try:
        return cipher.decrypt(nonce, body, _VERSION + bound)
    except InvalidTag:
        raise SealBroken("What is stored does not open with this key at this place: it was changed or moved.") from None


def _written(value: object) -> dict[str, str]:
    if isinstance(value, date):
        return {"day": value.isoformat()}
    raise TypeError(f"{type(value).__name__} cannot be kept in a case")


def _read(item: dict[str, Any]) -> Any:
    if set(item) == {"day"} and isinstance(item["day"], str):
        return date.fromisoformat(item["day"])
    return item
