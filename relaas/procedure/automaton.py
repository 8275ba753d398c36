"""A regime compiled for use: every situation that was ever met is worked out once and remembered.

A *node* is what statuses, facts and counters say without dates: which acts are possible, which rights hold, which
certainty there is. Nodes and the steps between them are made when first needed, so a history costs dictionary look-ups,
and the living case, the simulation and the checker share one meaning of a regime.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any

from relaas.kernel.terms import Counting as KernelCounting
from relaas.kernel.terms import TermLength, days_between
from relaas.procedure.model import Act, Certainty, Counting, FactType, Force, Regime, Term

_RANK = {Certainty.NONE: 0, Certainty.LOST: 1, Certainty.TEMPORARY: 2, Certainty.DURABLE: 3}

# Longer than any suspension between two known days; beyond it one of them is not known.
_DECADES = 36525

Key = tuple[tuple[str, ...], tuple[str | bool, ...], tuple[int, ...]]
Answers = tuple[tuple[str, Any], ...]


@dataclass(slots=True, eq=False)
class Node:
    """One situation without dates. ``duties``, ``powers`` and ``events`` are the acts possible in it, by force."""

    key: Key
    statuses: dict[str, str]
    facts: dict[str, str | bool]
    possible: frozenset[str]
    duties: tuple[str, ...]
    powers: tuple[str, ...]
    events: tuple[str, ...]
    clocks: tuple[str, ...]
    rights: tuple[str, ...]
    certainty: Certainty
    open_procedures: frozenset[str]
    lengths: dict[str, int]
    suspends: frozenset[tuple[str, int]]
    onward: dict[tuple[str, Answers], Node] = field(default_factory=dict)
    deltas: dict[int, Delta] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delta:
    """What a step from one node to another changes in duties, in terms that begin with a status, and in tracks."""

    begun: tuple[str, ...]
    ended: tuple[str, ...]
    started_terms: tuple[str, ...]
    moved: tuple[str, ...]


class Automaton:
    """The nodes of one regime. Threads may share it: nodes are only ever added, and adding one twice is harmless."""

    def __init__(self, regime: Regime) -> None:
        self.regime = regime
        self.tracks = tuple(regime.tracks)
        self.finite_facts = tuple(name for name, fact in regime.facts.items() if fact.type is not FactType.DATE)
        self.date_facts = frozenset(name for name, fact in regime.facts.items() if fact.type is FactType.DATE)
        self.no_counts = dict.fromkeys(regime.counters, 0)
        self.caps = self._caps()
        self.capped = tuple(self.caps)
        self.terms_from_act = _index(regime, lambda anchor: anchor in regime.acts)
        self.terms_from_status = _index(regime, lambda anchor: "." in anchor)
        self.terms_from_date = _index(regime, lambda anchor: anchor in self.date_facts)
        self.extended_by = _by_act((act, name) for name, term in regime.terms.items() for act in term.extends)
        self.stopped_by = _by_act((act, name) for name, term in regime.terms.items() for act in term.stops)
        self.groups = {name: (act.by, act.within_term or name) for name, act in regime.acts.items()}
        self._lengths: dict[tuple[str, int, tuple[tuple[str, int], ...]], TermLength] = {}
        self._nodes: dict[Key, Node] = {}
        self.start = self.node(self._start_key())

    def node(self, key: Key) -> Node:
        """The node of a key, worked out when it is first asked for."""
        found = self._nodes.get(key)
        if found is None:
            found = self._nodes.setdefault(key, self._make(key))
        return found

    def step(self, node: Node, act: str, answers: Answers) -> Node:
        """Where an act leads, whether or not it was possible there: what happened in fact has its effect."""
        found = node.onward.get((act, answers))
        if found is None:
            found = self._step(node, self.regime.acts[act], act, dict(answers))
            node.onward[act, answers] = found
        return found

    def delta(self, old: Node, new: Node) -> Delta:
        """What changes between two nodes."""
        found = old.deltas.get(id(new))
        if found is None:
            found = old.deltas[id(new)] = self._delta(old, new)
        return found

    def options(self, fact: str) -> tuple[str | bool, ...]:
        """Every value that a finite fact can have."""
        element = self.regime.facts[fact]
        return (False, True) if element.type is FactType.FLAG else tuple(element.of)

    def completions(self, act: str, answers: Mapping[str, Any]) -> list[Answers]:
        """All ways in which the facts that an act asks for can be, given the answers that are known."""
        asked = [fact for fact in self.regime.acts[act].asks if fact not in self.date_facts]
        choices = [[answers[fact]] if fact in answers else self.options(fact) for fact in asked]
        return [tuple(zip(asked, values, strict=True)) for values in product(*choices)]

    def length(self, term: str, case: int, extensions: Mapping[str, int]) -> TermLength:
        """A term's length in the given case of its list, with what was added to it, counted from its own start."""
        key = (term, case, tuple(extensions.items()))
        found = self._lengths.get(key)
        if found is None:
            found = self._lengths[key] = _term_length(self.regime.terms[term], case, extensions)
        return found

    def length_without_rest_days(self, length: TermLength) -> TermLength:
        """The same length as it would run if no law moved its last day."""
        return TermLength(length=length.length, counting=length.counting, atw=False)

    def longest_suspension(self, term: str, number: int, since: int) -> int:
        """For how many days a bounded suspension that began on a day can last. The suspension must have a bound."""
        bound = self.regime.terms[term].suspended[number].at_most
        if isinstance(bound, str):
            raise TypeError(f"suspension {number} of {term} has no bound in law")
        return TermLength(length=bound, counting=KernelCounting.CALENDAR, atw=False).last_day_ordinal(since) - since

    def counted_days(self, term: str, since: int, until: int) -> int:
        """The days after one day up to and including another, counted as the term counts them; never below nought."""
        if until <= since:
            return 0
        if self.regime.terms[term].counting is Counting.CALENDAR or until - since > _DECADES:
            return until - since
        return days_between(
            start_on=date.fromordinal(since), end_on=date.fromordinal(until), counting=KernelCounting.WORKING_DAYS
        )

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
        statuses = dict(zip(self.tracks, key[0], strict=True))
        facts = dict(zip(self.finite_facts, key[1], strict=True))
        counters = dict(zip(self.capped, key[2], strict=True))
        values: dict[str, Any] = {**statuses, **facts, **{name: counters.get(name, 0) for name in self.regime.counters}}
        possible = [name for name, act in self.regime.acts.items() if self._is_possible(name, act, values, counters)]
        elements = [self.regime.tracks[track].statuses[status] for track, status in statuses.items()]
        return Node(
            key=key,
            statuses=statuses,
            facts=facts,
            possible=frozenset(possible),
            duties=self._of_force(possible, Force.MUST),
            powers=self._of_force(possible, Force.MAY),
            events=self._of_force(possible, Force.HAPPENS),
            clocks=tuple(name for name in possible if self.regime.acts[name].is_clock),
            rights=tuple(name for name in self.regime.rights if self._holds(name, statuses, values)),
            certainty=max((element.certainty for element in elements), key=_RANK.__getitem__),
            open_procedures=frozenset(element.procedure for element in elements if element.procedure),
            lengths={name: self._case(term, values) for name, term in self.regime.terms.items()},
            suspends=frozenset(self._suspending(statuses)),
        )

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

    def _case(self, term: Term, values: Mapping[str, Any]) -> int:
        cases = enumerate(term.length)
        return next(i for i, case in cases if case.condition is None or case.condition.holds(values))

    def _suspending(self, statuses: Mapping[str, str]) -> Iterable[tuple[str, int]]:
        for name, term in self.regime.terms.items():
            for index, suspension in enumerate(term.suspended):
                if all(statuses[track] in allowed for track, allowed in suspension.during.items()):
                    yield name, index

    def _step(self, node: Node, act: Act, name: str, answers: Mapping[str, Any]) -> Node:
        statuses = {**node.statuses}
        for track, move in act.to.items():
            statuses[track] = move.get(statuses[track], statuses[track]) if isinstance(move, dict) else move
        facts = {**node.facts, **act.sets, **answers}
        counters = dict(zip(self.capped, node.key[2], strict=True))
        for counter, amount in (*act.adds.items(), (f"#{name}", 1)):
            if counter in counters:
                counters[counter] = min(counters[counter] + amount, self.caps[counter])
        return self.node(
            (
                tuple(statuses.values()),
                tuple(facts[fact] for fact in self.finite_facts),
                tuple(counters.values()),
            )
        )

    def _delta(self, old: Node, new: Node) -> Delta:
        moved = tuple(track for track in self.tracks if old.statuses[track] != new.statuses[track])
        entered = [f"{track}.{new.statuses[track]}" for track in moved]
        return Delta(
            begun=tuple(act for act in new.duties if act not in old.possible),
            ended=tuple(act for act in old.duties if act not in new.possible),
            started_terms=tuple(term for place in entered for term in self.terms_from_status.get(place, ())),
            moved=moved,
        )


def _index(regime: Regime, wanted: Any) -> dict[str, tuple[str, ...]]:
    pairs = ((anchor, name) for name, term in regime.terms.items() for anchor in term.starts if wanted(anchor))
    return _by_act(pairs)


def _by_act(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for act, term in pairs:
        found[act] = (*found.get(act, ()), term)
    return found


def _term_length(term: Term, case: int, extensions: Mapping[str, int]) -> TermLength:
    length = term.length[case].length
    for act, times in extensions.items():
        for _ in range(times):
            length = length + term.extends[act].by
    counting = KernelCounting.WORKING_DAYS if term.counting is Counting.WORKING else KernelCounting.CALENDAR
    return TermLength(length=length, counting=counting, atw=term.atw)
