"""What one role sees of the course of a case: the situation, the reasons and the obstacles, made of what is granted.

Built up from nothing, never cut down from the whole: what this hands out holds no part that was not granted, and
nothing from which could be read how much there is besides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple, cast

from relaas.casework.course_kinds import CourseKinds, Kinds, course_kinds
from relaas.kernel.when import DayCount
from relaas.procedure.course import Branch
from relaas.procedure.evaluator import Obstacle, ObstacleKind
from relaas.procedure.explanation import Because, Why
from relaas.procedure.history import Answer, Entry
from relaas.procedure.model import Certainty, Regime
from relaas.procedure.situation import Breach, BreachKind, Duty, Opened, Power, Situation, TermState
from relaas.procedure.spans import Span
from relaas.story.access import Information

WITHHELD = Because(kind=Why.WITHHELD, subject="")


class SeenStep(NamedTuple):
    """Something that was done and may be seen. ``entry`` has its answers only as far as they may be seen."""

    on: Span
    act: str
    entry: Entry | None
    irregular: tuple[str, ...]


class SeenNode(NamedTuple):
    """Where the tracks that may be seen stand."""

    statuses: dict[str, str]


class SeenStretch(NamedTuple):
    """A stretch of time in which what may be seen stood still. ``step`` None: what began it may not be seen."""

    since: Span
    node: SeenNode
    step: SeenStep | None


class SeenCourse(NamedTuple):
    """One possible course, with what may be seen of it, as the drawings ask for it."""

    node: SeenNode
    stretches: tuple[SeenStretch, ...]

    @property
    def steps(self) -> Iterator[SeenStep]:
        """Everything that was done and may be seen, in order."""
        return (stretch.step for stretch in self.stretches if stretch.step is not None)


@dataclass(frozen=True, kw_only=True)
class SeenSituation(Situation):
    """The answers for one day as far as one role may see them; in words and drawings it stands for the whole.

    ``law`` is the regime with only the tracks that are seen. ``certainty`` is empty and ``uncertain`` None where
    certainty about residence may not be seen; ``counts_openings``: every way to open a procedure may be seen.
    """

    law: Regime = field()
    statuses: dict[str, tuple[str, ...]] = field()
    facts: dict[str, tuple[str | bool, ...]] = field()
    rights: dict[str, bool] = field()
    certainty: tuple[Certainty, ...] = field()
    open_procedures: dict[str, bool] = field()
    duties: tuple[Duty, ...] = field()
    powers: tuple[Power, ...] = field()
    events: tuple[Power, ...] = field()
    terms: tuple[TermState, ...] = field()
    counters: dict[str, tuple[int, int]] = field()
    opened: tuple[Opened, ...] = field()
    breaches: tuple[Breach, ...] = field()
    uncertain: DayCount | None = field()
    counts_openings: bool = field()

    @property
    def regime(self) -> Regime:
        """The law of the case with the tracks that are seen."""
        return self.law


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseView:
    """What may be seen by a role to which these categories are granted, and who recorded these entries itself.

    Of the role's own nothing is withheld: what it recorded, what it owes and can do, and the terms of that.
    """

    regime: Regime
    kinds: CourseKinds
    granted: Kinds
    role: str
    own: Mapping[str, Entry]

    def shows_track(self, track: str) -> bool:
        """Whether it may be seen where a track stands."""
        return self._covers(self.kinds.tracks[track])

    def shows_act(self, act: str) -> bool:
        """Whether it may be seen that somebody did this."""
        return self._covers(self.kinds.acts[act])

    def shows_entry(self, entry: Entry, entries: Mapping[str, Entry]) -> bool:
        """Whether an act of the history may be seen: its kinds are granted, or it is one's own. A mere annulment is
        seen where what it annuls is. ``entries`` is the whole history by id."""
        if entry.id in self.own:
            return True
        if entry.act is not None:
            return self.shows_act(entry.act)
        annulled = entries.get(entry.annuls or "")
        return annulled is not None and self.shows_entry(annulled, entries)

    def withheld_facts(self, entry: Entry) -> tuple[str, ...]:
        """The facts that an act asks for and whose answer may not be seen, whether or not there is one."""
        if entry.act is None or entry.id in self.own:
            return ()
        return tuple(f for f in self.regime.acts[entry.act].asks if not self._covers(self.kinds.facts[f]))

    def shown_answers(self, entry: Entry) -> dict[str, Answer]:
        """The answers that may be seen of an act that may be seen."""
        withheld = self.withheld_facts(entry)
        return {name: value for name, value in entry.answers.items() if name not in withheld}

    def shows_term(self, term: str) -> bool:
        """Whether it may be seen when a term began and ends, and what became of it."""
        return self._covers(self.kinds.terms[term])

    def shows_right(self, right: str) -> bool:
        """Whether it may be seen that the child has a right."""
        return self._covers(self.kinds.rights[right])

    def situation(self, whole: Situation) -> SeenSituation:
        """The answers for the day of a situation."""
        seen = _law_with(self.regime, frozenset(filter(self.shows_track, self.regime.tracks)))
        certain = self._covers(self.kinds.certainty)
        counted = self._covers(self.kinds.counters)
        statuses = {track: found for track, found in whole.statuses.items() if track in seen.tracks}
        return SeenSituation(
            automaton=whole.automaton,
            today=whole.today,
            # What the drawings ask of a course, this has too; it holds nothing else.
            branches=cast(tuple[Branch, ...], self._courses(whole, seen)),
            law=seen,
            statuses=statuses,
            facts={name: values for name, values in whole.facts.items() if self._covers(self.kinds.facts[name])},
            rights={right: sure for right, sure in whole.rights.items() if self.shows_right(right)},
            certainty=whole.certainty if certain else (),
            open_procedures={
                name: sure for name, sure in whole.open_procedures.items() if name in _procedures(seen, statuses)
            },
            duties=tuple(duty for duty in whole.duties if self._shows_pending(duty.acts, duty.by)),
            powers=tuple(power for power in whole.powers if self._shows_pending((power.act,), power.by)),
            events=tuple(event for event in whole.events if self._shows_pending((event.act,), event.by)),
            terms=tuple(self._terms(whole)),
            counters=dict(whole.counters) if counted else {},
            opened=tuple(opened for opened in whole.opened if self._shows_done(opened.act)),
            breaches=tuple(breach for breach in whole.breaches if self._shows_breach(breach)),
            uncertain=whole.uncertain_days if certain else None,
            counts_openings=self._covers(self.kinds.opening),
        )

    def because(self, reason: Because) -> Because:
        """A reason with what may be seen of the reasons under it. In the place of others stands one that says nothing,
        once, however many there are; a term of which even the existence would tell something is left out."""
        kept = [self.because(inner) for inner in reason.because if self._shows_reason(inner)]
        hidden = [inner for inner in reason.because if not self._shows_reason(inner) and inner.kind is not Why.TERM]
        return replace(reason, because=(*kept, WITHHELD) if hidden else tuple(kept))

    def obstacles(self, act: str, found: Iterable[Obstacle]) -> tuple[tuple[Obstacle, ...], bool]:
        """The obstacles that may be named, and whether there are others. Who cannot do the act at all is told no more
        than that."""
        found = tuple(found)
        never = tuple(one for one in found if one.kind in (ObstacleKind.ROLE, ObstacleKind.BY_LAW))
        if never:
            return never, False
        named = tuple(one for one in found if self._names(act, one))
        return named, len(named) < len(found)

    def _covers(self, kinds: Kinds) -> bool:
        return kinds <= self.granted

    def _shows_pending(self, acts: Iterable[str], by: tuple[str, ...]) -> bool:
        return self.role in by or all(self._covers(self.kinds.pending[act]) for act in acts)

    def _shows_done(self, act: str) -> bool:
        return self.shows_act(act) or any(entry.act == act for entry in self.own.values())

    def _shows_breach(self, breach: Breach) -> bool:
        if self.role in breach.by:
            return True
        kinds = self.kinds.acts if breach.kind in (BreachKind.LATE, BreachKind.AGAINST_RULES) else self.kinds.pending
        return all(self._covers(kinds[act]) for act in breach.acts)

    def _terms(self, whole: Situation) -> Iterator[TermState]:
        owed = {act for duty in whole.duties if self.role in duty.by for act in duty.acts}
        mine = owed | {power.act for power in (*whole.powers, *whole.events) if self.role in power.by}
        acts = self.regime.acts
        bound = {term for act in mine for term in (acts[act].within_term, acts[act].after)}
        for state in whole.terms:
            if self.shows_term(state.term) or state.term in bound:
                ended = state.ended_by if state.ended_by and self._shows_done(state.ended_by) else None
                yield state._replace(ended_by=ended)

    def _courses(self, whole: Situation, seen: Regime) -> tuple[SeenCourse, ...]:
        """The possible courses that can be told apart by what may be seen."""
        found: dict[object, SeenCourse] = {}
        for branch in whole.branches:
            course = self._course(branch, seen)
            found.setdefault(_key(course), course)
        return tuple(found.values())

    def _course(self, branch: Branch, seen: Regime) -> SeenCourse:
        stretches: list[SeenStretch] = []
        for since, node, step in branch.stretches:
            statuses = {track: node.statuses[track] for track in seen.tracks}
            done = None
            if step is not None and self._shows_step(step.act, step.entry):
                entry = step.entry and replace(step.entry, answers=self.shown_answers(step.entry))
                done = SeenStep(step.on, step.act, entry, step.irregular)
            if done is not None or not stretches or stretches[-1].node.statuses != statuses:
                stretches.append(SeenStretch(since, SeenNode(statuses), done))
        return SeenCourse(stretches[-1].node, tuple(stretches))

    def _shows_step(self, act: str, entry: Entry | None) -> bool:
        return self.shows_act(act) or (entry is not None and entry.id in self.own)

    def _shows_reason(self, reason: Because) -> bool:
        kinds, subject = self.kinds, reason.subject
        if reason.kind in (Why.ACT, Why.CLOCK, Why.EXTENSION):
            return self._shows_done(subject)
        if reason.kind is Why.STATUS:
            return self.shows_track(subject)
        asked = {
            Why.FACT: kinds.facts,
            Why.TERM: kinds.terms,
            Why.SUSPENSION: kinds.suspensions,
            Why.COUNTER: dict.fromkeys(self.regime.counters, kinds.counters),
        }.get(reason.kind)
        return asked is None or self._covers(asked[subject])

    def _names(self, act: str, obstacle: Obstacle) -> bool:
        if obstacle.kind is ObstacleKind.STATUS:
            return self.shows_track(obstacle.subject)
        if obstacle.kind is ObstacleKind.CONDITION:
            guard = self.regime.acts[obstacle.subject].condition
            return guard is None or all(self._covers(self._of(name)) for name in guard.names)
        if obstacle.kind is ObstacleKind.TIMES:
            return self._shows_done(act)
        return True

    def _of(self, name: str) -> Kinds:
        return self.kinds.tracks.get(name) or self.kinds.facts.get(name) or self.kinds.counters


def course_view(
    *, regime: Regime, information: Information, granted: Iterable[str], role: str, own: Iterable[Entry]
) -> CourseView:
    """What a role sees of cases under a regime. ``granted`` are categories, ``own`` the entries it recorded itself."""
    return CourseView(
        regime=regime,
        kinds=course_kinds(regime=regime, information=information),
        granted=frozenset(granted),
        role=role,
        own={entry.id: entry for entry in own},
    )


def _key(course: SeenCourse) -> tuple[object, ...]:
    return tuple(
        (since, *node.statuses.values(), step and (step.on, step.act, step.entry and step.entry.id))
        for since, node, step in course.stretches
    )


def _procedures(law: Regime, statuses: Mapping[str, tuple[str, ...]]) -> set[str | None]:
    return {law.tracks[track].statuses[status].procedure for track, found in statuses.items() for status in found}


def _law_with(regime: Regime, tracks: frozenset[str]) -> Regime:
    """A regime with only these tracks, the same object every time."""
    found = _LAWS.get((id(regime), tracks))
    if found is None or found[0] is not regime:
        seen = {name: track for name, track in regime.tracks.items() if name in tracks}
        found = _LAWS[id(regime), tracks] = regime, regime.model_copy(update={"tracks": seen})
    return found[1]


_LAWS: dict[tuple[int, frozenset[str]], tuple[Regime, Regime]] = {}
