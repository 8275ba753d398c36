"""What somebody who works on a case gets to see of it: a projection made for them, not the stored rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from relaas.application.course import HistoryRow, Projection
from relaas.application.door import Door, Withheld
from relaas.application.oversight import READINGS
from relaas.application.story.finding_uses import FindingBrief
from relaas.application.story.request_pages import EmergencyBrief
from relaas.casework.course_view import SeenSituation
from relaas.casework.regime_version import regime_version
from relaas.kernel.when import When
from relaas.procedure.evaluator import situation_on
from relaas.procedure.history import History
from relaas.procedure.model import Regime
from relaas.procedure.situation import Duty, Power, Situation
from relaas.story.access import Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What a case is. ``why_regime`` is in fixed words: ``basis`` (``law_of_the_day``, ``proposal`` or ``chosen``),
    ``asked``, ``on``, and for a law ``in_force_from`` and ``in_force_to``. ``reason`` is what was written with it.
    ``law_file_changed``: the file says something else than when the case was opened."""

    number: str
    name: str
    regime: Regime
    why_regime: Mapping[str, Any]
    reason: str | None
    opened_on: date
    opened_at: datetime
    law_file_changed: bool


class ActKind(StrEnum):
    DUTY = "duty"
    POWER = "power"
    EVENT = "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleAct:
    """An act that the actor can do now: owed, allowed, or an event of life to record. ``until`` is the last day in time
    or on which it is possible; None: no day."""

    act: str
    kind: ActKind
    until: When | None
    certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """One case for one actor on one day: nothing in it that was not granted. ``seen`` marks which acts are seen: give
    it back when recording one. ``withheld`` has a notice for each kind of information of a case that the actor may not
    read, the same whether or not there is anything of that kind. ``shows_readers``: who read the case is theirs to
    see. ``findings`` are those of the account that the actor may see, with the acts that rest on them; ``emergencies``
    those of which its role is told and that nobody reviewed yet."""

    facts: CaseFacts
    situation: SeenSituation
    today: date
    history: tuple[HistoryRow, ...]
    seen: str
    must: tuple[Duty, ...]
    may: tuple[PossibleAct, ...]
    withheld: tuple[Withheld, ...]
    shows_readers: bool
    known_at: datetime | None = None
    findings: tuple[FindingBrief, ...] = ()
    emergencies: tuple[EmergencyBrief, ...] = ()


def page_of(
    *,
    door: Door,
    projection: Projection,
    reason: str,
    history: History,
    today: date,
    known_at: datetime | None = None,
    findings: tuple[FindingBrief, ...] = (),
    emergencies: tuple[EmergencyBrief, ...] = (),
) -> CasePage:
    """The page of a case. ``projection`` is what is shown of its acts, ``history`` what is judged."""
    whole = situation_on(regime=door.regime, history=history, today=today)
    situation, role = projection.view.situation(whole), door.actor.role
    return CasePage(
        facts=facts_of(door, reason),
        situation=situation,
        today=today,
        history=projection.rows,
        seen=projection.seen,
        must=tuple(duty for duty in situation.duties if role in duty.by),
        may=tuple(_possible(situation, role)),
        withheld=projection.withheld(),
        shows_readers=door.may(Verb.READ, READINGS),
        known_at=known_at,
        findings=findings,
        emergencies=emergencies,
    )


def facts_of(door: Door, reason: str) -> CaseFacts:
    """What the case is."""
    case, regime = door.case, door.regime
    return CaseFacts(
        number=case.number,
        name=case.name,
        regime=regime,
        why_regime=case.why,
        reason=reason if case.opened_by.organisation_id == door.actor.organisation_id else None,
        opened_on=case.opened_on,
        opened_at=case.opened_at,
        law_file_changed=regime_version(regime) != case.regime_version,
    )


def _possible(situation: Situation, role: str) -> Iterable[PossibleAct]:
    for duty in situation.duties:
        if role in duty.by:
            for act in duty.acts:
                yield PossibleAct(act=act, kind=ActKind.DUTY, until=duty.due_on, certain=duty.certain)
    for kind, powers in ((ActKind.POWER, situation.powers), (ActKind.EVENT, situation.events)):
        yield from (_power(kind, power) for power in powers if role in power.by)


def _power(kind: ActKind, power: Power) -> PossibleAct:
    return PossibleAct(act=power.act, kind=kind, until=power.until, certain=power.certain)
