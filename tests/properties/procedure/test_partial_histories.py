"""What is not known stays not known, and nothing that is so is ruled out: random regimes, half-known histories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from relaas.kernel.when import DayCount, When
from relaas.procedure.evaluator import situation_on
from relaas.procedure.fold import TooUncertain
from relaas.procedure.history import Entry, History
from relaas.procedure.model import Regime
from relaas.procedure.situation import Situation
from tests.differential.procedure.random_regimes import ends_of_history, histories, regimes, tries

Case = tuple[Regime, History, History, date]


@st.composite
def half_known(draw: st.DrawFn) -> Case:
    """A regime, an exact history, the same history as far as it is known, and a day to ask about."""
    regime = draw(regimes())
    exact = draw(histories(regime, most=5))
    known = History(tuple(draw(_half_known(entry)) for entry in exact.entries))
    # The order is part of what is known: where dates cannot decide, it is that in which the entries were given.
    assume(tuple(entry.id for entry in History.of(known.entries).entries) == tuple(e.id for e in exact.entries))
    return regime, exact, known, ends_of_history(regime, exact) + timedelta(days=draw(st.integers(-10, 60)))


@st.composite
def _half_known(draw: st.DrawFn, entry: Entry) -> Entry:
    day = entry.on.earliest
    assert day is not None
    before, after = (timedelta(days=draw(st.integers(0, 12))) for _ in range(2))
    on = draw(
        st.sampled_from(
            (
                entry.on,
                entry.on,
                When(earliest=day - before, latest=day + after),
                When(earliest=day - before, latest=None),
            )
        )
    )
    answers = {fact: answer for fact, answer in entry.answers.items() if draw(st.integers(0, 3))}
    return replace(entry, on=on, answers=answers)


def asked(regime: Regime, history: History, today: date) -> Situation:
    try:
        return situation_on(regime=regime, history=history, today=today)
    except TooUncertain:
        assume(False)
        raise


def admits(answer: When | None, truth: When | None) -> bool:
    """Whether an exact date is one of those that the answer leaves open."""
    if answer is None or truth is None:
        return True
    low = answer.earliest is None or truth.latest is None or answer.earliest <= truth.latest
    high = answer.latest is None or (truth.latest is not None and truth.latest <= answer.latest)
    return low and high


def counts(answer: DayCount, truth: DayCount) -> bool:
    assert truth.least is not None
    return (answer.least is None or answer.least <= truth.least) and (answer.most is None or truth.least <= answer.most)


def possible(answer: Mapping[str, tuple[Any, ...]], truth: Mapping[str, tuple[Any, ...]]) -> bool:
    return all(set(values) <= set(answer[name]) for name, values in truth.items())


class TestAHalfKnownHistory:
    @tries
    @given(half_known())
    def test_rules_out_nothing_that_is_so(self, case: Case) -> None:
        regime, exact, known, today = case
        truth, answer = asked(regime, exact, today), asked(regime, known, today)
        assert possible(answer.statuses, truth.statuses)
        assert possible(answer.facts, truth.facts)
        assert set(truth.certainty) <= set(answer.certainty)
        assert set(truth.rights) <= set(answer.rights)
        assert {right for right, certain in answer.rights.items() if certain} <= set(truth.rights)
        assert set(truth.open_procedures) <= set(answer.open_procedures)
        assert all(low <= truth.counters[name][0] <= high for name, (low, high) in answer.counters.items())
        assert counts(answer.uncertain_days, truth.uncertain_days)

    @tries
    @given(half_known())
    def test_leaves_open_the_true_dates_of_terms_and_duties(self, case: Case) -> None:
        regime, exact, known, today = case
        truth, answer = asked(regime, exact, today), asked(regime, known, today)
        terms = {term.term: term for term in answer.terms}
        for term in truth.terms:
            assert admits(terms[term.term].began_on, term.began_on), term.term
            assert admits(terms[term.term].ends_on, term.ends_on), term.term
            assert set(term.phases) <= set(terms[term.term].phases), term.term
        for duty in truth.duties:
            same = [d for d in answer.duties if (d.acts, d.by) == (duty.acts, duty.by)]
            assert same, duty.acts
            assert any(admits(d.due_on, duty.due_on) and d.overdue in (None, duty.overdue) for d in same), duty.acts
        certain = {duty.acts for duty in answer.duties if duty.certain}
        assert certain <= {duty.acts for duty in truth.duties}

    @tries
    @given(half_known())
    def test_calls_possible_what_may_be_done(self, case: Case) -> None:
        regime, exact, known, today = case
        truth, answer = asked(regime, exact, today), asked(regime, known, today)
        powers = {power.act: power.certain for power in (*answer.powers, *answer.events)}
        real = {power.act for power in (*truth.powers, *truth.events)}
        assert real <= set(powers)
        assert {act for act, certain in powers.items() if certain} <= real


class TestAnExactHistory:
    @tries
    @given(half_known())
    def test_has_one_course_and_only_certain_answers(self, case: Case) -> None:
        regime, exact, _, today = case
        answer = asked(regime, exact, today)
        assert len(answer.branches) == 1
        assert all(len(values) == 1 for values in (*answer.statuses.values(), *answer.facts.values(), answer.certainty))
        assert all(answer.rights.values())
        assert all(item.certain for item in (*answer.duties, *answer.powers, *answer.breaches, *answer.opened))
        assert all(term.began_on.is_exact and term.phase is not None for term in answer.terms)
        assert answer.uncertain_days.is_exact
