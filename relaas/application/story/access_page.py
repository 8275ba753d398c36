"""What a role sees of a case, on which ground, and why not: read from the same grants that decide it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.door import Door, enter
from relaas.application.law import access_law
from relaas.application.log import Action, Refused, logged
from relaas.application.oversight import READINGS
from relaas.application.story.labelling import NoSuchPassage, open_to
from relaas.kernel.law_file import Text
from relaas.storage.grants import grants_of_role, phase_now
from relaas.storage.models.cases import Placement
from relaas.storage.models.story import Passage
from relaas.story.access import Phase, Verb
from relaas.story.explaining import Explained, explain


class NoSuchRole(Refused):
    """No organisation works on the case in that role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleAccess:
    """What one role may read at a moment, category by category. ``passage``: the identifier when it is about one
    passage only. ``withheld`` is why everything else is refused."""

    number: str
    name: str
    role: str
    roles: tuple[str, ...]
    phase: Phase
    at: datetime
    passage: str | None
    categories: tuple[Explained, ...]
    withheld: Text


def see_access(
    *,
    actor: Actor,
    number: str,
    today: date,
    role: str | None = None,
    passage: str | None = None,
    now: datetime | None = None,
) -> RoleAccess:
    """What a role may read in a case, and why not. Without ``role`` the actor's own.

    Of other roles only for who may read the log of the case; of a passage only for who sees that passage themselves.
    Raises NotFound, NoSuchRole, NoSuchPassage, NotGranted, MandateEnded.
    """
    now = now or timezone.now()
    with logged(actor=actor, action=Action.SEE_ACCESS, now=now, today=today, reads_only=True) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line)
        asked = role or actor.role
        if asked != actor.role:
            door.require(Verb.READ, READINGS)
        placed = tuple(dict.fromkeys(Placement.objects.filter(case=door.case).values_list("role", flat=True)))
        if asked not in placed:
            raise NoSuchRole(f"nobody works on the case as {asked}")
        line.detail = asked
        return _access(door, asked, placed, passage)


def _access(door: Door, role: str, placed: Sequence[str], passage: str | None) -> RoleAccess:
    law, categories, is_confirmed = access_law(), tuple(access_law().information.categories), True
    if passage is not None:
        found = _seen(door, passage)
        categories, is_confirmed = law.categories_in(found.state.categories), found.state.is_confirmed
    phase = phase_now(door.case, door.regime, door.at)
    authority = law.authority_of(role)
    return RoleAccess(
        number=door.case.number,
        name=door.case.name,
        role=role,
        roles=tuple(placed) if door.may(Verb.READ, READINGS) else (door.actor.role,),
        phase=phase,
        at=door.at,
        passage=passage,
        categories=explain(
            law=law,
            role=role,
            categories=categories,
            phase=phase,
            grants=grants_of_role(case_id=door.case.pk, role=role, at=door.at),
            at=door.at,
            is_confirmed=is_confirmed,
        ),
        withheld=authority.withheld if authority is not None else law.information.title,
    )


def _seen(door: Door, passage: str) -> Passage:
    try:
        return open_to(door, Verb.READ, passage)
    except NoSuchPassage:
        return open_to(door, Verb.LABEL, passage)
