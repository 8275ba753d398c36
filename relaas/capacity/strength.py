"""How strong a pool is on a day, and how that went over time: hours that should be there and hours that are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from relaas.capacity.capacity_law import CapacityLaw
from relaas.capacity.roster import Roster


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """One pool on one day. Hours are a week's. ``posted``: of the posts that exist; ``present``: of the people at work,
    whatever on; ``on_trafficking``: what of that goes to trafficking; ``certified_hours``: what of that again is done
    by people who hold the certificate of the pool (all of it where the pool asks none)."""

    day: date
    posted: int
    present: int
    on_trafficking: int
    certified_hours: int
    people: int
    certified_people: int

    @property
    def elsewhere(self) -> int:
        """Hours of the people at work that go to other work."""
        return self.present - self.on_trafficking

    @property
    def vacant(self) -> int:
        """Hours of the posts that nobody is there for, never below zero."""
        return max(0, self.posted - self.present)


def strength(held: Roster, *, pool: str, law: CapacityLaw, day: date) -> Strength:
    """The strength of a pool of one organisation on a day."""
    of_pool = {one.name for one in held.posts if one.pool == pool and one.during.covers(day)}
    working = [one for one in held.at_work(day) if one.post in of_pool]
    certificate = law.pools[pool].certificate
    people = {one.person for one in working if one.on_trafficking > 0}
    certified = people if certificate is None else people & held.holders(certificate, day)
    return Strength(
        day=day,
        posted=sum(one.hours for one in held.posts if one.name in of_pool and one.during.covers(day)),
        present=sum(one.hours for one in working),
        on_trafficking=sum(one.on_trafficking for one in working),
        certified_hours=sum(one.on_trafficking for one in working if one.person in certified),
        people=len(people),
        certified_people=len(certified),
    )


def together(parts: Sequence[Strength]) -> Strength:
    """The sum over organisations on the same day. Asks for at least one."""
    return Strength(
        day=parts[0].day,
        **{
            name: sum(getattr(part, name) for part in parts)
            for name in ("posted", "present", "on_trafficking", "certified_hours", "people", "certified_people")
        },
    )


def months(*, first: date, last: date) -> tuple[date, ...]:
    """The first day of each month from that of ``first`` up to and including that of ``last``."""
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return tuple(date(month // 12, month % 12 + 1, 1) for month in range(begin, end + 1))


def curve(rosters: Iterable[Roster], *, pool: str, law: CapacityLaw, days: Sequence[date]) -> tuple[Strength, ...]:
    """How a pool went over the days, over organisations together. Asks for at least one organisation."""
    held = tuple(rosters)
    return tuple(together([strength(one, pool=pool, law=law, day=day) for one in held]) for day in days)
