"""What a timeline shows of a case, taken from its situation: statuses per track, acts, terms and fixed days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from relaas.kernel.when import DayCount, When
from relaas.procedure.model import CLOCK, FactType, Regime
from relaas.procedure.phases import TermPhase
from relaas.procedure.situation import Breach, BreachKind, Situation, TermState
from relaas.procedure.spans import when


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


def segments(situation: Situation) -> dict[str, list[Segment]]:
    """Per track the statuses one after the other, as the first possible course has them."""
    found: dict[str, list[Segment]] = {}
    stretches = situation.branches[0].stretches
    for track in situation.regime.tracks:
        changes: list[tuple[str, When]] = []
        for stretch in stretches:
            status = stretch.node.statuses[track]
            if not changes or changes[-1][0] != status:
                changes.append((status, _since(stretch.since)))
        ends = [since for _, since in changes[1:]]
        found[track] = [Segment(s, on, end) for (s, on), end in zip(changes, [*ends, None], strict=True)]
    return found


def _since(span: tuple[int, int]) -> When:
    """The date of a span; the beginning of every case has none."""
    return When.unknown() if span[1] < 1 else when(span)


def marks(situation: Situation) -> list[Mark]:
    """The acts in order, those of the clock too, with the rules that were not kept in doing them."""
    steps = [stretch.step for stretch in situation.branches[0].stretches if stretch.step is not None]
    late = [breach for breach in situation.breaches if breach.kind in (BreachKind.LATE, BreachKind.AGAINST_RULES)]
    found = []
    for number, step in enumerate(steps, start=1):
        on = when(step.on)
        breaches = tuple(breach for breach in late if breach.acts == (step.act,) and breach.until == on)
        by = step.entry.by if step.entry else CLOCK
        found.append(Mark(number, step.act, by, on, bool(step.irregular), breaches))
    return found


def fixed_terms(regime: Regime) -> dict[str, str]:
    """Terms that run from a date fact and do something by themselves on their last day: a birthday. With that act."""
    dates = {name for name, fact in regime.facts.items() if fact.type is FactType.DATE}
    return {
        act.at: name
        for name, act in regime.acts.items()
        if act.is_clock and act.at and act.fires == "last_day" and dates.issuperset(regime.terms[act.at].starts)
    }


def term_bars(situation: Situation) -> list[TermBar]:
    """The terms that have begun, in order of beginning, without the fixed days."""
    fixed = fixed_terms(situation.regime)
    found = [_bar(situation, state) for state in situation.terms if state.term not in fixed]
    return sorted(
        found, key=lambda bar: (str(bar.state.began_on.earliest or ""), str(bar.state.ends_on.earliest or ""))
    )


def fixed_days(situation: Situation) -> Iterator[tuple[str, When]]:
    """The acts of the clock that a known date brings, with their day."""
    fixed = fixed_terms(situation.regime)
    for state in situation.terms:
        if state.term in fixed:
            yield fixed[state.term], state.ends_on


def _bar(situation: Situation, state: TermState) -> TermBar:
    acts, stretches = situation.regime.acts, situation.branches[0].stretches
    steps = [stretch.step for stretch in reversed(stretches) if stretch.step is not None]
    step = next((step for step in steps if step.act == state.ended_by), None)
    breaches = tuple(
        breach for breach in situation.breaches
        if breach.due_on == state.ends_on and any(acts[act].within_term == state.term for act in breach.acts)
    )  # fmt: skip
    return TermBar(state, when(step.on) if step else None, breaches)


def phase_of(bar: TermBar) -> TermPhase:
    """The phase to draw: of several that are possible, the one that asks most attention."""
    order = [TermPhase.MISSED, TermPhase.RUNNING, TermPhase.SUSPENDED]
    return next((phase for phase in order if phase in bar.state.phases), bar.state.phases[0])
