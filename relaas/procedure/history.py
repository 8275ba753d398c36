"""A case as the engine sees it: the acts that happened, in order, with what is known of their dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from relaas.kernel.when import When

Answer = str | bool | date


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One act that happened: what, by which role, when it took effect, and when it became known.

    ``answers`` holds the facts that the act asks for; one that is missing is unknown, never assumed. ``annuls`` names
    an earlier entry that this one corrects: the earlier one then counts as never done (and this entry's act, if any, as
    what really happened). ``recorded_at`` is aware; None means that it was known from the start.
    """

    id: str
    act: str | None
    by: str
    on: When
    answers: Mapping[str, Answer] = field(default_factory=dict)
    recorded_at: datetime | None = None
    annuls: str | None = None


@dataclass(frozen=True, slots=True)
class History:
    """Entries in the order in which they took effect; where dates cannot decide, in the order they were given."""

    entries: tuple[Entry, ...] = ()

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> History:
        """Put entries in order of effect: one that is certainly earlier than another comes before it."""
        ordered: list[Entry] = []
        for entry in entries:
            later = (place for place, other in enumerate(ordered) if entry.on.is_before(other.on) is True)
            ordered.insert(next(later, len(ordered)), entry)
        return cls(tuple(ordered))

    def known_at(self, moment: datetime) -> History:
        """What was recorded at a moment: the answer to "what did we know on 1 May"."""
        return History(tuple(e for e in self.entries if e.recorded_at is None or e.recorded_at <= moment))

    def effective(self) -> tuple[Entry, ...]:
        """The entries that count: without those that a later entry annuls, and without mere annulments."""
        annulled = {entry.annuls for entry in self.entries if entry.annuls is not None}
        if not annulled:
            return self.entries
        return tuple(entry for entry in self.entries if entry.id not in annulled and entry.act is not None)
