"""What is written in a case, under a key of that case alone. Destroying the key erases it, in every copy.

The place of what is sealed (case, kind, place) is bound in: moved to another case, as another kind or to another place,
it does not open.
"""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from relaas.storage.aes_gcm import KEY_SIZE, opened, shut
from relaas.storage.aes_gcm import SealBroken as SealBroken
from relaas.storage.keystore.locks import making_keys
from relaas.storage.keystore.models import CaseKey
from relaas.storage.keystore.wrapping import unwrap, wrap
from relaas.storage.master_keys import MasterKeyMissing, ensure_master_key, newest_version

_SEPARATOR = "|"


class KeyDestroyed(Exception):
    """The key of the case is not in the key store: what was written in the case cannot be read any more."""


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
    SIGNAL = "signal"
    DRAFT = "draft"
    MESSAGE = "message"
    ANSWER = "answer"
    RISK = "risk"


@dataclass(frozen=True, slots=True)
class CaseCipher:
    """Seals and opens what is written in one case, each thing as its own kind at its own place.

    A place is a number or a few words, such as ``7`` or ``7.2``; one kind never uses a place twice.
    """

    case_id: str
    cipher: AESGCM

    def __post_init__(self) -> None:
        """Refuse a case id with which two places could be written alike."""
        if _SEPARATOR in self.case_id:
            raise ValueError(f"a case id has no {_SEPARATOR} in it: {self.case_id}")

    def seal(self, *, place: int | str, content: dict[str, Any], kind: Kind = Kind.ACT) -> bytes:
        """The content, readable only with this key and at this place of the case."""
        plain = json.dumps(content, default=_written, ensure_ascii=False, separators=(",", ":")).encode()
        return self.seal_bytes(place=place, content=plain, kind=kind)

    def open(self, *, place: int | str, sealed: bytes, kind: Kind = Kind.ACT) -> dict[str, Any]:
        """The content again. Raises SealBroken."""
        content: dict[str, Any] = _decode(self.open_bytes(place=place, sealed=sealed, kind=kind).decode())
        return content

    def seal_bytes(self, *, place: int | str, content: bytes, kind: Kind) -> bytes:
        """Bytes as they are, for what is no text."""
        return shut(self.cipher, content, self._bound(kind, place))

    def open_bytes(self, *, place: int | str, sealed: bytes, kind: Kind) -> bytes:
        """The bytes again. Raises SealBroken."""
        return opened(self.cipher, sealed, self._bound(kind, place))

    def _bound(self, kind: Kind, place: int | str) -> bytes:
        # Kind and case have no separator in them, so that no two places are written alike, whatever is in a place.
        return f"relaas {kind}{_SEPARATOR}{self.case_id}{_SEPARATOR}{place}".encode()


def make_key(*, case_id: str, now: datetime) -> CaseCipher:
    """A new key for a case that does not exist yet.

    The key is kept before the case is: a key without a case is harmless, a case without its key would be lost.
    """
    return make_keys(case_ids=[case_id], now=now)[case_id]


def make_keys(*, case_ids: Iterable[str], now: datetime) -> dict[str, CaseCipher]:
    """New keys for many cases at once, wrapped with the newest master key. They are kept when this returns."""
    ensure_master_key()
    keys = {case_id: secrets.token_bytes(KEY_SIZE) for case_id in case_ids}
    with making_keys():
        version = newest_version()
        wrapped = wrap(keys, version)
        CaseKey.objects.bulk_create(
            [
                CaseKey(case_id=case_id, wrapped=wrapped[case_id], master_version=version, created_at=now)
                for case_id in keys
            ],
            batch_size=500,
        )
    return {case_id: CaseCipher(case_id, AESGCM(key)) for case_id, key in keys.items()}


def cipher_of(*, case_id: str) -> CaseCipher:
    """The key of a case. Raises KeyDestroyed; KeyWrong or MasterKeyMissing when its master key is not the right one."""
    return ciphers_of(case_ids=[case_id])[case_id]


def ciphers_of(*, case_ids: Iterable[str]) -> dict[str, CaseCipher]:
    """The keys of several cases. Raises KeyDestroyed when one is not there; further as ``cipher_of``."""
    asked = list(case_ids)
    try:
        keys = unwrap(_rows(asked))
    except MasterKeyMissing:
        # Between reading the row and the file the key can have been wrapped anew and its old master key retired.
        keys = unwrap(_rows(asked))
    return {case_id: CaseCipher(case_id, AESGCM(keys[case_id])) for case_id in asked}


def _rows(asked: list[str]) -> list[tuple[str, int, bytes]]:
    found = CaseKey.objects.filter(case_id__in=asked).values_list("case_id", "master_version", "wrapped")
    rows = [(case_id, version, bytes(wrapped)) for case_id, version, wrapped in found]
    missing = set(asked).difference(case_id for case_id, _, _ in rows)
    if missing:
        raise KeyDestroyed(f"The key of case {min(missing)} is not in the key store; what was written in it is gone.")
    return rows


def _written(value: object) -> dict[str, str]:
    if isinstance(value, date):
        return {"day": value.isoformat()}
    raise TypeError(f"{type(value).__name__} cannot be kept in a case")


def _read(item: dict[str, Any]) -> Any:
    if len(item) == 1 and isinstance(day := item.get("day"), str):
        return date.fromisoformat(day)
    return item


_decode = json.JSONDecoder(object_hook=_read).decode
