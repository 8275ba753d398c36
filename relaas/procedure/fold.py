"""The fold: from a history to a situation, through one code path for exact, interval and unknown dates.

Dates are pairs of day numbers (earliest, latest); an exact date is a pair of equal ones. Whenever the known dates do
not decide what came first (an act or the end of a term), or an act's answers are not known, the fold follows every
possibility. Exact histories therefore have one course. The end of a term takes effect before the acts of the same day;
of terms that end on one day, the order of the regime decides.
"""

from __future__ import annotations

from datetime import date

from relaas.procedure.automaton import Automaton, Node, Transition
from relaas.procedure.course import Branch, Step, is_used_up, term_end
from relaas.procedure.history import Entry, History
from relaas.procedure.spans import EARLIEST, LATEST, Span, exact
from relaas.procedure.steps import apply, beginning, clocks, first_effect

MOST_BRANCHES = 256

Dated = tuple[Entry, Span]


class TooUncertain(Exception):  # the word of the field, as the answer that people get
    """The known dates leave more possibilities than can be followed; the message names the first act in doubt."""


def fold(automaton: Automaton, history: History, today: date) -> list[Branch]:
    """Every possible course of the case up to and including today. Raises TooUncertain beyond MOST_BRANCHES courses."""
    return _Fold(automaton, _spans(history.effective()), today.toordinal()).run(beginning(automaton))


def _spans(entries: tuple[Entry, ...]) -> list[Dated]:
    """The earliest and latest day of each entry, given that they happened in this order."""
    spans: list[Dated] = []
    earliest, is_exact = EARLIEST, True
    for entry in entries:
        low = entry.on.earliest
        day = low.toordinal() if low is not None else EARLIEST
        is_exact = is_exact and day >= earliest and low is not None and low == entry.on.latest
        earliest = day if day > earliest else earliest
        spans.append((entry, exact(earliest) if is_exact else (earliest, _latest(entry))))
    return spans if is_exact else _bounded(spans)


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
            if index == len(self.entries) and self._is_over(branch):
                done.append(branch)
                return
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
            if on[1] > horizon or on[0] < branch.now[0]:
                break
            if on[1] >= branch.clocks_from and on[1] >= self._clocks_from(branch):
                break
            taken = branch.node.onward.get(entry.act or "")
            if taken is None:
                ways = self._transitions(branch.node, entry)
                if len(ways) > 1:
                    break
                taken = ways[0]
            regular = entry.by in taken.compiled.by and not taken.is_bounded
            irregular = () if regular else self._irregular(branch, taken, entry, on)
            apply(self.automaton, branch, Step(on, taken, entry, irregular))
            index += 1
        return index

    def _take(self, branch: Branch, index: int, step: Step | None, done: list[Branch]) -> int | None:
        """Take a step, or none when today comes first; gives the next entry, or None when the course is at its end."""
        if step is None:
            done.append(branch)
            return None
        apply(self.automaton, branch, step)
        return index if step.entry is None else index + 1

    def _ways(self, branch: Branch, index: int) -> list[Step | None]:
        """What can be next: the end of a term, the next entry, or today (None). Of one day they come in that order."""
        horizon, now = self.horizon, branch.now[0]
        effects = [((low + delay, high + delay), act) for act, (low, high), delay in clocks(self.automaton, branch)]
        effects.sort(key=_latest_day)
        clock_by = max(effects[0][0][1], now) if effects else LATEST
        ways: list[Step | None] = []
        entry_by = horizon + 1
        if index < len(self.entries):
            entry, (low, high) = self.entries[index]
            low = max(low, now)
            entry_by = max(low, high)
            if low <= horizon and low < clock_by:
                on = low, max(low, min(high, horizon, clock_by - 1))
                for taken in self._transitions(branch.node, entry):
                    ways.append(Step(on, taken, entry, self._irregular(branch, taken, entry, on)))
        last = min(entry_by, horizon)
        for on, act in _firsts(effects, now):
            if on[0] <= last:
                taken = self.automaton.transition(branch.node, act, ())
                ways.append(Step((on[0], min(on[1], last)), taken, None, ()))
        if entry_by > horizon and clock_by > horizon:
            ways.append(None)
        return ways

    def _is_over(self, branch: Branch) -> bool:
        """Whether no end of a term takes effect before today is over."""
        return branch.clocks_from > self.horizon or self._clocks_from(branch) > self.horizon

    def _clocks_from(self, branch: Branch) -> int:
        """The first day on which the end of a term can take effect, now that it matters exactly."""
        branch.clocks_from = first_effect(self.automaton, branch)
        return branch.clocks_from

    def _transitions(self, node: Node, entry: Entry) -> list[Transition]:
        """What the entry does: one thing, or one for each way in which what was not answered can be."""
        act = entry.act or ""
        return [self.automaton.transition(node, act, way) for way in self.automaton.completions(act, entry.answers)]

    def _irregular(self, branch: Branch, taken: Transition, entry: Entry, on: Span) -> tuple[str, ...]:
        """Why the act was not allowed there and then; only what is certain counts."""
        compiled = taken.compiled
        if entry.by not in compiled.by:
            return ("wrong_role",)
        if not taken.is_bounded:
            return ()
        if not taken.possible:
            return ("not_possible",)
        if is_used_up(branch, taken.act, compiled):
            return ("used_up",)
        if compiled.closes is not None:
            end = term_end(self.automaton, branch, compiled.closes)
            if end is not None and on[0] > end[1]:
                return ("too_late",)
        if compiled.after is not None:
            end = term_end(self.automaton, branch, compiled.after)
            if end is None or on[1] <= end[0] or branch.fate(compiled.after).stopped:
                return ("too_early",)
        return ()


def _latest_day(clock: tuple[Span, str]) -> int:
    return clock[0][1]


def _firsts(clocks: list[tuple[Span, str]], now: int) -> list[tuple[Span, str]]:
    """The ends of terms that can be the first: one when that is certain, else each that may come before all others."""
    if not clocks:
        return []
    soonest = max(clocks[0][0][1], now)
    able = [((max(on[0], now), soonest), act) for on, act in clocks if max(on[0], now) <= soonest]
    certain = all(on[0] == soonest for on, _ in able)
    return able[:1] if certain else able
