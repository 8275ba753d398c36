"""Each step of a published case judged by the law of its day, and the case as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from relaas.casework.replay_mapping import Mapping
from relaas.casework.replay_reading import Deed, ReadEvent
from relaas.kernel.when import When
from relaas.procedure.course import Step, Stretch
from relaas.procedure.evaluator import Obstacle, Refusal, may_act, situation_on
from relaas.procedure.fold import TooUncertain
from relaas.procedure.history import Entry, History
from relaas.procedure.library import Library, NotModelled
from relaas.procedure.model import Regime, RegimeKind
from relaas.procedure.situation import Breach, BreachKind, Duty, Situation


class Verdict(StrEnum):
    """What the law of the day says of an act as the source tells it.

    ``against_rules``: a term says so. ``not_as_told``: from where the case stood, as far as the source tells, the act
    was not possible: a step is missing in the source, or it was against the rules. ``unclear``: it depends on dates or
    facts that are not known. ``no_such_act``: this version of the law has no such act.
    """

    ALLOWED = "allowed"
    AGAINST_RULES = "against_rules"
    NOT_AS_TOLD = "not_as_told"
    UNCLEAR = "unclear"
    NO_SUCH_ACT = "no_such_act"
    NOT_JUDGED = "not_judged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unjudged:
    """Why no law judges: the law of these days is not modelled (``known``), or the day itself is not known."""

    on: When
    known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedDeed:
    """An act and what the law of the day says of it. ``duty``: as which it was owed; ``late``: how much too late.

    ``named_in``: a regime that knows the act, so that it can be called by its title also where no law judges it.
    """

    deed: Deed
    verdict: Verdict
    named_in: Regime | None
    obstacles: tuple[Obstacle, ...] = ()
    reasons: tuple[str, ...] = ()
    duty: Duty | None = None
    late: Breach | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedStep:
    """An event, the law that judges it, and what is newly owed after it.

    ``laws``: the version of its day, or every version that the day can fall under; then the verdict is one that all
    of them give, and ``owes`` and ``situation`` are those of the last.
    """

    read: ReadEvent
    laws: tuple[Regime, ...] | Unjudged
    deeds: tuple[JudgedDeed, ...]
    owes: tuple[Duty, ...]
    situation: Situation | None
    too_uncertain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """The case as a whole under the law of its last modelled day. ``cut_short``: it went on after that.

    ``others``: the same under the earlier versions that judged a step, for what the last version no longer knows.
    """

    regime: Regime
    on: date
    situation: Situation
    cut_short: bool
    others: tuple[Situation, ...]


class Judge:
    """Judges the steps of one case. ``history`` and ``laws_on`` serve whoever asks more about it."""

    def __init__(self, *, library: Library, mapping: Mapping, events: tuple[ReadEvent, ...], until: date) -> None:
        self.library = library
        self.mapping = mapping
        self.events = events
        self.until = until

    def steps(self) -> tuple[JudgedStep, ...]:
        """Every event in order, each by the law of its own day."""
        found: list[JudgedStep] = []
        for event in self.events:
            before = found[-1] if found else None
            found.append(self._step(event, before))
        return tuple(found)

    def whole(self, steps: tuple[JudgedStep, ...]) -> Whole | Unjudged:
        """The case under the law of ``until``, or of the last step before it whose law is modelled."""
        here = self.laws_on(When.exact(self.until))
        laws = [step.laws for step in steps if not isinstance(step.laws, Unjudged)]
        if isinstance(here, Unjudged) and not laws:
            return here
        regime = laws[-1][-1] if isinstance(here, Unjudged) else here[-1]
        last = regime.in_force.to
        day = self.until if last is None or self.until <= last else last
        try:
            situation = situation_on(regime=regime, history=self.history(regime, None), today=day)
            earlier = {law.regime: law for step in laws for law in step if law is not regime}
            others = [situation_on(regime=law, history=self.history(law, None), today=day) for law in earlier.values()]
        except TooUncertain:
            return Unjudged(on=When.exact(self.until), known=False)
        return Whole(regime=regime, on=day, situation=situation, cut_short=day < self.until, others=tuple(others))

    def laws_on(self, on: When) -> tuple[Regime, ...] | Unjudged:
        """The versions that the days of an event fall under, of the first line that is modelled for all of them."""
        if on.earliest is not None and on.latest is not None:
            for line in self.mapping.lines:
                found = self._versions(line, on.earliest, on.latest)
                if found:
                    return found
        return Unjudged(on=on, known=not self._is_modelled_on_some_day(on))

    def _is_modelled_on_some_day(self, on: When) -> bool:
        laws = [regime for regime in self.library.regimes.values() if regime.kind is RegimeKind.LAW]
        days = [regime.in_force for regime in laws if regime.line in self.mapping.lines]
        first, last = on.earliest or date.min, on.latest or date.max
        return any((one.start or date.min) <= last and first <= (one.to or date.max) for one in days)

    def _versions(self, line: str, first: date, last: date) -> tuple[Regime, ...]:
        """The versions of a line from one day to another; none when a day of them is not modelled."""
        found: list[Regime] = []
        day = first
        while day <= last:
            version = self.library.in_force(line=line, day=day)
            if isinstance(version, NotModelled):
                return ()
            found.append(version)
            if version.in_force.to is None:
                break
            day = version.in_force.to + timedelta(days=1)
        return tuple(found)

    def history(self, regime: Regime, last: ReadEvent | None, *, before: Deed | None = None) -> History:
        """The acts up to and including an event (None: all), or up to a deed of it, as this regime knows them."""
        entries: list[Entry] = []
        for event in self.events:
            for deed in event.deeds:
                if deed is before:
                    return History(tuple(entries))
                if deed.act in regime.acts:
                    entries.append(deed.entry(regime=regime, on=_in_time(regime, entries, deed)))
            if event is last:
                break
        return History(tuple(entries))

    def _step(self, event: ReadEvent, before: JudgedStep | None) -> JudgedStep:
        laws = self.laws_on(event.on)
        if isinstance(laws, Unjudged):
            deeds = self._without_law(event, Verdict.NOT_JUDGED)
            return JudgedStep(read=event, laws=laws, deeds=deeds, owes=(), situation=None, too_uncertain=False)
        try:
            judged = [self._under(law, event) for law in laws]
        except TooUncertain:
            deeds = self._without_law(event, Verdict.UNCLEAR)
            return JudgedStep(read=event, laws=laws, deeds=deeds, owes=(), situation=None, too_uncertain=True)
        situation = judged[-1][0]
        known = {(duty.acts, duty.by) for duty in before.situation.duties} if before and before.situation else set()
        return JudgedStep(
            read=event,
            laws=laws,
            deeds=tuple(_agreed(same) for same in zip(*(deeds for _, deeds in judged), strict=True)),
            owes=tuple(duty for duty in situation.duties if (duty.acts, duty.by) not in known),
            situation=situation,
            too_uncertain=False,
        )

    def _under(self, law: Regime, event: ReadEvent) -> tuple[Situation, tuple[JudgedDeed, ...]]:
        day = event.on.latest or self.until
        situation = situation_on(regime=law, history=self.history(law, event), today=day)
        return situation, tuple(self._deed(law, event, deed, situation) for deed in event.deeds)

    def _deed(self, law: Regime, event: ReadEvent, deed: Deed, after: Situation) -> JudgedDeed:
        if deed.act not in law.acts:
            return JudgedDeed(deed=deed, verdict=Verdict.NO_SUCH_ACT, named_in=self._knows(deed.act))
        taken = [step for branch in after.branches if (step := _taken(branch.stretches, deed.id)) is not None]
        verdict, reasons = _verdict(taken)
        history = self.history(law, event, before=deed)
        before = situation_on(regime=law, history=history, today=deed.on.latest or self.until)
        return JudgedDeed(
            deed=deed,
            verdict=verdict,
            named_in=law,
            reasons=reasons,
            obstacles=self._obstacles(law, history, deed) if reasons else (),
            duty=next((duty for duty in before.duties if deed.act in duty.acts), None),
            late=_lateness(after, deed),
        )

    def _without_law(self, event: ReadEvent, verdict: Verdict) -> tuple[JudgedDeed, ...]:
        return tuple(JudgedDeed(deed=d, verdict=verdict, named_in=self._knows(d.act)) for d in event.deeds)

    def _knows(self, act: str) -> Regime | None:
        regimes = self.library.regimes.values()
        return next((one for one in regimes if one.line in self.mapping.lines and act in one.acts), None)

    def _obstacles(self, law: Regime, history: History, deed: Deed) -> tuple[Obstacle, ...]:
        day = deed.on.latest or self.until
        answer = may_act(regime=law, history=history, act=deed.act, role=law.acts[deed.act].by[0], on=day)
        return answer.obstacles if isinstance(answer, Refusal) else ()


def _agreed(same: tuple[JudgedDeed, ...]) -> JudgedDeed:
    """The last version's answer, if all that judge give the same verdict."""
    if len({one.verdict for one in same}) == 1:
        return same[-1]
    return replace(same[-1], verdict=Verdict.UNCLEAR)


def _in_time(regime: Regime, entries: list[Entry], deed: Deed) -> When:
    """The date of a deed of which what followed shows that it was done in time: no later than its term's last day."""
    within = regime.acts[deed.act].within_term
    if not deed.in_time or within is None or deed.on.latest is None:
        return deed.on
    try:
        situation = situation_on(regime=regime, history=History(tuple(entries)), today=deed.on.latest)
    except TooUncertain:
        return deed.on
    ends = [term.ends_on.latest for term in situation.terms if term.term == within]
    latest = min([deed.on.latest, *(end for end in ends if end is not None)])
    return When(earliest=deed.on.earliest, latest=latest)


def _taken(stretches: Iterable[Stretch], name: str) -> Step | None:
    steps = (stretch.step for stretch in stretches)
    return next((step for step in steps if step is not None and step.entry is not None and step.entry.id == name), None)


def _verdict(taken: list[Step]) -> tuple[Verdict, tuple[str, ...]]:
    irregular = [step.irregular for step in taken]
    reasons = tuple(dict.fromkeys(reason for one in irregular for reason in one))
    if not reasons:
        return (Verdict.ALLOWED if taken else Verdict.UNCLEAR), ()
    if not all(irregular):
        return Verdict.UNCLEAR, reasons
    return (Verdict.NOT_AS_TOLD if "not_possible" in reasons else Verdict.AGAINST_RULES), reasons


def _lateness(after: Situation, deed: Deed) -> Breach | None:
    """How late a duty was done: the breach of this very act on this very day."""
    found = [b for b in after.breaches if b.kind is BreachKind.LATE and b.acts == (deed.act,)]
    return found[-1] if found else None
