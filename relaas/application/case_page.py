"""What somebody who works on a case gets to see of it: a projection made for them, not the stored rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from relaas.application.actors import Actor
from relaas.casework.regime_version import regime_version
from relaas.kernel.when import When
from relaas.procedure.evaluator import situation_on
from relaas.procedure.history import Answer, History
from relaas.procedure.model import Regime
from relaas.procedure.situation import Duty, Power, Situation
from relaas.storage.histories import StoredAct
from relaas.storage.models.cases import Case


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


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """One recorded act. ``form`` and ``reason`` are None, whatever there is, for any organisation other than the one
    that wrote them (``is_withheld``). ``against_rules``: recorded as having happened against the rules. ``annuls`` is
    the act that it corrects, ``annulled_by`` the one that corrects it. ``is_own``: the actor's organisation recorded it
    in the actor's role, and so may correct it."""

    sequence: int
    act: str | None
    role: str
    organisation: str
    on: When
    recorded_at: datetime
    against_rules: bool
    annuls: int | None
    annulled_by: int | None
    answers: Mapping[str, Answer]
    form: Mapping[str, Any] | None
    reason: str | None
    is_withheld: bool
    is_own: bool


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
    """One case for one actor on one day. ``length`` is the number of acts seen: give it back when recording one."""

    facts: CaseFacts
    situation: Situation
    today: date
    history: tuple[HistoryRow, ...]
    length: int
    must: tuple[Duty, ...]
    may: tuple[PossibleAct, ...]
    known_at: datetime | None = None


def page_of(
    *,
    actor: Actor,
    case: Case,
    regime: Regime,
    reason: str,
    acts: list[StoredAct],
    history: History,
    today: date,
    known_at: datetime | None = None,
) -> CasePage:
    """The page of a case. ``acts`` are what is shown, ``history`` what is judged."""
    situation = situation_on(regime=regime, history=history, today=today)
    return CasePage(
        facts=_facts(actor, case, regime, reason),
        situation=situation,
        today=today,
        history=rows_of(actor=actor, acts=acts),
        length=len(acts),
        must=tuple(duty for duty in situation.duties if actor.role in duty.by),
        may=tuple(_possible(situation, actor.role)),
        known_at=known_at,
    )


def rows_of(*, actor: Actor, acts: Iterable[StoredAct]) -> tuple[HistoryRow, ...]:
    """The acts as this actor may see them, in the order in which they were recorded."""
    acts = list(acts)
    annulled_by = {act.row.annuls: act.row.sequence for act in acts if act.row.annuls is not None}
    return tuple(_row(actor, act, annulled_by.get(act.row.sequence)) for act in acts)


def _row(actor: Actor, act: StoredAct, annulled_by: int | None) -> HistoryRow:
    row, is_withheld = act.row, act.row.organisation_id != actor.organisation_id
    return HistoryRow(
        sequence=row.sequence,
        act=row.act or None,
        role=row.role,
        organisation=row.organisation.name,
        on=act.on,
        recorded_at=row.recorded_at,
        against_rules=row.against_rules,
        annuls=row.annuls,
        annulled_by=annulled_by,
        answers=act.written.answers,
        form=None if is_withheld else act.written.form,
        reason=None if is_withheld else act.written.reason,
        is_withheld=is_withheld,
        is_own=not is_withheld and row.role == actor.role,
    )


def _facts(actor: Actor, case: Case, regime: Regime, reason: str) -> CaseFacts:
    return CaseFacts(
        number=case.number,
        name=case.name,
        regime=regime,
        why_regime=case.why,
        reason=reason if case.opened_by.organisation_id == actor.organisation_id else None,
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
