"""Wrapping every case key with a newer master key, while everybody goes on working, and letting go of an old one."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connections, transaction
from django.db.models import Count, QuerySet

from relaas.storage.keystore.locks import no_keys_made, one_rotation
from relaas.storage.keystore.models import CaseKey
from relaas.storage.keystore.traces import clear_traces
from relaas.storage.keystore.wrapping import KeyWrong, unwrap, wrap
from relaas.storage.master_keys import (
    ensure_master_key,
    make_master_key,
    newest_version,
    remove_master_key,
    versions,
)
from relaas.storage.router import KEYSTORE

BATCH = 500


class MasterKeyInUse(Exception):
    """The master key cannot go: it wraps new keys, or keys that are there."""


class NoSuchMasterKey(Exception):
    """There is no master key of that version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterKeyState:
    """A version of the master key: how many case keys it wraps, whether it is there, and whether it wraps new ones."""

    version: int
    case_keys: int
    is_there: bool
    wraps_new: bool


@dataclass(slots=True, kw_only=True)
class Rotated:
    """What a rotation did. ``resumed``: an earlier one had not finished, and no new key was made.
    ``unreadable``: cases whose key did not open; those were left as they are."""

    version: int
    resumed: bool
    wrapped_anew: int = 0
    unreadable: list[str] = field(default_factory=list)


def master_key_states() -> tuple[MasterKeyState, ...]:
    """Every version that is there or is used, lowest first."""
    counts = dict(CaseKey.objects.values_list("master_version").annotate(keys=Count("case_id")).order_by())
    known = versions()
    newest = newest_version() if known else None
    return tuple(
        MasterKeyState(
            version=version, case_keys=counts.get(version, 0), is_there=version in known, wraps_new=version == newest
        )
        for version in sorted({*known, *counts})
    )


def keys_behind() -> int:
    """How many case keys are wrapped with another master key than the one for new keys."""
    return CaseKey.objects.exclude(master_version=newest_version()).count()


def rotate(*, tell: Callable[[int], None] = lambda amount: None, batch: int = BATCH) -> Rotated:
    """Make a new master key and wrap every case key with it; ``tell`` hears how many are done.

    Broken off at any point, nothing is lost: doing it again goes on with the same new key until no case key is behind.
    Raises RotationRuns, MasterKeysGiven, MasterKeyMissing, MasterKeyInvalid.
    """
    with one_rotation():
        ensure_master_key()
        resumed = keys_behind() > 0
        done = Rotated(version=newest_version() if resumed else make_master_key(), resumed=resumed)
        # Whoever was still making keys with the older one is done after this, so that none is overlooked.
        with no_keys_made():
            pass
        after = ""
        while rows := _behind(done.version, after, batch):
            tell(_wrap_anew(rows, done))
            after = rows[-1][0]
        clear_traces()
    return done


def retire(version: int) -> None:
    """Take away a master key that wraps nothing any more. Raises NoSuchMasterKey, MasterKeyInUse, MasterKeysGiven."""
    with no_keys_made():
        states = {state.version: state for state in master_key_states()}
        state = states.get(version)
        if state is None or not state.is_there:
            raise NoSuchMasterKey(f"There is no master key {version}; there are {', '.join(map(str, versions()))}.")
        if state.wraps_new:
            raise MasterKeyInUse(f"Master key {version} wraps new keys. Make another first: relaas keys rotate")
        if state.case_keys:
            raise MasterKeyInUse(
                f"Master key {version} still wraps the keys of {state.case_keys} cases. Finish: relaas keys rotate"
            )
        remove_master_key(version)


def check_master_keys() -> None:
    """Open one case key with every master key that is used. Raises MasterKeyMissing, MasterKeyInvalid, KeyWrong."""
    for version in CaseKey.objects.order_by("master_version").values_list("master_version", flat=True).distinct():
        unwrap(_rows(CaseKey.objects.filter(master_version=version), 1))


def _rows(keys: QuerySet[CaseKey], amount: int) -> list[tuple[str, int, bytes]]:
    found = keys.values_list("case_id", "master_version", "wrapped")[:amount]
    return [(case_id, version, bytes(wrapped)) for case_id, version, wrapped in found]


def _behind(version: int, after: str, batch: int) -> list[tuple[str, int, bytes]]:
    behind = CaseKey.objects.exclude(master_version=version).filter(case_id__gt=after).order_by("case_id")
    return _rows(behind, batch)


def _wrap_anew(rows: list[tuple[str, int, bytes]], done: Rotated) -> int:
    """Wrap these keys with the new master key; how many were gone through.

    A key that was destroyed meanwhile stays so: only a row that is still as it was read is changed.
    """
    keys: dict[str, bytes] = {}
    for row in rows:
        try:
            keys.update(unwrap([row]))
        except KeyWrong as error:
            done.unreadable.append(error.case_id)
    old = {case_id: version for case_id, version, _ in rows}
    changes = [(new, done.version, case_id, old[case_id]) for case_id, new in wrap(keys, done.version).items()]
    with transaction.atomic(using=KEYSTORE), connections[KEYSTORE].cursor() as cursor:
        cursor.executemany(
            f"UPDATE {CaseKey._meta.db_table} SET wrapped = %s, master_version = %s "  # noqa: S608 - a name of our own
            "WHERE case_id = %s AND master_version = %s",
            changes,
        )
    done.wrapped_anew += len(changes)
    return len(rows)
