"""What is due in the analyses of all one's cases, on any day, without a job: what is mine, and what is supervised."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.door import NotGranted
from relaas.application.law import access_law, risk_analysis_law
from relaas.application.log import Action, logged
from relaas.application.risk.analysing import RISK
from relaas.casework.risk_analysis import DueKind
from relaas.storage.grants import readable_across
from relaas.storage.models.risk import RiskDue
from relaas.storage.risks import dues_supervised, dues_with
from relaas.story.access import Verb

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskDueSeen:
    """Something due in the analysis of a case. ``days`` is how many are left; below nought is late. ``is_named``: it is
    somebody else's, and late enough for the person who was named for it. Nothing of what it says is here."""

    number: str
    name: str
    kind: DueKind
    entry: str
    due_on: date
    days: int
    role: str
    organisation: str
    is_named: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LateRisks:
    """What is with who supervises today, the latest first; in how many cases; and how many acceptances are in force in
    the cases placed with them."""

    today: date
    rows: tuple[RiskDueSeen, ...]
    cases: int
    acceptances: int


def risks_of(*, actor: Actor, today: date, now: datetime) -> tuple[RiskDueSeen, ...]:
    """What is with the actor: their own, and what is late and for which they were named. Within another use case."""
    if risk_analysis_law() is None:
        return ()
    found = dues_with(
        person_id=actor.person_id, organisation_id=actor.organisation_id, role=actor.role, today=today
    )[:MOST]  # fmt: skip
    return tuple(_seen(row, actor, today) for row in _readable(found, actor, now))


def see_late_risks(*, actor: Actor, today: date, now: datetime | None = None) -> LateRisks:
    """What is so late in the actor's cases that it is with who supervises. Raises NotGranted, MandateEnded."""
    now = now or timezone.now()
    with logged(actor=actor, action=Action.SEE_LATE_RISKS, now=now, today=today, reads_only=True) as line:
        if not supervises_risks(actor.role):
            raise _not_granted(actor.role)
        standing = dues_supervised(organisation_id=actor.organisation_id, role=actor.role, today=today)
        found = list(_readable(standing, actor, now))
        late = [row for row in found if row.kind != DueKind.ACCEPTANCE.value]
        law = access_law()
        line.categories = (RISK,)
        line.grounds = tuple(name for name, rule in law.rules_of(actor.role).items() if RISK in rule.of)
        line.purpose = law.rules[line.grounds[0]].purpose if line.grounds else ""
        line.parts = (f"cases:{len({row.case_id for row in late})}",)
        return LateRisks(
            today=today,
            rows=tuple(_seen(row, actor, today) for row in late[:MOST]),
            cases=len({row.case_id for row in late}),
            acceptances=len(found) - len(late),
        )


def supervises_risks(role: str) -> bool:
    """Whether what is late goes to a role that supervises."""
    law = risk_analysis_law()
    return law is not None and role in law.escalation.supervision.roles


def _readable(rows: Iterable[RiskDue], actor: Actor, now: datetime) -> list[RiskDue]:
    """Those in cases in which the actor may read of risk and protection now."""
    found = list(rows)
    rules = readable_across(
        case_ids=sorted({row.case_id for row in found}),
        role=actor.role,
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        at=now,
    )
    asked = access_law().mask([RISK])
    return [row for row in found if any(mask & asked for mask in rules.get(row.case_id, {}).values())]


def _seen(row: RiskDue, actor: Actor, today: date) -> RiskDueSeen:
    return RiskDueSeen(
        number=row.case.number,
        name=row.case.name,
        kind=DueKind(row.kind),
        entry=row.entry,
        due_on=row.due_on,
        days=(row.due_on - today).days,
        role=row.role,
        organisation=row.organisation.name,
        is_named=(row.person_id, row.role) != (actor.person_id, actor.role),
    )


def _not_granted(role: str) -> NotGranted:
    law = access_law()
    authority = law.authority_of(role)
    why = authority.withheld if authority is not None else law.information.title
    return NotGranted(verb=Verb.READ, categories=(RISK,), why=why)
