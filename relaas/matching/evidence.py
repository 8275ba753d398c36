"""What speaks for and against two cases being about one child: reasons for a person who decides, never a verdict.

Each kind of evidence says one thing for, one thing against, or nothing. Their sum puts candidates in an order and is
not shown: it is no chance of anything, and there is no score of a child. Nationality and language, which whole villages
share, never make a candidate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from relaas.matching.names import Compared, Likeness, most_alike

# So many years apart a claimed year of birth is often only a guess at an age: it then says nothing either way.
UNCERTAIN_YEARS = 3


class Aspect(StrEnum):
    """What is compared."""

    NAMES = "names"
    BIRTH = "birth"
    DOCUMENTS = "documents"
    PHOTO = "photo"
    NATIONALITY = "nationality"
    LANGUAGE = "language"


class Side(StrEnum):
    """What a reason speaks for. ``NEITHER``: it was compared and says nothing."""

    FOR = "for"
    AGAINST = "against"
    NEITHER = "neither"


class Finding(StrEnum):
    """What was found, in fixed words; each belongs to one aspect and speaks for one side."""

    NAMES_SAME = "names_same"
    NAMES_ALIKE = "names_alike"
    NAMES_PARTLY = "names_partly"
    NAMES_DIFFERENT = "names_different"
    BIRTH_SAME = "birth_same"
    BIRTH_FIRST_OF_JANUARY = "birth_first_of_january"
    BIRTH_SWAPPED = "birth_swapped"
    BIRTH_SAME_YEAR = "birth_same_year"
    BIRTH_NEAR = "birth_near"
    BIRTH_FAR = "birth_far"
    DOCUMENT_SAME = "document_same"
    DOCUMENT_OTHER = "document_other"
    PHOTO_SAME = "photo_same"
    NATIONALITY_SHARED = "nationality_shared"
    NATIONALITY_OTHER = "nationality_other"
    LANGUAGE_SHARED = "language_shared"
    LANGUAGE_OTHER = "language_other"


# What each finding weighs in the order of candidates. Above nought it speaks for, below nought against.
_WEIGHTS = {
    Finding.NAMES_SAME: 6,
    Finding.NAMES_ALIKE: 4,
    Finding.NAMES_PARTLY: 1,
    Finding.NAMES_DIFFERENT: -4,
    Finding.BIRTH_SAME: 5,
    Finding.BIRTH_FIRST_OF_JANUARY: 1,
    Finding.BIRTH_SWAPPED: 4,
    Finding.BIRTH_SAME_YEAR: 1,
    Finding.BIRTH_NEAR: 0,
    Finding.BIRTH_FAR: -4,
    Finding.DOCUMENT_SAME: 9,
    Finding.DOCUMENT_OTHER: 0,
    Finding.PHOTO_SAME: 6,
    Finding.NATIONALITY_SHARED: 1,
    Finding.NATIONALITY_OTHER: -1,
    Finding.LANGUAGE_SHARED: 1,
    Finding.LANGUAGE_OTHER: -1,
}
_OF_NAMES = {
    Likeness.SAME: Finding.NAMES_SAME,
    Likeness.ALIKE: Finding.NAMES_ALIKE,
    Likeness.PARTLY: Finding.NAMES_PARTLY,
    Likeness.DIFFERENT: Finding.NAMES_DIFFERENT,
}
_OWN = {
    Finding.NAMES_SAME,
    Finding.NAMES_ALIKE,
    Finding.NAMES_PARTLY,
    Finding.DOCUMENT_SAME,
    Finding.PHOTO_SAME,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """Who a child is said to be. Everything can be missing; names stand in any script."""

    names: Sequence[str] = ()
    born_on: date | None = None
    nationalities: Sequence[str] = ()
    languages: Sequence[str] = ()
    documents: Sequence[str] = ()
    photo: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for or against, or that was compared and says nothing."""

    finding: Finding

    @property
    def aspect(self) -> Aspect:
        """What was compared."""
        word = self.finding.value.partition("_")[0]
        return next(one for one in Aspect if one.value.startswith(word))

    @property
    def side(self) -> Side:
        """What it speaks for."""
        weight = _WEIGHTS[self.finding]
        return Side.FOR if weight > 0 else Side.AGAINST if weight < 0 else Side.NEITHER


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that was found between two children. ``names`` are the two names that are most alike."""

    reasons: tuple[Reason, ...]
    names: Compared | None

    @property
    def is_candidate(self) -> bool:
        """Whether it is worth a person's look: something of the child's own answers, not only where it is from."""
        return any(reason.finding in _OWN for reason in self.reasons)

    @property
    def order(self) -> tuple[float, float]:
        """By this candidates are put in order, most first. Never shown."""
        likelihood = self.names.likelihood if self.names is not None else 0.0
        return sum(_WEIGHTS[reason.finding] for reason in self.reasons), likelihood

    def on(self, side: Side) -> tuple[Reason, ...]:
        """The reasons on one side, the weightiest first."""
        found = [reason for reason in self.reasons if reason.side is side]
        return tuple(sorted(found, key=lambda reason: -abs(_WEIGHTS[reason.finding])))


def evidence_between(one: Claimed, other: Claimed) -> Evidence:
    """What speaks for and against these being one child; the same whichever is named first."""
    names = most_alike(one.names, other.names)
    found = (
        _OF_NAMES[names.likeness] if names is not None else None,
        _of_birth(one.born_on, other.born_on),
        _of_documents(one.documents, other.documents),
        Finding.PHOTO_SAME if _plain(one.photo) and _plain(one.photo) == _plain(other.photo) else None,
        _shared(one.nationalities, other.nationalities, Finding.NATIONALITY_SHARED, Finding.NATIONALITY_OTHER),
        _shared(one.languages, other.languages, Finding.LANGUAGE_SHARED, Finding.LANGUAGE_OTHER),
    )
    return Evidence(tuple(Reason(finding) for finding in found if finding is not None), names)


def _of_birth(one: date | None, other: date | None) -> Finding | None:
    if one is None or other is None:
        return None
    if one == other:
        # The first of January is written down for whoever knows only a year.
        return Finding.BIRTH_FIRST_OF_JANUARY if (one.month, one.day) == (1, 1) else Finding.BIRTH_SAME
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return Finding.BIRTH_SWAPPED
    if one.year == other.year:
        return Finding.BIRTH_SAME_YEAR
    return Finding.BIRTH_NEAR if abs(one.year - other.year) <= UNCERTAIN_YEARS else Finding.BIRTH_FAR


def _of_documents(ones: Iterable[str], others: Iterable[str]) -> Finding | None:
    """A shared number says much; other numbers say nothing, since a child can have several papers."""
    first, second = {_plain(one) for one in ones} - {""}, {_plain(other) for other in others} - {""}
    if not first or not second:
        return None
    return Finding.DOCUMENT_SAME if first & second else Finding.DOCUMENT_OTHER


def _shared(ones: Iterable[str], others: Iterable[str], shared: Finding, other: Finding) -> Finding | None:
    first, second = {_plain(one) for one in ones} - {""}, {_plain(one) for one in others} - {""}
    if not first or not second:
        return None
    return shared if first & second else other


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
