"""The keys as whoever runs the system handles them. Nothing here reads a case; every use leaves a line in the log.

The line is written before the first key is touched, and another when it could not be done.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from relaas.application.actors import Actor
from relaas.application.log import Action, logged, note_refusal
from relaas.application.running import Program
from relaas.kernel.moments import amsterdam_date
from relaas.storage.keystore import rotation
from relaas.storage.keystore.locks import RotationRuns
from relaas.storage.keystore.rotation import (
    MasterKeyInUse,
    MasterKeyState,
    NoSuchMasterKey,
    Rotated,
    keys_behind,
    master_key_states,
)
from relaas.storage.keystore.traces import TracesLeft
from relaas.storage.master_keys import MasterKeyInvalid, MasterKeyMissing, MasterKeysGiven, versions

# What can stand in the way of handling the keys; each says what to do.
KeyTrouble = (
    RotationRuns,
    MasterKeyInUse,
    NoSuchMasterKey,
    TracesLeft,
    MasterKeyInvalid,
    MasterKeyMissing,
    MasterKeysGiven,
)

__all__ = ["KeyTrouble", "MasterKeyState", "Rotated", "keys_behind", "master_key_states", "retire", "rotate"]


def rotate(*, actor: Actor | Program, now: datetime, tell: Callable[[int], None] = lambda amount: None) -> Rotated:
    """Make a new master key and wrap every case key with it; ``tell`` hears how many are done.

    Raises RotationRuns, MasterKeysGiven, MasterKeyMissing, MasterKeyInvalid, MandateEnded.
    """
    with _noted(actor, Action.ROTATE_KEYS, now, f"from:{max(versions(), default=0)}"):
        return rotation.rotate(tell=tell)


def retire(version: int, *, actor: Actor | Program, now: datetime) -> None:
    """Take away a master key that wraps nothing any more.

    Raises NoSuchMasterKey, MasterKeyInUse, MasterKeysGiven, MandateEnded.
    """
    with _noted(actor, Action.RETIRE_KEY, now, f"master:{version}"):
        rotation.retire(version)


@contextmanager
def _noted(actor: Actor | Program, action: Action, now: datetime, *parts: str) -> Iterator[None]:
    with logged(actor=actor, action=action, now=now, today=amsterdam_date(now), reads_only=True) as line:
        line.parts = parts
    try:
        yield
    except KeyTrouble as trouble:
        note_refusal(actor=actor, action=action, now=now, why=trouble)
        raise
