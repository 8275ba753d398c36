"""One possible course of a case: where it stands, how it came there, and when its terms end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from relaas.kernel.terms import TermLength
from relaas.procedure.automaton import Answers, Automaton, Compiled, DutyGroup, Node, Transition
from relaas.procedure.history import Entry

EARLIEST = -(10**9)
LATEST = 10**9
ENDLESS = LATEST // 2

Span = tuple[int, int]


class Step(NamedTuple):
    """One thing that happened: an act of the history (``entry``), or what the end of a term did (``entry`` is None)."""

    on: Span
    taken: Transition
    entry: Entry | None
    irregular: tuple[str, ...]

    @property
    def act(self) -> str:
        """The act that was done."""
        return self.taken.act

    @property
    def answers(self) -> Answers:
        """The facts that it established by what was answered."""
        return self.taken.answers


class Stretch(NamedTuple):
    """A stretch of time in one node, begun by a step (None: the beginning of the case)."""

    since: Span
    node: Node
    step: Step | None


class Late(NamedTuple):
    """A duty done or lapsed after its last day. ``acts`` are alternatives; ``done`` is the one that was done."""

    acts: tuple[str, ...]
    due: Span
    until: Span
    done: str | None


class Began(NamedTuple):
    """When a term began, and the number of the stretch that began with it."""

    on: Span
    stretch: int


@dataclass(slots=True)
class Branch:
    """One possible course of a case. Mutable while it is being folded, then only read.

    ``ends`` remembers the last days of terms, ``clocks`` which ends of terms are to take effect, for as long as nothing
    can change them. What can be read off the stretches is not kept but asked for, by the functions below.
    """

    node: Node
    now: Span
    stretches: list[Stretch]
    started: dict[str, Began] = field(default_factory=dict)
    extensions: dict[str, dict[str, int]] = field(default_factory=dict)
    stopped: dict[str, Step] = field(default_factory=dict)
    fired: set[str] = field(default_factory=set)
    late: list[Late] = field(default_factory=list)
    ends: dict[str, Span] = field(default_factory=dict)
    clocks: list[tuple[str, Span]] | None = None
    clocks_from: int = LATEST
    was_suspended: bool = False

    def copy(self) -> Branch:
        """A branch that can go its own way."""
        return Branch(
            node=self.node,
            now=self.now,
            stretches=list(self.stretches),
            started=dict(self.started),
            extensions={term: dict(counts) for term, counts in self.extensions.items()},
            stopped=dict(self.stopped),
            fired=set(self.fired),
            late=list(self.late),
            ends=dict(self.ends),
            clocks=self.clocks,
            clocks_from=self.clocks_from,
            was_suspended=self.was_suspended,
        )

    @property
    def steps(self) -> Iterator[Step]:
        """Everything that happened, in order."""
        return (stretch.step for stretch in self.stretches if stretch.step is not None)

    @property
    def opened(self) -> list[tuple[str, Step]]:
        """The residence procedures that were started, in order."""
        return [(step.taken.compiled.opens, step) for step in self.steps if step.taken.compiled.opens is not None]

    def counters(self, automaton: Automaton) -> dict[str, int]:
        """What every counter of the regime has come to."""
        counts = dict(automaton.no_counts)
        for step in self.steps:
            for counter, amount in step.taken.compiled.adds:
                counts[counter] += amount
        return counts

    def entered_by(self, track: str) -> Step | None:
        """What brought a track into its status; None: it has been there from the beginning."""
        return self._latest(lambda step: track in step.taken.moved)

    def set_by(self, fact: str) -> Step | None:
        """What established a fact as it is; None: it is as it was in the beginning."""

        def establishes(step: Step) -> bool:
            dated = step.entry is not None and fact in step.taken.compiled.asks_dates and fact in step.entry.answers
            return dated or fact in step.taken.compiled.sets or any(fact == name for name, _ in step.answers)

        return self._latest(establishes)

    def met(self) -> dict[str, tuple[int, Step]]:
        """Per term the last act that was to be done within it and was done, with the number of its stretch.

        An act that lengthens the term does not meet it.
        It counts for the term as it runs now only if that stretch comes after the one with which the term began.
        """
        found: dict[str, tuple[int, Step]] = {}
        for number, (_, _, step) in enumerate(self.stretches):
            if step is not None and step.taken.compiled.meets is not None:
                found[step.taken.compiled.meets] = (number, step)
        return found

    def owed_since(self, group: DutyGroup) -> Span:
        """Since when duties that are fulfilled together have been owed without interruption."""
        since = self.now
        for stretch in reversed(self.stretches):
            duties = stretch.node.duties
            if group not in duties and not any(group.is_same_duty(other) for other in duties):
                break
            since = stretch.since
            fulfilled = stretch.step.taken.fulfilled if stretch.step is not None else None
            if fulfilled is not None and group.is_same_duty(fulfilled):
                break
        return since

    def _latest(self, wanted: Callable[[Step], bool]) -> Step | None:
        return next((s.step for s in reversed(self.stretches) if s.step is not None and wanted(s.step)), None)


def is_used_up(branch: Branch, act: str, compiled: Compiled) -> bool:
    """Whether an act that only lengthens terms can lengthen none of them any more."""
    if not compiled.only_extends:
        return False
    extensions = branch.extensions
    return all(extensions.get(term, {}).get(act, 0) >= times for term, times in compiled.extends)


def due_on(automaton: Automaton, branch: Branch, act: str) -> Span | None:
    """The last day on which an act is in time, or None when no term binds it or its term has not begun."""
    term = automaton.within[act]
    return None if term is None else term_end(automaton, branch, term)


def term_end(automaton: Automaton, branch: Branch, term: str) -> Span | None:
    """The last day of a term as things stand, or None when it has not begun."""
    end = branch.ends.get(term)
    if end is None and term in branch.started:
        end = branch.ends[term] = _end(automaton, branch, term)
    return end


def _end(automaton: Automaton, branch: Branch, term: str) -> Span:
    (low, high), _ = branch.started[term]
    length = branch.node.lengths[term]
    if term in branch.extensions:
        length = automaton.length(term, branch.node.cases[term], branch.extensions[term])
    if branch.was_suspended and term in automaton.suspendable:
        least, most = suspended_days(automaton, branch, term)
    else:
        least = most = 0
    first = _last_day(length, low, least)
    return first, (first if low == high and least == most else _last_day(length, high, most))


def _last_day(length: TermLength, start: int, suspended: int) -> int:
    if not -ENDLESS < start < ENDLESS:  # an end of time, and a day or two after it
        return start
    return LATEST if suspended >= ENDLESS else length.last_day_ordinal(start, suspended)


def suspended_days(automaton: Automaton, branch: Branch, term: str) -> Span:
    """How long a term has stood still since it began: from the day after a suspension began up to its end.

    Each suspension is capped by what the law allows; one that still lasts and has no bound gives LATEST.
    """
    least = most = 0
    begun, index = branch.started[term]
    # A date that was told can lie before the act that told it, or be yet to come: nothing is lost before the term runs.
    index = index if begun >= branch.stretches[index].since else 0
    for number in range(len(automaton.regime.terms[term].suspended)):
        for since, until in suspensions(branch, index, (term, number)):
            since = max(since[0], begun[0]), max(since[1], begun[1])
            low, high = automaton.suspended_days(term, number, since, until)
            least, most = least + low, most + high
    return min(least, LATEST), min(most, LATEST)


def suspensions(branch: Branch, index: int, which: tuple[str, int]) -> Iterator[tuple[Span, Span]]:
    """The periods (since, until) of one suspension from a stretch on; neighbouring stretches are one period."""
    since: Span | None = None
    for stretch in branch.stretches[index:]:
        suspends = which in stretch.node.suspends
        if suspends and since is None:
            since = stretch.since
        elif not suspends and since is not None:
            yield since, stretch.since
            since = None
    if since is not None:
        yield since, (LATEST, LATEST)
