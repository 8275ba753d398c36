"""A later day changes nothing of the past, and what may be done is what can be done without breaking a rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from relaas.kernel.when import When
from relaas.procedure.evaluator import ObstacleKind, Refusal, automaton_of, may_act, situation_on
from relaas.procedure.history import Entry, History
from relaas.procedure.model import Regime
from relaas.procedure.situation import BreachKind
from relaas.procedure.steps import late_duties
from tests.differential.procedure.random_regimes import ROLES, answers, ends_of_history, histories, regimes, tries


@st.composite
def cases(draw: st.DrawFn) -> tuple[Regime, History, date]:
    regime = draw(regimes())
    history = draw(histories(regime))
    return regime, history, ends_of_history(regime, history) + timedelta(days=draw(st.integers(0, 40)))


class TestTheCourseOfACase:
    @tries
    @given(cases(), st.integers(0, 60))
    def test_up_to_a_day_is_not_changed_by_later_days(self, case: tuple[Regime, History, date], days: int) -> None:
        regime, history, today = case
        (later,) = situation_on(regime=regime, history=history, today=today).branches
        (earlier,) = situation_on(regime=regime, history=history, today=today - timedelta(days=days)).branches
        past = [(stretch.since, stretch.node, stretch.step) for stretch in earlier.stretches]
        begun = [(stretch.since, stretch.node, stretch.step) for stretch in later.stretches[: len(past)]]
        assert [(since, id(node), step and step.act) for since, node, step in past] == [
            (since, id(node), step and step.act) for since, node, step in begun
        ]
        was_late = late_duties(automaton_of(regime), earlier)
        assert late_duties(automaton_of(regime), later)[: len(was_late)] == was_late

    @tries
    @given(cases(), st.randoms(use_true_random=False))
    def test_does_not_depend_on_the_order_of_recording(
        self, case: tuple[Regime, History, date], chance: Random
    ) -> None:
        _, history, today = case
        entries = [
            replace(entry, on=When.exact((entry.on.earliest or today) + timedelta(days=number)))
            for number, entry in enumerate(history.entries)
        ]
        shuffled = list(entries)
        chance.shuffle(shuffled)
        assert History.of(shuffled) == History(tuple(entries))


class TestWhatMayBeDone:
    @tries
    @given(st.data())
    def test_is_what_can_be_done_without_breaking_a_rule(self, data: st.DataObject) -> None:
        regime, history, today = data.draw(cases())
        act = data.draw(st.sampled_from([name for name, element in regime.acts.items() if not element.is_clock]))
        role = data.draw(st.sampled_from(ROLES))
        allowed = may_act(regime=regime, history=history, act=act, role=role, on=today)
        done = Entry(id="now", act=act, by=role, on=When.exact(today), answers=data.draw(answers(regime, act)))
        after = situation_on(regime=regime, history=History((*history.entries, done)), today=today)
        (step,) = [s.step for s in after.branches[0].stretches if s.step and s.step.entry is done]
        assert bool(allowed) == (not step.irregular), (allowed, step.irregular)

    @tries
    @given(cases())
    def test_is_what_the_situation_lists(self, case: tuple[Regime, History, date]) -> None:
        regime, history, today = case
        situation = situation_on(regime=regime, history=history, today=today)
        listed = {power.act for power in (*situation.powers, *situation.events)}
        listed |= {act for duty in situation.duties for act in duty.acts}
        for name, element in regime.acts.items():
            role = element.by[0]
            allowed = may_act(regime=regime, history=history, act=name, role=role, on=today)
            assert bool(allowed) == (name in listed), name

    @tries
    @given(cases())
    def test_is_refused_with_a_reason(self, case: tuple[Regime, History, date]) -> None:
        regime, history, today = case
        for name, element in regime.acts.items():
            answer = may_act(regime=regime, history=history, act=name, role="nobody", on=today)
            assert isinstance(answer, Refusal)
            kinds = {obstacle.kind for obstacle in answer.obstacles}
            assert (ObstacleKind.BY_LAW if element.is_clock else ObstacleKind.ROLE) in kinds
            assert answer.rests_on == element.rests_on

    @tries
    @given(cases())
    def test_against_the_rules_is_noted_each_time(self, case: tuple[Regime, History, date]) -> None:
        regime, history, today = case
        situation = situation_on(regime=regime, history=history, today=today)
        noted = [breach for breach in situation.breaches if breach.kind is BreachKind.AGAINST_RULES]
        assert len(noted) == sum(bool(step.irregular) for step in situation.branches[0].steps)
