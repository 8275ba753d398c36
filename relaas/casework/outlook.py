"""What is so from which day until which, if nobody acts: the future of a case that the law alone brings about.

A case that nobody touches still changes: terms end, the law acts by itself, duties become late. These changes fall on
days that are known in advance, so a list can be right on any later day without a job having run in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from relaas.kernel.when import When
from relaas.procedure.evaluator import situation_on
from relaas.procedure.history import History
from relaas.procedure.model import Certainty, Regime
from relaas.procedure.phases import TermPhase
from relaas.procedure.situation import Situation

# Beyond this nothing is foretold: the last stage then stays as it is. A child who is born today is 25 by then.
HORIZON = timedelta(days=25 * 366)
MOST_STAGES = 60

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A duty without the day on which one looks: alternatives, who is bound, since when, and when it is due."""

    acts: tuple[str, ...]
    by: tuple[str, ...]
    since: When
    due_on: When | None
    is_bound: bool
    is_certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What is so from ``since`` up to and including ``until`` (None: from then on). ``terms`` are those that run, with
    their last day, the one that ends first before the others."""

    since: date
    until: date | None
    statuses: tuple[tuple[str, tuple[str, ...]], ...]
    certainty: tuple[Certainty, ...]
    terms: tuple[tuple[str, date], ...]
    owed: tuple[Owed, ...]


def outlook(*, regime: Regime, history: History, since: date) -> tuple[Stage, ...]:
    """The stages of a case from a day on if nobody acts, in order and without a gap; the last one stays open.

    ``since`` must not be before the day on which anything in the history took effect. The answer does not depend on the
    day on which it is asked. At most MOST_STAGES stages are given. Raises TooUncertain as ``situation_on``.
    """
    stages: list[Stage] = []
    for now in _turns(regime, history, since):
        stage = _stage(now)
        if not stages or _content(stages[-1]) != _content(stage):
            stages.append(stage)
    untils = [following.since - _ONE_DAY for following in stages[1:]]
    return tuple(_until(stage, until) for stage, until in zip(stages, [*untils, None], strict=True))


def _turns(regime: Regime, history: History, since: date) -> Iterator[Situation]:
    """The situation on each day on which something can change: the law acts, or a term that matters has run out."""
    horizon = since + HORIZON
    far = situation_on(regime=regime, history=history, today=horizon)
    by_law = _days_after(_days_of_clock(far), since)
    day: date | None = since
    for _ in range(MOST_STAGES):
        if day is None or day > horizon:
            return
        now = situation_on(regime=regime, history=history, today=day)
        yield now
        day = min((turn for turn in (*by_law, *_ends(now)) if turn > day), default=None)


def _days_of_clock(far: Situation) -> Iterator[date | None]:
    for branch in far.branches:
        for stretch in branch.stretches:
            if stretch.step is not None and stretch.step.entry is None:
                for ordinal in stretch.since:
                    yield _day(ordinal)
                    yield _day(ordinal + 1)


def _day(ordinal: int) -> date | None:
    return date.fromordinal(ordinal) if 1 <= ordinal < date.max.toordinal() else None


def _days_after(days: Iterable[date | None], since: date) -> tuple[date, ...]:
    return tuple(sorted({day for day in days if day is not None and day > since}))


def _ends(now: Situation) -> Iterator[date]:
    for term in now.terms:
        if TermPhase.RUNNING in term.phases or TermPhase.SUSPENDED in term.phases:
            for end in (term.ends_on.earliest, term.ends_on.latest):
                if end is not None and end < date.max:
                    yield end + _ONE_DAY


def _stage(now: Situation) -> Stage:
    running = sorted(
        (end, term.term)
        for term in now.terms
        if TermPhase.RUNNING in term.phases and (end := term.ends_on.earliest) is not None and end >= now.today
    )
    return Stage(
        since=now.today,
        until=None,
        statuses=tuple(now.statuses.items()),
        certainty=now.certainty,
        terms=tuple((term, end) for end, term in running),
        owed=tuple(
            Owed(
                acts=duty.acts, by=duty.by, since=duty.since, due_on=duty.due_on, is_bound=duty.bound,
                is_certain=duty.certain,
            )
            for duty in now.duties
        ),
    )  # fmt: skip


def _content(stage: Stage) -> tuple[object, ...]:
    return stage.statuses, stage.certainty, stage.terms, stage.owed


def _until(stage: Stage, until: date | None) -> Stage:
    return Stage(
        since=stage.since, until=until, statuses=stage.statuses, certainty=stage.certainty, terms=stage.terms,
        owed=stage.owed,
    )  # fmt: skip
