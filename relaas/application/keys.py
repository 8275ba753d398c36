"""The keys as whoever runs the system handles them. Nothing here reads a case."""

from relaas.storage.keystore.locks import RotationRuns
from relaas.storage.keystore.rotation import (
    MasterKeyInUse,
    MasterKeyState,
    NoSuchMasterKey,
    Rotated,
    keys_behind,
    master_key_states,
    retire,
    rotate,
)
from relaas.storage.keystore.traces import TracesLeft
from relaas.storage.master_keys import MasterKeyInvalid, MasterKeyMissing, MasterKeysGiven

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
