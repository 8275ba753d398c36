"""What is so on a day: statuses, duties, powers, terms, rights, certainty, counts and breaches of one case.

Every answer is certain, an interval, or "possibly": when the known dates leave several courses open, an answer that
holds in all of them is certain, and one that holds in some is marked as possible. Nothing is guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Generic, NamedTuple, TypeVar

from relaas.kernel.when import DayCount, When
from relaas.procedure.automaton import Automaton, DutyGroup
from relaas.procedure.course import Branch, due_on, is_used_up, term_end
from relaas.procedure.model import Certainty, Regime
from relaas.procedure.phases import DONE, IDLE, STOPPED, TermPhase
from relaas.procedure.spans import BEGINNING, EARLIEST, ENDLESS, Span, exact, when
from relaas.procedure.steps import late_duties

T = TypeVar("T")

_NO_DAYS = DayCount(least=0, most=0)


class TermState(NamedTuple):
    """A term that has begun. ``ends_on`` is its last day; ``phases`` has one value when that is certain."""

    term: str
    began_on: When
    ends_on: When
    phases: tuple[TermPhase, ...]
    ended_by: str | None
    extensions: int
    today: date

    @property
    def days_left(self) -> DayCount:
        """The days from today to the last day; negative when that is past."""
        return When.exact(self.today).days_until(self.ends_on)

    @property
    def phase(self) -> TermPhase | None:
        """The phase, or None when the known dates leave several."""
        return self.phases[0] if len(self.phases) == 1 else None


class Duty(NamedTuple):
    """What somebody owes. ``acts`` are alternatives, each of which fulfils it. ``due_on`` is the last day in time;
    None: no date. Then ``bound`` says whether a term will bind it once that has begun, or the law leaves it open."""

    acts: tuple[str, ...]
    by: tuple[str, ...]
    since: When
    due_on: When | None
    bound: bool
    overdue: bool | None
    days_overdue: DayCount
    certain: bool


class Power(NamedTuple):
    """What somebody may do, or an event that somebody may record; ``until`` is the last day on which it is possible."""

    act: str
    by: tuple[str, ...]
    until: When | None
    certain: bool


class BreachKind(StrEnum):
    LATE = "late"
    LAPSED = "lapsed"
    STILL_LATE = "still_late"
    AGAINST_RULES = "against_rules"


class Breach(NamedTuple):
    """A rule that was not kept, and who was bound by it. ``days``: how late; for an act against the rules, ``why``."""

    kind: BreachKind
    acts: tuple[str, ...]
    by: tuple[str, ...]
    due_on: When | None
    until: When | None
    days: DayCount
    why: tuple[str, ...] = ()
    certain: bool = True


class Opened(NamedTuple):
    """A residence procedure that was started, by which act and when."""

    procedure: str
    act: str
    on: When
    certain: bool


class _kept(Generic[T]):  # noqa: N801 - a decorator
    """Worked out when it is first asked for, and kept: ``cached_property`` without the lock that it has up to 3.11."""

    def __init__(self, work: Callable[[Any], T]) -> None:
        self.work = work
        self.__doc__ = work.__doc__

    def __get__(self, situation: Any, owner: Any) -> T:
        found = situation.__dict__[self.work.__name__] = self.work(situation)
        return found


@dataclass(frozen=True)
class Situation:
    """All answers for one day. Worked out when asked for; ``branches`` are the possible courses of the case."""

    automaton: Automaton
    today: date
    branches: tuple[Branch, ...]

    @property
    def regime(self) -> Regime:
        """The regime that judges the case."""
        return self.automaton.regime

    @_kept
    def statuses(self) -> dict[str, tuple[str, ...]]:
        """Per track the status, or all statuses that are possible, in the order of the regime."""
        if len(self.branches) == 1:
            return dict(self.branches[0].node.certain_statuses)
        found = {track: {branch.node.statuses[track] for branch in self.branches} for track in self.automaton.tracks}
        tracks = self.regime.tracks
        return {track: tuple(s for s in tracks[track].statuses if s in found[track]) for track in found}

    @_kept
    def facts(self) -> dict[str, tuple[str | bool, ...]]:
        """Per fact the value, or all values that are possible."""
        return {f: _distinct(b.node.facts[f] for b in self.branches) for f in self.automaton.finite_facts}

    @_kept
    def rights(self) -> dict[str, bool]:
        """The rights that the child has; False marks one that it has in some of the possible courses only."""
        return self._certain(lambda branch: branch.node.rights)

    @_kept
    def certainty(self) -> tuple[Certainty, ...]:
        """The best certainty about residence that any track gives."""
        return _distinct(branch.node.certainty for branch in self.branches)

    @_kept
    def open_procedures(self) -> dict[str, bool]:
        """The residence procedures that are open."""
        return self._certain(lambda branch: branch.node.open_procedures)

    @_kept
    def duties(self) -> tuple[Duty, ...]:
        """What is owed, soonest first; what has no date comes last."""
        found: dict[DutyGroup, list[tuple[Span, Span | None]]] = {}
        for branch in self.branches:
            for group in branch.node.duties:
                due = term_end(self.automaton, branch, group.within) if group.within is not None else None
                found.setdefault(group, []).append((branch.owed_since(group), due))
        duties = [self._duty(group, places) for group, places in found.items()]
        return tuple(sorted(duties, key=_urgency) if len(duties) > 1 else duties)

    @_kept
    def powers(self) -> tuple[Power, ...]:
        """What may be done now, without having to."""
        return self._powers(lambda branch: branch.node.powers)

    @_kept
    def events(self) -> tuple[Power, ...]:
        """What may happen and be recorded now."""
        return self._powers(lambda branch: branch.node.events)

    @_kept
    def terms(self) -> tuple[TermState, ...]:
        """The terms that have begun, in the order of the regime."""
        if len(self.branches) == 1:
            return tuple(self._terms_of(self.branches[0]))
        per_branch = [{state.term: state for state in self._terms_of(branch)} for branch in self.branches]
        names = [name for name in self.regime.terms if any(name in states for states in per_branch)]
        return tuple(_merged_term([states[name] for states in per_branch if name in states]) for name in names)

    @_kept
    def counters(self) -> dict[str, tuple[int, int]]:
        """Per counter the least and the most that it can be."""
        counts = [branch.counters(self.automaton) for branch in self.branches]
        return {name: (min(c[name] for c in counts), max(c[name] for c in counts)) for name in self.regime.counters}

    @_kept
    def opened(self) -> tuple[Opened, ...]:
        """The residence procedures that were started, in order."""
        found: dict[tuple[str, str, int], list[Span]] = {}
        for branch in self.branches:
            for number, (procedure, step) in enumerate(branch.opened):
                found.setdefault((procedure, step.act, number), []).append(step.on)
        return tuple(
            Opened(procedure=key[0], act=key[1], on=when(_hull(spans)), certain=len(spans) == len(self.branches))
            for key, spans in found.items()
        )

    @_kept
    def uncertain_days(self) -> DayCount:
        """How many days the child has been uncertain of its residence, from the regime's beginning up to today."""
        return _merge(_uncertain(self.automaton, branch, self.today.toordinal()) for branch in self.branches)

    @_kept
    def breaches(self) -> tuple[Breach, ...]:
        """What was late, is late, or was done against the rules, in order of time."""
        if len(self.branches) == 1:
            return tuple(self._breaches(self.branches[0]))
        found: dict[tuple[BreachKind, tuple[str, ...], int], list[Breach]] = {}
        for branch in self.branches:
            seen: Counter[tuple[BreachKind, tuple[str, ...]]] = Counter()
            for breach in self._breaches(branch):
                seen[breach.kind, breach.acts] += 1
                found.setdefault((breach.kind, breach.acts, seen[breach.kind, breach.acts]), []).append(breach)
        return tuple(self._merged(same) for same in found.values())

    def _certain(self, names: Callable[[Branch], Iterable[str]]) -> dict[str, bool]:
        if len(self.branches) == 1:
            return dict.fromkeys(names(self.branches[0]), True)
        per_branch = [frozenset(names(branch)) for branch in self.branches]
        order = _distinct(name for branch in self.branches for name in names(branch))
        return {name: all(name in held for held in per_branch) for name in order}

    def _duty(self, group: DutyGroup, places: list[tuple[Span, Span | None]]) -> Duty:
        dues = [due for _, due in places if due is not None]
        due = _hull(dues) if dues else None
        now = exact(self.today.toordinal())
        overdue = {_is_over(due, now[0]) for _, due in places}
        return Duty(
            group.acts,
            group.by,
            since=when(_hull([since for since, _ in places])),
            due_on=when(due) if due is not None else None,
            bound=group.within is not None,
            overdue=overdue.pop() if len(overdue) == 1 else None,
            days_overdue=_merge([_late(due, now) if due is not None else _NO_DAYS for _, due in places]),
            certain=len(places) == len(self.branches),
        )

    def _powers(self, names: Callable[[Branch], Iterable[str]]) -> tuple[Power, ...]:
        found: dict[str, list[tuple[Span | None, bool]]] = {}
        for branch in self.branches:
            for act in names(branch):
                until, sure, open_ = self._window(branch, act)
                if open_:
                    found.setdefault(act, []).append((until, sure))
        return tuple(self._power(act, places) for act, places in found.items())

    def _window(self, branch: Branch, act: str) -> tuple[Span | None, bool, bool]:
        """Until when an act is possible, whether it surely is today, and whether it can be at all."""
        element, today = self.regime.acts[act], self.today.toordinal()
        if is_used_up(branch, act, self.automaton.compiled[act]):
            return None, False, False
        until = due_on(self.automaton, branch, act)
        sure = until is None or today <= until[0]
        open_ = until is None or today <= until[1]
        if element.after is not None:
            end = term_end(self.automaton, branch, element.after)
            open_ = open_ and end is not None and end[0] < today and not branch.fate(element.after).stopped
            sure = sure and end is not None and end[1] < today
        return until, sure, open_

    def _power(self, act: str, places: list[tuple[Span | None, bool]]) -> Power:
        untils = [until for until, _ in places if until is not None]
        return Power(
            act=act,
            by=self.regime.acts[act].by,
            until=when(_hull(untils)) if len(untils) == len(places) else None,
            certain=len(places) == len(self.branches) and all(sure for _, sure in places),
        )

    def _terms_of(self, branch: Branch) -> list[TermState]:
        """The terms that have begun in one course."""
        automaton, suspendable = self.automaton, self.automaton.suspendable
        fates, met, ends, steps = branch.fates, branch.met, branch.ends, branch.steps
        last_days, standings, ending = branch.node.last_days, branch.node.standings, branch.node.ending
        today, now, suspended_at = self.today, self.today.toordinal(), branch.suspended_at
        found: list[TermState] = []
        for name in sorted(branch.started, key=automaton.term_order.__getitem__):
            began, ended_by, extensions = branch.started[name], None, 0
            earliest, latest, standing = now, now, standings.get(name, IDLE)
            if met.get(name, 0) > began.stretch:
                ended = steps[met[name] - 1]
                ended_by = ended.taken.act
                if name not in ending:
                    (earliest, latest), standing = ended.on, DONE
            if name in fates:
                extensions, stopped = sum(fates[name].extensions.values()), fates[name].stopped
                if stopped is not None:
                    ended_by, standing = stopped.act, STOPPED
            if name in fates or (suspended_at >= began.runs_from and name in suspendable):
                end = ends.get(name) or term_end(automaton, branch, name) or BEGINNING
            else:
                end = last_days[name][began.on]  # as term_end
            phases = standing[0] if latest <= end[0] else standing[1] if earliest > end[1] else standing[2]
            state = (name, when(began.on), when(end), phases, ended_by, extensions, today)
            found.append(tuple.__new__(TermState, state))  # as TermState(*state), in half the time
        return found

    def _breaches(self, branch: Branch) -> Iterable[Breach]:
        acts, today = self.regime.acts, self.today.toordinal()
        for late in late_duties(self.automaton, branch):
            if _is_breach(self.regime, late.acts[0]):
                kind = BreachKind.LATE if late.done else BreachKind.LAPSED
                yield self._breach(kind, (late.done,) if late.done else late.acts, late.due, late.until)
        for step in branch.steps:
            if step.irregular:
                by = (step.entry.by,) if step.entry else acts[step.act].by
                yield Breach(
                    kind=BreachKind.AGAINST_RULES,
                    acts=(step.act,),
                    by=by,
                    due_on=None,
                    until=when(step.on),
                    days=_NO_DAYS,
                    why=step.irregular,
                )
        for group in branch.node.duties:
            due = due_on(self.automaton, branch, group.acts[0])
            if due is not None and due[0] < today and _is_breach(self.regime, group.acts[0]):
                yield self._breach(BreachKind.STILL_LATE, group.acts, due, (today, today))

    def _breach(self, kind: BreachKind, acts: tuple[str, ...], due: Span, until: Span) -> Breach:
        return Breach(
            kind=kind,
            acts=acts,
            by=self.regime.acts[acts[0]].by,
            due_on=when(due),
            until=when(until) if kind is not BreachKind.STILL_LATE else None,
            days=_late(due, until),
            certain=until[0] > due[1],
        )

    def _merged(self, same: list[Breach]) -> Breach:
        first = same[0]
        return Breach(
            kind=first.kind,
            acts=first.acts,
            by=first.by,
            due_on=_joined(breach.due_on for breach in same),
            until=_joined(breach.until for breach in same),
            days=_merge(breach.days for breach in same),
            why=first.why,
            certain=len(same) == len(self.branches) and all(breach.certain for breach in same),
        )


def _merged_term(states: list[TermState]) -> TermState:
    """One term as it is in several courses."""
    first = states[0]
    return first._replace(
        began_on=_joined([state.began_on for state in states]) or first.began_on,
        ends_on=_joined([state.ends_on for state in states]) or first.ends_on,
        phases=_distinct(phase for state in states for phase in state.phases),
        extensions=max(state.extensions for state in states),
    )


def _is_breach(regime: Regime, act: str) -> bool:
    late = regime.acts[act].if_late
    return late is not None and late.breach


def _uncertain(automaton: Automaton, branch: Branch, today: int) -> DayCount:
    begins = automaton.regime.uncertainty.begins if automaton.regime.uncertainty else ()
    least = most = 0
    since: Span | None = None
    begun = False
    for stretch in branch.stretches:
        begun = begun or (stretch.step is not None and stretch.step.act in begins)
        uncertain = begun and stretch.node.certainty is not Certainty.DURABLE
        if uncertain and since is None:
            since = stretch.since
        elif not uncertain and since is not None:
            least, most = least + max(0, stretch.since[0] - since[1]), most + stretch.since[1] - since[0]
            since = None
    if since is not None:
        least, most = least + max(0, today - since[1]), most + today - since[0]
    return DayCount(least=least, most=most if most < -EARLIEST // 2 else None)


def _is_over(due: Span | None, today: int) -> bool | None:
    """Whether a last day is past; None when the known dates do not say."""
    if due is None or today <= due[0]:
        return False
    return True if due[1] < today else None


def _late(due: Span, until: Span) -> DayCount:
    if until[1] <= due[0] and due[1] - until[0] < ENDLESS:
        return _NO_DAYS
    least, most = until[0] - due[1], until[1] - due[0]
    return DayCount(
        least=max(0, least) if abs(least) < ENDLESS else None, most=max(0, most) if abs(most) < ENDLESS else None
    )


def _hull(spans: list[Span]) -> Span:
    return spans[0] if len(spans) == 1 else (min(span[0] for span in spans), max(span[1] for span in spans))


def _joined(whens: Iterable[When | None]) -> When | None:
    known = [item for item in whens if item is not None]
    if not known:
        return None
    lows = [item.earliest for item in known]
    highs = [item.latest for item in known]
    return When(
        earliest=None if None in lows else min(low for low in lows if low is not None),
        latest=None if None in highs else max(high for high in highs if high is not None),
    )


def _merge(counts: Iterable[DayCount]) -> DayCount:
    known = list(counts)
    if len(known) == 1:
        return known[0]
    leasts = [count.least for count in known]
    mosts = [count.most for count in known]
    return DayCount(
        least=None if None in leasts else min(least for least in leasts if least is not None),
        most=None if None in mosts else max(most for most in mosts if most is not None),
    )


def _distinct(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))


def _urgency(duty: Duty) -> tuple[date, str]:
    due = duty.due_on
    soonest = (due.earliest or date.min) if due is not None else date.max
    return soonest, duty.acts[0]
