"""Why something is so: the chain of acts, terms and sources behind an answer, worked out when it is asked for.

When the known dates leave several courses open, the chain of the first of them is given, for a term that of the first
in which it has begun; whether the answer itself is certain, the situation says.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from relaas.kernel.when import When
from relaas.procedure.automaton import Automaton
from relaas.procedure.course import Branch, Step, suspensions, term_end
from relaas.procedure.model import Act
from relaas.procedure.situation import Duty, Situation
from relaas.procedure.spans import Span, when


class Why(StrEnum):
    """What kind of reason it is. ``beginning``: nothing has changed it since the case began. ``withheld``: one that may
    not be told to who asks; nothing is said of it."""

    BEGINNING = "beginning"
    ACT = "act"
    CLOCK = "clock"
    STATUS = "status"
    FACT = "fact"
    COUNTER = "counter"
    TERM = "term"
    LENGTH = "length"
    EXTENSION = "extension"
    SUSPENSION = "suspension"
    REST_DAYS = "rest_days"
    RULE = "rule"
    RIGHT = "right"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """One reason and what it rests on in its turn. ``subject`` is the act, track, fact, term or right; ``value``
    what it is (a status, an answer, a length); ``rests_on`` are source names of the regime."""

    kind: Why
    subject: str
    value: str = ""
    by: str = ""
    on: When | None = None
    rests_on: tuple[str, ...] = ()
    because: tuple[Because, ...] = ()


def why_status(situation: Situation, track: str) -> Because:
    """Why a track is in its status."""
    branch = situation.branches[0]
    status = branch.node.statuses[track]
    step = branch.entered_by(track)
    rests_on = situation.regime.tracks[track].statuses[status].rests_on
    return Because(
        kind=Why.STATUS, subject=track, value=status, on=when(step.on) if step else None, rests_on=rests_on,
        because=(_step(situation.automaton, branch, step),),
    )  # fmt: skip


def why_duty(situation: Situation, duty: Duty) -> Because:
    """Why somebody owes something, and why by that date."""
    return why_power(situation, duty.acts[0])


def why_power(situation: Situation, act: str) -> Because:
    """Why an act is possible now: the rule, the statuses and facts that it asks for, and the terms around it."""
    automaton, branch = situation.automaton, situation.branches[0]
    element = situation.regime.acts[act]
    reasons = [why_status(situation, track) for track in element.frm]
    reasons += _condition(automaton, branch, element)
    terms = [term for term in (element.within_term, element.after, element.at) if term and term in branch.started]
    reasons += [_term(automaton, branch, term) for term in terms]
    return Because(
        kind=Why.RULE, subject=act, by=", ".join(element.by), rests_on=element.rests_on, because=tuple(reasons)
    )


def why_term(situation: Situation, term: str) -> Because:
    """Why a term ends when it ends. The term must have begun, at least in one of the possible courses."""
    branch = next(branch for branch in situation.branches if term in branch.started)
    return _term(situation.automaton, branch, term)


def why_right(situation: Situation, right: str) -> Because:
    """Why the child has a right: the situation that gives it."""
    element, node = situation.regime.rights[right], situation.branches[0].node
    fitting = [p for p in element.during if all(node.statuses[track] in allowed for track, allowed in p.items())]
    tracks = tuple(fitting[0]) if fitting else ()
    because = tuple(why_status(situation, track) for track in tracks)
    return Because(kind=Why.RIGHT, subject=right, rests_on=element.rests_on, because=because)


def _step(automaton: Automaton, branch: Branch, step: Step | None, told: frozenset[str] = frozenset()) -> Because:
    """Why a step was taken. ``told``: the terms of which it is a reason, and which are not explained once more."""
    if step is None:
        return Because(kind=Why.BEGINNING, subject="")
    act = automaton.regime.acts[step.act]
    if step.entry is not None:
        return Because(kind=Why.ACT, subject=step.act, by=step.entry.by, on=when(step.on), rests_on=act.rests_on)
    terms = (_term(automaton, branch, act.at, told),) if act.at in branch.started and act.at not in told else ()
    return Because(kind=Why.CLOCK, subject=step.act, on=when(step.on), rests_on=act.rests_on, because=terms)


def _condition(automaton: Automaton, branch: Branch, act: Act) -> list[Because]:
    names = sorted(act.condition.names) if act.condition is not None else []
    return [_value(automaton, branch, name) for name in names]


def _value(automaton: Automaton, branch: Branch, name: str, told: frozenset[str] = frozenset()) -> Because:
    if name in branch.node.statuses:
        step = branch.entered_by(name)
        status = branch.node.statuses[name]
        return Because(kind=Why.STATUS, subject=name, value=status, because=(_step(automaton, branch, step, told),))
    if name in automaton.no_counts:
        return Because(kind=Why.COUNTER, subject=name, value=str(branch.counters(automaton)[name]))
    value = str(branch.node.facts[name]).lower()
    step = branch.set_by(name)
    return Because(kind=Why.FACT, subject=name, value=value, because=(_step(automaton, branch, step, told),))


def _term(automaton: Automaton, branch: Branch, term: str, told: frozenset[str] = frozenset()) -> Because:
    element = automaton.regime.terms[term]
    began, end = branch.started[term], term_end(automaton, branch, term)
    case = element.length[branch.node.cases[term]]
    reasons = [_start(branch.steps[began.stretch - 1], began.on, automaton)]
    facts = sorted(case.condition.names) if case.condition is not None else []
    values = tuple(_value(automaton, branch, name, told | {term}) for name in facts)
    reasons.append(
        Because(kind=Why.LENGTH, subject=term, value=str(case.length), rests_on=element.rests_on, because=values)
    )
    reasons += _extensions(automaton, branch, term)
    for number, suspension in enumerate(element.suspended):
        reasons += [
            Because(
                kind=Why.SUSPENSION,
                subject=term,
                on=when((since[0], since[1])),
                value=_until(until),
                rests_on=suspension.rests_on,
            )
            for since, until in suspensions(branch, began.stretch, automaton.pauses_of[term][number])
        ]
    reasons += _rest_days(automaton, branch, term)
    return Because(
        kind=Why.TERM, subject=term, on=when(end) if end else None, rests_on=element.rests_on, because=tuple(reasons)
    )


def _start(step: Step, start: Span, automaton: Automaton) -> Because:
    by = step.entry.by if step.entry is not None else ""
    kind = Why.ACT if step.entry is not None else Why.CLOCK
    return Because(
        kind=kind, subject=step.act, by=by, on=when(start), rests_on=automaton.regime.acts[step.act].rests_on
    )


def _extensions(automaton: Automaton, branch: Branch, term: str) -> list[Because]:
    acts, extends = automaton.regime.acts, automaton.regime.terms[term].extends
    return [
        Because(kind=Why.EXTENSION, subject=act, value=f"{times} x {extends[act].by}", rests_on=acts[act].rests_on)
        for act, times in branch.fate(term).extensions.items()
        if times
    ]


def _rest_days(automaton: Automaton, branch: Branch, term: str) -> list[Because]:
    """The move of the last day for rest days, when there was one."""
    start = branch.started[term].on
    length = automaton.last_days(term, branch.node.cases[term], branch.fate(term).extensions).length
    if not length.atw or start[0] != start[1]:
        return []
    unmoved = automaton.length_without_rest_days(length)
    plain, moved = unmoved.last_day_ordinal(start[0]), length.last_day_ordinal(start[0])
    if plain == moved:
        return []
    return [Because(kind=Why.REST_DAYS, subject=term, value=str(moved - plain), on=when((plain, plain)))]


def _until(until: Span) -> str:
    date_known = when(until)
    return str(date_known) if date_known.is_exact else ""
