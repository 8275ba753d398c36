"""Many whole cases at once: for demonstrations and benchmarks. The same rows as one act at a time would give.

Whoever calls this has had every act judged by the evaluator; nothing here is for cases of real children.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from relaas.application.actors import Actor
from relaas.application.law import access_law
from relaas.application.log import Action, Line, entry_of
from relaas.application.opening import case_ordinals, case_row, new_case_id, wait_for_other_openings
from relaas.application.recording import Proposed, act_row
from relaas.application.walks import Walk, WalkedAct
from relaas.kernel.chain import Entry
from relaas.kernel.moments import AMSTERDAM
from relaas.kernel.when import When
from relaas.storage.grants import Ground, grant_rows
from relaas.storage.histories import StoredAct, Written, history_of
from relaas.storage.lists import list_rows, stages_of
from relaas.storage.log_chain import Durability, append
from relaas.storage.models.access_log import Outcome
from relaas.storage.models.cases import Case, Placement, RecordedAct
from relaas.storage.models.grants import AccessGrant
from relaas.storage.models.lists import CaseStage, WorkItem
from relaas.storage.sealing import CaseCipher, make_keys

_BATCH = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeCase:
    """A case to store: its course, who plays which role in it, and why its regime governs it."""

    walk: Walk
    actors: Mapping[str, Actor]
    opener: Actor
    why: Mapping[str, Any]
    reason: str
    key: str
    delays: Sequence[timedelta]


@dataclass(frozen=True, slots=True)
class _Rows:
    cases: list[Case]
    placements: list[Placement]
    acts: list[RecordedAct]
    stages: list[CaseStage]
    work: list[WorkItem]
    grants: list[AccessGrant]
    log: list[Entry]


def store_whole_cases(*, cases: Sequence[WholeCase], now: datetime) -> None:
    """Store cases with their acts, lists and log, in one transaction; their keys first.

    Each act is recorded on the day of its effect, later by its delay, and never after ``now``.
    """
    moments = [_at(case.walk.opened_on, 9, now) for case in cases]
    ciphers = make_keys(case_ids=[new_case_id(moment) for moment in moments], now=now)
    rows = _Rows([], [], [], [], [], [], [])
    with transaction.atomic():
        wait_for_other_openings()
        ordinals = case_ordinals(len(cases))
        for case, moment, cipher, ordinal in zip(cases, moments, ciphers.values(), ordinals, strict=True):
            _add(rows, case, moment, cipher, ordinal, now)
        Case.objects.bulk_create(rows.cases, batch_size=_BATCH)
        Placement.objects.bulk_create(rows.placements, batch_size=_BATCH)
        RecordedAct.objects.bulk_create(rows.acts, batch_size=_BATCH)
        CaseStage.objects.bulk_create(rows.stages, batch_size=_BATCH)
        WorkItem.objects.bulk_create(rows.work, batch_size=_BATCH)
        AccessGrant.objects.bulk_create(rows.grants, batch_size=_BATCH)
        append(entries=rows.log, durability=Durability.RELAXED)


def _add(rows: _Rows, whole: WholeCase, moment: datetime, cipher: CaseCipher, ordinal: int, now: datetime) -> None:
    walk = whole.walk
    case = case_row(
        actor=whole.opener,
        cipher=cipher,
        ordinal=ordinal,
        regime=walk.regime,
        why=dict(whole.why),
        on=walk.opened_on,
        reason=whole.reason,
        idempotency_key=whole.key,
        now=moment,
    )
    placements = [
        Placement(case=case, role=role, organisation_id=actor.organisation_id, from_on=walk.opened_on)
        for role, actor in whole.actors.items()
    ]
    moments = _moments(whole, moment, now)
    acts = [_stored(whole, case, cipher, number, at) for number, at in enumerate(moments, start=1)]
    history = history_of(acts)
    foreseen = stages_of(case=case, regime=walk.regime, history=history)
    stages, work = list_rows(case=case, stages=foreseen, placements=placements, length=len(acts))
    ground = Ground(case=case, regime=walk.regime, history=history, stages=foreseen, placements=placements, consents=())
    rows.cases.append(case)
    rows.placements.extend(placements)
    rows.acts.extend(act.row for act in acts)
    rows.stages.extend(stages)
    rows.work.extend(work)
    rows.grants.extend(grant_rows(law=access_law(), ground=ground, now=now, written_by="opening"))
    rows.log.append(_line(whole.opener, Action.OPEN_CASE, case, moment, ""))
    rows.log.extend(
        _line(whole.actors[act.row.role], Action.RECORD_ACT, case, act.row.recorded_at, act.row.act) for act in acts
    )


def _stored(whole: WholeCase, case: Case, cipher: CaseCipher, number: int, at: datetime) -> StoredAct:
    act: WalkedAct = whole.walk.acts[number - 1]
    written = Written(answers=act.answers, form=act.form, reason="")
    proposed = Proposed(
        act=act.act,
        on=When.exact(act.on),
        written=written,
        against_rules=False,
        annuls=None,
        idempotency_key=f"{whole.key}-{number}",
    )
    row = act_row(actor=whole.actors[act.by], case=case, cipher=cipher, sequence=number, proposed=proposed, now=at)
    return StoredAct(row, written)


def _moments(whole: WholeCase, opened_at: datetime, now: datetime) -> list[datetime]:
    """When each act was recorded: never before the one that was recorded before it."""
    found: list[datetime] = []
    latest = opened_at
    for act, delay in zip(whole.walk.acts, whole.delays, strict=True):
        latest = min(now, max(latest + timedelta(minutes=1), _at(act.on, 10, now) + delay))
        found.append(latest)
    return found


def _at(day: date, hour: int, now: datetime) -> datetime:
    return min(now, datetime(day.year, day.month, day.day, hour, tzinfo=AMSTERDAM))


def _line(actor: Actor, action: Action, case: Case, at: datetime, detail: str) -> Entry:
    return entry_of(actor, action, at, Line(case=case, detail=detail[:80]), Outcome.DONE)
