"""Writing the blind index anew with another key, while everybody goes on working.

What stands in the index cannot be turned back, so every coded fact and identity that can be looked up is opened once.
Until that is done a look-up goes by every key that is there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from relaas.application.actors import Actor
from relaas.application.log import Action, logged, note_refusal
from relaas.application.story.look_up import looked_up_value
from relaas.kernel.moments import amsterdam_date
from relaas.storage.blind_index import (
    IndexKeyGiven,
    IndexKind,
    NothingToLookUp,
    Place,
    add_to_index,
    cases_behind,
    forget_place,
    index_key_states,
    kinds_behind,
    make_index_key,
    newest_index_version,
    normal_forms,
)
from relaas.storage.keystore.locks import RotationRuns, one_rotation
from relaas.storage.models.cases import Case
from relaas.storage.models.story import CodedFact
from relaas.storage.sealing import CaseCipher, cipher_of
from relaas.storage.stories import found_by_index

__all__ = ["IndexKeyGiven", "IndexRotated", "NotOpened", "index_cases_behind", "index_key_states", "rotate_index"]

_OF_IDENTITY = {"names": IndexKind.NAME, "documents": IndexKind.DOCUMENT}


class NotOpened(Exception):
    """What stands at a place of the index is of no kind that this program can open."""


@dataclass(slots=True, kw_only=True)
class IndexRotated:
    """What a rotation did. ``resumed``: an earlier one had not finished, and no new key was made. ``left``: places, by
    case and identifier, that hold nothing to look up and were left under the older key."""

    version: int
    resumed: bool
    written_anew: int = 0
    left: list[str] = field(default_factory=list)


def index_cases_behind() -> int:
    """In how many cases an older index key still stands for something."""
    return len(cases_behind(version=newest_index_version()))


def rotate_index(*, actor: Actor, now: datetime, tell: Callable[[int], None] = lambda amount: None) -> IndexRotated:
    """Make a new index key and write every entry anew with it, a case at a time; ``tell`` hears of each case.

    It opens what can be looked up in every case, so one line says so before the first is opened; whoever asked is given
    nothing of it. Broken off, doing it again goes on with the same key.
    Raises RotationRuns, IndexKeyGiven, MandateEnded.
    """
    begun = newest_index_version()
    with logged(actor=actor, action=Action.ROTATE_INDEX, now=now, today=amsterdam_date(now), reads_only=True) as line:
        line.parts = (f"from:{begun}",)
    try:
        with one_rotation():
            resumed = bool(cases_behind(version=begun))
            done = IndexRotated(version=begun if resumed else make_index_key(), resumed=resumed)
            for case_id in cases_behind(version=done.version):
                _write_anew(case_id, done)
                tell(1)
            return done
    except (RotationRuns, IndexKeyGiven) as trouble:
        note_refusal(actor=actor, action=Action.ROTATE_INDEX, now=now, why=trouble)
        raise


def _write_anew(case_id: str, done: IndexRotated) -> None:
    """All of one case or nothing of it; whoever changes or erases the case meanwhile waits, or was first."""
    with transaction.atomic(durable=True):
        case = (
            Case.objects.select_for_update(no_key=True, of=("self",)).filter(pk=case_id, erasure__isnull=True).first()
        )
        if case is None:
            return
        cipher = cipher_of(case_id=case_id)
        for place, kinds in kinds_behind(case_id=case_id, version=done.version).items():
            try:
                found = list(_values_at(place, kinds, cipher))
            except NotOpened:
                done.left.append(f"{case.number}:{place.place}")
                continue
            for kind, text in found:
                add_to_index(case=case, kind=kind, text=text, sealed_as=place.sealed_as, place=place.place)
            forget_place(case=case, place=place, before=done.version)
            done.written_anew += 1


def _values_at(place: Place, kinds: set[IndexKind], cipher: CaseCipher) -> Iterator[tuple[IndexKind, str]]:
    """What was let be found there. Of an identity only what that version of it had written."""
    row = found_by_index(sealed_as=place.sealed_as, place=place.place)
    if row is None:
        raise NotOpened(place.place)
    content: dict[str, Any] = cipher.open(kind=place.sealed_as, place=row.pk, sealed=bytes(row.ciphertext))
    if isinstance(row, CodedFact):
        found = looked_up_value(row.kind, content)
        if found is not None:
            yield found.index, found.text
        return
    for name, kind in _OF_IDENTITY.items():
        if kind in kinds:
            yield from ((kind, text) for text in content.get(name, ()) if _has_form(kind, text))


def _has_form(kind: IndexKind, text: str) -> bool:
    try:
        return bool(normal_forms(kind, text))
    except NothingToLookUp:
        return False
