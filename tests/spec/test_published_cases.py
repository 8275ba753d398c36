"""Published cases through the law of their days: what the courts found is a check on the law files."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from relaas.casework.published import EventType, PublishedCases, read_published
from relaas.casework.replay import CaseReplay, Limit, replay_case
from relaas.casework.replay_findings import Agreement
from relaas.casework.replay_mapping import standard_replay_data
from relaas.casework.replay_owed import NotOwed, Owed, WhyNot
from relaas.casework.replay_report import report_of_case, worth_telling
from relaas.casework.replay_steps import Unjudged, Verdict, Whole
from relaas.kernel.when import DayCount, When
from relaas.procedure.library import standard_library
from relaas.procedure.model import Certainty

FILE = Path(__file__).parents[2] / "examples" / "published-cases.yaml"
CASES: PublishedCases = read_published(name=FILE.name, text=FILE.read_text(encoding="utf-8"))
DATA = standard_replay_data()


@pytest.fixture(scope="module")
def replays() -> dict[str, CaseReplay]:
    return {case.id: replay_case(case=case, library=standard_library(), data=DATA) for case in CASES.cases}


def whole_of(replay: CaseReplay) -> Whole:
    assert isinstance(replay.whole, Whole)
    return replay.whole


def owed_by_act(replay: CaseReplay) -> dict[str, When]:
    assert isinstance(replay.owed, Owed)
    return {act.act: act.due_on for act in replay.owed.acts}


class TestTheReadingOfEvents:
    def test_covers_every_type_of_event(self) -> None:
        assert set(DATA.mapping.events) == set(EventType.__args__)

    @pytest.mark.parametrize("kind", DATA.mapping.events)
    def test_ends_with_a_reading_for_every_remaining_case(self, kind: str) -> None:
        last = DATA.mapping.events[kind].readings[-1]
        conditions = (last.route, last.not_route, last.after, last.not_after, last.before, last.outcome)
        assert not any(conditions)

    def test_names_only_acts_and_roles_of_the_modelled_law(self) -> None:
        regimes = [one for one in standard_library().regimes.values() if one.line in DATA.mapping.lines]
        readings = [reading for kind in DATA.mapping.events.values() for reading in kind.readings]
        readings += [
            one.reading for case in DATA.findings.cases.values() for one in case.events if one.reading is not None
        ]
        for doing in (doing for reading in readings for doing in (*reading.acts, *reading.presupposes)):
            doers = {role for regime in regimes if doing.act in regime.acts for role in regime.acts[doing.act].by}
            assert doing.by in doers, doing

    def test_rests_on_cases_and_events_that_are_in_the_file(self) -> None:
        for name, reading in DATA.findings.cases.items():
            events = len(CASES.case(name).events)
            assert all(one.event <= events for one in reading.events)
            assert all((check.event or 1) <= events for check in reading.found)

    def test_drops_no_event(self, replays: dict[str, CaseReplay]) -> None:
        for replay in replays.values():
            assert [step.read.event for step in replay.steps] == list(replay.case.events)
            assert all(step.deeds or step.read.nothing for step in replay.steps)


class TestWhatCourtsFound:
    @pytest.mark.letter("real-cases")
    def test_is_nowhere_contradicted(self, replays: dict[str, CaseReplay]) -> None:
        against = [
            (name, found.check.found.en, found.says)
            for name, replay in replays.items()
            for found in replay.found
            if found.agreement is Agreement.DISAGREE
        ]
        assert against == []

    def test_is_confirmed_where_the_law_is_modelled_and_the_dates_are_known(
        self, replays: dict[str, CaseReplay]
    ) -> None:
        agreed = [found for replay in replays.values() for found in replay.found if found.agreement is Agreement.AGREE]
        assert len(agreed) >= 20


class TestALateAsylumDecision:
    """ECLI:NL:RBDHA:2021:10275, with the late-decision judgment ECLI:NL:RBDHA:2019:5754."""

    def test_was_due_six_months_after_the_application_of_21_september_2018(
        self, replays: dict[str, CaseReplay]
    ) -> None:
        terms = {term.term: term for term in replays["RBDHA-2021-10275"].steps[0].situation.terms}  # type: ignore[union-attr]
        assert terms["asylum_decision"].ends_on == When.exact(date(2019, 3, 21))

    def test_made_the_default_notice_of_27_march_2019_and_the_appeal_of_18_april_valid(
        self, replays: dict[str, CaseReplay]
    ) -> None:
        notice, appeal = replays["RBDHA-2021-10275"].steps[1:3]
        assert [deed.verdict for deed in (*notice.deeds, *appeal.deeds)] == [Verdict.ALLOWED, Verdict.ALLOWED]

    def test_came_105_days_late(self, replays: dict[str, CaseReplay]) -> None:
        refusal = replays["RBDHA-2021-10275"].steps[6].deeds[-1]
        assert refusal.late is not None
        assert refusal.late.days == DayCount(least=105, most=105)

    def test_is_told_as_one_duty_kept_too_late(self, replays: dict[str, CaseReplay]) -> None:
        whole = whole_of(replays["RBDHA-2021-10275"])
        told = worth_telling(whole.situation.breaches, whole.regime)
        assert [breach.acts for breach in told] == [("refuse_manifestly_unfounded",)]

    def test_left_the_child_uncertain_for_985_days_up_to_the_last_judgment(
        self, replays: dict[str, CaseReplay]
    ) -> None:
        # 21 September 2018 to 2 June 2021
        assert whole_of(replays["RBDHA-2021-10275"]).situation.uncertain_days == DayCount(least=985, most=985)

    def test_was_judged_by_the_version_of_each_day(self, replays: dict[str, CaseReplay]) -> None:
        steps = replays["RBDHA-2021-10275"].steps
        for step in steps:
            assert not isinstance(step.laws, Unjudged)
            assert step.read.event.date is not None
            assert step.laws[0].in_force.covers(step.read.event.date)


class TestStackedProcedures:
    """ECLI:NL:RBDHA:2023:13433: asylum first, the report seven weeks later, the refusal thirteen days after it."""

    def test_are_counted(self, replays: dict[str, CaseReplay]) -> None:
        opened = whole_of(replays["RBDHA-2023-13433"]).situation.opened
        assert [one.procedure for one in opened] == ["asylum", "trafficking"]

    def test_left_no_room_for_the_reflection_period(self, replays: dict[str, CaseReplay]) -> None:
        situation = replays["RBDHA-2023-13433"].steps[1].situation
        assert situation is not None
        assert "grant_reflection" not in {power.act for power in situation.powers}

    def test_break_the_promise_of_one_procedure(self, replays: dict[str, CaseReplay]) -> None:
        report = report_of_case(
            replay=replays["RBDHA-2023-13433"], promises=standard_library().promises["letter"], language="en"
        )
        kept = {promise["promise"]: promise["keeping"] for promise in report["promises"]}
        assert kept["one-procedure"] == "broken"


class TestWhatACaseCannotAnswer:
    def test_is_said_of_law_that_is_not_modelled(self, replays: dict[str, CaseReplay]) -> None:
        for name in ("RBSGR-2008-BC5165", "RBSGR-1999-11-02", "KOOLVIS-GHARN-2012-BV8521", "KOOLVIS-JENNY-NRC"):
            replay = replays[name]
            assert all(step.laws == Unjudged(on=step.read.on, known=True) for step in replay.steps)
            assert Limit.LAW_NOT_MODELLED in replay.limits
            assert isinstance(replay.whole, Unjudged)

    def test_is_said_of_a_day_that_is_not_known(self, replays: dict[str, CaseReplay]) -> None:
        first = replays["TQ-RBDHA-2019-5967"].steps[0]
        assert first.laws == Unjudged(on=When(earliest=None, latest=date(2019, 6, 12)), known=False)
        assert first.deeds[0].verdict is Verdict.NOT_JUDGED

    def test_is_said_of_adults_and_of_sources_only_summarised(self, replays: dict[str, CaseReplay]) -> None:
        replay = replays["RBDHA-2023-21691"]
        assert {Limit.NOT_A_MINOR, Limit.SUMMARISED} <= set(replay.limits)
        assert replay.owed == NotOwed(why=WhyNot.NOT_A_MINOR)

    def test_is_said_of_an_age_that_is_not_stated(self, replays: dict[str, CaseReplay]) -> None:
        replay = replays["RBDHA-2020-6122"]
        assert Limit.AGE_NOT_STATED in replay.limits
        assert isinstance(replay.owed, Owed)
        assert replay.owed.if_minor

    def test_is_said_of_uncertainty_that_nothing_told_begins(self, replays: dict[str, CaseReplay]) -> None:
        report = report_of_case(
            replay=replays["RVS-2023-07-05-SS"], promises=standard_library().promises["letter"], language="en"
        )
        assert report["whole"]["uncertain_days"]["text"] == "unknown number of days"

    def test_leaves_a_last_event_without_date_after_the_others(self, replays: dict[str, CaseReplay]) -> None:
        judgment = replays["RB-2019-SPAIN-INTAKE"].steps[-1]
        assert judgment.read.on == When(earliest=date(2019, 7, 15), latest=None)


class TestWhatTheIntegralProcedureOwed:
    def test_is_a_course_that_the_regime_allows_to_its_end(self, replays: dict[str, CaseReplay]) -> None:
        owed = replays["RBDHA-2021-10275"].owed
        assert isinstance(owed, Owed)
        assert owed.situation is not None
        (course,) = owed.situation.branches
        assert {step.act for step in DATA.course.steps} <= {step.act for step in course.steps}
        assert all(step.irregular == () for step in course.steps)
        assert owed.situation.breaches == ()
        assert owed.situation.certainty == (Certainty.DURABLE,)

    def test_begins_with_the_first_application_where_the_case_shows_no_signal(
        self, replays: dict[str, CaseReplay]
    ) -> None:
        owed = replays["RBDHA-2021-10275"].owed
        assert isinstance(owed, Owed)
        assert owed.begins.on == When.exact(date(2018, 9, 21))

    def test_lies_between_two_dates_where_only_the_month_of_the_signal_is_known(
        self, replays: dict[str, CaseReplay]
    ) -> None:
        # Signal in May 2006, informed within the term of the regime: as many days after the 1st as after the 31st.
        informed = owed_by_act(replays["KOOLVIS-GHARN-2012-BV8521"])["inform_child"]
        assert informed.earliest is not None
        assert informed.latest == informed.earliest + timedelta(days=30)

    def test_has_no_earliest_date_where_the_first_application_has_none(self, replays: dict[str, CaseReplay]) -> None:
        assert all(due.earliest is None for due in owed_by_act(replays["TQ-RBDHA-2019-5967"]).values())

    @pytest.mark.letter("real-cases")
    def test_would_have_given_certainty_before_the_case_above_was_decided(self, replays: dict[str, CaseReplay]) -> None:
        replay = replays["RBDHA-2021-10275"]
        assert isinstance(replay.owed, Owed)
        assert replay.owed.certain_on.is_before(date(2021, 6, 2)) is True
