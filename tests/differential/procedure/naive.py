"""A second reading of the regime format: slow, plain, day after day, sharing nothing with the engine but the kernel.

It walks through every day of a case with exact dates and keeps what is so in ordinary dictionaries. Nothing is cached,
nothing is skipped, no date is an interval. Where it and the engine differ, one of them misreads
``docs/reference/regime-format.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from relaas.kernel.calendar import is_working_day
from relaas.kernel.terms import Counting as DaysOf
from relaas.kernel.terms import last_day
from relaas.procedure.history import Entry, History
from relaas.procedure.model import Act, Certainty, Counting, FactType, Force, Regime, Term

ONE_DAY = timedelta(days=1)
BEST_FIRST = (Certainty.DURABLE, Certainty.TEMPORARY, Certainty.LOST, Certainty.NONE)

Group = tuple[tuple[str, ...], str]


@dataclass
class StandingStill:
    """One period in which a term was suspended; each day after ``since`` up to and including ``until`` is lost."""

    since: date
    until: date | None = None

    @property
    def going_on(self) -> bool:
        return self.until is None


@dataclass
class RunningTerm:
    """A term since it last began."""

    began_on: date
    added: list[str] = field(default_factory=list)
    stopped: bool = False
    fired: set[str] = field(default_factory=set)
    still: dict[int, list[StandingStill]] = field(default_factory=dict)


class NaiveCase:
    """A case on one day. Read the attributes and ask the methods after ``live_until``."""

    def __init__(self, regime: Regime) -> None:
        self.regime = regime
        self.statuses = {name: track.start for name, track in regime.tracks.items()}
        self.facts = {name: _first_value(fact) for name, fact in regime.facts.items() if fact.type is not FactType.DATE}
        self.counters = dict.fromkeys(regime.counters, 0)
        self.done = dict.fromkeys(regime.acts, 0)
        self.terms: dict[str, RunningTerm] = {}
        self.owed_since: dict[Group, date | None] = dict.fromkeys(self.duties())
        self.breaches: list[tuple[str, tuple[str, ...], date | None, int]] = []
        self.opened: list[tuple[str, str, date]] = []
        self.log: list[tuple[date, dict[str, str]]] = [(date.min, dict(self.statuses))]
        self.uncertainty_begun = False
        self.uncertain_days = 0
        self.today = date.min

    # -- the days

    def live_until(self, history: History, today: date) -> NaiveCase:
        """Live every day from the first act up to and including today."""
        entries = [entry for entry in history.effective() if _day(entry) <= today]
        day = _day(entries[0]) if entries else today
        while day <= today:
            self.today = day
            self._morning()
            for entry in entries:
                if _day(entry) == day:
                    self._let_terms_end()
                    self._do(entry.act or "", entry.by, entry.answers, recorded=True)
            self._let_terms_end()
            day += ONE_DAY
        self.today = today
        return self

    def _morning(self) -> None:
        """A day on which the child wakes up uncertain is an uncertain day."""
        if self.uncertainty_begun and self.certainty() is not Certainty.DURABLE:
            self.uncertain_days += 1

    def _let_terms_end(self) -> None:
        while True:
            ready = [name for name in self.regime.acts if self._effect_day(name) is not None]
            if not ready:
                return
            # The earliest comes first; what could have happened before today (but only now fits) happens today.
            first = min(ready, key=lambda name: max(self._effect_day(name) or date.max, self.today))
            self.terms[self.regime.acts[first].at or ""].fired.add(first)
            self._do(first, "clock", {}, recorded=False)

    def _effect_day(self, name: str) -> date | None:
        """The day on which the end of a term does this act, if that is today or was before."""
        act = self.regime.acts[name]
        running = self.terms.get(act.at or "")
        if not act.is_clock or running is None or running.stopped or name in running.fired or not self.possible(name):
            return None
        end = self.end_of(act.at or "")
        if end is None:
            return None
        effect = end + ONE_DAY if act.fires == "day_after" else end
        return effect if effect <= self.today else None

    # -- what an act does

    def _do(self, name: str, role: str, answers: Mapping[str, Any], *, recorded: bool) -> None:
        act = self.regime.acts[name]
        obstacles = self.obstacles(name, role) if recorded else ()
        if obstacles:
            self.breaches.append(("against_rules", (name,), None, 0))
        owed_before = self.duties()
        dues_before = {group: self._due(group) for group in owed_before}
        before = dict(self.statuses)
        self._change(name, act, answers)
        self._settle_duties(name, owed_before, dues_before)
        self._move_terms(name, act, answers, before)
        self._suspend_and_resume()
        self.uncertainty_begun = self.uncertainty_begun or name in self._uncertain_acts()

    def _change(self, name: str, act: Act, answers: Mapping[str, Any]) -> None:
        for track, move in act.to.items():
            if isinstance(move, str):
                self.statuses[track] = move
            elif self.statuses[track] in move:
                self.statuses[track] = move[self.statuses[track]]
        self.facts.update(act.sets)
        self.facts.update({fact: answers[fact] for fact in act.asks if fact in self.facts})
        for counter, amount in act.adds.items():
            self.counters[counter] += amount
        self.done[name] += 1
        if act.opens is not None:
            self.opened.append((act.opens, name, self.today))

    def _settle_duties(
        self, name: str, owed_before: dict[Group, tuple[str, ...]], dues_before: dict[Group, date | None]
    ) -> None:
        owed_now = self.duties()
        for group, acts in owed_before.items():
            due, fulfilled = dues_before[group], name in acts
            if (fulfilled or group not in owed_now) and due is not None and self.today > due and self._is_breach(acts):
                kind = "late" if fulfilled else "lapsed"
                self.breaches.append((kind, (name,) if fulfilled else acts, due, (self.today - due).days))
            if fulfilled or group not in owed_now:
                self.owed_since.pop(group, None)
        for group in owed_now:
            self.owed_since.setdefault(group, self.today)

    def _move_terms(self, name: str, act: Act, answers: Mapping[str, Any], before: dict[str, str]) -> None:
        for term, element in self.regime.terms.items():
            running = self.terms.get(term)
            if running is not None and name in element.stops:
                running.stopped = True
            if running is not None and running.added.count(name) < _times(element, name):
                running.added.append(name)
        entered = {f"{track}.{status}" for track, status in self.statuses.items() if before[track] != status}
        for term, element in self.regime.terms.items():
            if name in element.starts or entered & set(element.starts):
                self._begin(term, element, self.today)
        for fact in act.asks:
            if fact not in self.facts and fact in answers:
                for term, element in self.regime.terms.items():
                    if fact in element.starts:
                        self._begin(term, element, answers[fact])

    def _begin(self, term: str, element: Term, day: date) -> None:
        if element.anchor == "latest" or term not in self.terms:
            running = self.terms[term] = RunningTerm(day)
            for moment, statuses in self.log:
                self._note_standing_still(running, element, statuses, max(moment, day))

    def _suspend_and_resume(self) -> None:
        self.log.append((self.today, dict(self.statuses)))
        for term, running in self.terms.items():
            self._note_standing_still(
                running, self.regime.terms[term], self.statuses, max(self.today, running.began_on)
            )

    def _note_standing_still(
        self, running: RunningTerm, element: Term, statuses: Mapping[str, str], moment: date
    ) -> None:
        for number, suspension in enumerate(element.suspended):
            fits = all(statuses[track] in allowed for track, allowed in suspension.during.items())
            periods = running.still.setdefault(number, [])
            going_on = bool(periods) and periods[-1].going_on
            if fits and not going_on:
                periods.append(StandingStill(moment))
            if not fits and going_on:
                periods[-1].until = moment

    # -- what is so

    def values(self) -> dict[str, Any]:
        """What conditions ask about."""
        return {**self.statuses, **self.facts, **self.counters}

    def possible(self, name: str) -> bool:
        """Whether statuses, condition and number of times allow an act."""
        act = self.regime.acts[name]
        fits = all(self.statuses[track] in allowed for track, allowed in act.frm.items())
        often = isinstance(act.times, int) and self.done[name] >= act.times
        return fits and not often and (act.condition is None or act.condition.holds(self.values()))

    def obstacles(self, name: str, role: str) -> tuple[str, ...]:
        """What stands in the way of a role that wants to do an act today."""
        act = self.regime.acts[name]
        found = []
        if role not in act.by or act.is_clock:
            found.append("role")
        if not self.possible(name):
            found.append("possible")
        if not self.in_window(name):
            found.append("window")
        return tuple(found)

    def in_window(self, name: str) -> bool:
        """Whether the terms around an act allow it today: not too late for a power, not too early for anything."""
        act = self.regime.acts[name]
        if self.used_up(name):
            return False
        last = self.end_of(act.within_term) if act.within_term else None
        if act.force is Force.MAY and last is not None and self.today > last:
            return False
        if act.after is None:
            return True
        end = self.end_of(act.after)
        return end is not None and self.today > end and not self.terms[act.after].stopped

    def used_up(self, name: str) -> bool:
        """Whether an act that does nothing but lengthen terms has lengthened each as often as it can."""
        act = self.regime.acts[name]
        lengthens = {
            term: element.extends[name] for term, element in self.regime.terms.items() if name in element.extends
        }
        if not lengthens or act.to or act.sets or act.asks or act.adds or act.opens:
            return False
        return all(
            term in self.terms and self.terms[term].added.count(name) >= extension.times
            for term, extension in lengthens.items()
        )

    def duties(self) -> dict[Group, tuple[str, ...]]:
        """What is owed: alternatives that the same roles owe within the same term together."""
        found: dict[Group, tuple[str, ...]] = {}
        for name, act in self.regime.acts.items():
            if act.force is Force.MUST and not act.is_clock and self.possible(name):
                group = (act.by, act.within_term or name)
                found[group] = (*found.get(group, ()), name)
        return found

    def allowed(self, force: Force) -> set[str]:
        """The powers or the events that are open today."""
        acts = self.regime.acts
        return {
            name
            for name in acts
            if acts[name].force is force and not acts[name].is_clock and self.possible(name) and self.in_window(name)
        }

    def _due(self, group: Group) -> date | None:
        return self.end_of(group[1]) if group[1] in self.regime.terms else None

    def _is_breach(self, acts: tuple[str, ...]) -> bool:
        late = self.regime.acts[acts[0]].if_late
        return late is not None and late.breach

    def all_breaches(self) -> list[tuple[str, tuple[str, ...], date | None, int]]:
        """Past breaches, and what is late and still owed."""
        late_still = []
        for group, acts in self.duties().items():
            due = self._due(group)
            if due is not None and self.today > due and self._is_breach(acts):
                late_still.append(("still_late", acts, due, (self.today - due).days))
        return [*self.breaches, *late_still]

    def end_of(self, term: str) -> date | None:
        """The last day of a term; None when it has not begun, or stands still for as long as nobody knows."""
        running, element = self.terms.get(term), self.regime.terms[term]
        if running is None:
            return None
        length = next(case.length for case in element.length if case.condition is None or self._holds(case.condition))
        for act in running.added:
            length = length + element.extends[act].by
        suspended = self._suspended_days(running, element)
        if suspended is None:
            return None
        return last_day(
            start_on=running.began_on,
            length=length,
            counting=DaysOf.WORKING_DAYS if element.counting is Counting.WORKING else DaysOf.CALENDAR,
            atw=element.atw,
            suspended_days=suspended,
        )

    def _suspended_days(self, running: RunningTerm, element: Term) -> int | None:
        """The days that a term lost. While a bounded suspension goes on, it is reckoned to last its bound."""
        total = 0
        for number, suspension in enumerate(element.suspended):
            for period in running.still.get(number, []):
                until = period.until
                if suspension.at_most != "none":
                    bound = last_day(start_on=period.since, length=suspension.at_most)
                    until = bound if until is None else min(until, bound)
                if until is None:
                    return None
                day = period.since + ONE_DAY
                while day <= until:
                    total += element.counting is Counting.CALENDAR or is_working_day(day)
                    day += ONE_DAY
        return total

    def _holds(self, condition: Any) -> bool:
        return bool(condition.holds(self.values()))

    def rights(self) -> set[str]:
        """The rights that the child has."""
        return {
            name
            for name, right in self.regime.rights.items()
            if (right.condition is None or self._holds(right.condition))
            and any(all(self.statuses[track] in ok for track, ok in place.items()) for place in right.during)
        }

    def certainty(self) -> Certainty:
        """The best certainty that a track gives."""
        given = {self.regime.tracks[track].statuses[status].certainty for track, status in self.statuses.items()}
        return next(certainty for certainty in BEST_FIRST if certainty in given)

    def open_procedures(self) -> set[str]:
        """The residence procedures that are open."""
        elements = [self.regime.tracks[track].statuses[status] for track, status in self.statuses.items()]
        return {element.procedure for element in elements if element.procedure is not None}

    def _uncertain_acts(self) -> tuple[str, ...]:
        return self.regime.uncertainty.begins if self.regime.uncertainty else ()


def _day(entry: Entry) -> date:
    assert entry.on.is_exact
    assert entry.on.earliest is not None
    return entry.on.earliest


def _first_value(fact: Any) -> Any:
    if fact.start is not None:
        return fact.start
    return False if fact.type is FactType.FLAG else next(iter(fact.of))


def _times(element: Term, act: str) -> int:
    return element.extends[act].times if act in element.extends else 0
