"""A regime compiled for use: every situation that was ever met is worked out once and remembered.

A *node* is what statuses, facts and counters say without dates: which acts are possible, which rights hold, which
certainty there is. Nodes and the steps between them are made when first needed, so a history costs dictionary look-ups,
and the living case, the simulation and the checker share one meaning of a regime.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import count, product
from typing import Any, NamedTuple, TypeVar

from relaas.kernel.durations import Duration
from relaas.kernel.terms import Counting as KernelCounting
from relaas.kernel.terms import TermLength, days_between, longest_days
from relaas.procedure.model import Act, Certainty, Counting, FactType, Force, Regime, Term
from relaas.procedure.phases import OPEN, OWED, SUSPENDED, Standing
from relaas.procedure.spans import LastDays, Span, last_days_of

_RANK = {Certainty.NONE: 0, Certainty.LOST: 1, Certainty.TEMPORARY: 2, Certainty.DURABLE: 3}

# Longer than any suspension between two known days; beyond it one of them is not known.
_DECADES = 36525

T = TypeVar("T")
Key = tuple[tuple[str, ...], tuple[str | bool, ...], tuple[int, ...]]
Answers = tuple[tuple[str, Any], ...]
Clock = tuple[str, str, int]


class DutyGroup(NamedTuple):
    """Duties that are fulfilled together: acts of the same roles within the same term. ``number`` is that of the same
    duty, be it with other alternatives open."""

    acts: tuple[str, ...]
    by: tuple[str, ...]
    within: str | None
    number: int


class Starts(NamedTuple):
    """Terms that begin together: ``anew`` whether or not they have begun before, ``once`` if they have not."""

    anew: tuple[str, ...]
    once: tuple[str, ...]


@dataclass(slots=True, eq=False)
class Node:
    """One situation without dates. ``duties``, ``powers`` and ``events`` are the acts possible in it, by force.

    ``certain_statuses``: the statuses, as they are told when no others are possible.
    ``clocks``: what the end of a term does here, as (act, term, days from the last day to the effect).
    ``last_days``: of terms that nothing lengthened. ``standings``: of the terms on which something that is
    possible here turns. ``ending``: those of which the end does something here. ``pauses``: the numbers of those that
    hold here. ``onward``: what acts do here, by the act, or by the act and its answers if it asks for any.
    """

    key: Key
    statuses: dict[str, str]
    certain_statuses: dict[str, tuple[str]]
    facts: dict[str, str | bool]
    possible: frozenset[str]
    duties: tuple[DutyGroup, ...]
    powers: tuple[str, ...]
    events: tuple[str, ...]
    clocks: tuple[Clock, ...]
    rights: tuple[str, ...]
    certainty: Certainty
    open_procedures: frozenset[str]
    cases: dict[str, int]
    last_days: dict[str, LastDays]
    pauses: frozenset[int]
    standings: dict[str, Standing]
    ending: frozenset[str]
    onward: dict[str | tuple[str, Answers], Transition] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Transition:
    """What an act does in a node, as far as dates do not matter: worked out once, applied to every case.

    ``possible``: whether it was possible there. ``begun``: the duties that are owed from here on, or anew, by number.
    ``settled``: those with a term that it fulfils (with the act itself), and those that are no longer owed after it
    (with None). ``meets``: the term within which it is done. ``turned``: the pauses that begin or end. ``starts``: the
    terms that begin (None: none). ``moved_ends``: the terms that can stand still and may end otherwise from here on.
    ``turns_terms``: whether terms stop, stand still or get longer, or begin on a day that is told. ``fresh``: the
    clocks that may have an effect sooner than before. ``is_bounded``: whether dates can make the act irregular.
    """

    act: str
    answers: Answers
    compiled: Compiled
    node: Node
    possible: bool
    begun: frozenset[int]
    settled: tuple[tuple[DutyGroup, str | None], ...]
    meets: str | None
    moved: tuple[str, ...]
    turned: frozenset[int]
    starts: Starts | None
    moved_ends: frozenset[str]
    turns_terms: bool
    fresh: tuple[Clock, ...]
    is_bounded: bool


@dataclass(frozen=True, slots=True)
class Compiled:
    """Who does an act and what it does, in the form in which the fold asks for it. ``closes``: the term after which a
    power is gone; ``at``: the term of which the end does it. ``meets``: the term that it meets, as whatever is done
    within it does, unless it lengthens it. ``dates``: those that it asks for; ``starts_on``: per date from which terms
    run, those terms.
    ``only_extends``: it lengthens terms and does nothing else."""

    by: tuple[str, ...]
    within: str | None
    meets: str | None
    closes: str | None
    at: str
    after: str | None
    asks: tuple[str, ...]
    dates: frozenset[str]
    starts_on: tuple[tuple[str, Starts], ...]
    adds: tuple[tuple[str, int], ...]
    opens: str | None
    sets: tuple[str, ...]
    starts: tuple[str, ...]
    stops: tuple[str, ...]
    extends: tuple[tuple[str, int], ...]
    only_extends: bool


class Automaton:
    """The nodes of one regime. Threads may share it: nodes are only ever added, and adding one twice is harmless."""

    def __init__(self, regime: Regime) -> None:
        self.regime = regime
        self.tracks = tuple(regime.tracks)
        self.finite_facts = tuple(name for name, fact in regime.facts.items() if fact.type is not FactType.DATE)
        self.date_facts = frozenset(name for name, fact in regime.facts.items() if fact.type is FactType.DATE)
        self.equated = frozenset(date.fromisoformat(day).toordinal() for day in regime.equated_days)
        self.no_counts = dict.fromkeys(regime.counters, 0)
        self.caps = self._caps()
        self.capped = tuple(self.caps)
        self.terms_from_act = _index(regime, lambda anchor: anchor in regime.acts)
        self.terms_from_status = _index(regime, lambda anchor: "." in anchor)
        self.terms_from_date = _index(regime, lambda anchor: anchor in self.date_facts)
        self.extended_by = _by_act((act, name) for name, term in regime.terms.items() for act in term.extends)
        self.stopped_by = _by_act((act, name) for name, term in regime.terms.items() for act in term.stops)
        self.within = {name: act.within_term for name, act in regime.acts.items()}
        self.term_order = {name: place for place, name in enumerate(regime.terms)}
        self.suspendable = frozenset(name for name, term in regime.terms.items() if term.suspended)
        self.pauses = _distinct(one.during for term in regime.terms.values() for one in term.suspended)
        self.pauses_of = {
            name: tuple(self.pauses.index(one.during) for one in term.suspended) for name, term in regime.terms.items()
        }
        self.from_first = frozenset(name for name, term in regime.terms.items() if term.anchor == "first")
        self.compiled = {name: self._compile(name, act) for name, act in regime.acts.items()}
        self._cases: dict[tuple[int, ...], dict[str, int]] = {}
        self._last_days: dict[tuple[int, ...], dict[str, LastDays]] = {}
        self._lengths: dict[tuple[str, int, tuple[tuple[str, int], ...]], LastDays] = {}
        self._duties: dict[tuple[tuple[str, ...], str | None, tuple[str, ...]], int] = {}
        self._numbers = count()  # which never gives one twice, to threads neither
        self._nodes: dict[Key, Node] = {}
        self.start = self.node(self._start_key())

    def node(self, key: Key) -> Node:
        """The node of a key, worked out when it is first asked for."""
        found = self._nodes.get(key)
        if found is None:
            found = self._nodes.setdefault(key, self._make(key))
        return found

    def transition(self, node: Node, act: str, answers: Answers) -> Transition:
        """What an act does there, whether or not it was possible: what happened in fact has its effect."""
        way = (act, answers) if answers else act
        found = node.onward.get(way)
        if found is None:
            found = node.onward[way] = self._transition(node, act, answers)
        return found

    def options(self, fact: str) -> tuple[str | bool, ...]:
        """Every value that a finite fact can have."""
        element = self.regime.facts[fact]
        return (False, True) if element.type is FactType.FLAG else tuple(element.of)

    def completions(self, act: str, answers: Mapping[str, Any]) -> list[Answers]:
        """All ways in which the facts that an act asks for can be, given the answers that are known."""
        asked = self.compiled[act].asks
        if len(asked) == 1 and asked[0] in answers:
            return [((asked[0], answers[asked[0]]),)]
        choices = [[answers[fact]] if fact in answers else self.options(fact) for fact in asked]
        return [tuple(zip(asked, values, strict=True)) for values in product(*choices)]

    def last_days(self, term: str, case: int, extensions: Mapping[str, int]) -> LastDays:
        """When a term ends in the given case of its list, with what was added to it, counted from its own start."""
        key = (term, case, tuple(extensions.items()))
        found = self._lengths.get(key)
        if found is None:
            length = _term_length(self.regime.terms[term], case, extensions, self.equated)
            found = self._lengths[key] = last_days_of(length)
        return found

    def length_without_rest_days(self, length: TermLength) -> TermLength:
        """The same length as it would run if no law moved its last day."""
        return TermLength(length=length.length, counting=length.counting, atw=False)

    def suspended_days(self, term: str, number: int, since: Span, until: Span) -> Span:
        """The least and the most days that one suspension can take from a term, by the days of its begin and end."""
        bound = self.regime.terms[term].suspended[number].at_most
        if since[0] == since[1] and until[0] == until[1]:
            lost = self._lost(term, bound, since[0], until[0])
            return lost, lost
        if since[0] == since[1] or isinstance(bound, str):
            return self._lost(term, bound, since[1], until[0]), self._lost(term, bound, since[0], until[1])
        if since[1] - since[0] > _DECADES:
            return 0, min(self._lost(term, "none", since[0], until[1]), longest_days(length=bound))
        days = range(since[0], since[1] + 1)  # a bound of a month is not as long from every day
        fewest = min(self._lost(term, bound, day, until[0]) for day in days)
        return fewest, max(self._lost(term, bound, day, until[1]) for day in days)

    def _lost(self, term: str, bound: Duration | str, since: int, until: int) -> int:
        if not isinstance(bound, str):
            until = min(until, TermLength(length=bound).last_day_ordinal(since))
        if until <= since:
            return 0
        if self.regime.terms[term].counting is Counting.CALENDAR or until - since > _DECADES:
            return until - since
        return days_between(
            start_on=date.fromordinal(since), end_on=date.fromordinal(until), counting=KernelCounting.WORKING_DAYS
        )

    def _compile(self, name: str, act: Act) -> Compiled:
        finite = tuple(fact for fact in act.asks if fact not in self.date_facts)
        extends = tuple((term, self.regime.terms[term].extends[name].times) for term in self.extended_by.get(name, ()))
        return Compiled(
            by=act.by,
            within=act.within_term,
            meets=None if any(term == act.within_term for term, _ in extends) else act.within_term,
            closes=act.within_term if act.force is Force.MAY else None,
            after=act.after,
            at=act.at or "",
            asks=finite,
            dates=self.date_facts.intersection(act.asks),
            starts_on=tuple(
                (fact, self._starts(self.terms_from_date[fact])) for fact in act.asks if fact in self.terms_from_date
            ),
            adds=tuple(act.adds.items()),
            opens=act.opens,
            sets=tuple(act.sets),
            starts=self.terms_from_act.get(name, ()),
            stops=self.stopped_by.get(name, ()),
            extends=extends,
            only_extends=bool(extends) and self._only_lengthens(act),
        )

    def _only_lengthens(self, act: Act) -> bool:
        """An act that moves, establishes, counts and opens nothing."""
        return not (act.to or act.sets or act.asks or act.adds or act.opens)

    def _start_key(self) -> Key:
        regime = self.regime
        statuses = tuple(track.start for track in regime.tracks.values())
        facts = tuple(self._fact_start(name) for name in self.finite_facts)
        return statuses, facts, (0,) * len(self.capped)

    def _fact_start(self, name: str) -> str | bool:
        fact = self.regime.facts[name]
        if fact.start is not None:
            return fact.start
        return False if fact.type is FactType.FLAG else next(iter(fact.of))

    def _caps(self) -> dict[str, int]:
        caps = {f"#{name}": act.times for name, act in self.regime.acts.items() if isinstance(act.times, int)}
        guards = [act.condition for act in self.regime.acts.values()]
        guards += [right.condition for right in self.regime.rights.values()]
        guards += [case.condition for term in self.regime.terms.values() for case in term.length]
        for guard in guards:
            for name, value in guard.literals if guard else ():
                if name in self.regime.counters:
                    caps[name] = max(caps.get(name, 0), int(value) + 1)
        return caps

    def _make(self, key: Key) -> Node:
        acts = self.regime.acts
        statuses = dict(zip(self.tracks, key[0], strict=True))
        facts = dict(zip(self.finite_facts, key[1], strict=True))
        counters = dict(zip(self.capped, key[2], strict=True))
        values: dict[str, Any] = {**statuses, **facts, **{name: counters.get(name, 0) for name in self.regime.counters}}
        possible = [name for name, act in acts.items() if self._is_possible(name, act, values, counters)]
        elements = [self.regime.tracks[track].statuses[status] for track, status in statuses.items()]
        duties = self._grouped(self._of_force(possible, Force.MUST))
        clocks = tuple(
            (name, acts[name].at or "", 1 if acts[name].fires == "day_after" else 0)
            for name in possible
            if acts[name].is_clock
        )
        pauses = frozenset(self._pausing(statuses))
        cases = self._length_cases(values)
        turning = (
            term for name in possible for term in (acts[name].within_term, acts[name].after, acts[name].at) if term
        )
        standings = dict.fromkeys(turning, OPEN)
        standings |= {group.within: OWED for group in duties if group.within is not None}
        standings |= {term: SUSPENDED for term in self.suspendable if not pauses.isdisjoint(self.pauses_of[term])}
        return Node(
            key=key,
            statuses=statuses,
            certain_statuses={track: (status,) for track, status in statuses.items()},
            facts=facts,
            possible=frozenset(possible),
            duties=duties,
            powers=self._of_force(possible, Force.MAY),
            events=self._of_force(possible, Force.HAPPENS),
            clocks=clocks,
            rights=tuple(name for name in self.regime.rights if self._holds(name, statuses, values)),
            certainty=max((element.certainty for element in elements), key=_RANK.__getitem__),
            open_procedures=frozenset(element.procedure for element in elements if element.procedure),
            cases=cases,
            last_days=self._last_days_of(cases),
            pauses=pauses,
            standings=standings,
            ending=frozenset(term for _, term, _ in clocks),
        )

    def _grouped(self, duties: tuple[str, ...]) -> tuple[DutyGroup, ...]:
        groups: dict[tuple[tuple[str, ...], str], tuple[str, ...]] = {}
        for name in duties:
            key = self.regime.acts[name].by, self.within[name] or name
            groups[key] = (*groups.get(key, ()), name)
        return tuple(self._group(acts, by, self.within[acts[0]]) for (by, _), acts in groups.items())

    def _group(self, acts: tuple[str, ...], by: tuple[str, ...], within: str | None) -> DutyGroup:
        same = by, within, () if within is not None else acts
        return DutyGroup(acts, by, within, self._duties.setdefault(same, next(self._numbers)))

    def _of_force(self, possible: list[str], force: Force) -> tuple[str, ...]:
        acts = self.regime.acts
        return tuple(name for name in possible if acts[name].force is force and not acts[name].is_clock)

    def _is_possible(self, name: str, act: Act, values: Mapping[str, Any], counters: Mapping[str, int]) -> bool:
        if any(values[track] not in statuses for track, statuses in act.frm.items()):
            return False
        if isinstance(act.times, int) and counters[f"#{name}"] >= act.times:
            return False
        return act.condition is None or act.condition.holds(values)

    def _holds(self, name: str, statuses: Mapping[str, str], values: Mapping[str, Any]) -> bool:
        right = self.regime.rights[name]
        if right.condition is not None and not right.condition.holds(values):
            return False
        return any(all(statuses[track] in allowed for track, allowed in place.items()) for place in right.during)

    def _length_cases(self, values: Mapping[str, Any]) -> dict[str, int]:
        """Per term which line of its length holds; the same object for nodes in which that is the same."""
        cases = {name: self._case(term, values) for name, term in self.regime.terms.items()}
        return self._cases.setdefault(tuple(cases.values()), cases)

    def _last_days_of(self, cases: Mapping[str, int]) -> dict[str, LastDays]:
        """Per term when it ends without extensions; the same object for the same cases."""
        key = tuple(cases.values())
        found = self._last_days.get(key)
        if found is None:
            found = self._last_days[key] = {name: self.last_days(name, case, {}) for name, case in cases.items()}
        return found

    def _case(self, term: Term, values: Mapping[str, Any]) -> int:
        cases = enumerate(term.length)
        return next(i for i, case in cases if case.condition is None or case.condition.holds(values))

    def _pausing(self, statuses: Mapping[str, str]) -> Iterable[int]:
        for number, during in enumerate(self.pauses):
            if all(statuses[track] in allowed for track, allowed in during.items()):
                yield number

    def _transition(self, old: Node, name: str, answers: Answers) -> Transition:
        new, compiled = self._after(old, self.regime.acts[name], name, dict(answers)), self.compiled[name]
        moved = tuple(track for track in self.tracks if old.statuses[track] != new.statuses[track])
        entered = [term for track in moved for term in self.terms_from_status.get(f"{track}.{new.statuses[track]}", ())]
        starts = tuple(dict.fromkeys((*compiled.starts, *entered)))
        moved_ends = tuple(self._moved_ends(old, new))
        dated = {term for _, begun in compiled.starts_on for term in (*begun.anew, *begun.once)}
        touched = {*moved_ends, *starts, *dated, *compiled.stops, *(term for term, _ in compiled.extends)}
        fulfilled = next((group for group in old.duties if name in group.acts), None)
        going_on = [group for group in old.duties if group is not fulfilled]
        settled: list[tuple[DutyGroup, str | None]] = [(fulfilled, name)] if fulfilled is not None else []
        settled += [(group, None) for group in going_on if new.possible.isdisjoint(group.acts)]
        return Transition(
            act=name,
            answers=answers,
            compiled=compiled,
            node=new,
            possible=name in old.possible,
            begun=frozenset(group.number for group in new.duties).difference(group.number for group in going_on),
            settled=tuple((group, done) for group, done in settled if group.within is not None),
            meets=compiled.meets,
            moved=moved,
            turned=old.pauses ^ new.pauses,
            starts=self._starts(starts) if starts else None,
            moved_ends=self.suspendable.intersection(moved_ends),
            turns_terms=bool(moved_ends or compiled.starts_on or compiled.stops or compiled.extends),
            fresh=tuple(clock for clock in new.clocks if clock not in old.clocks or clock[1] in touched),
            is_bounded=name not in old.possible or bool(compiled.closes or compiled.after or compiled.only_extends),
        )

    def _starts(self, terms: Iterable[str]) -> Starts:
        anew = [term for term in terms if term not in self.from_first]
        return Starts(tuple(anew), tuple(term for term in terms if term not in anew))

    def _moved_ends(self, old: Node, new: Node) -> Iterator[str]:
        """The terms of which a suspension begins or ends, or that have another length."""
        turned = old.pauses ^ new.pauses
        for term, pauses in self.pauses_of.items():
            if not turned.isdisjoint(pauses) or old.cases[term] != new.cases[term]:
                yield term

    def _after(self, node: Node, act: Act, name: str, answers: Mapping[str, Any]) -> Node:
        statuses = {**node.statuses}
        for track, move in act.to.items():
            statuses[track] = move.get(statuses[track], statuses[track]) if isinstance(move, dict) else move
        facts = {**node.facts, **act.sets, **answers}
        counters = dict(zip(self.capped, node.key[2], strict=True))
        for counter, amount in (*act.adds.items(), (f"#{name}", 1)):
            if counter in counters:
                counters[counter] = min(counters[counter] + amount, self.caps[counter])
        fact_values = tuple(facts[fact] for fact in self.finite_facts)
        return self.node((tuple(statuses.values()), fact_values, tuple(counters.values())))


def _index(regime: Regime, wanted: Any) -> dict[str, tuple[str, ...]]:
    pairs = ((anchor, name) for name, term in regime.terms.items() for anchor in term.starts if wanted(anchor))
    return _by_act(pairs)


def _distinct(items: Iterable[T]) -> list[T]:
    found: list[T] = []
    for item in items:
        if item not in found:
            found.append(item)
    return found


def _by_act(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for act, term in pairs:
        found[act] = (*found.get(act, ()), term)
    return found


def _term_length(term: Term, case: int, extensions: Mapping[str, int], equated: frozenset[int]) -> TermLength:
    length = term.length[case].length
    for act, times in extensions.items():
        for _ in range(times):
            length = length + term.extends[act].by
    counting = KernelCounting.WORKING_DAYS if term.counting is Counting.WORKING else KernelCounting.CALENDAR
    return TermLength(length=length, counting=counting, atw=term.atw, equated=equated if term.atw else frozenset())
