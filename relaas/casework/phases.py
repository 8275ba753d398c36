"""In which phase a case is, from when until when, if nobody acts: what the law of access asks of a procedure.

The phases are read off landmarks (`relaas.procedure.promises`), so they mean the same in every regime. Where the dates
that are known leave it open, the case counts as being in reflection: the phase that gives least.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from relaas.casework.outlook import Stage
from relaas.kernel.moments import midnight
from relaas.procedure.history import History
from relaas.procedure.model import Regime
from relaas.story.access import Phase
from relaas.story.granting import PhaseSpan
from relaas.story.intervals import Interval

Statuses = Mapping[str, tuple[str, ...]]


def phase_of(*, regime: Regime, statuses: Statuses) -> Phase:
    """The phase of a case that stands like this."""
    if _may_be_in(regime, "in_reflection", statuses):
        return Phase.REFLECTION
    if _is_past(regime, "follow_up_ended", statuses):
        return Phase.ENDED
    return Phase.ADULT if _is_past(regime, "eighteenth_birthday", statuses) else Phase.PROCEDURE


def phase_spans(*, regime: Regime, stages: Sequence[Stage]) -> tuple[PhaseSpan, ...]:
    """The phases of the stages of an outlook."""
    return tuple(
        span_of(regime=regime, statuses=dict(stage.statuses), since=stage.since, until=stage.until) for stage in stages
    )


def span_of(*, regime: Regime, statuses: Statuses, since: date, until: date | None) -> PhaseSpan:
    """The phase of a case that stands like this from a day up to and including another, as a stretch of time from
    midnight to midnight in Amsterdam."""
    end = None if until is None else midnight(until + timedelta(days=1))
    return PhaseSpan(phase=phase_of(regime=regime, statuses=statuses), during=Interval(midnight(since), end))


def born_on(*, history: History, fact: str) -> date | None:
    """The child's date of birth as it was last recorded; None when nobody recorded one."""
    found = [answer for entry in history.effective() if isinstance(answer := entry.answers.get(fact), date)]
    return found[-1] if found else None


def _may_be_in(regime: Regime, landmark: str, statuses: Statuses) -> bool:
    """Whether one of the statuses that can hold is that of a landmark."""
    asked = regime.landmarks.get(landmark)
    return asked is not None and any(
        status in wanted for track, wanted in asked.statuses.items() for status in statuses.get(track, ())
    )


def _is_past(regime: Regime, landmark: str, statuses: Statuses) -> bool:
    """Whether the case certainly stands where an act of a landmark led to."""
    return any(all(statuses.get(track) == (status,) for track, status in ends) for ends in _ends(regime, landmark))


def _ends(regime: Regime, landmark: str) -> Iterator[tuple[tuple[str, str], ...]]:
    """Where the acts of a landmark lead to for good, whatever the status they came from: what later acts can move on
    says nothing any more once they have. An act that leads nowhere for good counts by all its ends."""
    asked = regime.landmarks.get(landmark)
    for name in asked.acts if asked is not None else ():
        ends = tuple((track, end) for track, end in regime.acts[name].to.items() if isinstance(end, str))
        final = tuple((track, end) for track, end in ends if regime.tracks[track].statuses[end].final)
        if ends:
            yield final or ends
