"""One possible course of a case: where it stands, how it came there, and when its terms end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from relaas.procedure.automaton import Answers, Automaton, Compiled, DutyGroup, Node, Transition
from relaas.procedure.history import Entry
from relaas.procedure.spans import BEGINNING, LATEST, Span


@dataclass(slots=True, eq=False)
class Step:
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


class Pause(NamedTuple):
    """A period in which terms stand still, with the number of its first stretch and of the one that is after it."""

    since: Span
    first: int
    until: Span = (LATEST, LATEST)
    last: int = LATEST


@dataclass(slots=True, eq=False)
class Began:
    """When a term began, the number of the stretch that began with it, and that from which it can stand still."""

    on: Span
    stretch: int
    runs_from: int


@dataclass(slots=True)
class Fate:
    """What befell a term since it last began: how often each act lengthened it, what stopped it, what its end did."""

    extensions: dict[str, int] = field(default_factory=dict)
    stopped: Step | None = None
    fired: frozenset[str] = frozenset()

    def copy(self) -> Fate:
        """The same, for a branch that goes its own way."""
        return Fate(dict(self.extensions), self.stopped, self.fired)


_NOTHING: Final = Fate()


@dataclass(slots=True)
class Branch:
    """One possible course of a case. Mutable while it is being folded, then only read.

    ``fates`` has the terms that something befell. ``met`` has, by term, the number of the last stretch that began with
    an act within it, be it that the term has begun anew since. ``ends`` remembers the last days of terms that can have
    stood still, for as long as nothing can change them. ``suspended_at`` is the number of the last stretch in which any
    term stood still. No end of a term takes effect before the day ``clocks_from``; the first can be later. What can be
    read off the steps is not kept but asked for, by the functions below.
    """

    node: Node
    start: Node
    now: Span = BEGINNING
    steps: list[Step] = field(default_factory=list)
    started: dict[str, Began] = field(default_factory=dict)
    fates: dict[str, Fate] = field(default_factory=dict)
    met: dict[str, int] = field(default_factory=dict)
    ends: dict[str, Span] = field(default_factory=dict)
    pauses: dict[int, tuple[Pause, ...]] = field(default_factory=dict)
    clocks_from: int = LATEST
    suspended_at: int = -1

    def copy(self) -> Branch:
        """A branch that can go its own way."""
        return Branch(
            node=self.node,
            start=self.start,
            now=self.now,
            steps=list(self.steps),
            started=dict(self.started),
            fates={term: fate.copy() for term, fate in self.fates.items()},
            met=dict(self.met),
            ends=dict(self.ends),
            pauses=dict(self.pauses),
            clocks_from=self.clocks_from,
            suspended_at=self.suspended_at,
        )

    def fate(self, term: str) -> Fate:
        """What befell a term since it last began, to be read."""
        return self.fates.get(term, _NOTHING)

    def fate_from_now(self, term: str) -> Fate:
        """The same for a term that has begun, to be changed."""
        found = self.fates.get(term)
        if found is None:
            found = self.fates[term] = Fate()
        return found

    def turn(self, pause: int, on: Span) -> None:
        """Begin a pause, or end it, with the latest stretch."""
        number, before = len(self.steps), self.pauses.get(pause, ())
        if pause in self.node.pauses:
            self.pauses[pause] = (*before, Pause(on, number))
        else:
            self.pauses[pause] = (*before[:-1], before[-1]._replace(until=on, last=number))

    @property
    def stretches(self) -> list[Stretch]:
        """The stretches of time in one node, in order; the first is before everything that happened."""
        return [Stretch(BEGINNING, self.start, None), *(Stretch(s.on, s.taken.node, s) for s in self.steps)]

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
            dated = step.entry is not None and fact in step.taken.compiled.dates and fact in step.entry.answers
            return dated or fact in step.taken.compiled.sets or any(fact == name for name, _ in step.answers)

        return self._latest(establishes)

    def owed_since(self, group: DutyGroup) -> Span:
        """Since when duties that are fulfilled together have been owed without interruption."""
        for step in reversed(self.steps):
            if group.number in step.taken.begun:
                return step.on
        return BEGINNING

    def _latest(self, wanted: Callable[[Step], bool]) -> Step | None:
        return next((step for step in reversed(self.steps) if wanted(step)), None)


def is_used_up(branch: Branch, act: str, compiled: Compiled) -> bool:
    """Whether an act that only lengthens terms can lengthen none of them any more."""
    if not compiled.only_extends:
        return False
    return all(branch.fate(term).extensions.get(act, 0) >= times for term, times in compiled.extends)


def due_on(automaton: Automaton, branch: Branch, act: str) -> Span | None:
    """The last day on which an act is in time, or None when no term binds it or its term has not begun."""
    term = automaton.within[act]
    return None if term is None else term_end(automaton, branch, term)


def term_end(automaton: Automaton, branch: Branch, term: str) -> Span | None:
    """The last day of a term as things stand, or None when it has not begun."""
    began = branch.started.get(term)
    if began is None:
        return None
    if term in branch.fates or (branch.suspended_at >= began.runs_from and term in automaton.suspendable):
        return _moved_end(automaton, branch, term, began)
    return branch.node.last_days[term][began.on]


def _moved_end(automaton: Automaton, branch: Branch, term: str, began: Began) -> Span:
    """The last day of a term that may have been lengthened or suspended."""
    end = branch.ends.get(term)
    if end is not None:
        return end
    last_days, extensions = branch.node.last_days[term], branch.fate(term).extensions
    if extensions:
        last_days = automaton.last_days(term, branch.node.cases[term], extensions)
    if branch.suspended_at < began.runs_from or term not in automaton.suspendable:
        return last_days[began.on]
    end = branch.ends[term] = last_days.suspended(began.on, suspended_days(automaton, branch, term))
    return end


def suspended_days(automaton: Automaton, branch: Branch, term: str) -> Span:
    """How long a term has stood still since it began: from the day after a suspension began up to its end.

    Each suspension is capped by what the law allows; one that still lasts and has no bound gives LATEST.
    """
    least = most = 0
    began = branch.started[term]
    for number, pause in enumerate(automaton.pauses_of[term]):
        for since, until in suspensions(branch, began.runs_from, pause):
            if (
                since[0] < began.on[0] or since[1] < began.on[1]
            ):  # told, and yet to come: nothing is lost before it runs
                since = max(since[0], began.on[0]), max(since[1], began.on[1])
            low, high = automaton.suspended_days(term, number, since, until)
            least, most = least + low, most + high
    return min(least, LATEST), min(most, LATEST)


def suspensions(branch: Branch, index: int, pause: int) -> Iterator[tuple[Span, Span]]:
    """The periods (since, until) of one pause from a stretch on; neighbouring stretches are one period."""
    for since, first, until, last in branch.pauses.get(pause, ()):
        if last > index:
            yield (since if first >= index else branch.steps[index - 1].on), until
