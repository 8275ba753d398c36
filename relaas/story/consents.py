"""Consent and objection: whose word the law asks at the child's age, and from when until when it is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from relaas.kernel.durations import Duration
from relaas.kernel.moments import AMSTERDAM, midnight
from relaas.kernel.terms import last_day
from relaas.story.access import Consent, ConsentKind, Party
from relaas.story.intervals import Interval, both, joined, without

EVER = Interval(datetime(1900, 1, 1, tzinfo=AMSTERDAM))


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Somebody of the child's side agreed or objected, until they took it back."""

    consent: str
    party: str
    said: Interval


def allowed_during(*, name: str, consent: Consent, words: Iterable[Word], born_on: date | None) -> tuple[Interval, ...]:
    """When the law may go on: for a consent while everybody whose word it asks agrees; for an objection unless somebody
    whose word counts objects. Of a child whose age is not known everybody is asked who would be at some age."""
    said = [word for word in words if word.consent == name]
    if consent.kind is ConsentKind.OBJECTION:
        objections = [
            part
            for during, parties in _asked(consent.by, born_on)
            for word in said
            if word.party in parties
            for part in both([during], [word.said])
        ]
        return without([EVER], objections)
    agreed: list[Interval] = []
    for during, parties in _asked(consent.by, born_on):
        together: tuple[Interval, ...] = (during,)
        for party in parties:
            together = both(together, joined(word.said for word in said if word.party == party))
        agreed += together
    return joined(agreed)


def asked_on(*, consent: Consent, born_on: date | None, at: datetime) -> tuple[str, ...]:
    """Whose word is asked at a moment."""
    return next((parties for during, parties in _asked(consent.by, born_on) if during.holds(at)), ())


def recorders_on(*, consent: Consent, born_on: date | None, at: datetime) -> tuple[str, ...]:
    """Who may write down at a moment what somebody else said."""
    found = (who for during, parties in _asked(consent.recorded_by, born_on) if during.holds(at) for who in parties)
    return tuple(dict.fromkeys(found))


def _asked(parties: Sequence[Party], born_on: date | None) -> Iterator[tuple[Interval, tuple[str, ...]]]:
    """From when until when who is meant; of a child whose age is not known everybody who would be at some age."""
    if born_on is None:
        yield EVER, tuple(dict.fromkeys(who for party in parties for who in party.who))
        return
    for party in parties:
        yield _ages(party, born_on), party.who


def _ages(party: Party, born_on: date) -> Interval:
    begin = EVER.from_at if party.from_age is None else _birthday(born_on, party.from_age)
    return Interval(begin, None if party.until_age is None else _birthday(born_on, party.until_age))


def _birthday(born_on: date, age: int) -> datetime:
    """The first moment of the day on which somebody reaches an age."""
    if age == 0:
        return midnight(born_on)
    return midnight(last_day(start_on=born_on, length=Duration(years=age)))
