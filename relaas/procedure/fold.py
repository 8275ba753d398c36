"""The fold: from a history to a situation, through one code path for exact, interval and unknown dates.

Dates are pairs of day numbers (earliest, latest); an exact date is a pair of equal ones. Whenever the known dates do
not decide what came first (an act or the end of a term), or an act's answers are not known, the fold follows every
possibility. Exact histories therefore have one branch. The end of a term takes effect before the acts of the same day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from relaas.kernel.terms import TermLength
from relaas.procedure.automaton import Answers, Automaton, Node
from relaas.procedure.history import Entry, History
from relaas.procedure.model import Act

EARLIEST = -(10**9)
LATEST = 10**9
ENDLESS = LATEST // 2
MOST_BRANCHES = 256

Span = tuple[int, int]


class TooUncertain(Exception):
    """The known dates leave more possibilities than can be followed; the message names the first act in doubt."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened: an act of the history (``entry``), or what the end of a term did (``entry`` is None)."""

    act: str
    on: Span
    entry: Entry | None = None
    answers: Answers = ()
    irregular: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time in one node, begun by a step (None: the beginning of the case)."""

    since: Span
    node: Node
    step: Step | None


@dataclass(frozen=True, slots=True)
class Late:
    """A duty done or lapsed after its last day. ``acts`` are alternatives; ``done`` is the one that was done."""

    acts: tuple[str, ...]
    due: Span
    until: Span
    done: str | None


@dataclass(slots=True)
class Branch:
    """One possible course of a case. Mutable while it is being folded, then only read."""

    node: Node
    now: Span
    stretches: list[Stretch]
    counters: dict[str, int]
    started: dict[str, tuple[Span, int]] = field(default_factory=dict)
    extensions: dict[str, dict[str, int]] = field(default_factory=dict)
    met: dict[str, Step] = field(default_factory=dict)
    stopped: dict[str, Step] = field(default_factory=dict)
    owed: dict[str, Span] = field(default_factory=dict)
    opened: list[tuple[str, Step]] = field(default_factory=list)
    late: list[Late] = field(default_factory=list)
    set_by: dict[str, Step] = field(default_factory=dict)
    entered_by: dict[str, Step] = field(default_factory=dict)

    def copy(self) -> Branch:
        """A branch that can go its own way."""
        return Branch(
            node=self.node,
            now=self.now,
            stretches=list(self.stretches),
            counters=dict(self.counters),
            started=dict(self.started),
            extensions={term: dict(counts) for term, counts in self.extensions.items()},
            met=dict(self.met),
            stopped=dict(self.stopped),
            owed=dict(self.owed),
            opened=list(self.opened),
            late=list(self.late),
            set_by=dict(self.set_by),
            entered_by=dict(self.entered_by),
        )


def fold(automaton: Automaton, history: History, today: date) -> list[Branch]:
    """Every possible course of the case up to and including today. Raises TooUncertain beyond MOST_BRANCHES courses."""
    horizon = today.toordinal()
    entries = history.effective()
    begin = Branch(
        automaton.start,
        (EARLIEST, EARLIEST),
        [Stretch((EARLIEST, EARLIEST), automaton.start, None)],
        dict(automaton.no_counts),
    )
    begin.owed = dict.fromkeys(automaton.start.duties, (EARLIEST, EARLIEST))
    return _Fold(automaton, _spans(entries, horizon), horizon).run(begin)


def _spans(entries: tuple[Entry, ...], horizon: int) -> list[tuple[Entry, Span]]:
    """The earliest and latest day of each entry, given that they happened in this order."""
    earliest, lows = EARLIEST, []
    for entry in entries:
        low = entry.on.earliest
        earliest = max(earliest, low.toordinal()) if low else earliest
        lows.append(earliest)
    latest, spans = LATEST, []
    for entry, low_day in zip(reversed(entries), reversed(lows), strict=True):
        high = entry.on.latest
        latest = min(latest, high.toordinal()) if high else latest
        spans.append((entry, (low_day, max(low_day, latest))))
    return spans[::-1]


class _Fold:
    def __init__(self, automaton: Automaton, entries: list[tuple[Entry, Span]], horizon: int) -> None:
        self.automaton = automaton
        self.acts: dict[str, Act] = automaton.regime.acts
        self.entries = entries
        self.horizon = horizon

    def run(self, begin: Branch) -> list[Branch]:
        done: list[Branch] = []
        open_: list[tuple[Branch, int]] = [(begin, 0)]
        while open_:
            branch, index = open_.pop()
            for following, place in self._advance(branch, index):
                if place < 0:
                    done.append(following)
                else:
                    open_.append((following, place))
            if len(open_) + len(done) > MOST_BRANCHES:
                entry = self.entries[min(index, len(self.entries) - 1)][0]
                raise TooUncertain(f"more than {MOST_BRANCHES} courses are possible from {entry.act} ({entry.id}) on")
        return done

    def _advance(self, branch: Branch, index: int) -> Iterator[tuple[Branch, int]]:
        """The possible next things: an entry, the end of a term, or today. Place -1 means that today was reached."""
        horizon = self.horizon
        if index < len(self.entries):
            entry, (low, high) = self.entries[index]
            low = max(low, branch.now[0])
        else:
            entry, low, high = None, horizon + 1, horizon + 1
        clocks = self._clocks(branch) if branch.node.clocks else ()
        if not clocks and high <= horizon and entry is not None:  # the plain case: only the entry can be next
            yield from self._enter(branch, index, entry, (low, high), alone=True)
            return
        # A clock act of a day comes before the entries of that day; today comes after everything that is today.
        limit = min(high, horizon, *(span[1] for _, span in clocks)) if clocks else min(high, horizon)
        ways: list[tuple[str | None, Span]] = [
            (act, (span[0], min(span[1], high, horizon))) for act, span in clocks if span[0] <= limit
        ]
        first_clock_by = min((span[1] for _, span in clocks), default=LATEST)
        entry_possible = entry is not None and low <= horizon and low < first_clock_by
        today_possible = high > horizon and first_clock_by > horizon
        ways = _distinct(ways)
        alone = len(ways) + entry_possible + today_possible == 1
        for act, span in ways:
            assert act is not None
            following = branch if alone else branch.copy()
            self._apply(following, Step(act, (max(span[0], branch.now[0]), max(span[1], branch.now[0]))))
            yield following, index
        if entry_possible and entry is not None:
            upper = min(high, horizon, first_clock_by - 1)
            yield from self._enter(branch, index, entry, (low, max(low, upper)), alone=alone)
        if today_possible:
            yield (branch if alone else branch.copy()), -1

    def _clocks(self, branch: Branch) -> list[tuple[str, Span]]:
        found: list[tuple[str, Span]] = []
        for act in branch.node.clocks:
            element = self.acts[act]
            assert element.at is not None
            if element.at in branch.met or element.at in branch.stopped:
                continue
            end = term_end(self.automaton, branch, element.at)
            if end is not None:
                after = 1 if element.fires == "day_after" else 0
                found.append((act, (max(end[0] + after, branch.now[0]), max(end[1] + after, branch.now[0]))))
        if len(found) > 1:
            found.sort(key=lambda pair: pair[1])
        return found

    def _enter(
        self, branch: Branch, index: int, entry: Entry, span: Span, *, alone: bool
    ) -> Iterator[tuple[Branch, int]]:
        assert entry.act is not None
        if not self.acts[entry.act].asks:
            following = branch if alone else branch.copy()
            self._apply(following, Step(entry.act, span, entry, (), self._irregular(branch, entry.act, span)))
            yield following, index + 1
            return
        completions = self.automaton.completions(entry.act, entry.answers)
        irregular = self._irregular(branch, entry.act, span)
        for answers in completions:
            following = branch if alone and len(completions) == 1 else branch.copy()
            self._apply(following, Step(entry.act, span, entry, answers, irregular))
            yield following, index + 1

    def _irregular(self, branch: Branch, act: str, span: Span) -> tuple[str, ...]:
        """Why the act was not allowed there and then; only what is certain counts."""
        if act not in branch.node.possible:
            return ("not_possible",)
        element = self.acts[act]
        found = []
        if element.within_term and element.force.value == "may":
            end = term_end(self.automaton, branch, element.within_term)
            if end is not None and span[0] > end[1]:
                found.append("too_late")
        if element.after:
            end = term_end(self.automaton, branch, element.after)
            if end is None or span[1] <= end[0]:
                found.append("too_early")
        return tuple(found)

    def _apply(self, branch: Branch, step: Step) -> None:
        automaton, old, name = self.automaton, branch.node, step.act
        act = self.acts[name]
        new = automaton.step(old, name, step.answers)
        delta = automaton.delta(old, new)
        if name in old.duties or delta.ended:
            self._end_duties(branch, step, old, new, delta.ended)
        branch.now = step.on
        branch.node = new
        branch.stretches.append(Stretch(step.on, new, step))
        for begun in delta.begun:
            branch.owed[begun] = step.on
        self._terms(branch, step, act, delta.started_terms)
        for track in delta.moved:
            branch.entered_by[track] = step
        for counter, amount in act.adds.items():
            branch.counters[counter] += amount
        if act.opens is not None:
            branch.opened.append((act.opens, step))
        for fact in act.sets:
            branch.set_by[fact] = step
        for fact, _ in step.answers:
            branch.set_by[fact] = step

    def _terms(self, branch: Branch, step: Step, act: Act, by_status: tuple[str, ...]) -> None:
        automaton, name = self.automaton, step.act
        within = act.within_term
        if within is not None and within in branch.started:
            branch.met[within] = step
        for term in automaton.stopped_by.get(name, ()):
            if term in branch.started:
                branch.stopped[term] = step
        for term in automaton.extended_by.get(name, ()):
            counts = branch.extensions.setdefault(term, {})
            if term in branch.started and counts.get(name, 0) < automaton.regime.terms[term].extends[name].times:
                counts[name] = counts.get(name, 0) + 1
        for term in (*automaton.terms_from_act.get(name, ()), *by_status):
            self._start(branch, term, step.on)
        if step.entry is not None and act.asks:
            self._dates(branch, step, step.entry, act)

    def _dates(self, branch: Branch, step: Step, entry: Entry, act: Act) -> None:
        for fact in act.asks:
            answer = entry.answers.get(fact)
            if fact in self.automaton.date_facts and isinstance(answer, date):
                branch.set_by[fact] = step
                for term in self.automaton.terms_from_date.get(fact, ()):
                    self._start(branch, term, (answer.toordinal(), answer.toordinal()))

    def _start(self, branch: Branch, term: str, on: Span) -> None:
        if term in branch.started and self.automaton.regime.terms[term].anchor == "first":
            return
        branch.started[term] = (on, len(branch.stretches) - 1)
        branch.extensions.pop(term, None)
        branch.met.pop(term, None)
        branch.stopped.pop(term, None)

    def _end_duties(self, branch: Branch, step: Step, old: Node, new: Node, ended: tuple[str, ...]) -> None:
        groups = self.automaton.groups
        done = step.act if step.act in old.duties else None
        answered = groups[done] if done is not None else None
        for act in ended:
            if groups[act] != answered:
                self._note_late(branch, (act,), step, None)
                branch.owed.pop(act, None)
        if done is not None:
            alternatives = tuple(act for act in old.duties if groups[act] == answered)
            self._note_late(branch, alternatives, step, done)
            for act in alternatives:
                if act not in new.possible:
                    branch.owed.pop(act, None)
            if done in new.possible:
                branch.owed[done] = step.on

    def _note_late(self, branch: Branch, acts: tuple[str, ...], step: Step, done: str | None) -> None:
        due = due_on(self.automaton, branch, acts[0])
        if due is not None and step.on[1] > due[0]:
            branch.late.append(Late(acts, due, step.on, done))


def _distinct(ways: list[tuple[str | None, Span]]) -> list[tuple[str | None, Span]]:
    """Of clock acts on one certain day only the first goes first; the others follow in the next step."""
    if len(ways) > 1 and ways[0][1][0] == ways[0][1][1] and all(ways[0][1][1] <= span[0] for _, span in ways[1:]):
        return ways[:1]
    return ways


def due_on(automaton: Automaton, branch: Branch, act: str) -> Span | None:
    """The last day on which a duty is in time, or None when no term binds it or its term has not begun."""
    term = automaton.regime.acts[act].within_term
    return None if term is None else term_end(automaton, branch, term)


def term_end(automaton: Automaton, branch: Branch, term: str) -> Span | None:
    """The last day of a term as things stand, or None when it has not begun."""
    started = branch.started.get(term)
    if started is None:
        return None
    (low, high), _ = started
    length = automaton.length(term, branch.node.lengths[term], branch.extensions.get(term, {}))
    least, most = suspended_days(automaton, branch, term) if automaton.regime.terms[term].suspended else (0, 0)
    first = _last_day(length, low, least)
    return first, (first if low == high and least == most else _last_day(length, high, most))


def _last_day(length: TermLength, start: int, suspended: int) -> int:
    if start <= EARLIEST or start >= LATEST:
        return start
    return LATEST if suspended >= ENDLESS else length.last_day_ordinal(start, suspended)


def suspended_days(automaton: Automaton, branch: Branch, term: str) -> Span:
    """How long a term has stood still since it began: from the day after a suspension began up to its end.

    Each suspension is capped by what the law allows; one that still lasts and has no bound gives LATEST.
    """
    _, index = branch.started[term]
    least = most = 0
    for number, suspension in enumerate(automaton.regime.terms[term].suspended):
        for since, until in suspensions(branch, index, (term, number)):
            low, high = (
                automaton.counted_days(term, since[1], until[0]),
                automaton.counted_days(term, since[0], until[1]),
            )
            if suspension.at_most != "none":
                low = min(low, automaton.longest_suspension(term, number, since[1]))
                high = min(high, automaton.longest_suspension(term, number, since[0]))
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
