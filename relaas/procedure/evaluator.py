"""From (regime, history, today) to everything that is so: the front door of the engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Literal

from relaas.kernel.outcomes import Allowed
from relaas.kernel.when import When
from relaas.procedure.automaton import Automaton
from relaas.procedure.course import Branch, due_on, is_used_up, term_end
from relaas.procedure.fold import fold
from relaas.procedure.history import History
from relaas.procedure.model import Act, Force, Regime
from relaas.procedure.situation import Situation
from relaas.procedure.spans import Span, when

_AUTOMATA: dict[int, tuple[Regime, Automaton]] = {}


class ObstacleKind(StrEnum):
    """Why an act is not possible. ``by_law``: the end of a term does it by itself."""

    BY_LAW = "by_law"
    ROLE = "role"
    STATUS = "status"
    CONDITION = "condition"
    TIMES = "times"
    TOO_LATE = "too_late"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """One reason why an act is not allowed. ``subject`` is the track, term or role that it is about; ``found`` what is
    so, ``needed`` what would have to be; ``on`` the date it turns on. ``certain``: so in every possible course."""

    kind: ObstacleKind
    subject: str
    found: str = ""
    needed: tuple[str, ...] = ()
    on: When | None = None
    certain: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An act may not be done: every obstacle at once, and the sources of the rule. False in a condition."""

    act: str
    obstacles: tuple[Obstacle, ...]
    rests_on: tuple[str, ...]

    def __bool__(self) -> Literal[False]:
        return False


def automaton_of(regime: Regime) -> Automaton:
    """The compiled regime; compiled once per regime object."""
    found = _AUTOMATA.get(id(regime))
    if found is None or found[0] is not regime:
        found = _AUTOMATA[id(regime)] = (regime, Automaton(regime))
    return found[1]


def situation_on(*, regime: Regime, history: History, today: date) -> Situation:
    """What is so at the end of ``today``. Acts after today are left out; dates that are not known stay unknown.

    Raises TooUncertain when the known dates leave more courses than can be followed.
    """
    automaton = automaton_of(regime)
    return Situation(automaton=automaton, today=today, branches=tuple(fold(automaton, history, today)))


def may_act(*, regime: Regime, history: History, act: str, role: str, on: date) -> Allowed | Refusal:
    """Whether a role may do an act on a day, given what happened up to and including that day.

    Raises KeyError for an act that the regime has not, TooUncertain as ``situation_on``.
    """
    element = regime.acts[act]
    branches = situation_on(regime=regime, history=history, today=on).branches
    automaton = automaton_of(regime)
    found = dict.fromkeys(_role_obstacles(element, role), len(branches))
    for branch in branches:
        for obstacle in _obstacles(automaton, branch, act, on.toordinal()):
            found[obstacle] = found.get(obstacle, 0) + 1
    if not found:
        return Allowed()
    obstacles = (o if count == len(branches) else replace(o, certain=False) for o, count in found.items())
    return Refusal(act=act, obstacles=tuple(dict.fromkeys(obstacles)), rests_on=element.rests_on)


def _role_obstacles(act: Act, role: str) -> Iterator[Obstacle]:
    if act.is_clock:
        yield Obstacle(kind=ObstacleKind.BY_LAW, subject=act.at or "")
    elif role not in act.by:
        yield Obstacle(kind=ObstacleKind.ROLE, subject=role, found=role, needed=act.by)


def _obstacles(automaton: Automaton, branch: Branch, name: str, today: int) -> Iterator[Obstacle]:
    act = automaton.regime.acts[name]
    yield from _standing(automaton, branch, name)
    if act.force is Force.MAY and act.within_term is not None:
        end = due_on(automaton, branch, name)
        if end is not None and today > end[0]:
            yield _too(ObstacleKind.TOO_LATE, act.within_term, end, certain=today > end[1])
    if act.after is not None:
        end = term_end(automaton, branch, act.after)
        if end is None or branch.fate(act.after).stopped:
            yield Obstacle(kind=ObstacleKind.TOO_EARLY, subject=act.after)
        elif today <= end[1]:
            yield _too(ObstacleKind.TOO_EARLY, act.after, end, certain=today <= end[0])


def _standing(automaton: Automaton, branch: Branch, name: str) -> Iterator[Obstacle]:
    if name in branch.node.possible:
        if is_used_up(branch, name, automaton.compiled[name]):
            allowed_times = max(times for _, times in automaton.compiled[name].extends)
            yield Obstacle(kind=ObstacleKind.TIMES, subject=name, found=str(allowed_times))
        return
    act, statuses = automaton.regime.acts[name], branch.node.statuses
    for track, allowed in act.frm.items():
        if statuses[track] not in allowed:
            yield Obstacle(kind=ObstacleKind.STATUS, subject=track, found=statuses[track], needed=allowed)
    values = {**statuses, **branch.node.facts, **branch.counters(automaton)}
    if act.condition is not None and not act.condition.holds(values):
        yield Obstacle(kind=ObstacleKind.CONDITION, subject=name, needed=(act.condition.text,))
    if isinstance(act.times, int) and sum(step.act == name for step in branch.steps) >= act.times:
        yield Obstacle(kind=ObstacleKind.TIMES, subject=name, found=str(act.times))


def _too(kind: ObstacleKind, term: str, end: Span, *, certain: bool) -> Obstacle:
    return Obstacle(kind=kind, subject=term, on=when(end), certain=certain)
