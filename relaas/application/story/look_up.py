"""Which values of coded facts are found by being exactly the same: telephone numbers, documents, aliases, plates."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from relaas.storage.blind_index import IndexKind, NothingToLookUp, normal_forms

INDEXED: Final[Mapping[str, tuple[str, IndexKind]]] = {
    "phone_number": ("number", IndexKind.PHONE),
    "document": ("number", IndexKind.DOCUMENT),
    "alias": ("name", IndexKind.NAME),
    "vehicle": ("plate", IndexKind.PLATE),
}


@dataclass(frozen=True, slots=True)
class LookedUp:
    """A value that is found, and in which index."""

    index: IndexKind
    text: str

    def matches(self, other: "LookedUp") -> bool:
        """Whether both are the same, whatever way they are written; of names, whether all parts of this are in it."""
        return self.index is other.index and set(self.forms) <= set(other.forms)

    @property
    def forms(self) -> tuple[str, ...]:
        """What of it is compared."""
        return normal_forms(self.index, self.text)


def looked_up_value(kind: str, values: Mapping[str, Any]) -> LookedUp | None:
    """By what a fact is found; None when it is of no such kind or the value was not told."""
    if kind not in INDEXED:
        return None
    name, index = INDEXED[kind]
    found = LookedUp(index, str(values.get(name, "")))
    try:
        return found if found.text and found.forms else None
    except NothingToLookUp:
        return None
