"""Recording an act: what somebody did, on which day, with what was written; checked against the law of the case."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.consequences import write_consequences
from relaas.application.course import HistoryRow, Projection, project
from relaas.application.door import Door, enter
from relaas.application.forms import (
    FaultKind,
    FormFault,
    FormInvalid,
    faults_in,
    within_today,
    without_blanks,
)
from relaas.application.joined import check_not_joined
from relaas.application.log import Action, Refused, logged
from relaas.application.opening import KeyReused
from relaas.application.risk.resting import check_rests, note_established
from relaas.application.seeing import acts_of
from relaas.application.story.finding_uses import use_findings
from relaas.casework.tellings import hears_child
from relaas.kernel.law_file import Text
from relaas.kernel.moments import amsterdam_date
from relaas.kernel.outcomes import Allowed
from relaas.kernel.when import When
from relaas.procedure.evaluator import Obstacle, ObstacleKind, Refusal, may_act
from relaas.procedure.fold import TooUncertain
from relaas.procedure.history import History
from relaas.procedure.model import Regime
from relaas.storage.histories import StoredAct, Written, history_of, read_acts
from relaas.storage.models.cases import Case, RecordedAct
from relaas.storage.sealing import CaseCipher

# Nobody can have done what is not theirs to do, and nobody does what the end of a term does by itself.
_NEVER = {ObstacleKind.ROLE, ObstacleKind.BY_LAW}


class NoSuchAct(Refused):
    """The law of the case has no act of that name."""


class IsATelling(Refused):
    """In this act the child tells its account to the actor's role. Record it with what was told
    (`relaas.application.story.telling.record_telling`): there is no other road."""


class CaseMovedOn(Refused):
    """What the actor may see of the history changed since the actor looked. ``between`` is what came in between, as far
    as it can be told; ``seen`` marks what there is to see now: look again, and decide again."""

    def __init__(self, between: tuple[HistoryRow, ...], seen: str) -> None:
        super().__init__("the case has moved on since it was looked at")
        self.between = between
        self.seen = seen


class ActRefused(Refused):
    """The law does not allow the act. ``obstacles`` are the reasons that the actor may see, ``rests_on`` the sources of
    the rule. ``withheld`` is there when there are other reasons, with the ground on which they are kept back.

    ``can_be_recorded_as_fact``: if it did happen all the same, it can be recorded with ``against_rules``, and then
    counts as a breach.
    """

    def __init__(
        self,
        *,
        regime: Regime,
        act: str,
        obstacles: tuple[Obstacle, ...],
        rests_on: tuple[str, ...],
        withheld: Text | None = None,
    ) -> None:
        super().__init__(f"{act}: {', '.join(f'{obstacle.kind} {obstacle.subject}' for obstacle in obstacles)}")
        self.regime = regime
        self.act = act
        self.obstacles = obstacles
        self.rests_on = rests_on
        self.withheld = withheld
        self.can_be_recorded_as_fact = not any(obstacle.kind in _NEVER for obstacle in obstacles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An act that is recorded, at its place in the case. ``again``: this same request had recorded it before."""

    number: str
    sequence: int
    against_rules: bool
    again: bool


@dataclass(frozen=True)
class OpenFile:
    """A case of which nobody else can change anything until this transaction ends, with its acts opened."""

    door: Door
    acts: list[StoredAct]

    @property
    def case(self) -> Case:
        """The case."""
        return self.door.case

    @property
    def regime(self) -> Regime:
        """The law that governs it."""
        return self.door.regime

    @property
    def history(self) -> History:
        """What counts so far."""
        return history_of(self.acts)

    @cached_property
    def projection(self) -> Projection:
        """What the actor may see of it."""
        return project(door=self.door, acts=self.acts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What somebody wants to add to a case. ``act`` is None when it only annuls."""

    act: str | None
    on: When
    written: Written
    against_rules: bool
    annuls: int | None
    idempotency_key: str


def record_act(
    *,
    actor: Actor,
    number: str,
    act: str,
    on: When,
    answers: Mapping[str, Any],
    form: Mapping[str, Any],
    seen: str,
    idempotency_key: str,
    against_rules: str | None = None,
    findings: Sequence[str] = (),
    now: datetime | None = None,
) -> Recorded:
    """Record an act of the actor's role, judged on the day on which it took effect.

    ``seen`` is the mark of what the actor saw of the case (`CasePage.seen`). ``findings`` are findings of the actor's
    own role and organisation on which the act rests. ``against_rules`` is the reason for recording an act that the law
    does not allow but that did happen; where the law allows it, the reason is kept and nothing else. The same key twice
    records once. Of a date partly in the future only what is past counts.
    An act that rests on the risk analysis waits until that is what it rests on.
    Raises NotFound, NoSuchAct, IsATelling, NoSuchFinding, CaseJoined, CaseMovedOn, FormInvalid, ActRefused,
    AnalysisLacks, KeyReused and MandateEnded.
    """
    now = now or timezone.now()
    today = amsterdam_date(now)
    with logged(actor=actor, action=Action.RECORD_ACT, now=now, today=today) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line, for_change=True)
        line.detail = act[:80]
        check_no_telling(regime=door.regime, act=act, role=actor.role)
        recorded = record_in(
            door=door,
            act=act,
            on=on,
            answers=answers,
            form=form,
            seen=seen,
            idempotency_key=idempotency_key,
            against_rules=against_rules,
        )
        if not recorded.again:
            use_findings(door=door, act=recorded.sequence, findings=findings)
        return recorded


def record_in(
    *,
    door: Door,
    act: str,
    on: When,
    answers: Mapping[str, Any],
    form: Mapping[str, Any],
    seen: str,
    idempotency_key: str,
    against_rules: str | None = None,
) -> Recorded:
    """As ``record_act``, within the transaction of another use case. The case must have been entered ``for_change``."""
    again = recorded_before(door=door, act=act, annuls=None, idempotency_key=idempotency_key)
    if again is not None:
        return again
    check_not_joined(door)
    file, today = open_file(door), amsterdam_date(door.at)
    check_not_moved_on(file=file, seen=seen)
    check_form(file=file, act=act, answers=answers, form=form, on=on, today=today)
    on = within_today(on, today)
    refusal = refusal_of(file=file, history=file.history, act=act, on=on)
    check_refusal(file=file, refusal=refusal, against_rules=against_rules)
    analysis = check_rests(door=door, act=act)
    proposed = Proposed(
        act=act,
        on=on,
        written=Written(
            answers=without_blanks(answers), form=without_blanks(form), reason=(against_rules or "").strip()
        ),
        against_rules=refusal is not None,
        annuls=None,
        idempotency_key=idempotency_key,
    )
    recorded = append(file=file, proposed=proposed)
    note_established(opened=analysis, act=act, sequence=recorded.sequence)
    return recorded


def open_file(door: Door) -> OpenFile:
    """The case with its acts. It must have been entered ``for_change``."""
    return OpenFile(door, read_acts(rows=acts_of(door.case), cipher=door.cipher))


def recorded_before(*, door: Door, act: str, annuls: int | None, idempotency_key: str) -> Recorded | None:
    """What the same request recorded before. Raises KeyReused when the key was used for something else."""
    row = door.case.acts.filter(idempotency_key=idempotency_key).first()
    if row is None:
        return None
    if (row.mandate_id, row.act, row.annuls) != (door.actor.mandate_id, act, annuls):
        raise KeyReused("This key has recorded another act.")
    return Recorded(number=door.case.number, sequence=row.sequence, against_rules=row.against_rules, again=True)


def check_not_moved_on(*, file: OpenFile, seen: str) -> None:
    """Raise CaseMovedOn unless the actor saw all that there is for them to see. What they may not see does not count:
    that something happened is not told either, and the law judges the act on all of it."""
    between = file.projection.since(seen)
    if between is not None:
        raise CaseMovedOn(between, file.projection.seen)


def check_no_telling(*, regime: Regime, act: str, role: str) -> None:
    """Raise IsATelling when the role hears the child in this act."""
    if hears_child(regime=regime, act=act, role=role):
        raise IsATelling(f"{act} is recorded with what the child told")


def check_form(
    *, file: OpenFile, act: str, answers: Mapping[str, Any], form: Mapping[str, Any], on: When, today: date
) -> None:
    """Raise NoSuchAct or FormInvalid when this cannot be an act of the case."""
    element = file.regime.acts.get(act)
    if element is None:
        raise NoSuchAct(f"{file.regime.regime} has no act {act}.")
    faults = faults_in(regime=file.regime, act=element, answers=answers, form=form, on=on, today=today)
    if faults:
        raise FormInvalid(tuple(faults))


def refusal_of(*, file: OpenFile, history: History, act: str, on: When) -> Refusal | None:
    """Why the law does not allow the act; None when it does.

    An act whose day is not exact is allowed when it was on one of the days it can have been: its bounds, and the days
    in between on which something else happened.
    """
    outcome: Allowed | Refusal | None = None
    for day in _days_of(on, history):
        try:
            outcome = may_act(regime=file.regime, history=history, act=act, role=file.door.actor.role, on=day)
        except TooUncertain:
            raise FormInvalid((FormFault(field="on", kind=FaultKind.TOO_UNCERTAIN),)) from None
        if isinstance(outcome, Allowed):
            return None
    assert isinstance(outcome, Refusal)
    return outcome


def check_refusal(*, file: OpenFile, refusal: Refusal | None, against_rules: str | None) -> None:
    """Raise ActRefused, unless it is to be recorded as a fact and can be; for that a reason is needed (FormInvalid)."""
    if refusal is None:
        return
    refused = as_seen(file=file, refusal=refusal)
    if against_rules is None or not refused.can_be_recorded_as_fact:
        raise refused
    if not against_rules.strip():
        raise FormInvalid((FormFault(field="reason", kind=FaultKind.REQUIRED),))


def as_seen(*, file: OpenFile, refusal: Refusal) -> ActRefused:
    """A refusal with the reasons that the actor may see, and whether there are others."""
    named, are_others = file.projection.view.obstacles(refusal.act, refusal.obstacles)
    return ActRefused(
        regime=file.regime,
        act=refusal.act,
        obstacles=named,
        rests_on=refusal.rests_on,
        withheld=file.door.why_withheld if are_others else None,
    )


def append(*, file: OpenFile, proposed: Proposed) -> Recorded:
    """Add to the case and write its lists anew. Raises FormInvalid when so little is known that nothing can be said."""
    door, sequence = file.door, len(file.acts) + 1
    row = act_row(
        actor=door.actor, case=door.case, cipher=door.cipher, sequence=sequence, proposed=proposed, now=door.at
    )
    row.save(force_insert=True)
    file.projection.note()
    history = history_of([*file.acts, StoredAct(row, proposed.written)])
    try:
        write_consequences(
            case=file.case,
            regime=file.regime,
            history=history,
            length=sequence,
            now=door.at,
            written_by=f"act:{sequence}",
        )
    except TooUncertain:
        raise FormInvalid((FormFault(field="on", kind=FaultKind.TOO_UNCERTAIN),)) from None
    return Recorded(number=file.case.number, sequence=sequence, against_rules=proposed.against_rules, again=False)


def act_row(
    *, actor: Actor, case: Case, cipher: CaseCipher, sequence: int, proposed: Proposed, now: datetime
) -> RecordedAct:
    """An act, not yet stored."""
    return RecordedAct(
        case=case,
        sequence=sequence,
        act=proposed.act or "",
        mandate_id=actor.mandate_id,
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        role=actor.role,
        earliest_on=proposed.on.earliest,
        latest_on=proposed.on.latest,
        recorded_at=now,
        ciphertext=proposed.written.sealed(cipher=cipher, sequence=sequence),
        against_rules=proposed.against_rules,
        annuls=proposed.annuls,
        idempotency_key=proposed.idempotency_key,
    )


def _days_of(on: When, history: History) -> Iterator[date]:
    """The days on which to judge, in order; the refusal of the last one is the one that is given."""
    assert on.latest is not None
    if on.is_exact:
        yield on.latest
        return
    days = {on.earliest} | {entry.on.latest for entry in history.effective()}
    first = on.earliest or date.min
    within = [day for day in days if day is not None and first <= day < on.latest]
    yield from sorted(within)
    yield on.latest
