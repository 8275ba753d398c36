"""What courts found on terms and statuses, held against the replay: a check on the law files, not on the courts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from relaas.casework.published import PublishedCase
from relaas.casework.replay_mapping import CaseReading, Check
from relaas.casework.replay_steps import Judge, JudgedStep, Unjudged, Verdict
from relaas.kernel.durations import Duration
from relaas.kernel.when import When
from relaas.procedure.evaluator import Refusal, may_act
from relaas.procedure.fold import TooUncertain
from relaas.procedure.situation import BreachKind, Situation


class Agreement(StrEnum):
    """``not_comparable``: the law or the day is not modelled, or the finding is about something else."""

    AGREE = "agree"
    DISAGREE = "disagree"
    NOT_COMPARABLE = "not_comparable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A finding, and whether the replay says the same. ``says`` is what the replay has, where that is one thing."""

    check: Check
    agreement: Agreement
    says: str = ""


def check_findings(
    *, case: PublishedCase, reading: CaseReading, steps: tuple[JudgedStep, ...], judge: Judge
) -> tuple[Found, ...]:
    """Every finding of the case, in the order of the findings file."""
    return tuple(_found(case, check, steps, judge) for check in reading.found)


def _found(case: PublishedCase, check: Check, steps: tuple[JudgedStep, ...], judge: Judge) -> Found:
    if check.event is None or check.event > len(steps):
        return Found(check=check, agreement=Agreement.NOT_COMPARABLE)
    if check.interval is not None:
        return _interval(case, check, check.interval)
    step = steps[check.event - 1]
    if step.situation is None:
        return Found(check=check, agreement=Agreement.NOT_COMPARABLE)
    answer, says = _answer(check, step, step.situation, judge)
    if answer is None:
        return Found(check=check, agreement=Agreement.NOT_COMPARABLE, says=says)
    agrees = answer == check.expected
    return Found(check=check, agreement=Agreement.AGREE if agrees else Agreement.DISAGREE, says=says)


def _interval(case: PublishedCase, check: Check, length: Duration) -> Found:
    """Whether the days between two events can be the length that the source gives."""
    start, end = case.events[(check.since or 1) - 1].on, case.events[(check.event or 1) - 1].on
    days = start.days_until(end)
    if start.earliest is None or start.latest is None or days.least is None or days.most is None:
        return Found(check=check, agreement=Agreement.NOT_COMPARABLE)
    slack = 31 if check.about else 0
    low, high = (_later(day, length) - day.toordinal() for day in (start.earliest, start.latest))
    agrees = days.least - slack <= max(low, high) and min(low, high) <= days.most + slack
    return Found(check=check, agreement=Agreement.AGREE if agrees else Agreement.DISAGREE, says=str(days))


def _later(day: date, length: Duration) -> int:
    """A length after a day: years and months first, then days."""
    months = day.year * 12 + day.month - 1 + length.years * 12 + length.months
    first = date(months // 12, months % 12 + 1, 1)
    following = date((months + 1) // 12, (months + 1) % 12 + 1, 1)
    of_month = min(day.day, following.toordinal() - first.toordinal())
    return first.toordinal() + of_month - 1 + length.weeks * 7 + length.days


def _answer(check: Check, step: JudgedStep, situation: Situation, judge: Judge) -> tuple[bool | None, str]:
    if check.allowed is not None:
        return _allowed(check.allowed, step)
    if check.late:
        return _late(check.late, situation)
    if check.not_possible is not None:
        return _not_possible(check.not_possible, step, judge)
    if check.term_ended is not None:
        return _term_ended(check.term_ended, step.read.on, situation)
    return _status(check, situation)


# A step that the source leaves out is no finding of the court.
_SILENT = (Verdict.UNCLEAR, Verdict.NO_SUCH_ACT, Verdict.NOT_JUDGED, Verdict.NOT_AS_TOLD)


def _allowed(expected: bool, step: JudgedStep) -> tuple[bool | None, str]:
    verdicts = [deed.verdict for deed in step.deeds if not deed.deed.presupposed]
    says = ", ".join(verdicts)
    if any(one in _SILENT for one in verdicts) or not verdicts:
        return None, says
    return all(one is Verdict.ALLOWED for one in verdicts) == expected, says


def _late(acts: tuple[str, ...], situation: Situation) -> tuple[bool | None, str]:
    kinds = (BreachKind.LATE, BreachKind.STILL_LATE, BreachKind.LAPSED)
    late = [breach for breach in situation.breaches if breach.kind in kinds and set(breach.acts) & set(acts)]
    if any(breach.certain for breach in late):
        return True, str(late[0].due_on)
    return (None, "") if late else (False, "")


def _not_possible(act: str, step: JudgedStep, judge: Judge) -> tuple[bool | None, str]:
    day = step.read.on.latest
    if isinstance(step.laws, Unjudged) or act not in step.laws[-1].acts or day is None:
        return None, ""
    law = step.laws[-1]
    try:
        history = judge.history(law, step.read)
        answer = may_act(regime=law, history=history, act=act, role=law.acts[act].by[0], on=day)
    except TooUncertain:
        return None, ""
    if not isinstance(answer, Refusal):
        return False, ""
    certain = any(obstacle.certain for obstacle in answer.obstacles)
    return (True if certain else None), ", ".join(obstacle.subject for obstacle in answer.obstacles)


def _term_ended(term: str, on: When, situation: Situation) -> tuple[bool | None, str]:
    for state in situation.terms:
        if state.term == term:
            return state.ends_on.is_before(on), str(state.ends_on)
    return False, ""


def _status(check: Check, situation: Situation) -> tuple[bool | None, str]:
    stands = {track: situation.statuses.get(track, ()) for track in check.status}
    says = ", ".join(f"{track}: {'/'.join(statuses)}" for track, statuses in stands.items())
    if all(set(stands[track]) <= set(allowed) and stands[track] for track, allowed in check.status.items()):
        return True, says
    possible = all(set(stands[track]) & set(allowed) for track, allowed in check.status.items())
    return (None if possible else False), says
