"""Telling a role that something happened in a case: which case and what kind of thing, never what it says."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.door import Door
from relaas.application.law import access_law
from relaas.application.log import Action, Refused, logged
from relaas.application.placed import placed_today
from relaas.kernel.moments import amsterdam_date
from relaas.storage.grants import holders_in_force
from relaas.storage.models.cases import Case, Placement
from relaas.storage.models.grants import AccessRequest, Notice
from relaas.story.access import Verb
from relaas.story.granting import lapses_at

MOST = 50
Holders = Iterable[tuple[str, int]]


class NoSuchNotice(Refused):
    """No notice of that number was sent to the actor's role at its organisation."""


class NoticeKind(StrEnum):
    """What happened."""

    EMERGENCY_OPENED = "emergency_opened"
    DECISION_WAITING = "decision_waiting"
    REQUEST_ALLOWED = "request_allowed"
    REQUEST_REFUSED = "request_refused"
    QUESTION_ASKED = "question_asked"
    QUESTION_REFUSED = "question_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSeen:
    """One notice, with the case that it is about."""

    id: int
    kind: NoticeKind
    number: str
    name: str
    at: datetime


def tell(*, case: Case, holders: Holders, kind: NoticeKind, subject: str, at: datetime) -> None:
    """Tell each role at its organisation, once."""
    Notice.objects.bulk_create(
        Notice(case=case, role=role, organisation_id=organisation, kind=kind, subject=subject, at=at)
        for role, organisation in dict.fromkeys(holders)
    )


def settle(*, case: Case, kind: NoticeKind, subject: str, at: datetime) -> None:
    """Take a notice from every list: there is nothing left to do."""
    Notice.objects.filter(case=case, kind=kind, subject=subject, seen_at__isnull=True).update(seen_at=at)


def placed_as(case: Case, roles: Iterable[str], on: date) -> list[tuple[str, int]]:
    """The organisations that work on a case in these roles on a day."""
    placements = Placement.objects.filter(case=case, role__in=list(roles), from_on__lte=on)
    return [(one.role, one.organisation_id) for one in placements if one.until_on is None or one.until_on >= on]


def holders_of(door: Door, verb: Verb, category: str) -> list[tuple[str, int]]:
    """The roles that may now do something with a kind of information of this case, without the actor's own."""
    found = holders_in_force(case_id=door.case.pk, verb=verb, categories=door.law.mask([category]), at=door.at)
    return [one for one in found if one != (door.actor.role, door.actor.organisation_id)]


def notices_of(actor: Actor, *, today: date, at: datetime) -> tuple[NoticeSeen, ...]:
    """What the actor's role has not marked as seen, of cases on which it works today, the latest first. That a request
    waits is told until it is past."""
    placed = Placement.objects.filter(placed_today(actor, today)).values("case_id")
    notices = Notice.objects.filter(
        organisation_id=actor.organisation_id, role=actor.role, seen_at__isnull=True, case_id__in=placed
    ).select_related("case")
    shown = list(notices.order_by("-at", "-pk")[:MOST])
    past = _past({one.subject for one in shown if one.kind == NoticeKind.DECISION_WAITING}, at)
    return tuple(
        NoticeSeen(
            id=notice.pk,
            kind=NoticeKind(notice.kind),
            number=notice.case.number,
            name=notice.case.name,
            at=notice.at,
        )
        for notice in shown
        if notice.subject not in past or notice.kind != NoticeKind.DECISION_WAITING
    )


def _past(subjects: Collection[str], at: datetime) -> set[str]:
    """The requests that nobody can decide any more."""
    if not subjects:
        return set()
    law, found = access_law(), AccessRequest.objects.filter(pk__in=[one.partition(":")[2] for one in subjects])
    ends = {subject_of(one): lapses_at(law=law, name=one.rule, asked_at=one.requested_at) for one in found}
    return {subject for subject, end in ends.items() if end is not None and end <= at}


def subject_of(request: AccessRequest) -> str:
    """What a request is called where something is said of it: in notices, and in the grant that it led to."""
    return f"request:{request.pk}"


def mark_seen(*, actor: Actor, notice: int, now: datetime | None = None) -> None:
    """Take a notice from the list of the actor's role. Marked twice it is marked once. Raises NoSuchNotice."""
    now = now or timezone.now()
    with logged(actor=actor, action=Action.MARK_NOTICE_SEEN, now=now, today=amsterdam_date(now)) as line:
        theirs = Notice.objects.select_related("case").filter(
            pk=notice, organisation_id=actor.organisation_id, role=actor.role
        )
        found = theirs.first()
        if found is None:
            raise NoSuchNotice("no such notice")
        line.case = found.case
        theirs.filter(seen_at__isnull=True).update(seen_at=now)
