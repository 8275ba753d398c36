"""A file outside the database that remembers where the log ended: each line a head, signed, hashed into the next line.

Whoever rules the database can write every entry anew and cut off the last ones; the chain itself then looks whole. They
cannot change what stands in a file of somebody else, on another machine or in another house.
"""

import base64
import binascii
import fcntl
import json
import os
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from relaas.kernel.chain import HASH_BYTES, Head

_FORMAT = 1
_FIRST = "0" * 64
_FIELDS = {"format", "sequence", "head", "moment", "previous", "signature"}


class WitnessUnusable(Exception):
    """The witness file, or the key that its lines are signed with, is not what it must be."""


def add_head(*, file: Path, head: Head, now: datetime) -> None:
    """Add a line for a head and wait until it is on the disk. Raises WitnessUnusable."""
    key = _private_key()
    try:
        with file.open("a+b") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            stream.seek(0)
            lines = _lines(file, stream.read())
            if lines and _read(file, len(lines), lines[-1])["sequence"] > head.sequence:
                raise WitnessUnusable(
                    f"{file} has seen a longer log than this one. Ask: relaas audit verify --witness."
                )
            stream.write(_signed(key, head, now, lines) + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
        _sync_directory(file.absolute().parent)
    except OSError as error:
        raise WitnessUnusable(f"{file} cannot be written: {error.strerror}.") from error


def heads_in(*, file: Path, public_key: Path | None = None) -> dict[int, bytes]:
    """Per number of an entry the hash that it had. Raises WitnessUnusable unless every line is signed and in its place.

    ``public_key`` is the file with the key that signed them; without it, the one next to our own keys.
    """
    key = _public_key(public_key or public_key_file())
    try:
        lines = _lines(file, file.read_bytes())
    except OSError as error:
        raise WitnessUnusable(f"{file} cannot be read: {error.strerror}.") from error
    if not lines:
        raise WitnessUnusable(f"{file} holds no head. Write one: relaas audit witness {file}")
    heads: dict[int, bytes] = {}
    before = _FIRST
    for number, line in enumerate(lines, start=1):
        found = _read(file, number, line)
        if found["previous"] != before:
            raise WitnessUnusable(f"{file}, line {number}: the line before it is not the one that was written there.")
        _check_signature(file, number, found, key)
        heads[found["sequence"]] = bytes.fromhex(found["head"])
        before = sha256(line).hexdigest()
    return heads


def public_key_file() -> Path:
    """Where the key is kept that others check the witness with."""
    return Path(settings.RELAAS_KEYS) / "witness.pub"


def _signed(key: Ed25519PrivateKey, head: Head, now: datetime, lines: list[bytes]) -> bytes:
    said = {
        "format": _FORMAT,
        "sequence": head.sequence,
        "head": head.hash.hex(),
        "moment": now.isoformat(),
        "previous": sha256(lines[-1]).hexdigest() if lines else _FIRST,
    }
    signature = base64.b64encode(key.sign(_canonical(said))).decode()
    return _canonical({**said, "signature": signature})


def _canonical(said: dict[str, Any]) -> bytes:
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def _lines(file: Path, content: bytes) -> list[bytes]:
    if content and not content.endswith(b"\n"):
        raise WitnessUnusable(f"The last line of {file} is cut off. Keep a copy of the file, and take that line out.")
    return content.splitlines()


def _read(file: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(line)
        right = (
            isinstance(found, dict)
            and set(found) == _FIELDS
            and found["format"] == _FORMAT
            and isinstance(found["sequence"], int)
            and len(bytes.fromhex(found["head"])) == HASH_BYTES
        )
    except (ValueError, TypeError):
        right = False
    if not right:
        raise WitnessUnusable(f"{file}, line {number}: this is no head of a log.")
    return dict(found)


def _check_signature(file: Path, number: int, found: dict[str, Any], key: Ed25519PublicKey) -> None:
    said = {name: value for name, value in found.items() if name != "signature"}
    try:
        key.verify(base64.b64decode(found["signature"], validate=True), _canonical(said))
    except (InvalidSignature, binascii.Error, ValueError, TypeError):
        raise WitnessUnusable(f"{file}, line {number}: the signature is not that of the witness key.") from None


def _private_key() -> Ed25519PrivateKey:
    """The key that signs, made on first use, readable by its owner only; beside it the key that others check with."""
    file = Path(settings.RELAAS_KEYS) / "witness.key"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_once(file, Ed25519PrivateKey.generate().private_bytes_raw(), mode=0o600)
    key = Ed25519PrivateKey.from_private_bytes(_key_bytes(file))
    if not public_key_file().exists():
        _write_once(public_key_file(), key.public_key().public_bytes_raw(), mode=0o644)
    return key


def _public_key(file: Path) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(_key_bytes(file))


def _key_bytes(file: Path) -> bytes:
    try:
        key = base64.b64decode(file.read_text(encoding="ascii").strip(), validate=True)
    except OSError as error:
        raise WitnessUnusable(f"The witness key {file} cannot be read: {error.strerror}.") from error
    except ValueError:
        key = b""
    if len(key) != HASH_BYTES:
        raise WitnessUnusable(f"{file} holds no witness key. Put it back from its backup.")
    return key


def _write_once(file: Path, key: bytes, *, mode: int) -> None:
    """The whole key or nothing; of two processes one wins."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(base64.b64encode(key) + b"\n")
        stream.flush()
        os.fsync(stream.fileno())
    with suppress(FileExistsError):
        os.link(draft, file)
    draft.unlink()


def _sync_directory(directory: Path) -> None:
    """A file that was just made is found again after a loss of power."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
