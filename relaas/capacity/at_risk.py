"""Expertise that an organisation is about to lose: who goes with what, and who would still know it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from relaas.capacity.capacity_law import CapacityLaw
from relaas.capacity.roster import DAY, Handover, Roster
from relaas.kernel.terms import last_day


class Why(StrEnum):
    """What takes the expertise away."""

    LEAVES = "leaves"
    EXPIRES = "expires"
    AWAY = "away"


@dataclass(frozen=True, slots=True, kw_only=True)
class AtRisk:
    """A person's topic or certificate is lost (or absent) after ``on``. ``left_with`` are the others who still have it
    then; ``handovers`` what was agreed about it. ``is_thin``: too few would still have it."""

    person: int
    what: str
    is_certificate: bool
    why: Why
    on: date
    left_with: frozenset[int]
    is_thin: bool
    handovers: tuple[Handover, ...]


def at_risk(held: Roster, *, law: CapacityLaw, today: date) -> tuple[AtRisk, ...]:
    """What is at risk within the time in which the law warns, the soonest first."""
    horizon = last_day(start_on=today, length=law.warns_before)
    found = [*_leaving(held, law, today, horizon), *_expiring(held, law, today, horizon), *_away(held, law, today)]
    return tuple(sorted(found, key=lambda one: (one.on, one.person, one.what)))


def _leaving(held: Roster, law: CapacityLaw, today: date, horizon: date) -> Iterator[AtRisk]:
    for person, last in held.leaving.items():
        if not today <= last <= horizon:
            continue
        for topic in law.topics:
            if person in held.knowing(topic, last):
                yield _risk(held, law, person, topic, Why.LEAVES, last)
        for certificate in law.certificates:
            if person in held.holders(certificate, last):
                yield _risk(held, law, person, certificate, Why.LEAVES, last, is_certificate=True)


def _expiring(held: Roster, law: CapacityLaw, today: date, horizon: date) -> Iterator[AtRisk]:
    """A certificate that was renewed in time is not at risk."""
    for one in held.certificates:
        last = one.during.end - DAY if one.during.end is not None else horizon + DAY
        is_renewed = one.person in held.holders(one.name, last + DAY)
        has_left = held.leaving.get(one.person, last) < last
        if today <= last <= horizon and not is_renewed and not has_left:
            yield _risk(held, law, one.person, one.name, Why.EXPIRES, last, is_certificate=True)


def _away(held: Roster, law: CapacityLaw, today: date) -> Iterator[AtRisk]:
    """Who is away now takes along what nobody else has."""
    for absence in held.away:
        if not absence.during.covers(today):
            continue
        for topic in law.topics:
            if held.knowing(topic, today) == {absence.person}:
                yield _risk(held, law, absence.person, topic, Why.AWAY, today)


def _risk(
    held: Roster, law: CapacityLaw, person: int, what: str, why: Why, on: date, *, is_certificate: bool = False
) -> AtRisk:
    having = held.holders(what, on + DAY) if is_certificate else held.knowing(what, on + DAY)
    left = having - {person}
    return AtRisk(
        person=person,
        what=what,
        is_certificate=is_certificate,
        why=why,
        on=on,
        left_with=left,
        is_thin=len(left) < law.thin_below,
        handovers=tuple(one for one in held.handovers if one.person == person and one.topic == what),
    )
