"""The fold: from a history to a situation, through one code path for exact, interval and unknown dates.

Dates are pairs of day numbers (earliest, latest); an exact date is a pair of equal ones. Whenever the known dates do
not decide what came first (an act or the end of a term), or an act's answers are not known, the fold follows every
possibility. Exact histories therefore have one course. The end of a term takes effect before the acts of the same day;
of terms that end on one day, the order of the regime decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from relaas.procedure.automaton import Automaton, DutyGroup, Transition
from relaas.procedure.course import EARLIEST, LATEST, Began, Branch, Late, Span, Step, Stretch, is_used_up, term_end
from relaas.procedure.history import Entry, History

MOST_BRANCHES = 256

Dated = tuple[Entry, Span]


class TooUncertain(Exception):  # the word of the field, as the answer that people get
    """The known dates leave more possibilities than can be followed; the message names the first act in doubt."""


def fold(automaton: Automaton, history: History, today: date) -> list[Branch]:
    """Every possible course of the case up to and including today. Raises TooUncertain beyond MOST_BRANCHES courses."""
    begin = (EARLIEST, EARLIEST)
    branch = Branch(automaton.start, begin, [Stretch(begin, automaton.start, None)])
    branch.was_suspended = bool(automaton.start.suspends)
    return _Fold(automaton, _spans(history.effective()), today.toordinal()).run(branch)


def _spans(entries: tuple[Entry, ...]) -> list[Dated]:
    """The earliest and latest day of each entry, given that they happened in this order."""
    spans: list[Dated] = []
    earliest, exact = EARLIEST, True
    for entry in entries:
        low, high = entry.on.earliest, entry.on.latest
        day = low.toordinal() if low is not None else EARLIEST
        exact = exact and low is not None and low == high and day >= earliest
        earliest = day if day > earliest else earliest
        spans.append((entry, (earliest, earliest if exact else _latest(entry))))
    return spans if exact else _bounded(spans)


def _latest(entry: Entry) -> int:
    return entry.on.latest.toordinal() if entry.on.latest is not None else LATEST


def _bounded(spans: list[Dated]) -> list[Dated]:
    """No entry is later than the latest day of one that comes after it."""
    latest, found = LATEST, []
    for entry, (low, high) in reversed(spans):
        latest = min(latest, high)
        found.append((entry, (low, max(low, latest))))
    return found[::-1]


class _Fold:
    def __init__(self, automaton: Automaton, entries: list[Dated], horizon: int) -> None:
        self.automaton = automaton
        self.entries = entries
        self.horizon = horizon

    def run(self, begin: Branch) -> list[Branch]:
        done: list[Branch] = []
        waiting = [(begin, 0)]
        while waiting:
            branch, index = waiting.pop()
            self._follow(branch, index, waiting, done)
            if len(waiting) + len(done) > MOST_BRANCHES:
                entry = self.entries[min(index, len(self.entries) - 1)][0]
                raise TooUncertain(f"more than {MOST_BRANCHES} courses are possible from {entry.act} ({entry.id}) on")
        return done

    def _follow(self, branch: Branch, index: int, waiting: list[tuple[Branch, int]], done: list[Branch]) -> None:
        """Go on for as long as only one thing can be next; where several can, leave each to be followed."""
        while True:
            index = self._plain(branch, index)
            ways = self._ways(branch, index)
            if len(ways) > 1:
                for step in ways:
                    following = branch.copy()
                    place = self._take(following, index, step, done)
                    if place is not None:
                        waiting.append((following, place))
                return
            following_place = self._take(branch, index, ways[0], done)
            if following_place is None:
                return
            index = following_place

    def _plain(self, branch: Branch, index: int) -> int:
        """Take the entries that surely come before any end of a term and before today: most of most histories."""
        entries, horizon = self.entries, self.horizon
        while index < len(entries):
            entry, on = entries[index]
            if branch.clocks is None:
                self._find_clocks(branch)
            if on[1] > horizon or on[1] >= branch.clocks_from or on[0] < branch.now[0]:
                break
            steps = self._steps(branch, entry, on)
            if len(steps) > 1:
                break
            self._apply(branch, steps[0])
            index += 1
        return index

    def _take(self, branch: Branch, index: int, step: Step | None, done: list[Branch]) -> int | None:
        """Take a step, or none when today comes first; gives the next entry, or None when the course is at its end."""
        if step is None:
            done.append(branch)
            return None
        self._apply(branch, step)
        return index if step.entry is None else index + 1

    def _ways(self, branch: Branch, index: int) -> list[Step | None]:
        """What can be next: the end of a term, the next entry, or today (None). Of one day they come in that order."""
        horizon, now = self.horizon, branch.now[0]
        if branch.clocks is None:
            self._find_clocks(branch)
        clocks = branch.clocks or []
        clock_by = max(clocks[0][1][1], now) if clocks else LATEST
        ways: list[Step | None] = []
        entry_by = horizon + 1
        if index < len(self.entries):
            entry, (low, high) = self.entries[index]
            low = max(low, now)
            entry_by = max(low, high)
            if low <= horizon and low < clock_by:
                ways += self._steps(branch, entry, (low, max(low, min(high, horizon, clock_by - 1))))
        last = min(entry_by, horizon)
        for act, on in _firsts(clocks, now):
            if on[0] <= last:
                taken = self.automaton.transition(branch.node, act, ())
                ways.append(Step((on[0], min(on[1], last)), taken, None, ()))
        if entry_by > horizon and clock_by > horizon:
            ways.append(None)
        return ways

    def _find_clocks(self, branch: Branch) -> None:
        """The ends of terms that are to take effect, the one that surely does by the earliest day first."""
        found: list[tuple[str, Span]] = []
        for act in branch.node.clocks:
            compiled = self.automaton.compiled[act]
            if compiled.at in branch.stopped or act in branch.fired:
                continue
            end = term_end(self.automaton, branch, compiled.at)
            if end is not None:
                found.append((act, (end[0] + compiled.delay, end[1] + compiled.delay)))
        if len(found) > 1:
            found.sort(key=_latest_day)
        branch.clocks = found
        branch.clocks_from = min([on[0] for _, on in found]) if found else LATEST

    def _steps(self, branch: Branch, entry: Entry, on: Span) -> list[Step]:
        """The entry as a step: one, or one for each way in which what was not answered can be."""
        automaton, node, act = self.automaton, branch.node, entry.act
        assert act is not None
        if automaton.compiled[act].asks:
            taken_ways = [automaton.transition(node, act, way) for way in automaton.completions(act, entry.answers)]
        else:
            taken_ways = [automaton.transition(node, act, ())]
        irregular = () if entry.by in automaton.compiled[act].by else ("wrong_role",)
        return [
            Step(on, t, entry, self._irregular(branch, t, on) if t.is_bounded and not irregular else irregular)
            for t in taken_ways
        ]

    def _irregular(self, branch: Branch, taken: Transition, on: Span) -> tuple[str, ...]:
        """Why the act was not allowed there and then; only what is certain counts."""
        if not taken.possible:
            return ("not_possible",)
        compiled = taken.compiled
        if is_used_up(branch, taken.act, compiled):
            return ("used_up",)
        if compiled.closes is not None:
            end = term_end(self.automaton, branch, compiled.closes)
            if end is not None and on[0] > end[1]:
                return ("too_late",)
        if compiled.after is not None:
            end = term_end(self.automaton, branch, compiled.after)
            if end is None or on[1] <= end[0] or compiled.after in branch.stopped:
                return ("too_early",)
        return ()

    def _apply(self, branch: Branch, step: Step) -> None:
        on, taken = step.on, step.taken
        if taken.fulfilled is not None:
            self._note_late(branch, taken.fulfilled, on, taken.act)
        for lapsed in taken.lapsed:
            self._note_late(branch, lapsed, on, None)
        branch.now, branch.node = on, taken.node
        branch.stretches.append(Stretch(on, taken.node, step))
        if taken.changes_clocks or step.entry is None:
            branch.clocks = None
        for term in taken.moved_ends:
            branch.ends.pop(term, None)
        if taken.node.suspends:
            branch.was_suspended = True
        if step.entry is None:
            branch.fired.add(taken.act)
        self._terms(branch, step, taken)

    def _terms(self, branch: Branch, step: Step, taken: Transition) -> None:
        compiled, started = taken.compiled, branch.started
        began = Began(step.on, len(branch.stretches) - 1)
        for term in compiled.stops:
            if term in started:
                branch.stopped[term] = step
        for term, times in compiled.extends:
            self._extend(branch, term, taken.act, times)
        for term in taken.starts_once:
            started.setdefault(term, began)
        for term in taken.starts:
            if term in started:
                self._forget(branch, term)
            started[term] = began
        if compiled.asks_dates and step.entry is not None:
            for term, on in self._dates(step.entry, compiled.asks_dates):
                if term not in started or term not in self.automaton.from_first:
                    self._forget(branch, term)
                    started[term] = Began(on, began.stretch)

    def _note_late(self, branch: Branch, group: DutyGroup, on: Span, done: str | None) -> None:
        if group.within is not None:
            due = term_end(self.automaton, branch, group.within)
            if due is not None and on[1] > due[0]:
                branch.late.append(Late(group.acts, due, on, done))

    def _extend(self, branch: Branch, term: str, act: str, times: int) -> None:
        counts = branch.extensions.setdefault(term, {})
        if term in branch.started and counts.get(act, 0) < times:
            counts[act] = counts.get(act, 0) + 1
            branch.ends.pop(term, None)

    def _dates(self, entry: Entry, facts: tuple[str, ...]) -> Iterator[tuple[str, Span]]:
        """The terms that run from the dates that were asked for; one that was not answered can be any day."""
        for fact in facts:
            answer = entry.answers.get(fact)
            day = (answer.toordinal(), answer.toordinal()) if isinstance(answer, date) else (EARLIEST, LATEST)
            for term in self.automaton.terms_from_date.get(fact, ()):
                yield term, day

    def _forget(self, branch: Branch, term: str) -> None:
        """A term that begins anew knows nothing of its earlier run."""
        branch.ends.pop(term, None)
        branch.extensions.pop(term, None)
        branch.stopped.pop(term, None)
        branch.fired.difference_update(self.automaton.clocks_at.get(term, ()))


def _latest_day(clock: tuple[str, Span]) -> int:
    return clock[1][1]


def _firsts(clocks: list[tuple[str, Span]], now: int) -> list[tuple[str, Span]]:
    """The ends of terms that can be the first: one when that is certain, else each that may come before all others."""
    if not clocks:
        return []
    soonest = max(clocks[0][1][1], now)
    able = [(act, (max(on[0], now), soonest)) for act, on in clocks if max(on[0], now) <= soonest]
    certain = all(on[0] == soonest for _, on in able)
    return able[:1] if certain else able
