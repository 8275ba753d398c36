"""What somebody sees of requests for access: their own, those that they decide, and emergencies that they must know."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.door import Door, NotGranted, enter
from relaas.application.law import access_law
from relaas.application.log import Action, logged
from relaas.application.oversight import READINGS, SUPERVISION, supervises, supervising_rules
from relaas.application.placed import placed_today
from relaas.application.story.requests import (
    has_lapsed,
    may_decide,
    requestable,
)
from relaas.kernel.law_file import Text
from relaas.storage.models.cases import Placement
from relaas.storage.models.grants import AccessDecision, AccessRequest
from relaas.storage.requests import decisions_of, ends_of, requests_of, unreviewed_emergencies
from relaas.storage.sealing import Kind
from relaas.story.access import Rule, Verb, Written
from relaas.story.granting import lapses_at

MOST = 200


class RequestState(StrEnum):
    """How a request stands."""

    WAITING = "waiting"
    GIVEN = "given"
    OVER = "over"
    REFUSED = "refused"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSeen:
    """One request. ``person``, ``reason`` and ``alone_because`` None: only who made, decides or reviews it reads them.
    ``lapses_at`` says when a request that waits is past; ``note`` is that of the review."""

    id: str
    rule: str
    title: Text
    is_emergency: bool
    is_alone: bool
    role: str
    organisation: str
    person: str | None
    at: datetime
    state: RequestState
    until: datetime | None
    lapses_at: datetime | None
    reason: str | None
    alone_because: str | None
    answer: str | None
    is_reviewed: bool
    note: str | None
    may_decide: bool
    may_review: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OnRequest:
    """Something that the actor can ask for. ``hours`` is how long it lasts, ``tells`` who is told at once."""

    rule: str
    title: Text
    categories: tuple[str, ...]
    is_emergency: bool
    hours: int
    decided_by: tuple[str, ...]
    tells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestsPage:
    """What can be asked for in a case, and what was, as far as it concerns the actor."""

    number: str
    name: str
    can_ask: tuple[OnRequest, ...]
    requests: tuple[RequestSeen, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyBrief:
    """An emergency that nobody reviewed yet: what those who are told of it see in a list."""

    request: str
    number: str
    name: str
    title: Text
    role: str
    organisation: str
    at: datetime
    is_alone: bool


def see_requests(*, actor: Actor, number: str, today: date, now: datetime | None = None) -> RequestsPage:
    """Requests of the actor's role, those it decides, and emergencies of which it is told. Raises NotFound,
    MandateEnded."""
    now = now or timezone.now()
    with logged(actor=actor, action=Action.SEE_REQUESTS, now=now, today=today, reads_only=True) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line)
        found = list(requests_of(door.case.pk))
        ends, decisions = ends_of(found), decisions_of(found)
        concerned = [one for one in found if _concerns(door, one, is_given=one.pk in ends)]
        if concerned and supervises(door):
            door.note(Verb.READ, door.law.mask([READINGS]))
        line.parts = (*line.parts, *(one.pk for one in concerned))
        return RequestsPage(
            number=door.case.number,
            name=door.case.name,
            can_ask=tuple(_on_request(name, rule) for name, rule in requestable(door).items()),
            requests=tuple(_seen(door, one, ends.get(one.pk), decisions.get(one.pk, {})) for one in concerned),
        )


def see_emergencies(*, actor: Actor, today: date, now: datetime | None = None) -> tuple[EmergencyBrief, ...]:
    """Every emergency in a case of the actor that nobody reviewed yet. Raises NotGranted for who supervises nothing,
    MandateEnded."""
    now = now or timezone.now()
    with logged(actor=actor, action=Action.SEE_EMERGENCIES, now=now, today=today, reads_only=True) as line:
        law = access_law()
        rules = supervising_rules(actor.role)
        if not rules:
            authority = law.authority_of(actor.role)
            why = authority.withheld if authority is not None else law.information.title
            raise NotGranted(verb=Verb.READ, categories=(READINGS,), why=why)
        line.purpose, line.grounds, line.categories = SUPERVISION, rules, (READINGS,)
        placements = Placement.objects.filter(placed_today(actor, today))
        return _briefs(unreviewed_emergencies(cases=placements.values("case_id"))[:MOST])


def emergencies_beside(door: Door) -> tuple[EmergencyBrief, ...]:
    """The emergencies of a case of which the actor's role is told, until they are reviewed; for the case page."""
    rules = [name for name, rule in door.law.rules.items() if door.actor.role in rule.tells]
    told = list(unreviewed_emergencies(cases=[door.case.pk]).filter(rule__in=rules)) if rules else []
    door.line.parts = (*door.line.parts, *(one.pk for one in told))
    return _briefs(told)


def _briefs(requests: Iterable[AccessRequest]) -> tuple[EmergencyBrief, ...]:
    requests = list(requests)
    decisions = decisions_of(requests)
    return tuple(
        EmergencyBrief(
            request=one.pk,
            number=one.case.number,
            name=one.case.name,
            title=access_law().rules[one.rule].title,
            role=one.requested_by.role,
            organisation=one.requested_by.organisation.name,
            at=one.requested_at,
            is_alone=one.is_alone,
        )
        for one in requests
        if _was_given(one, decisions.get(one.pk, {}))
    )


def _was_given(request: AccessRequest, decisions: Mapping[str, AccessDecision]) -> bool:
    """Whether an emergency was opened: at once, or when a second person allowed it. Across cases the grant is not
    for who supervises to see."""
    waits = access_law().rules[request.rule].decided_by and not request.is_alone
    return not waits or AccessDecision.Kind.ALLOWED in decisions


def _concerns(door: Door, request: AccessRequest, *, is_given: bool) -> bool:
    told = request.is_emergency and is_given and door.actor.role in door.law.rules[request.rule].tells
    return _is_own(door, request) or may_decide(door, request) or told


def _is_own(door: Door, request: AccessRequest) -> bool:
    by = request.requested_by
    return (by.role, by.organisation_id) == (door.actor.role, door.actor.organisation_id)


def _seen(
    door: Door, request: AccessRequest, until: datetime | None, decisions: Mapping[str, AccessDecision]
) -> RequestSeen:
    by = request.requested_by
    is_mine = by.person_id == door.actor.person_id and _is_own(door, request)
    decides, reviews = may_decide(door, request), request.is_emergency and until is not None and supervises(door)
    reads = is_mine or decides or reviews
    opened = _opened(door, request.pk, bytes(request.ciphertext)) if reads else {}
    state = _state(door, request, until, decisions)
    refused, reviewed = decisions.get(AccessDecision.Kind.REFUSED), decisions.get(AccessDecision.Kind.REVIEWED)
    return RequestSeen(
        id=request.pk,
        rule=request.rule,
        title=door.law.rules[request.rule].title,
        is_emergency=request.is_emergency,
        is_alone=request.is_alone,
        role=by.role,
        organisation=by.organisation.name,
        person=by.person.name if reads else None,
        at=request.requested_at,
        state=state,
        until=until,
        lapses_at=lapses_at(law=door.law, name=request.rule, asked_at=request.requested_at)
        if state in (RequestState.WAITING, RequestState.LAPSED)
        else None,
        reason=opened.get("reason"),
        alone_because=opened.get("alone"),
        answer=_words(door, refused) if refused is not None and reads else None,
        is_reviewed=reviewed is not None,
        note=_words(door, reviewed) if reviewed is not None and reviews else None,
        may_decide=decides and state is RequestState.WAITING and by.person_id != door.actor.person_id,
        may_review=reviews and reviewed is None,
    )


def _state(
    door: Door, request: AccessRequest, until: datetime | None, decisions: Mapping[str, AccessDecision]
) -> RequestState:
    if until is not None:
        return RequestState.GIVEN if door.at < until else RequestState.OVER
    if AccessDecision.Kind.REFUSED in decisions:
        return RequestState.REFUSED
    return RequestState.LAPSED if has_lapsed(door, request) else RequestState.WAITING


def _words(door: Door, decision: AccessDecision) -> str:
    return _opened(door, decision.pk, bytes(decision.ciphertext))["reason"]


def _opened(door: Door, place: str, sealed: bytes) -> dict[str, str]:
    return door.cipher.open(kind=Kind.REASON, place=place, sealed=sealed)


def _on_request(name: str, rule: Rule) -> OnRequest:
    assert rule.lasts is not None
    return OnRequest(
        rule=name,
        title=rule.title,
        categories=rule.of,
        is_emergency=rule.written is Written.EMERGENCY,
        hours=rule.lasts.hours,
        decided_by=rule.decided_by,
        tells=rule.tells,
    )
