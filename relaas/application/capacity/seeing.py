"""What an organisation sees of its own capacity, and what who watches the whole sees of all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.capacity.books import events_of, keeps_books, people_of, rosters_by_organisation
from relaas.application.capacity.load import load_of, roles_of
from relaas.application.law import capacity_law
from relaas.application.log import Action, Refused, logged
from relaas.capacity.at_risk import AtRisk, at_risk
from relaas.capacity.capacity_law import CapacityLaw
from relaas.capacity.events import Event
from relaas.capacity.roster import Filled, Handover, Post, Roster, roster
from relaas.capacity.strength import Strength, curve, months, strength, together
from relaas.kernel.terms import last_day
from relaas.storage.models.people import Organisation, Person

# The longest past that is drawn; what lies before it is kept all the same.
YEARS_BACK = 6


class NotForThisRole(Refused):
    """The role works with no scarce people and keeps no books of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolSeen:
    """A pool today and over time, with the cases on which it has work (None: the law does not say when it has)."""

    pool: str
    now: Strength
    curve: tuple[Strength, ...]
    load: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityPage:
    """One organisation. ``names`` are those of the people, by their keys, for who keeps the books; None for others,
    who see no people. ``events`` are latest first, for who keeps; ``annulled`` has the numbers of those that count no
    more."""

    organisation: str
    today: date
    pools: tuple[PoolSeen, ...]
    posts: tuple[Post, ...]
    filled: tuple[Filled, ...]
    risks: tuple[AtRisk, ...]
    handovers: tuple[Handover, ...]
    events: tuple[Event, ...]
    annulled: frozenset[int]
    names: dict[int, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalsPage:
    """All organisations that keep books, together: no people, no names, no cases."""

    today: date
    pools: tuple[PoolSeen, ...]
    organisations: int


def sees_own(role: str) -> bool:
    """Whether a role sees the capacity of its organisation: it keeps the books, or its people are counted in them."""
    return keeps_books(role) or any(role in roles_of(pool) for pool in capacity_law().pools)


def sees_totals(role: str) -> bool:
    """Whether a role sees sums over organisations."""
    return role in capacity_law().sees_totals


def see_capacity(*, actor: Actor, today: date, now: datetime | None = None) -> CapacityPage:
    """The actor's own organisation. Raises NotForThisRole, MandateEnded."""
    now, law = now or timezone.now(), capacity_law()
    with logged(actor=actor, action=Action.SEE_CAPACITY, now=now, today=today, reads_only=True):
        if not sees_own(actor.role):
            raise NotForThisRole(f"{actor.role} has no capacity to see.")
        events = events_of([actor.organisation_id])
        held = roster(events, known_on=today)
        first = _drawn_from((one.on for one in events if one.what is not None), today)
        keeps = keeps_books(actor.role)
        return CapacityPage(
            organisation=Organisation.objects.get(pk=actor.organisation_id).name,
            today=today,
            pools=tuple(
                _pools(
                    [held],
                    law,
                    today,
                    first,
                    actor.organisation_id,
                )
            ),
            posts=tuple(one for one in held.posts if one.during.covers(today)),
            filled=held.at_work(today) if keeps else (),
            risks=at_risk(held, law=law, today=today),
            handovers=tuple(one for one in held.handovers if one.done_on is None),
            events=tuple(sorted(events, key=lambda one: -one.number)) if keeps else (),
            annulled=frozenset(one.annuls for one in events if one.annuls is not None),
            names=_names(actor.organisation_id, last_day(start_on=today, length=law.warns_before)) if keeps else None,
        )


def see_totals(*, actor: Actor, today: date, now: datetime | None = None) -> TotalsPage:
    """Every organisation together. Raises NotForThisRole, MandateEnded."""
    now, law = now or timezone.now(), capacity_law()
    with logged(actor=actor, action=Action.SEE_CAPACITY_TOTALS, now=now, today=today, reads_only=True):
        if not sees_totals(actor.role):
            raise NotForThisRole(f"{actor.role} sees no totals of capacity.")
        rosters = rosters_by_organisation(known_on=today)
        first = _drawn_from((post.during.begin for held in rosters.values() for post in held.posts), today)
        return TotalsPage(
            today=today,
            pools=tuple(_pools(rosters.values(), law, today, first, None)),
            organisations=len(rosters),
        )


def _pools(
    rosters: Iterable[Roster], law: CapacityLaw, today: date, first: date, organisation: int | None
) -> Iterable[PoolSeen]:
    """The pools in which somebody has posts."""
    held = tuple(rosters)
    days = months(first=first, last=last_day(start_on=today, length=law.warns_before))
    for pool, element in law.pools.items():
        if any(post.pool == pool for one in held for post in one.posts):
            yield PoolSeen(
                pool=pool,
                now=together([strength(one, pool=pool, law=law, day=today) for one in held]),
                curve=curve(held, pool=pool, law=law, days=days),
                load=load_of(pool, element, today=today, organisation=organisation),
            )


def _drawn_from(days: Iterable[date], today: date) -> date:
    """The first of these days, or the first that is still drawn."""
    return max(min(days, default=today), date(today.year - YEARS_BACK, today.month, 1))


def _names(organisation: int, on: date) -> dict[int, str]:
    people = Person.objects.filter(pk__in=people_of(organisation, on)).order_by("name")
    return dict(people.values_list("pk", "name"))
