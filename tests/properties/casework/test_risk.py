"""Whatever is written in an analysis, in whatever order and on whatever days: no risk gets lost, none is borne long."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relaas.casework.risk_analysis import DueKind
from relaas.casework.risk_entries import Acceptance, Measure
from relaas.casework.risk_law import State
from relaas.kernel.terms import last_day
from tests.support.risk_story import COLLEAGUE, GUARDIAN, RECEPTION, TEAM, Told, dutch_law

BEGIN = date(2026, 1, 1)
LAW = dutch_law()
DOMAINS, LEVELS = sorted(LAW.domains), sorted(LAW.levels)
PEOPLE = (RECEPTION, COLLEAGUE, GUARDIAN, TEAM)

steps = st.lists(
    st.tuples(
        st.sampled_from(("level", "measure", "prove", "review", "accept", "sign", "withdraw", "establish")),
        st.integers(0, 60),
        st.sampled_from(DOMAINS),
        st.sampled_from(LEVELS),
        st.sampled_from(PEOPLE),
        st.sampled_from(sorted(LAW.effects)),
        st.integers(0, 30),
    ),
    max_size=25,
)


def tell(chosen: list[tuple]) -> Told:  # type: ignore[type-arg]
    """The steps one after another, each on its day; what is about nothing yet is left out."""
    told, on = Told(law=LAW), BEGIN
    told.every_domain(on, traffickers_reach="acute", family="low", trauma="serious")
    told.establish(on)
    for what, later, domain, level, who, effect, place in chosen:
        on += timedelta(days=later)
        measures, acceptances = told.analysis.measures, told.analysis.acceptances
        if what == "level":
            told.level(on, domain, level)
        elif what == "establish":
            told.establish(on)
        elif what == "measure":
            told.measure(on, domain, until=on + timedelta(days=place), owner=who)
        elif what == "accept":
            told.accept(on, domain, level, who)
        elif what == "sign" and acceptances:
            told.sign(on, acceptances[place % len(acceptances)].entry, who)
        elif what == "prove" and measures:
            told.prove(on, measures[place % len(measures)].entry)
        elif what == "review" and measures:
            told.review(on, measures[place % len(measures)].entry, effect)
        elif what == "withdraw" and told.analysis.answers:
            told.withdraw(on, told.analysis.answers[place % len(told.analysis.answers)].entry)
    return told


@given(steps, st.integers(0, 400))
@pytest.mark.letter("r2-measures")
def test_no_sequence_closes_an_analysis_with_a_risk_unanswered(chosen: list, later: int) -> None:  # type: ignore[type-arg]
    """Looked at without the fold: each risk that binds has a standing measure, or an acceptance that covers it."""
    told = tell(chosen)
    day = told.entries[-1].on + timedelta(days=later)
    analysis = told.analysis
    naked = {
        domain
        for domain, risk in analysis.risks.items()
        if not any(_stands(one, day) for one in analysis.measures if one.domain == domain)
        and not any(_covers(one, domain, risk.level, day) for one in analysis.acceptances)
    }
    assert {one.domain for one in analysis.unanswered_on(day)} == naked
    for state in (State.ANSWERED, State.PROVEN):
        assert bool(analysis.lacks(state, day)) or not naked


@given(steps, st.integers(0, 400))
def test_an_acceptance_never_counts_past_its_day(chosen: list, later: int) -> None:  # type: ignore[type-arg]
    told = tell(chosen)
    day = told.entries[-1].on + timedelta(days=later)
    for one in told.analysis.acceptances:
        signed = [signature.on for signature in one.signatures]
        if day > last_day(start_on=max(signed), length=LAW.acceptance.lasts):
            assert not one.is_in_force_on(day)
            assert one not in told.analysis.answers_to(one.domain, day)
        if one in told.analysis.answers_to(one.domain, day):
            assert LAW.domains[one.domain].acceptable
            assert len({signature.by.organisation for signature in one.signatures}) >= LAW.acceptance.organisations


@given(steps, st.integers(0, 400))
def test_lists_written_now_are_right_on_any_later_day(chosen: list, later: int) -> None:  # type: ignore[type-arg]
    """What is due that day by the rows, without a job, is what looking that day says."""
    told = tell(chosen)
    day = told.entries[-1].on + timedelta(days=later)
    standing = [due for due in told.analysis.dues() if due.since <= day and (due.until is None or day <= due.until)]
    late = {due.entry for due in standing if due.kind is DueKind.MEASURE and due.due_on < day}
    assert late == {one.entry for one in told.analysis.overdue_on(day)}
    accepted = {due.entry for due in standing if due.kind is DueKind.ACCEPTANCE}
    assert accepted == {one.entry for one in told.analysis.accepted_on(day)}
    open_again = {(due.entry, due.due_on) for due in standing if due.kind is DueKind.ANSWER}
    assert open_again == {
        (told.analysis.risks[one.domain].entry, one.due_on)
        for one in told.analysis.unanswered_on(day)
        if one.due_on is not None
    }


def _stands(one: Measure, day: date) -> bool:
    failed = bool(one.reviews) and one.reviews[-1].effect == "not_worked" and one.reviews[-1].on <= day
    return one.on <= day and not failed and (one.withdrawn_on is None or one.withdrawn_on > day)


def _covers(one: Acceptance, domain: str, level: str, day: date) -> bool:
    if one.domain != domain or not LAW.domains[domain].acceptable or one.signed_on is None:
        return False
    lasts = last_day(start_on=one.signed_on, length=LAW.acceptance.lasts)
    is_standing = one.signed_on <= day <= lasts and (one.withdrawn_on is None or one.withdrawn_on > day)
    return is_standing and list(LAW.levels).index(level) <= list(LAW.levels).index(one.level)
