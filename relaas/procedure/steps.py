"""What a step does to a course: the fold takes steps, and whoever asks how it was on the way takes them again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from relaas.procedure.automaton import Automaton, Starts, Transition
from relaas.procedure.course import Began, Branch, Late, Step, term_end
from relaas.procedure.history import Answer
from relaas.procedure.spans import BEGINNING, EARLIEST, LATEST, Span, exact


def beginning(automaton: Automaton) -> Branch:
    """The course of a case in which nothing has happened yet."""
    branch = Branch(automaton.start, automaton.start, suspended_at=0 if automaton.start.pauses else -1)
    for pause in automaton.start.pauses:
        branch.turn(pause, BEGINNING)
    return branch


def apply(automaton: Automaton, branch: Branch, step: Step) -> None:
    """Take a step."""
    taken = step.taken
    node = taken.node
    branch.now, branch.node = step.on, node
    branch.steps.append(step)
    number = len(branch.steps)
    if taken.meets is not None:
        branch.met[taken.meets] = number
    if node.pauses:
        branch.suspended_at = number
    if taken.turns_terms or step.entry is None:
        _turn(branch, step, taken)
    if taken.starts is not None:
        _begin(branch, taken.starts, Began(step.on, number, number))
    if taken.compiled.starts_on and step.entry is not None:
        _begin_as_told(branch, step, step.entry.answers)
    for _, term, delay in taken.fresh:
        end = term_end(automaton, branch, term)
        if end is not None and end[0] + delay < branch.clocks_from:
            branch.clocks_from = end[0] + delay


def first_effect(automaton: Automaton, branch: Branch) -> int:
    """The first day on which the end of a term can take effect."""
    return min((end[0] + delay for _, end, delay in clocks(automaton, branch)), default=LATEST)


def clocks(automaton: Automaton, branch: Branch) -> list[tuple[str, Span, int]]:
    """The ends of terms that are to take effect, in the order of the regime: act, last day, days to the effect."""
    found: list[tuple[str, Span, int]] = []
    fates = branch.fates
    for act, term, delay in branch.node.clocks:
        end = term_end(automaton, branch, term)
        if end is not None and not (term in fates and (fates[term].stopped or act in fates[term].fired)):
            found.append((act, end, delay))
    return found


def late_duties(automaton: Automaton, branch: Branch) -> list[Late]:
    """The duties that were done or lapsed after their last day, as that was when it happened."""
    found: list[Late] = []
    again = beginning(automaton)
    for step in branch.steps:
        for group, done in step.taken.settled:
            due = term_end(automaton, again, group.within or "")
            if due is not None and step.on[1] > due[0]:
                found.append(Late(group.acts, due, step.on, done))
        apply(automaton, again, step)
    return found


def _turn(branch: Branch, step: Step, taken: Transition) -> None:
    """What befalls terms that run: they stand still or go on, are lengthened, end or are stopped."""
    for pause in taken.turned:
        branch.turn(pause, step.on)
    for term in branch.ends.keys() & taken.moved_ends:
        del branch.ends[term]
    if step.entry is None:
        branch.fate_from_now(taken.compiled.at).fired |= {taken.act}
    for term in taken.compiled.stops:
        if term in branch.started:
            branch.fate_from_now(term).stopped = step
    for term, times in taken.compiled.extends:
        _extend(branch, term, taken.act, times)


def _extend(branch: Branch, term: str, act: str, times: int) -> None:
    if term in branch.started and branch.fate(term).extensions.get(act, 0) < times:
        fate = branch.fate_from_now(term)
        fate.extensions[act] = fate.extensions.get(act, 0) + 1
        branch.ends.pop(term, None)


def _begin(branch: Branch, starts: Starts, began: Began) -> None:
    """Terms that begin anew know nothing of their earlier runs."""
    started = branch.started
    for term in starts.once:
        started.setdefault(term, began)
    for term in starts.anew:
        started[term] = began
    if branch.fates or branch.ends:
        for term in starts.anew:
            branch.fates.pop(term, None)
            branch.ends.pop(term, None)


def _begin_as_told(branch: Branch, step: Step, answers: Mapping[str, Answer]) -> None:
    """Terms that run from a date that was told."""
    number = len(branch.steps)
    for fact, starts in step.taken.compiled.starts_on:
        on = _told(answers.get(fact))
        _begin(branch, starts, Began(on, number, number if on >= step.on else 0))


def _told(answer: object) -> Span:
    """The date that was told; one that was not can be any day."""
    return exact(answer.toordinal()) if isinstance(answer, date) else (EARLIEST, LATEST)
