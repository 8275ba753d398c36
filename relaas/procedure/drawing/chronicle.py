"""What a timeline shows of a case, taken from its situation: statuses per track, acts, terms and fixed days."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from relaas.kernel.when import DayCount, When
from relaas.procedure.course import Step
from relaas.procedure.model import CLOCK, FactType, Regime
from relaas.procedure.situation import Breach, BreachKind, Situation, TermPhase, TermState, when


@dataclass(frozen=True, slots=True)
class Segment:
    """A status of a track from one date to another; ``until`` is None for the status that lasts."""

    status: str
    since: When
    until: When | None


@dataclass(frozen=True, slots=True)
class Mark:
    """An act that happened, numbered in order. ``by`` is the role that did it, or the clock."""

    number: int
    act: str
    by: str
    on: When
    irregular: bool
    breaches: tuple[Breach, ...]


@dataclass(frozen=True, slots=True)
class TermBar:
    """A term with what became of it; ``ended_on`` is when an act met or stopped it, ``late`` how long it was passed."""

    state: TermState
    ended_on: When | None
    breaches: tuple[Breach, ...]

    @property
    def late(self) -> DayCount | None:
        """The days by which a duty under this term was late, of the duty that was late longest."""
        counts = [breach.days for breach in self.breaches]
        return max(counts, key=lambda count: count.most or count.least or 0) if counts else None


class Chronicle:
    """What a timeline shows of one situation, each part read once, however many parts of a drawing ask for it."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation

    @cached_property
    def segments(self) -> dict[str, list[Segment]]:
        """Per track the statuses one after the other, as the first possible course has them."""
        return {track: _segments(self.situation, track) for track in self.situation.regime.tracks}

    @cached_property
    def marks(self) -> list[Mark]:
        """The acts in order, those of the clock too, with the rules that were not kept in doing them."""
        return [_mark(self.situation, number, step) for number, step in enumerate(_steps(self.situation), start=1)]

    @cached_property
    def term_bars(self) -> list[TermBar]:
        """The terms that have begun, in order of beginning, without the fixed days."""
        found = [_bar(self.situation, state) for state in self.situation.terms if state.term not in self._fixed]
        return sorted(
            found, key=lambda bar: (str(bar.state.began_on.earliest or ""), str(bar.state.ends_on.earliest or ""))
        )

    @cached_property
    def fixed_days(self) -> list[tuple[str, When]]:
        """The acts of the clock that a known date brings, with their day."""
        states = self.situation.terms
        return [(self._fixed[state.term], state.ends_on) for state in states if state.term in self._fixed]

    @cached_property
    def _fixed(self) -> dict[str, str]:
        return fixed_terms(self.situation.regime)


def _segments(situation: Situation, track: str) -> list[Segment]:
    changes: list[tuple[str, When]] = []
    for stretch in situation.branches[0].stretches:
        status = stretch.node.statuses[track]
        if not changes or changes[-1][0] != status:
            changes.append((status, _since(stretch.since)))
    ends = [since for _, since in changes[1:]]
    return [Segment(s, on, end) for (s, on), end in zip(changes, [*ends, None], strict=True)]


def _since(span: tuple[int, int]) -> When:
    """The date of a span; the beginning of every case has none."""
    return When.unknown() if span[1] < 1 else when(span)


def _steps(situation: Situation) -> list[Step]:
    return [stretch.step for stretch in situation.branches[0].stretches if stretch.step is not None]


def _mark(situation: Situation, number: int, step: Step) -> Mark:
    on = when(step.on)
    breaches = tuple(
        breach for breach in situation.breaches
        if breach.kind in (BreachKind.LATE, BreachKind.AGAINST_RULES)
        and breach.acts == (step.act,) and breach.until == on
    )  # fmt: skip
    by = step.entry.by if step.entry else CLOCK
    return Mark(number, step.act, by, on, bool(step.irregular), breaches)


def fixed_terms(regime: Regime) -> dict[str, str]:
    """Terms that run from a date fact and do something by themselves on their last day: a birthday. With that act."""
    dates = {name for name, fact in regime.facts.items() if fact.type is FactType.DATE}
    return {
        act.at: name
        for name, act in regime.acts.items()
        if act.is_clock and act.at and act.fires == "last_day" and dates.issuperset(regime.terms[act.at].starts)
    }


def _bar(situation: Situation, state: TermState) -> TermBar:
    acts = situation.regime.acts
    step = next((step for step in reversed(_steps(situation)) if step.act == state.ended_by), None)
    breaches = tuple(
        breach for breach in situation.breaches
        if breach.due_on == state.ends_on and any(acts[act].within_term == state.term for act in breach.acts)
    )  # fmt: skip
    return TermBar(state, when(step.on) if step else None, breaches)


def phase_of(bar: TermBar) -> TermPhase:
    """The phase to draw: of several that are possible, the one that asks most attention."""
    order = [TermPhase.MISSED, TermPhase.RUNNING, TermPhase.SUSPENDED]
    return next((phase for phase in order if phase in bar.state.phases), bar.state.phases[0])
