"""Correcting an act: it counts as never done, and, if that is so, something else is what really happened."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.door import enter
from relaas.application.forms import (
    FaultKind,
    FormFault,
    FormInvalid,
    within_today,
    without_blanks,
)
from relaas.application.joined import check_not_joined
from relaas.application.log import Action, Refused, logged
from relaas.application.recording import (
    OpenFile,
    Proposed,
    Recorded,
    append,
    check_form,
    check_no_telling,
    check_not_moved_on,
    check_refusal,
    open_file,
    recorded_before,
    refusal_of,
)
from relaas.application.risk.resting import check_rests, note_established
from relaas.kernel.moments import amsterdam_date
from relaas.kernel.when import When
from relaas.procedure.evaluator import Refusal
from relaas.procedure.history import History
from relaas.storage.histories import StoredAct, Written, history_of


class WhyNotCorrected(StrEnum):
    NO_SUCH_ACT = "no_such_act"
    NOT_YOURS = "not_yours"
    ALREADY_CORRECTED = "already_corrected"
    NOTHING_LEFT = "nothing_left"


class CorrectionRefused(Refused):
    """The act cannot be corrected by this actor: there is none, another role or organisation recorded it, it was
    corrected before (correct the correction), or it is itself a mere annulment (record the act again)."""

    def __init__(self, why: WhyNotCorrected) -> None:
        super().__init__(str(why))
        self.why = why


def correct_act(
    *,
    actor: Actor,
    number: str,
    of: int,
    reason: str,
    seen: str,
    idempotency_key: str,
    act: str | None = None,
    on: When | None = None,
    answers: Mapping[str, Any] | None = None,
    form: Mapping[str, Any] | None = None,
    against_rules: bool = False,
    now: datetime | None = None,
) -> Recorded:
    """Annul an act of the case, with a reason; with ``act`` and ``on``, say what happened instead. ``of`` is the number
    that the act has for the actor (`HistoryRow.number`).

    Only the role at the organisation that recorded an act corrects it. What others recorded afterwards stays, and is
    judged again without the act. ``against_rules``: record the replacement as a fact although the law did not allow it.
    Raises as ``record_act``, and CorrectionRefused.
    """
    now = now or timezone.now()
    today = amsterdam_date(now)
    with logged(actor=actor, action=Action.CORRECT_ACT, now=now, today=today) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line, for_change=True)
        file = open_file(door)
        corrected = file.projection.at(of)
        sequence = 0 if corrected is None else corrected.row.sequence
        again = recorded_before(door=door, act=act or "", annuls=sequence, idempotency_key=idempotency_key)
        if again is not None:
            return again
        check_not_joined(door)
        check_not_moved_on(file=file, seen=seen)
        corrected = _corrected(file, corrected)
        _check_complete(reason, act, on)
        refusal: Refusal | None = None
        analysis = None
        if act is not None and on is not None:
            if act != corrected.row.act:
                check_no_telling(regime=file.regime, act=act, role=actor.role)
                analysis = check_rests(door=door, act=act)
            check_form(file=file, act=act, answers=answers or {}, form=form or {}, on=on, today=today)
            on = within_today(on, today)
            rest = History(tuple(e for e in history_of(file.acts).entries if e.id != str(sequence)))
            refusal = refusal_of(file=file, history=rest, act=act, on=on)
            check_refusal(file=file, refusal=refusal, against_rules=reason if against_rules else None)
        proposed = Proposed(
            act=act,
            on=on or corrected.on,
            written=Written(
                answers=without_blanks(answers or {}), form=without_blanks(form or {}), reason=reason.strip()
            ),
            against_rules=refusal is not None,
            annuls=sequence,
            idempotency_key=idempotency_key,
        )
        recorded = append(file=file, proposed=proposed)
        if act is not None:
            note_established(opened=analysis, act=act, sequence=recorded.sequence)
        return recorded


def _corrected(file: OpenFile, found: StoredAct | None) -> StoredAct:
    if found is None:
        raise CorrectionRefused(WhyNotCorrected.NO_SUCH_ACT)
    row, actor = found.row, file.door.actor
    if (row.organisation_id, row.role) != (actor.organisation_id, actor.role):
        raise CorrectionRefused(WhyNotCorrected.NOT_YOURS)
    if row.sequence in file.projection.is_annulled:
        raise CorrectionRefused(WhyNotCorrected.ALREADY_CORRECTED)
    if not row.act:
        raise CorrectionRefused(WhyNotCorrected.NOTHING_LEFT)
    return found


def _check_complete(reason: str, act: str | None, on: When | None) -> None:
    faults = []
    if act is not None and on is None:
        faults.append(FormFault(field="on", kind=FaultKind.REQUIRED))
    if not reason.strip():
        faults.append(FormFault(field="reason", kind=FaultKind.REQUIRED))
    if faults:
        raise FormInvalid(tuple(faults))
