"""The master key that wraps the keys of cases. It is kept in a file or in the environment, never in a database."""

import base64
import binascii
import os
import secrets
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from relaas.storage.keystore.models import CaseKey

CURRENT_VERSION = 1
_SIZE = 32


class MasterKeyMissing(Exception):
    """There are cases whose keys were wrapped with a master key that is not there; without it none can be read."""


class MasterKeyInvalid(Exception):
    """What stands in the place of the master key is no key."""


def master_key() -> bytes:
    """The master key. Raises MasterKeyMissing or MasterKeyInvalid with what to do."""
    if settings.RELAAS_MASTER_KEY:
        return _decoded(settings.RELAAS_MASTER_KEY, "RELAAS_MASTER_KEY")
    return _read(master_key_file())


def ensure_master_key() -> None:
    """Make the master key on a first start. Never makes another while there are keys that the first one wrapped."""
    file = master_key_file()
    if settings.RELAAS_MASTER_KEY or file.exists():
        master_key()
        return
    if CaseKey.objects.exists():
        raise MasterKeyMissing(
            f"The key file {file} is missing, and there are cases that only it can open. "
            "Put it back from its backup, or give the key in RELAAS_MASTER_KEY."
        )
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write_once(file, base64.b64encode(secrets.token_bytes(_SIZE)))


def master_key_file() -> Path:
    """Where the master key is kept when the environment does not give it."""
    return Path(settings.RELAAS_KEYS) / f"master-{CURRENT_VERSION}.key"


@lru_cache(maxsize=4)
def _read(file: Path) -> bytes:
    try:
        return _decoded(file.read_text(encoding="ascii"), str(file))
    except FileNotFoundError:
        raise MasterKeyMissing(
            f"The key file {file} is missing. Start with `relaas run`, which makes it, or put it back from its backup."
        ) from None


def _decoded(text: str, place: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != _SIZE:
        raise MasterKeyInvalid(f"{place} holds no master key: {_SIZE} bytes in base64 are needed.")
    return key


def _write_once(file: Path, content: bytes) -> None:
    """The whole key or nothing: a process that is stopped halfway leaves no half key, and of two processes one wins."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        return
    finally:
        draft.unlink()
