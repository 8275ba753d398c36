"""The chain of the log: each entry carries the hash of the one before, so that none can be changed, moved or left out.

Only what the log holds is hashed, and that is identifiers, words of the program and ciphertext. Destroying the key of a
case therefore leaves the chain whole. Whoever can rewrite every entry can also hash them all anew; only a head that was
kept elsewhere tells that (``heads_seen``).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final, NamedTuple

HASH_BYTES: Final = 32
START: Final = bytes(HASH_BYTES)

# The entries that stood in the log before it was a chain; what was done to them until then nobody can tell.
CHAINED_LATER: Final = 0
CURRENT_FORMAT: Final = 1

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)

Value = str | int | bytes | datetime | None


class Entry(NamedTuple):
    """What one line of the log says. Lists are their words with a space between; an id that is None is nobody's."""

    format: int
    at: datetime
    action: str
    outcome: str
    detail: str
    person: int | None
    on_behalf_of: int | None
    mandate: int | None
    organisation: int | None
    role: str
    case: str | None
    purpose: str
    grounds: str
    categories: str
    parts: str
    sealed_reason: bytes | None
    processing: str
    trace: str
    source: str


class Link(NamedTuple):
    """An entry at its place in the chain."""

    sequence: int
    entry: Entry
    previous: bytes
    hash: bytes


class Head(NamedTuple):
    """Where the chain ends: the number of its last entry and that entry's hash."""

    sequence: int
    hash: bytes


NO_ENTRIES: Final = Head(0, START)


class Wrong(StrEnum):
    """What can be wrong with an entry, or with the log as a whole."""

    MISSING = "missing"
    MOVED = "moved"
    CHANGED = "changed"
    UNKNOWN_FORMAT = "unknown_format"
    REWRITTEN = "rewritten"
    CUT_OFF = "cut_off"
    HEAD_DIFFERS = "head_differs"


@dataclass(frozen=True, slots=True)
class Fault:
    """The first entry that is not as it was written, and why. Up to ``since`` a head that was kept elsewhere agrees."""

    sequence: int
    wrong: Wrong
    since: int = 0


def encoded(values: Iterable[Value]) -> bytes:
    """Bytes that differ whenever the values differ: each with its kind and its length before it."""
    return b"".join([_part(value) for value in values])


def hash_of(*, sequence: int, entry: Entry, previous: bytes) -> bytes:
    """The hash of an entry at its place, over everything it says and the hash of the entry before it."""
    return sha256(previous + encoded((sequence, *entry))).digest()


def linked(*, entries: Iterable[Entry], head: Head) -> Iterator[Link]:
    """The entries in their places behind a head."""
    sequence, previous = head
    for entry in entries:
        sequence += 1
        link = Link(sequence, entry, previous, hash_of(sequence=sequence, entry=entry, previous=previous))
        yield link
        previous = link.hash


class ChainCheck:
    """Goes along a chain from its first entry and stops at the first fault.

    ``heads_seen`` are heads that were kept elsewhere: the hash that the entry of a number had.
    """

    def __init__(self, heads_seen: Mapping[int, bytes] | None = None) -> None:
        self.head = NO_ENTRIES
        self.agreed = 0
        self._heads_seen = heads_seen or {}

    def follow(self, links: Iterable[Link]) -> Fault | None:
        """Go on along these; the fault, if there is one."""
        for link in links:
            fault = self._fault_in(link)
            if fault is not None:
                return fault
            self.head = Head(link.sequence, link.hash)
        return None

    def end(self, head: Head | None) -> Fault | None:
        """What is wrong when the chain ends here, where the log itself says that its head is this."""
        last = max(self._heads_seen, default=0)
        if last > self.head.sequence:
            return Fault(self.head.sequence + 1, Wrong.CUT_OFF, since=self.agreed)
        if head != self.head and not (head is None and self.head == NO_ENTRIES):
            return Fault(self.head.sequence, Wrong.HEAD_DIFFERS, since=self.agreed)
        return None

    def _fault_in(self, link: Link) -> Fault | None:
        expected = self.head.sequence + 1
        if link.sequence != expected:
            return Fault(expected, Wrong.MISSING, since=self.agreed)
        if link.previous != self.head.hash:
            return Fault(expected, Wrong.MOVED, since=self.agreed)
        if link.entry.format not in (CHAINED_LATER, CURRENT_FORMAT):
            return Fault(expected, Wrong.UNKNOWN_FORMAT, since=self.agreed)
        if not _is_intact(link):
            return Fault(expected, Wrong.CHANGED, since=self.agreed)
        seen = self._heads_seen.get(expected)
        if seen is not None:
            if seen != link.hash:
                return Fault(expected, Wrong.REWRITTEN, since=self.agreed)
            self.agreed = expected
        return None


def _is_intact(link: Link) -> bool:
    try:
        return link.hash == hash_of(sequence=link.sequence, entry=link.entry, previous=link.previous)
    except (TypeError, ValueError):
        # A value of a kind that no entry has: somebody put it there.
        return False


def _part(value: Value) -> bytes:
    if value is None:
        return b"-"
    if isinstance(value, str):
        kind, content = b"s", value.encode()
    elif isinstance(value, int) and not isinstance(value, bool):
        kind, content = b"i", b"%d" % value
    elif isinstance(value, bytes):
        kind, content = b"b", value
    elif isinstance(value, datetime):
        kind, content = b"t", b"%d" % ((value - _EPOCH) // _MICROSECOND)
    else:
        raise TypeError(f"{type(value).__name__} has no place in the log")
    return b"%b%d:%b" % (kind, len(content), content)
