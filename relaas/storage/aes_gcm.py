"""Shutting and opening bytes with a key: AES-256-GCM. First a version byte, then the nonce, then the sealed bytes.

What is sealed is bound to words that are not stored with it: with other words it does not open.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_SIZE = 32
VERSION = b"\x01"
_NONCE = 12


class SealBroken(Exception):
    """What is stored does not open with this key at this place: it was changed or moved, or the key is another."""


def shut(cipher: AESGCM, plain: bytes, bound: bytes) -> bytes:
    """The bytes, readable only with this key and these words."""
    nonce = secrets.token_bytes(_NONCE)
    return VERSION + nonce + cipher.encrypt(nonce, plain, VERSION + bound)


def opened(cipher: AESGCM, sealed: bytes, bound: bytes) -> bytes:
    """The bytes again. Raises SealBroken."""
    if sealed[:1] != VERSION:
        raise SealBroken(f"Sealed with version {sealed[:1].hex() or 'none'}; this program knows {VERSION.hex()}.")
    nonce, body = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    try:
        return cipher.decrypt(nonce, body, VERSION + bound)
    except (InvalidTag, ValueError):
        raise SealBroken("What is stored does not open with this key at this place: it was changed or moved.") from None
