"""A person decides about two cases: the same child, not the same, or cannot say yet; and can take a joining back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.door import Door, enter
from relaas.application.forms import checked_text
from relaas.application.identifiers import new_id
from relaas.application.joined import check_not_joined
from relaas.application.log import Action, Line, Refused, logged
from relaas.application.matching.finding import set_due
from relaas.application.matching.joining import (
    annul_signals,
    end_placements,
    follow,
    opened_acts,
    place_givers,
    record_signals,
    signals_in,
)
from relaas.application.matching.sight import IDENTITY, require_matching
from relaas.application.opening import KeyReused
from relaas.kernel.moments import amsterdam_date
from relaas.storage.links import join_of
from relaas.storage.models.cases import Case
from relaas.storage.models.matching import CaseLink, MatchDue
from relaas.storage.sealing import Kind
from relaas.storage.second_lock import narrow_to, widen
from relaas.storage.stories import identity_versions
from relaas.story.access import Verb


class Verdict(StrEnum):
    """What somebody decides about two cases."""

    SAME = "same"
    NOT_SAME = "not_same"
    CANNOT_SAY = "cannot_say"


class WrittenAnew(Refused):
    """Who one of the two children is said to be was written anew since it was looked at. Look again."""


class NotJoined(Refused):
    """The case belongs to no other, so there is nothing to undo."""


class SameCase(Refused):
    """The two are one case already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was decided. ``joined`` and ``into`` are the numbers of the cases when it is the same child."""

    verdict: Verdict
    joined: str | None = None
    into: str | None = None


def decide(
    *,
    actor: Actor,
    number: str,
    other: str,
    verdict: Verdict,
    reason: str,
    versions: tuple[int, int],
    idempotency_key: str,
    now: datetime | None = None,
) -> Decided:
    """Decide whether two cases are about one child. Of the same child, the newer case is joined to the older: its
    signals are recorded there too, and it takes no acts any more. ``versions`` are those that were looked at.

    The same key twice decides once. Raises NotGranted, NotFound, SameCase, WrittenAnew, CaseJoined, FormInvalid,
    KeyReused, MandateEnded.
    """
    now = now or timezone.now()
    with logged(actor=actor, action=Action.DECIDE_MATCH, now=now, today=amsterdam_date(now)) as line:
        require_matching(actor, line)
        line.detail = verdict.value
        one, two = _doors(actor, (number, other), now, line)
        earlier = _decided_with(idempotency_key, one, two)
        if earlier is not None:
            return _again(earlier, actor, verdict)
        written = checked_text(reason, field="reason")
        for door, version in ((one, versions[0]), (two, versions[1])):
            _check_as_seen(door, version)
        if verdict is Verdict.SAME:
            return _join(one, two, versions, written, idempotency_key)
        narrow_to(case_id=one.case.pk)
        _link(one, two, verdict.value, written, idempotency_key, versions=versions).save(force_insert=True)
        return Decided(verdict=verdict)


def look_done(*, actor: Actor, number: str, version: int, idempotency_key: str, now: datetime | None = None) -> None:
    """All candidates of a case were looked at and none is the same child: it leaves the list until it is written anew
    who its child is said to be. Raises NotGranted, NotFound, WrittenAnew, MandateEnded."""
    now = now or timezone.now()
    with logged(actor=actor, action=Action.DECIDE_MATCH, now=now, today=amsterdam_date(now)) as line:
        require_matching(actor, line)
        line.detail = CaseLink.Decision.LOOKED.value
        (door,) = _doors(actor, (number,), now, line)
        if CaseLink.objects.filter(case=door.case, idempotency_key=idempotency_key).exists():
            return
        _check_as_seen(door, version)
        _link(door, None, CaseLink.Decision.LOOKED, "", idempotency_key, versions=(version, 0)).save(force_insert=True)
        MatchDue.objects.filter(case=door.case).delete()


def undo_join(*, actor: Actor, number: str, reason: str, idempotency_key: str, now: datetime | None = None) -> None:
    """Take a joining back: the case lives again, and what the joining recorded in the other is annulled there.

    The same key twice undoes once. Raises NotGranted, NotFound, NotJoined, FormInvalid, KeyReused, MandateEnded.
    """
    now = now or timezone.now()
    with logged(actor=actor, action=Action.UNDO_JOIN, now=now, today=amsterdam_date(now)) as line:
        require_matching(actor, line)
        (alone,) = _doors(actor, (number,), now, line)
        earlier = CaseLink.objects.filter(case=alone.case, idempotency_key=idempotency_key).first()
        if earlier is not None:
            if earlier.decision != CaseLink.Decision.UNDONE or earlier.recorded_by_id != actor.mandate_id:
                raise KeyReused("This key has decided something else.")
            return
        link = join_of(alone.case.pk)
        if link is None or link.other is None:
            raise NotJoined(f"Case {number} belongs to no other.")
        written = checked_text(reason, field="reason")
        joined, older = _doors(actor, (number, link.other.number), now, line)
        _undo(joined, older, link, written, idempotency_key)


def _undo(joined: Door, older: Door, link: CaseLink, written: str, idempotency_key: str) -> None:
    undone = _link(
        joined, older, CaseLink.Decision.UNDONE, written, idempotency_key, versions=(link.version, link.other_version)
    )
    undone.undoes = link
    narrow_to(case_id=joined.case.pk)
    undone.save(force_insert=True)
    set_due(case=joined.case, version=link.version, at=joined.at)
    follow(joined, written_by=f"link:{undone.pk}")
    narrow_to(case_id=older.case.pk)
    annul_signals(older, [int(place) for place in link.acts], link_id=undone.pk)
    end_placements(older, link.placed)
    follow(older, written_by=f"link:{undone.pk}")


def _join(one: Door, two: Door, versions: tuple[int, int], written: str, idempotency_key: str) -> Decided:
    for door in (one, two):
        narrow_to(case_id=door.case.pk)
        check_not_joined(door)
    swapped = (one.case.opened_at, one.case.pk) < (two.case.opened_at, two.case.pk)
    joined, older = (two, one) if swapped else (one, two)
    link = _link(
        joined,
        older,
        CaseLink.Decision.SAME,
        written,
        idempotency_key,
        versions=versions[::-1] if swapped else versions,
    )
    signals = signals_in(joined, opened_acts(joined))
    narrow_to(case_id=older.case.pk)
    link.acts = record_signals(older, signals, link_id=link.pk)
    link.placed = place_givers(older, signals)
    follow(older, written_by=f"link:{link.pk}")
    narrow_to(case_id=joined.case.pk)
    link.save(force_insert=True)
    MatchDue.objects.filter(case=joined.case).delete()
    follow(joined, written_by=f"link:{link.pk}")
    return Decided(verdict=Verdict.SAME, joined=joined.case.number, into=older.case.number)


def _doors(actor: Actor, numbers: tuple[str, ...], now: datetime, line: Line) -> list[Door]:
    """The doors of these cases, which nobody else can change until this transaction ends. Each but the first has a line
    of its own in the log. The pass is for the last one."""
    if len(set(numbers)) < len(numbers):
        raise SameCase("A case is always about its own child.")
    # Always in one order, so that two who decide about the same two cases wait for each other and never both.
    list(Case.objects.select_for_update(no_key=True).filter(number__in=numbers).order_by("pk"))
    lines = [line, *(Line(detail=line.detail) for _ in numbers[1:])]
    doors = []
    for number, own in zip(numbers, lines, strict=True):
        widen()
        door = enter(actor=actor, number=number, at=now, today=amsterdam_date(now), line=own, for_change=True)
        door.require(Verb.READ, IDENTITY)
        door.require(Verb.MATCH, IDENTITY)
        doors.append(door)
    line.others = tuple(lines[1:])
    return doors


def _check_as_seen(door: Door, version: int) -> None:
    narrow_to(case_id=door.case.pk)
    latest = identity_versions(door.case.pk).first()
    if latest is None or latest.version != version:
        raise WrittenAnew(f"Who the child of case {door.case.number} is said to be was written anew.")


def _link(
    door: Door, other: Door | None, decision: str, reason: str, idempotency_key: str, *, versions: tuple[int, int]
) -> CaseLink:
    """A decision, not yet stored."""
    link_id, actor = new_id(door.at), door.actor
    return CaseLink(
        id=link_id,
        case=door.case,
        other=None if other is None else other.case,
        decision=decision,
        version=versions[0],
        other_version=versions[1],
        recorded_by_id=actor.mandate_id,
        organisation_id=actor.organisation_id,
        role=actor.role,
        recorded_at=door.at,
        ciphertext=door.cipher.seal(kind=Kind.REASON, place=link_id, content={"reason": reason}),
        idempotency_key=idempotency_key,
    )


def _decided_with(idempotency_key: str, *doors: Door) -> CaseLink | None:
    """What the same request decided before, whichever of the cases it then was that was joined."""
    for door in doors:
        narrow_to(case_id=door.case.pk)
        links = CaseLink.objects.select_related("case", "other")
        found = links.filter(case=door.case, idempotency_key=idempotency_key).first()
        if found is not None:
            return found
    return None


def _again(link: CaseLink, actor: Actor, verdict: Verdict) -> Decided:
    if (link.recorded_by_id, link.decision) != (actor.mandate_id, verdict.value):
        raise KeyReused("This key has decided something else.")
    if verdict is not Verdict.SAME or link.other is None:
        return Decided(verdict=verdict)
    return Decided(verdict=verdict, joined=link.case.number, into=link.other.number)
