"""Access on request: revealing who a child is, and breaking the glass in acute danger.

Each gives one person, for hours, what a rule of the law of access says, with a reason that is kept sealed; a second
person decides where the rule asks one, and whoever must know of an emergency knows at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from relaas.application.actors import Actor, holds
from relaas.application.door import Door, enter
from relaas.application.forms import LONGEST_REASON, FaultKind, FormFault, FormInvalid, checked_text
from relaas.application.identifiers import new_id
from relaas.application.log import Action, Refused, logged
from relaas.application.opening import KeyReused
from relaas.application.oversight import supervises
from relaas.application.story.notices import NoticeKind, placed_as, settle, subject_of, tell
from relaas.kernel.moments import amsterdam_date
from relaas.storage.grants import phase_now
from relaas.storage.models.grants import AccessDecision, AccessGrant, AccessRequest
from relaas.storage.requests import mandates_in, request_of
from relaas.storage.sealing import Kind
from relaas.story.access import Rule, Verb, Written
from relaas.story.granting import lapses_at, on_request
from relaas.story.grants import Holder

ON_REQUEST = (Written.REVEAL, Written.EMERGENCY)


class NoSuchRequest(Refused):
    """No request of that identifier is the actor's to decide or review; the same answer whether or not there is one."""


class NobodyDecides(Refused):
    """The rule asks a second person, and nobody works on the case who could be that."""


class SecondPersonNeeded(Refused):
    """A request is decided by another person than the one who made it."""


class AlreadyDecided(Refused):
    """There is nothing to decide: the request was given at once, or somebody decided it."""


class RequestLapsed(Refused):
    """What was asked for cannot be given any more: its time, its phase or the mandate of who asked is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requested:
    """A request that is made. ``until`` None: a second person has to decide first. ``again``: this same request had
    been made before."""

    request: str
    until: datetime | None
    again: bool


def requestable(door: Door) -> Mapping[str, Rule]:
    """The rules that give the actor something on request in the phase in which the case is now."""
    phase = phase_now(door.case, door.regime, door.at)
    rules = door.law.rules_of(door.actor.role)
    return {name: rule for name, rule in rules.items() if rule.written in ON_REQUEST and phase in rule.when}


def request_access(
    *,
    actor: Actor,
    number: str,
    rule: str,
    reason: str,
    idempotency_key: str,
    alone_because: str = "",
    now: datetime | None = None,
) -> Requested:
    """Ask for what a rule gives on request. Where nobody else has to decide, it is given at once.

    In an emergency ``alone_because`` says why no second person can be reached; it is then given at once too, and the
    reviewer reads why. The same key twice asks once.
    Raises NotFound, NotGranted, FormInvalid, NobodyDecides, KeyReused, MandateEnded.
    """
    now = now or timezone.now()
    today = amsterdam_date(now)
    with logged(actor=actor, action=Action.REQUEST_ACCESS, now=now, today=today) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line, for_change=True)
        line.detail = rule[:80]
        asked = requestable(door).get(rule)
        if asked is None:
            raise door.not_granted(Verb.READ)
        earlier = AccessRequest.objects.filter(case=door.case, idempotency_key=idempotency_key).first()
        if earlier is not None:
            if (earlier.requested_by_id, earlier.rule) != (actor.mandate_id, rule):
                raise KeyReused("This key has asked for something else.")
            return Requested(request=earlier.pk, until=given_until(earlier), again=True)
        content = {"reason": checked_text(reason, field="reason"), "alone": alone_because.strip()}
        _check_length(content["alone"])
        others = _others(door, asked)
        waits = _waits(asked, others, content["alone"])
        request = _request(door, rule, content, idempotency_key, is_alone=bool(asked.decided_by) and not waits)
        line.sealed_reason, line.parts = bytes(request.ciphertext), (*line.parts, request.pk)
        until = None
        if waits:
            tell(
                case=door.case,
                holders=sorted(others),
                kind=NoticeKind.DECISION_WAITING,
                subject=subject_of(request),
                at=now,
            )
        else:
            until = _give(door, request, door.actor.role, actor.organisation_id, actor.person_id)
        return Requested(request=request.pk, until=until, again=False)


def decide_request(
    *, actor: Actor, number: str, request: str, is_allowed: bool, reason: str, now: datetime | None = None
) -> Requested:
    """Allow or refuse what another person asked for. Refusing needs a reason.

    Raises NotFound, NoSuchRequest, SecondPersonNeeded, AlreadyDecided, RequestLapsed, FormInvalid, MandateEnded.
    """
    now = now or timezone.now()
    today = amsterdam_date(now)
    with logged(actor=actor, action=Action.DECIDE_REQUEST, now=now, today=today) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line, for_change=True)
        found = request_of(case_id=door.case.pk, request_id=request)
        if found is None or not may_decide(door, found):
            raise NoSuchRequest("no such request")
        line.detail, line.parts = found.rule, (*line.parts, found.pk)
        by = found.requested_by
        if by.person_id == actor.person_id:
            raise SecondPersonNeeded("a request is decided by another person")
        kind = AccessDecision.Kind.ALLOWED if is_allowed else AccessDecision.Kind.REFUSED
        earlier = found.decisions.exclude(kind=AccessDecision.Kind.REVIEWED).first()
        if earlier is not None and (earlier.by_id, earlier.kind) == (actor.mandate_id, kind):
            return Requested(request=found.pk, until=given_until(found), again=True)
        if earlier is not None or given_until(found) is not None:
            raise AlreadyDecided("this request needs no decision any more")
        if is_allowed and has_lapsed(door, found):
            raise RequestLapsed("this request is past")
        _decide(door, found, kind, reason.strip() if is_allowed else checked_text(reason, field="reason"))
        until = _give(door, found, by.role, by.organisation_id, by.person_id) if is_allowed else None
        settle(case=door.case, kind=NoticeKind.DECISION_WAITING, subject=subject_of(found), at=now)
        tell(
            case=door.case,
            holders=[(by.role, by.organisation_id)],
            kind=NoticeKind.REQUEST_ALLOWED if is_allowed else NoticeKind.REQUEST_REFUSED,
            subject=subject_of(found),
            at=now,
        )
        return Requested(request=found.pk, until=until, again=False)


def review_emergency(*, actor: Actor, number: str, request: str, note: str, now: datetime | None = None) -> None:
    """Say what became of an emergency. Reviewed twice it is reviewed once. Raises NotFound, NoSuchRequest, FormInvalid,
    MandateEnded."""
    now = now or timezone.now()
    today = amsterdam_date(now)
    with logged(actor=actor, action=Action.REVIEW_EMERGENCY, now=now, today=today) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line, for_change=True)
        found = request_of(case_id=door.case.pk, request_id=request)
        if found is None or not found.is_emergency or given_until(found) is None or not supervises(door):
            raise NoSuchRequest("no such request")
        line.detail, line.parts = found.rule, (*line.parts, found.pk)
        if found.decisions.filter(kind=AccessDecision.Kind.REVIEWED).exists():
            return
        _decide(door, found, AccessDecision.Kind.REVIEWED, checked_text(note, field="note"))
        settle(case=door.case, kind=NoticeKind.EMERGENCY_OPENED, subject=subject_of(found), at=now)


def given_until(request: AccessRequest) -> datetime | None:
    """Until when what was asked is given; None when it is not given."""
    rows = AccessGrant.objects.filter(case_id=request.case_id, written_by=subject_of(request))
    return rows.values_list("until_at", flat=True).first()


def may_decide(door: Door, request: AccessRequest) -> bool:
    """Whether the actor's role is one that decides this request; in an emergency only at the same organisation."""
    rule = door.law.rules[request.rule]
    is_near = not request.is_emergency or request.requested_by.organisation_id == door.actor.organisation_id
    return door.actor.role in rule.decided_by and is_near


def has_lapsed(door: Door, request: AccessRequest) -> bool:
    """Whether a request can be given no more: its phase or the mandate of who asked is over, or it has waited for as
    long as its rule says; an emergency, for as long as it would have lasted."""
    rule, by = door.law.rules[request.rule], request.requested_by
    asker = Actor(
        mandate_id=by.pk,
        person_id=by.person_id,
        person="",
        role=by.role,
        organisation_id=by.organisation_id,
        organisation="",
    )
    if phase_now(door.case, door.regime, door.at) not in rule.when or not holds(asker, door.today):
        return True
    end = lapses_at(law=door.law, name=request.rule, asked_at=request.requested_at)
    return end is not None and end <= door.at


def _others(door: Door, rule: Rule) -> set[tuple[str, int]]:
    """Where somebody else could decide: roles of the rule that work on the case, in an emergency at the same
    organisation, in which another person has a mandate today."""
    placed = placed_as(door.case, rule.decided_by, door.today)
    if rule.written is Written.EMERGENCY:
        placed = [one for one in placed if one[1] == door.actor.organisation_id]
    return {
        (mandate.role, mandate.organisation_id)
        for mandate in mandates_in(placed, on=door.today)
        if mandate.person_id != door.actor.person_id
    }


def _waits(rule: Rule, others: set[tuple[str, int]], alone_because: str) -> bool:
    """Whether a second person decides before anything is given."""
    if not rule.decided_by:
        return False
    if rule.written is Written.REVEAL:
        if not others:
            raise NobodyDecides(f"nobody works on the case as {' or '.join(rule.decided_by)}")
        return True
    return bool(others) and not alone_because


def _request(
    door: Door, rule: str, content: Mapping[str, str], idempotency_key: str, *, is_alone: bool
) -> AccessRequest:
    request_id = new_id(door.at)
    request = AccessRequest(
        id=request_id,
        case=door.case,
        rule=rule,
        is_emergency=door.law.rules[rule].written is Written.EMERGENCY,
        is_alone=is_alone,
        requested_by_id=door.actor.mandate_id,
        requested_at=door.at,
        ciphertext=door.cipher.seal(kind=Kind.REASON, place=request_id, content=dict(content)),
        idempotency_key=idempotency_key,
    )
    request.save(force_insert=True)
    return request


def _give(door: Door, request: AccessRequest, role: str, organisation: int, person: int) -> datetime:
    """Give what was asked to the person who asked, and tell whoever must know. Raises RequestLapsed."""
    rule = door.law.rules[request.rule]
    holder = Holder(role=role, organisation=organisation, person=person)
    grant = on_request(law=door.law, name=request.rule, holder=holder, at=door.at)
    if not door.give(grant, written_by=subject_of(request)):
        raise RequestLapsed(f"{request.rule} holds in no phase that the case is in")
    if request.is_emergency:
        tell(
            case=door.case,
            holders=placed_as(door.case, rule.tells, door.today),
            kind=NoticeKind.EMERGENCY_OPENED,
            subject=subject_of(request),
            at=door.at,
        )
    until = given_until(request)
    assert until is not None
    return until


def _decide(door: Door, request: AccessRequest, kind: AccessDecision.Kind, words: str) -> None:
    decision_id = new_id(door.at)
    AccessDecision(
        id=decision_id,
        case=door.case,
        request=request,
        kind=kind,
        by_id=door.actor.mandate_id,
        at=door.at,
        ciphertext=door.cipher.seal(kind=Kind.REASON, place=decision_id, content={"reason": words}),
    ).save(force_insert=True)


def _check_length(text: str) -> None:
    if len(text) > LONGEST_REASON:
        raise FormInvalid((FormFault(field="alone_because", kind=FaultKind.TOO_LONG),))
