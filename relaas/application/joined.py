"""A case that was found to be about the child of another: it takes no acts any more, and says where to go."""

from dataclasses import dataclass
from datetime import datetime

from relaas.application.door import Door
from relaas.application.log import Refused
from relaas.application.placed import placed_today
from relaas.storage.links import join_of, joins_around
from relaas.storage.models.cases import Case, Placement
from relaas.storage.second_lock import narrow_to


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherCase:
    """A case that belongs together with this one, by what people call it."""

    number: str
    name: str


class CaseJoined(Refused):
    """The case was joined to another, and acts are recorded there. ``into`` is that one; None when it is not placed
    with the actor: then whoever coordinates it must be asked."""

    def __init__(self, into: OtherCase | None) -> None:
        super().__init__(f"the case was joined to {into.number if into else 'another'}; record it there")
        self.into = into


@dataclass(frozen=True, slots=True, kw_only=True)
class Joinings:
    """What somebody sees of joinings of a case. ``is_joined``: it belongs to another, ``into`` that one when they work
    on it too. ``joined`` are the cases that belong to this one, of those that they work on too."""

    is_joined: bool = False
    since: datetime | None = None
    into: OtherCase | None = None
    joined: tuple[OtherCase, ...] = ()


def check_not_joined(door: Door) -> None:
    """Raise CaseJoined when acts are recorded in another case. The case must have been entered ``for_change``."""
    link = join_of(door.case.pk)
    if link is not None and link.other is not None:
        raise CaseJoined(_if_placed(door, link.other))


def joinings_of(door: Door) -> Joinings:
    """What the actor sees of joinings of the case."""
    links = joins_around(door.case.pk)
    mine = next((link for link in links if link.case_id == door.case.pk), None)
    found = (_if_placed(door, link.case) for link in links if link is not mine)
    return Joinings(
        is_joined=mine is not None,
        since=None if mine is None else mine.recorded_at,
        into=None if mine is None or mine.other is None else _if_placed(door, mine.other),
        joined=tuple(one for one in found if one is not None),
    )


def _if_placed(door: Door, other: Case) -> OtherCase | None:
    """The other case, to who works on it too; asked under a pass for that case, which is given back at once."""
    narrow_to(case_id=other.pk)
    try:
        is_placed = Placement.objects.filter(placed_today(door.actor, door.today), case=other).exists()
    finally:
        narrow_to(case_id=door.case.pk)
    return OtherCase(number=other.number, name=other.name) if is_placed else None
