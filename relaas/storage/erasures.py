"""Destroying the key of a case that was decided to be erased, and finding the cases where that was broken off."""

from datetime import datetime

from relaas.storage.keystore.models import CaseKey
from relaas.storage.keystore.traces import clear_traces
from relaas.storage.models.erasures import Erasure, KeyDestruction


def is_erased(case_id: str) -> bool:
    """Whether it was decided to erase the case."""
    return Erasure.objects.filter(case_id=case_id).exists()


def destroy_key(*, case_id: str) -> None:
    """Destroy the key of a case, also when that was begun before. When this returns it is in no file of the key store.

    Not inside a transaction: a destruction that could be undone is none. Raises TracesLeft.
    """
    CaseKey.objects.filter(case_id=case_id).delete()
    clear_traces()


def unfinished() -> tuple[str, ...]:
    """Erased cases whose key is not known to be gone: broken off, or back with a backup of the key store."""
    erased = set(Erasure.objects.values_list("case_id", flat=True))
    destroyed = set(KeyDestruction.objects.values_list("case_id", flat=True))
    back = set(CaseKey.objects.filter(case_id__in=erased & destroyed).values_list("case_id", flat=True))
    return tuple(sorted((erased - destroyed) | back))


def note_destroyed(*, case_id: str, now: datetime) -> None:
    """The last step of erasing a case."""
    KeyDestruction.objects.create(case_id=case_id, at=now)
