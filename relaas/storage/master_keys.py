"""The master keys that wrap the keys of cases. They are kept in files or in the environment, never in a database.

Each has a version. In files (``master-1.key``, ``master-2.key`` ... in RELAAS_KEYS) the newest wraps new keys. In the
environment (RELAAS_MASTER_KEY, which then is the only place that counts) the first one named does. Nothing is
remembered: a key that was added or taken away counts from that moment on, in every process.
"""

import base64
import binascii
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from relaas.storage.aes_gcm import KEY_SIZE
from relaas.storage.keystore.models import CaseKey

_FILE = re.compile(r"master-([1-9][0-9]{0,5})\.key")
_GIVEN = re.compile(r"(?:([1-9][0-9]{0,5}):)?([A-Za-z0-9+/=]+)")


class MasterKeyMissing(Exception):
    """There are cases whose keys were wrapped with a master key that is not there; without it none can be read."""


class MasterKeyInvalid(Exception):
    """What stands in the place of a master key is no key."""


class MasterKeysGiven(Exception):
    """The master keys come from the environment, which a program cannot change."""


def versions() -> tuple[int, ...]:
    """The versions that are there, lowest first. Raises MasterKeyInvalid."""
    return tuple(sorted(_given() if settings.RELAAS_MASTER_KEY else _in_files()))


def newest_version() -> int:
    """The version that wraps new keys. Raises MasterKeyMissing, MasterKeyInvalid."""
    if settings.RELAAS_MASTER_KEY:
        return next(iter(_given()))
    known = _in_files()
    if not known:
        raise _missing(1)
    return max(known)


def master_key(version: int) -> bytes:
    """The master key of that version. Raises MasterKeyMissing or MasterKeyInvalid with what to do."""
    if settings.RELAAS_MASTER_KEY:
        given = _given()
        if version not in given:
            raise _missing(version)
        return given[version]
    file = master_key_file(version)
    try:
        return decoded(file.read_text(encoding="ascii"), str(file))
    except FileNotFoundError:
        raise _missing(version) from None
    except UnicodeDecodeError:
        raise MasterKeyInvalid(f"{file} holds no key: {KEY_SIZE} bytes in base64 are needed.") from None


def ensure_master_key() -> None:
    """Make the master key on a first start. Never makes another while there are keys that the first one wrapped."""
    if versions():
        master_key(newest_version())
        return
    used = CaseKey.objects.order_by("master_version").values_list("master_version", flat=True).first()
    if used is not None:
        raise _missing(used)
    make_secret(master_key_file(1))


def make_master_key() -> int:
    """Make a key after the newest; its version. From now on it wraps new keys. Raises MasterKeysGiven."""
    _refuse_given("add it as the first of RELAAS_MASTER_KEY (2:<base64> before 1:<base64>) on every server")
    version = newest_version() + 1
    make_secret(master_key_file(version))
    return version


def remove_master_key(version: int) -> None:
    """Take away a key for good. Raises MasterKeysGiven."""
    _refuse_given("take it out of RELAAS_MASTER_KEY on every server")
    file = master_key_file(version)
    file.unlink()
    _keep_directory(file.parent)


def master_key_file(version: int) -> Path:
    """Where the master key of that version is kept when the environment does not give it."""
    return Path(settings.RELAAS_KEYS) / f"master-{version}.key"


def decoded(text: str, place: str) -> bytes:
    """A key written in base64. Raises MasterKeyInvalid, naming its place."""
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_SIZE:
        raise MasterKeyInvalid(f"{place} holds no key: {KEY_SIZE} bytes in base64 are needed.")
    return key


def make_secret(file: Path) -> None:
    """Make a file with a new key, readable by its owner only, that stays also when the power goes. The whole key or
    nothing: a process that is stopped halfway leaves no half key, and of two processes one wins."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _draft(file, base64.b64encode(secrets.token_bytes(KEY_SIZE))) as draft:
        try:
            os.link(draft, file)
        except FileExistsError:
            return
    _keep_directory(file.parent)


@contextmanager
def _draft(file: Path, content: bytes) -> Iterator[Path]:
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        yield draft
    finally:
        draft.unlink()


def _keep_directory(folder: Path) -> None:
    """Only after this does a new or removed name in the directory survive a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _in_files() -> set[int]:
    folder = Path(settings.RELAAS_KEYS)
    if not folder.is_dir():
        return set()
    return {int(match[1]) for name in os.listdir(folder) if (match := _FILE.fullmatch(name))}


def given_keys(text: str, setting: str) -> dict[int, bytes]:
    """The keys of a setting of the environment by version, in the order in which they are named; one without a version
    is 1. Raises MasterKeyInvalid, naming the setting."""
    found: dict[int, bytes] = {}
    for part in text.replace(",", " ").split():
        match = _GIVEN.fullmatch(part)
        key = decoded(match[2] if match else "", setting)
        version = int(match[1] or 1) if match else 1
        if version in found:
            raise MasterKeyInvalid(f"{setting} names version {version} twice; give each key its own.")
        found[version] = key
    if not found:
        raise MasterKeyInvalid(f"{setting} holds no key: {KEY_SIZE} bytes in base64 are needed.")
    return found


def _given() -> dict[int, bytes]:
    return given_keys(settings.RELAAS_MASTER_KEY, "RELAAS_MASTER_KEY")


def _refuse_given(instead: str) -> None:
    if settings.RELAAS_MASTER_KEY:
        raise MasterKeysGiven(f"The master keys come from the environment: {instead}, and restart it.")


def _missing(version: int) -> MasterKeyMissing:
    if settings.RELAAS_MASTER_KEY:
        known = ", ".join(map(str, _given()))
        return MasterKeyMissing(
            f"RELAAS_MASTER_KEY does not give version {version} (it gives {known}), and there are cases that only that "
            f"key can open. Add it: {version}:<base64>."
        )
    return MasterKeyMissing(
        f"The key file {master_key_file(version)} is missing, and there are cases that only it can open. "
        "Put it back from its backup, or give the key in RELAAS_MASTER_KEY."
    )
