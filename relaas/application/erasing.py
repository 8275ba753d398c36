"""Erasing a case: a person decides under a mandate and on a ground, and the key of the case is destroyed.

The decision is written first, then the key is destroyed, then that this was done is written. Broken off in between, the
case is closed already and ``finish_erasures`` goes on; nothing is ever destroyed of which nobody knows who decided it.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.certificates import Certificate, certificate_of
from relaas.application.forms import LONGEST_LONG_TEXT, FaultKind, FormFault, FormInvalid
from relaas.application.log import Action, Line, Refused, logged
from relaas.application.opening import new_case_id
from relaas.application.placed import CaseErased, NotFound
from relaas.application.retention import law_of_retention, retention_in, works_on
from relaas.application.running import Program
from relaas.casework.retention import Retention, RetentionState
from relaas.casework.retention_law import Ground, Rule
from relaas.kernel.faults import nearest
from relaas.kernel.moments import amsterdam_date
from relaas.storage.blind_index import forget_case
from relaas.storage.erasures import destroy_key, note_destroyed, unfinished
from relaas.storage.keystore.traces import TracesLeft as TracesLeft
from relaas.storage.models.cases import Case
from relaas.storage.models.erasures import Erasure
from relaas.storage.models.lists import CaseStage, WorkItem
from relaas.storage.models.matching import MatchDue
from relaas.storage.models.risk import RiskDue
from relaas.storage.sealing import Kind, cipher_of, make_key


class NoSuchGround(Refused):
    """The rules of retention have no rule or ground of that name on which a case can be erased."""


class NotYoursToErase(Refused):
    """The actor's role does not decide on erasing on this ground. ``roles`` are those that do."""

    def __init__(self, ground: str, role: str, roles: tuple[str, ...]) -> None:
        super().__init__(f"{role} does not erase on the ground {ground}; that is for {', '.join(roles)}")
        self.roles = roles


class StillKept(Refused):
    """The term of the rule has not ended, or other data in the case must still be kept. ``retention`` says what."""

    def __init__(self, ground: str, retention: Retention) -> None:
        held = ", ".join(f"{kind.kind} ({kind.state.name.lower()})" for kind in retention.held_up_by)
        super().__init__(f"by {ground} the case may not be erased yet" + (f"; it is held up by {held}" if held else ""))
        self.retention = retention


class NotErased(Refused):
    """The case was not erased, so there is no certificate."""


def erase_case(*, actor: Actor, number: str, ground: str, reason: str, now: datetime | None = None) -> Certificate:
    """Erase a case of the actor's organisation, on a rule whose term has ended or on another ground of the law.

    There is no way back. Raises NotFound, CaseErased, NoSuchGround, NotYoursToErase, StillKept, FormInvalid,
    MandateEnded; TracesLeft when the decision stands and the key is gone but traces of it are not yet.
    """
    now = now or timezone.now()
    today = amsterdam_date(now)
    with logged(actor=actor, action=Action.ERASE_CASE, now=now, today=today) as line:
        case = _case(actor, number, line, for_change=True)
        if Erasure.objects.filter(case=case).exists():
            raise CaseErased(f"Case {number} was erased before; its certificate says when and why.")
        line.detail = ground[:80]
        _check_reason(reason)
        _check_ground(actor, ground, retention_in(case=case, today=today))
        _decide(actor, case, ground, reason, now)
    _finish(case.pk, now)
    return certificate_of(Erasure.objects.get(case=case))


def see_certificate(*, actor: Actor, number: str, now: datetime | None = None) -> Certificate:
    """The certificate of an erased case, with the reason that was given. Raises NotFound, NotErased, MandateEnded."""
    now = now or timezone.now()
    with logged(
        actor=actor, action=Action.SEE_CERTIFICATE, now=now, today=amsterdam_date(now), reads_only=True
    ) as line:
        erasure = Erasure.objects.filter(case=_case(actor, number, line)).first()
        if erasure is None:
            raise NotErased(f"Case {number} was not erased.")
        return certificate_of(erasure)


def reason_of(erasure: Erasure) -> str:
    """Why it was decided to erase a case, in the words of who decided."""
    content = cipher_of(case_id=erasure.key_id).open(
        kind=Kind.REASON, place=erasure.case_id, sealed=bytes(erasure.ciphertext)
    )
    return str(content["reason"])


def finish_erasures(*, actor: Actor | Program, now: datetime) -> tuple[str, ...]:
    """Go on with every erasure that was broken off, and destroy keys that came back with a backup of the key store.

    Each leaves a line in the log before its key goes. The numbers of those cases. Raises TracesLeft, MandateEnded;
    what was done until then stays done.
    """
    pending = Case.objects.filter(pk__in=unfinished()).order_by("pk")
    for case in pending:
        with logged(
            actor=actor, action=Action.FINISH_ERASURE, now=now, today=amsterdam_date(now), reads_only=True
        ) as line:
            line.case = case
        _finish(case.pk, now)
    return tuple(case.number for case in pending)


def unfinished_erasures() -> int:
    """How many cases were decided to be erased of which the key is not known to be gone."""
    return len(unfinished())


def _finish(case_id: str, now: datetime) -> None:
    destroy_key(case_id=case_id)
    note_destroyed(case_id=case_id, now=now)


def _case(actor: Actor, number: str, line: Line, *, for_change: bool = False) -> Case:
    cases: Any = Case.objects.select_for_update(no_key=True) if for_change else Case.objects
    case: Case | None = cases.filter(number=number).first()
    line.case = case
    if case is None or not works_on(actor, case):
        raise NotFound(f"No case with number {number} is or was with {actor.organisation}.")
    return case


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise FormInvalid((FormFault(field="reason", kind=FaultKind.REQUIRED),))
    if len(reason) > LONGEST_LONG_TEXT:
        raise FormInvalid((FormFault(field="reason", kind=FaultKind.TOO_LONG),))


def _check_ground(actor: Actor, ground: str, retention: Retention) -> None:
    law = law_of_retention()
    rules = {name: rule for name, rule in law.rules.items() if rule.erased_by}
    known: dict[str, Rule | Ground] = {**rules, **law.grounds}
    if ground not in known:
        raise NoSuchGround(f'no ground is called "{ground}"{nearest(ground, known)}')
    roles = known[ground].erased_by
    if actor.role not in roles:
        raise NotYoursToErase(ground, actor.role, roles)
    if ground in rules and not (retention.has_ended(ground) and retention.state >= RetentionState.MAY_BE_ERASED):
        raise StillKept(ground, retention)


def _decide(actor: Actor, case: Case, ground: str, reason: str, now: datetime) -> None:
    """Write the decision, and take away what lists and look-ups know of the case."""
    cipher = make_key(case_id=new_case_id(now), now=now)
    Erasure.objects.create(
        case=case,
        decided_at=now,
        mandate_id=actor.mandate_id,
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        role=actor.role,
        ground=ground,
        key_id=cipher.case_id,
        ciphertext=cipher.seal(kind=Kind.REASON, place=case.pk, content={"reason": reason.strip()}),
    )
    CaseStage.objects.filter(case=case).delete()
    WorkItem.objects.filter(case=case).delete()
    MatchDue.objects.filter(case=case).delete()
    RiskDue.objects.filter(case=case).delete()
    forget_case(case=case)
