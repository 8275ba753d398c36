"""What a regime would have owed a child from its first signal on, beside what happened.

The owed course is walked: each act of it on the last day on which it is in time. With a first signal that is known
to lie between two dates, the walk is made from both, and each due date lies between the two results.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from relaas.casework.published import PublishedCase
from relaas.casework.replay_mapping import Course, CourseStep, ReplayData
from relaas.casework.replay_reading import ReadEvent
from relaas.kernel.when import DayCount, When
from relaas.procedure.evaluator import situation_on
from relaas.procedure.history import Entry, History
from relaas.procedure.library import Library
from relaas.procedure.model import Certainty, Regime
from relaas.procedure.situation import Situation


class WhyNot(StrEnum):
    """Why nothing can be set beside a case."""

    NOT_A_MINOR = "not_a_minor"
    NO_BEGINNING = "no_beginning"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotOwed:
    """The regime beside says nothing about this case, and why."""

    why: WhyNot


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedAct:
    """One duty of the course: who, by when, within which term, which landmarks it is, and when that happened.

    ``happened`` is the first event of the case that shows the landmark; ``days`` how long after the due date it was.
    """

    act: str
    by: tuple[str, ...]
    due_on: When
    term: str | None
    landmarks: tuple[str, ...]
    happened: ReadEvent | None
    days: DayCount | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """The owed course of a regime. ``certain_on`` is when the child would have had durable certainty at the latest."""

    regime: Regime
    course: Course
    begins: ReadEvent
    acts: tuple[OwedAct, ...]
    certain_on: When
    if_minor: bool
    situation: Situation | None


@dataclass(frozen=True, slots=True)
class _Walk:
    due: dict[str, date]
    certain_on: date | None
    situation: Situation


def owed_course(
    *, case: PublishedCase, events: tuple[ReadEvent, ...], library: Library, data: ReplayData
) -> Owed | NotOwed:
    """What the regime beside would have owed this child, counted from the first signal that the case shows."""
    if case.subject.minor is False:
        return NotOwed(why=WhyNot.NOT_A_MINOR)
    begins = next((event for event in events if event.begins), None)
    if begins is None:
        return NotOwed(why=WhyNot.NO_BEGINNING)
    regime = library.regime(data.mapping.beside)
    first = _walk(regime, data.course, begins.on.earliest) if begins.on.earliest else None
    last = _walk(regime, data.course, begins.on.latest) if begins.on.latest else None
    acts = [
        _owed_act(regime, step.act, first, last, events) for step in data.course.steps if _is_duty(regime, step.act)
    ]
    certain = [walk.certain_on if walk is not None else None for walk in (first, last)]
    whole = (last or first) if begins.on.is_exact else None
    return Owed(
        regime=regime,
        course=data.course,
        begins=begins,
        acts=tuple(sorted(acts, key=lambda act: (act.due_on.latest or date.max, act.act))),
        certain_on=When(earliest=certain[0], latest=certain[1]),
        if_minor=case.subject.minor is None,
        situation=whole.situation if whole is not None else None,
    )


def _is_duty(regime: Regime, act: str) -> bool:
    return regime.acts[act].force.value == "must"


def _owed_act(
    regime: Regime, act: str, first: _Walk | None, last: _Walk | None, events: tuple[ReadEvent, ...]
) -> OwedAct:
    due = When(earliest=first.due.get(act) if first else None, latest=last.due.get(act) if last else None)
    landmarks = _landmarks(regime, act)
    shows = [event for event in events if set(event.shows) & set(landmarks)]
    happened = shows[0] if shows else None
    return OwedAct(
        act=act,
        by=regime.acts[act].by,
        due_on=due,
        term=regime.acts[act].within_term,
        landmarks=landmarks,
        happened=happened,
        days=due.days_until(happened.on) if happened is not None else None,
    )


def _landmarks(regime: Regime, act: str) -> tuple[str, ...]:
    tagged = [name for name, landmark in regime.landmarks.items() if act in landmark.acts]
    return (*tagged, *(["procedure_opened"] if regime.acts[act].opens else []))


def _walk(regime: Regime, course: Course, begin: date) -> _Walk:
    """Do every step of the course on its last day, the one that is due soonest first."""
    entries = [_entry(regime, course.begins_with.act, begin, CourseStep(act=course.begins_with.act))]
    waiting = list(course.steps)
    due: dict[str, date] = {}
    now = begin
    while waiting:
        situation = situation_on(regime=regime, history=History(tuple(entries)), today=now)
        ready = [(day, step) for step in waiting if (day := _last_day_for(situation, step, now)) is not None]
        if ready:
            day, step = min(ready, key=lambda pair: pair[0])
            soonest = _next_change(situation, now)
            if soonest is None or day <= soonest:
                entries.append(_entry(regime, step.act, day, step))
                waiting.remove(step)
                due[step.act] = now = day
                continue
        soonest = _next_change(situation, now)
        if soonest is None:
            break  # the rest of the course cannot come about; a test holds the data to it that nothing is left
        now = soonest
    whole = situation_on(regime=regime, history=History(tuple(entries)), today=now)
    return _Walk(due, _certain_on(whole), whole)


def _entry(regime: Regime, act: str, day: date, step: CourseStep) -> Entry:
    by = regime.acts[act].by[0]
    return Entry(id=f"owed/{act}", act=act, by=by, on=When.exact(day), answers=dict(step.answers))


def _last_day_for(situation: Situation, step: CourseStep, now: date) -> date | None:
    """The last day on which a step is in time, if it can be done now."""
    if step.on_last_day_of is not None:
        ends = [term.ends_on.latest for term in situation.terms if term.term == step.on_last_day_of]
        possible = any(power.act == step.act for power in situation.powers)
        return max(ends[0], now) if ends and ends[0] is not None and possible else None
    for duty in situation.duties:
        if step.act in duty.acts and duty.due_on is not None and duty.due_on.latest is not None:
            return max(duty.due_on.latest, now)
    return None


def _next_change(situation: Situation, now: date) -> date | None:
    """The next day on which the law itself changes something: the end of a running term that a clock act waits for."""
    acts = situation.regime.acts.values()
    awaited = {act.at: act.fires for act in acts if act.is_clock and act.at is not None}
    days = [
        date.fromordinal(end.toordinal() + (1 if awaited[term.term] == "day_after" else 0))
        for term in situation.terms
        if term.term in awaited and term.ended_by is None and (end := term.ends_on.latest) is not None
    ]
    return min((day for day in days if day > now), default=None)


def _certain_on(situation: Situation) -> date | None:
    for stretch in situation.branches[0].stretches:
        if stretch.node.certainty is Certainty.DURABLE:
            return date.fromordinal(stretch.since[0])
    return None
