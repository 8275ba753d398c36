"""Whether a case keeps what is asked of every regime: each promise judged on one history, up to a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from relaas.kernel.terms import TermLength
from relaas.kernel.when import When
from relaas.procedure.course import Branch, Stretch
from relaas.procedure.evaluator import situation_on
from relaas.procedure.history import History
from relaas.procedure.model import Certainty, Regime
from relaas.procedure.promises import Answered, AtMost, Never, Preceded, Promise, Promises, Throughout
from relaas.procedure.situation import Situation
from relaas.procedure.spans import Span, when


class Keeping(StrEnum):
    """``open``: still awaited. ``not_asked``: the case has not come to what the promise is about. ``unknown``: the
    known dates do not decide."""

    KEPT = "kept"
    BROKEN = "broken"
    OPEN = "open"
    NOT_ASKED = "not_asked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How one promise fares in a case. ``on`` is the day on which it was broken, or up to which it is still awaited."""

    promise: str
    keeping: Keeping
    on: When | None = None


@dataclass(frozen=True, slots=True)
class _Finding:
    keeping: Keeping
    on: Span | None = None


def judge(*, regime: Regime, promises: Promises, history: History, today: date) -> tuple[Verdict, ...]:
    """The verdict on every promise, in the order of the promises file."""
    return judge_situation(situation_on(regime=regime, history=history, today=today), promises)


def judge_situation(situation: Situation, promises: Promises) -> tuple[Verdict, ...]:
    """As ``judge``, for a situation that was worked out already."""
    courses = [_Course(situation.regime, branch, situation.today) for branch in situation.branches]
    return tuple(
        _combined(name, [course.judge(p) for course in courses]) for name, p in promises.promises_asked.items()
    )


def _combined(name: str, findings: list[_Finding]) -> Verdict:
    kinds = {finding.keeping for finding in findings}
    if len(kinds) > 1:
        return Verdict(promise=name, keeping=Keeping.UNKNOWN)
    spans = [finding.on for finding in findings if finding.on is not None]
    on = when((min(span[0] for span in spans), max(span[1] for span in spans))) if spans else None
    return Verdict(promise=name, keeping=kinds.pop(), on=on)


class _Course:
    """One possible course of the case, asked where its landmarks lie. Moments are indexes of its stretches."""

    def __init__(self, regime: Regime, branch: Branch, today: date) -> None:
        self.regime = regime
        self.stretches = branch.stretches
        self.today = today.toordinal()

    def judge(self, promise: Promise) -> _Finding:
        if promise.answered is not None:
            return self._answered(promise.answered)
        if promise.preceded is not None:
            return self._preceded(promise.preceded)
        if promise.at_most is not None:
            return self._at_most(promise.at_most)
        if promise.never is not None:
            return self._never(promise.never)
        assert promise.throughout is not None
        return self._throughout(promise.throughout)

    def moments(self, name: str) -> list[int]:
        """The stretches that begin with the landmark."""
        derived: dict[str, Callable[[int], bool]] = {
            "procedure_opened": self._opens,
            "certainty_gained": lambda i: self._certain(i) and not self._certain(i - 1),
            "certainty_lost": lambda i: self._certain(i - 1) and not self._certain(i),
        }
        holds = derived.get(name) or self._is_act_of(name)
        return [index for index in range(1, len(self.stretches)) if holds(index)]

    def state(self, name: str, index: int) -> bool:
        """Whether a state holds in a stretch: any of its statuses or rights is enough."""
        if name in ("certain", "uncertain"):
            return self._certain(index) == (name == "certain")
        landmark, node = self.regime.landmarks[name], self.stretches[index].node
        in_status = any(node.statuses[track] in allowed for track, allowed in landmark.statuses.items())
        return in_status or any(right in node.rights for right in landmark.rights)

    def is_state(self, name: str) -> bool:
        if name in ("certain", "uncertain"):
            return True
        landmark = self.regime.landmarks.get(name)
        return landmark is not None and bool(landmark.statuses or landmark.rights)

    def _opens(self, index: int) -> bool:
        step = self.stretches[index].step
        return step is not None and self.regime.acts[step.act].opens is not None

    def _certain(self, index: int) -> bool:
        return self.stretches[index].node.certainty is Certainty.DURABLE

    def _is_act_of(self, name: str) -> Callable[[int], bool]:
        landmark = self.regime.landmarks.get(name)
        acts = landmark.acts if landmark is not None else {}
        return lambda index: (step := self.stretches[index].step) is not None and step.act in acts

    def _answered(self, asked: Answered) -> _Finding:
        starts = self.moments(asked.when)
        if not starts:
            return _Finding(Keeping.NOT_ASKED)
        found = [self._answer(asked, start) for start in starts]
        for keeping in (Keeping.BROKEN, Keeping.UNKNOWN, Keeping.OPEN):
            for finding in found:
                if finding.keeping is keeping:
                    return finding
        return _Finding(Keeping.KEPT)

    def _answer(self, asked: Answered, start: int) -> _Finding:
        begun, deadline = self.stretches[start].since, self._deadline(asked, self.stretches[start].since)
        answers = [index for name in asked.by for index in self.moments(name) if index >= start]
        answer = self.stretches[min(answers)].since if answers else None
        if answer is not None and (deadline is None or answer[1] <= deadline[0]):
            return _Finding(Keeping.KEPT)
        if any(self._is_exempt(name, start, min(answers, default=len(self.stretches))) for name in asked.unless):
            return _Finding(Keeping.KEPT)
        if deadline is None:
            return _Finding(Keeping.OPEN, begun)
        reached = answer or (self.today, self.today)
        if reached[0] > deadline[1]:
            return _Finding(Keeping.BROKEN, deadline)
        return _Finding(Keeping.OPEN if answer is None and self.today <= deadline[0] else Keeping.UNKNOWN, deadline)

    def _deadline(self, asked: Answered, begun: Span) -> Span | None:
        if isinstance(asked.within, str):
            return None
        term = TermLength(length=asked.within)
        return term.last_day_ordinal(max(begun[0], 1)), term.last_day_ordinal(max(begun[1], 1))

    def _is_exempt(self, name: str, start: int, end: int) -> bool:
        if self.is_state(name):
            return any(self.state(name, index) for index in range(start, min(end + 1, len(self.stretches))))
        return any(start <= index <= end for index in self.moments(name))

    def _preceded(self, asked: Preceded) -> _Finding:
        given = self.moments(asked.given) if asked.given is not None else [0]
        moments = [index for index in self.moments(asked.moment) if given and given[0] <= index]
        if not moments:
            return _Finding(Keeping.NOT_ASKED)
        firsts = self.moments(asked.first)
        for moment in moments:
            if not firsts or firsts[0] > moment:
                return _Finding(Keeping.BROKEN, self.stretches[moment].since)
        return _Finding(Keeping.KEPT)

    def _at_most(self, asked: AtMost) -> _Finding:
        moments = self.moments(asked.moment)
        if not moments:
            return _Finding(Keeping.NOT_ASKED)
        if len(moments) > asked.times:
            return _Finding(Keeping.BROKEN, self.stretches[moments[asked.times]].since)
        return _Finding(Keeping.KEPT)

    def _never(self, asked: Never) -> _Finding:
        for moment in self.moments(asked.moment):
            if asked.during is None or self.state(asked.during, moment - 1):
                return _Finding(Keeping.BROKEN, self.stretches[moment].since)
        return _Finding(Keeping.KEPT)

    def _throughout(self, asked: Throughout) -> _Finding:
        starts = self.moments(asked.since)
        if not starts:
            return _Finding(Keeping.NOT_ASKED)
        for start in starts:
            for index, stretch in self._until(start, asked):
                if not self.state(asked.state, index):
                    return _Finding(Keeping.BROKEN, stretch.since)
        return _Finding(Keeping.KEPT)

    def _until(self, start: int, asked: Throughout) -> Iterator[tuple[int, Stretch]]:
        ends = [index for name in asked.until for index in self.moments(name) if index > start]
        last = min(ends, default=len(self.stretches))
        return iter([(index, self.stretches[index]) for index in range(start, last)])
