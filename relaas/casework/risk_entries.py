"""What is written in a risk analysis, entry by entry. Nothing is changed: a later entry says what holds from then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class EntryKind(StrEnum):
    """What an entry is. The value is stored: never change one, only add."""

    MEMBER = "member"
    FINDING = "finding"
    LEVEL = "level"
    DISAGREEMENT = "disagreement"
    ESTABLISHED = "established"
    MEASURE = "measure"
    PROOF = "proof"
    REVIEW = "review"
    ACCEPTANCE = "acceptance"
    SIGNATURE = "signature"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Somebody at an organisation, in a role."""

    person: int
    organisation: int
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry, opened. ``about`` is the entry that it is about; ``on`` the day on which it was written."""

    id: str
    kind: EntryKind
    on: date
    by: By
    content: Mapping[str, Any]
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody in the team, as last written. ``person`` None: somebody who does not work with this program."""

    entry: str
    name: str
    organisation: str
    discipline: str
    person: int | None
    has_conflict: bool
    conflict: str
    is_present: bool
    is_of_this_round: bool

    @property
    def counts(self) -> bool:
        """Whether this person counts for the team: there, in this round, and without a conflict of interest."""
        return self.is_present and self.is_of_this_round and not self.has_conflict


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskFinding:
    """What somebody found in a domain, and on what it rests. ``cites``: the finding of the account, if it is one."""

    entry: str
    domain: str
    words: str
    evidence: str
    where: str
    cites: str
    on: date
    by: By


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """How serious the team holds a domain, and why."""

    entry: str
    domain: str
    level: str
    reasons: str
    on: date
    by: By
    is_of_this_round: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Somebody in the team sees it otherwise."""

    entry: str
    domain: str
    who: str
    why: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What shows that a measure was carried out, and who saw it."""

    entry: str
    words: str
    attachment: str
    seen_by: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a measure turned out to do."""

    entry: str
    effect: str
    reasons: str
    on: date
    still_answers: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Somebody who was named in an answer, with the words in which they are shown."""

    by: By
    name: str
    organisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """An answer to a risk: what is done about it, by whom, by when. ``escalates_to``: named for when it is late."""

    entry: str
    domain: str
    words: str
    owner: Named
    until: date
    escalates_to: Named | None
    on: date
    proof: Proof | None
    reviews: tuple[Review, ...]
    withdrawn_on: date | None
    withdrawn_because: str

    @property
    def ended_on(self) -> date | None:
        """The day from which it is no answer any more: withdrawn, or found not to work."""
        failed = [self.reviews[-1].on] if self.reviews and not self.reviews[-1].still_answers else []
        return min([*failed, *([self.withdrawn_on] if self.withdrawn_on else [])], default=None)

    def answers_on(self, day: date) -> bool:
        """Whether it answers its risk on a day."""
        return self.on <= day and (self.ended_on is None or day < self.ended_on)

    def lacks_proof_on(self, day: date) -> bool:
        """Whether its day has come, and nothing shows that it was done."""
        return self.until <= day and self.proof is None and self.answers_on(day)

    def days_overdue_on(self, day: date) -> int:
        """How many days its day is past without proof; 0 when it is not."""
        return max((day - self.until).days, 0) if self.lacks_proof_on(day) else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Somebody signed an acceptance."""

    by: By
    name: str
    organisation: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """An answer to a risk: it is borne, with reasons, for a time. ``signed_on`` None: not enough signed yet, and it
    answers nothing. ``level`` is the most serious that it accepts."""

    entry: str
    domain: str
    level: str
    reasons: str
    signatures: tuple[Signature, ...]
    signed_on: date | None
    last_day: date | None
    withdrawn_on: date | None
    withdrawn_because: str

    @property
    def ended_on(self) -> date | None:
        """The day on which it was withdrawn."""
        return self.withdrawn_on

    def is_in_force_on(self, day: date) -> bool:
        """Whether it holds on a day, whatever the level of the risk then is."""
        return (
            self.signed_on is not None
            and self.last_day is not None
            and self.signed_on <= day <= self.last_day
            and (self.withdrawn_on is None or day < self.withdrawn_on)
        )
