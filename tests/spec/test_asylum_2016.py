"""The asylum procedure of an unaccompanied minor from 2016 on, as far as its sources were read. All cases are invented,
except the one that says so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from relaas.kernel.when import When
from relaas.procedure.evaluator import may_act, situation_on
from relaas.procedure.history import Entry, History
from relaas.procedure.library import NotModelled, standard_library
from relaas.procedure.model import Certainty, Regime
from relaas.procedure.situation import BreachKind, Situation

OLDER = {"under_twelve": False, "under_fifteen": False}
UNDER_TWELVE = {"under_twelve": True, "under_fifteen": True}


def law(name: str = "asylum-2016") -> Regime:
    return standard_library().regime(name)


def case(*events: tuple[Any, ...], name: str = "asylum-2016") -> History:
    """A case from (day, act) or (day, act, answers), done by the first role that may do the act."""
    entries = []
    for number, (day, act, *answers) in enumerate(events):
        entries.append(
            Entry(
                id=f"e{number}",
                act=act,
                by=law(name).acts[act].by[0],
                on=When.exact(date.fromisoformat(day)),
                answers=answers[0] if answers else {},
            )
        )
    return History.of(entries)


def on(day: str, *events: tuple[Any, ...], name: str = "asylum-2016") -> Situation:
    return situation_on(regime=law(name), history=case(*events, name=name), today=date.fromisoformat(day))


def may(act: str, day: str, *events: tuple[Any, ...], role: str, name: str = "asylum-2016") -> bool:
    day_on = date.fromisoformat(day)
    return bool(may_act(regime=law(name), history=case(*events, name=name), act=act, role=role, on=day_on))


def last_day(term: str, situation: Situation) -> date | None:
    return next(state.ends_on.latest for state in situation.terms if state.term == term)


def status(track: str, situation: Situation) -> str:
    (only,) = situation.statuses[track]
    return only


def born(day: str) -> tuple[Any, ...]:
    return ("2016-03-01", "record_birth_date", {"born_on": date.fromisoformat(day)})


# A case without delay in March 2016; Good Friday (25 March) and Easter Monday (28 March) do not count as working days.
APPLIED = (("2016-03-01", "apply_asylum", OLDER),)
FIRST_INTERVIEW = (*APPLIED, ("2016-03-14", "hold_first_interview"))
HEARD = (*FIRST_INTERVIEW, ("2016-03-16", "hold_detailed_interview"))
ANNOUNCED = (*HEARD, ("2016-03-18", "announce_refusal"))
VIEWED = (*ANNOUNCED, ("2016-03-21", "give_view"))
REFUSED = (*VIEWED, ("2016-03-23", "refuse_unfounded"))
APPEALED = (*REFUSED, ("2016-03-29", "appeal_asylum_refusal"))
IN_EXTENDED = (*HEARD, ("2016-03-17", "move_to_extended"))
REFUSED_EXTENDED = (
    *IN_EXTENDED,
    ("2016-04-04", "announce_refusal_extended"),
    ("2016-05-02", "give_view_extended"),
    ("2016-05-10", "refuse_unfounded"),
)


class TestRestAndPreparation:
    def test_the_procedure_does_not_begin_before_six_days_have_passed(self) -> None:
        # Applied on Tuesday 1 March 2016: six days end on Monday 7 March (Vb 3.109, first paragraph).
        assert not may("hold_first_interview", "2016-03-07", *APPLIED, role="ind")
        assert may("hold_first_interview", "2016-03-08", *APPLIED, role="ind")

    def test_nobody_asks_for_the_account_in_the_rest_period_or_in_the_first_interview(self) -> None:
        assert on("2016-03-07", *APPLIED).rights["rest_without_motives"]
        assert not may("hold_detailed_interview", "2016-03-10", *APPLIED, role="ind")
        assert on("2016-03-14", *FIRST_INTERVIEW).counters["tellings"] == (0, 0)

    def test_a_minor_is_never_in_a_border_procedure(self) -> None:
        assert on("2016-03-07", *APPLIED).rights["no_border_procedure"]


class TestGeneralProcedure:
    def test_it_takes_eight_working_days_of_which_the_first_interview_is_the_first(self) -> None:
        # Day 1 is Monday 14 March, so day 8 is Wednesday 23 March 2016.
        assert last_day("general_procedure", on("2016-03-14", *FIRST_INTERVIEW)) == date(2016, 3, 23)

    def test_good_friday_and_easter_monday_do_not_count(self) -> None:
        # Day 1 on Monday 21 March: Thursday 24 is day 4, Tuesday 29 day 5, Friday 1 April day 8.
        late = on("2016-03-21", *APPLIED, ("2016-03-21", "hold_first_interview"))
        assert last_day("general_procedure", late) == date(2016, 4, 1)

    def test_the_days_of_the_interview_the_corrections_and_the_view(self) -> None:
        begun = on("2016-03-14", *FIRST_INTERVIEW)
        assert last_day("general_day_3", begun) == date(2016, 3, 16)
        assert last_day("general_day_4", begun) == date(2016, 3, 17)
        assert last_day("general_day_6", begun) == date(2016, 3, 21)

    def test_the_detailed_interview_is_the_first_telling(self) -> None:
        assert on("2016-03-16", *HEARD).counters["tellings"] == (1, 1)

    def test_a_refusal_waits_for_the_view_or_for_the_end_of_its_term(self) -> None:
        assert not may("refuse_unfounded", "2016-03-21", *ANNOUNCED, role="ind")
        assert may("refuse_unfounded", "2016-03-21", *VIEWED, role="ind")
        assert may("refuse_unfounded", "2016-03-22", *ANNOUNCED, role="ind")

    def test_when_the_eight_days_are_over_the_case_goes_on_in_the_extended_procedure(self) -> None:
        assert status("asylum", on("2016-03-23", *VIEWED)) == "general_viewed"
        assert status("asylum", on("2016-03-24", *VIEWED)) == "extended_heard"

    @pytest.mark.parametrize(
        ("act", "day"),
        [
            # Working days after Monday 14 March, without Good Friday and Easter Monday.
            ("extend_general_fourteen", "2016-04-04"),
            ("extend_general_sixteen", "2016-04-06"),
            ("extend_general_twenty_two", "2016-04-14"),
        ],
    )
    def test_it_can_be_extended_to_14_16_or_22_days(self, act: str, day: str) -> None:
        extended = on("2016-03-17", *HEARD, ("2016-03-17", act))
        assert last_day("general_procedure", extended) == date.fromisoformat(day)

    def test_once_extended_the_view_is_due_on_the_day_after_the_intended_refusal(self) -> None:
        extended = (*HEARD, ("2016-03-17", "extend_general_fourteen"), ("2016-03-24", "announce_refusal"))
        # The day after Maundy Thursday 24 March that counts is Tuesday 29 March.
        assert last_day("view_next_day", on("2016-03-24", *extended)) == date(2016, 3, 29)
        assert may("give_view_next_day", "2016-03-29", *extended, role="lawyer")
        assert not may("give_view_next_day", "2016-03-30", *extended, role="lawyer")


class TestChildUnderTwelve:
    BEGUN = (("2016-03-01", "apply_asylum", UNDER_TWELVE), ("2016-03-14", "hold_first_interview"))

    def test_has_no_detailed_interview_in_the_application_centre(self) -> None:
        assert not may("hold_detailed_interview", "2016-03-16", *self.BEGUN, role="ind")
        owed = {act for duty in on("2016-03-14", *self.BEGUN).duties for act in duty.acts}
        assert "move_under_twelve" in owed

    def test_is_not_interviewed_when_research_shows_problems(self) -> None:
        moved = (*self.BEGUN, ("2016-03-15", "move_under_twelve"), ("2016-04-20", "find_interview_barred"))
        assert status("asylum", on("2016-04-20", *moved)) == "extended_heard"
        assert not may("hold_detailed_interview_extended", "2016-04-21", *moved, role="ind")
        assert on("2016-04-21", *moved).counters["tellings"] == (0, 0)

    def test_an_older_child_has_no_such_research(self) -> None:
        moved = (*FIRST_INTERVIEW, ("2016-03-15", "move_to_extended"))
        assert not may("find_interview_barred", "2016-04-20", *moved, role="doctor")


class TestExtendedProcedure:
    def test_two_weeks_for_corrections_and_four_for_the_view(self) -> None:
        later = (
            *FIRST_INTERVIEW,
            ("2016-03-15", "move_to_extended"),
            ("2016-04-04", "hold_detailed_interview_extended"),
        )
        assert last_day("corrections_extended", on("2016-04-04", *later)) == date(2016, 4, 18)
        announced = (*later, ("2016-04-20", "announce_refusal_extended"))
        assert last_day("view_extended", on("2016-04-20", *announced)) == date(2016, 5, 18)


class TestDecisionTerm:
    def test_six_months_from_the_application(self) -> None:
        # Longer than three months, so a weekend would not move it (Algemene termijnenwet, article 4).
        assert last_day("asylum_decision", on("2016-03-01", *APPLIED)) == date(2016, 9, 1)
        on_sunday = on("2016-04-10", ("2016-04-10", "apply_asylum", OLDER))
        assert last_day("asylum_decision", on_sunday) == date(2016, 10, 10)
        ends_on_saturday = on("2016-03-10", ("2016-03-10", "apply_asylum", OLDER))
        assert last_day("asylum_decision", ends_on_saturday) == date(2016, 9, 10)

    def test_nine_and_then_three_months_more_counted_from_the_application(self) -> None:
        nine = (*APPLIED, ("2016-08-30", "extend_asylum_decision"))
        assert last_day("asylum_decision", on("2016-09-02", *nine)) == date(2017, 6, 1)
        twelve = (*nine, ("2017-05-30", "extend_asylum_decision_again"))
        assert last_day("asylum_decision", on("2017-06-02", *twelve)) == date(2017, 9, 1)

    def test_a_moratorium_brings_it_to_21_months(self) -> None:
        halted = on("2016-05-01", *APPLIED, ("2016-05-01", "declare_moratorium"))
        assert last_day("asylum_decision", halted) == date(2017, 12, 1)

    def test_a_term_that_is_over_is_not_extended(self) -> None:
        assert may("extend_asylum_decision", "2016-09-01", *APPLIED, role="ind")
        assert not may("extend_asylum_decision", "2016-09-02", *APPLIED, role="ind")

    def test_suspension_lengthens_it_by_the_days_it_lasted(self) -> None:
        stopped = (*APPLIED, ("2016-04-01", "stop_decision_clock"), ("2016-04-15", "resume_decision_clock"))
        assert last_day("asylum_decision", on("2016-04-20", *stopped)) == date(2016, 9, 15)

    def test_it_binds_the_ind_from_the_application_on(self) -> None:
        (duty,) = (d for d in on("2016-09-05", *APPLIED).duties if "grant_asylum" in d.acts)
        assert duty.by == ("ind",)
        assert duty.due_on == When.exact(date(2016, 9, 1))
        assert duty.overdue is True
        assert duty.days_overdue.most == 4

    def test_a_decision_after_the_term_stays_a_breach(self) -> None:
        late = on("2016-10-01", *APPLIED, ("2016-09-11", "grant_asylum"))
        (breach,) = (b for b in late.breaches if b.kind is BreachKind.LATE)
        assert breach.by == ("ind",)
        assert breach.days.most == 10


class TestNotDecidingInTime:
    # The dates of ECLI:NL:RBDHA:2021:10275, a real case, as far as it was published.
    PUBLISHED = (
        ("2018-09-21", "apply_asylum", OLDER),
        ("2019-03-27", "give_asylum_default_notice"),
        ("2019-04-18", "appeal_asylum_delay"),
        ("2019-06-06", "order_asylum_decision"),
        ("2019-06-26", "hold_first_interview"),
        ("2019-06-28", "hold_detailed_interview"),
    )

    def test_the_notice_waits_for_the_end_of_the_decision_term(self) -> None:
        applied = self.PUBLISHED[:1]
        assert not may("give_asylum_default_notice", "2019-03-21", *applied, role="lawyer")
        assert may("give_asylum_default_notice", "2019-03-22", *applied, role="lawyer")

    def test_the_appeal_waits_two_weeks_after_the_notice_and_has_no_term_after_that(self) -> None:
        noticed = self.PUBLISHED[:2]
        assert not may("appeal_asylum_delay", "2019-04-10", *noticed, role="lawyer")
        assert may("appeal_asylum_delay", "2019-04-11", *noticed, role="lawyer")
        assert may("appeal_asylum_delay", "2020-04-11", *noticed, role="lawyer")

    def test_the_penalty_runs_after_the_two_weeks_for_42_days(self) -> None:
        assert status("late_decision", on("2019-04-10", *self.PUBLISHED[:2])) == "notice_given"
        assert status("late_decision", on("2019-04-11", *self.PUBLISHED[:2])) == "penalty_due"
        assert last_day("asylum_penalty", on("2019-04-11", *self.PUBLISHED[:2])) == date(2019, 5, 23)

    def test_the_court_rules_within_eight_weeks_and_orders_a_decision_within_two(self) -> None:
        assert last_day("asylum_delay_ruling", on("2019-04-18", *self.PUBLISHED[:3])) == date(2019, 6, 13)
        assert last_day("ordered_asylum_decision", on("2019-06-06", *self.PUBLISHED[:4])) == date(2019, 6, 20)
        assert status("late_decision", on("2019-06-21", *self.PUBLISHED[:4])) == "order_missed"

    def test_every_step_of_the_published_case_was_possible_when_it_was_taken(self) -> None:
        situation = on("2019-06-28", *self.PUBLISHED)
        assert not [b for b in situation.breaches if b.kind is BreachKind.AGAINST_RULES]
        assert situation.counters["tellings"] == (1, 1)

    def test_a_decision_ends_it(self) -> None:
        decided = on("2019-07-10", *self.PUBLISHED, ("2019-07-02", "grant_asylum"))
        assert status("late_decision", decided) == "none"


class TestAppeal:
    def test_one_week_after_a_refusal_in_the_general_procedure(self) -> None:
        # 23 March + one week = 30 March 2016, a Wednesday.
        assert last_day("asylum_appeal", on("2016-03-23", *REFUSED)) == date(2016, 3, 30)

    def test_four_weeks_after_a_refusal_in_the_extended_procedure(self) -> None:
        assert last_day("asylum_appeal", on("2016-05-10", *REFUSED_EXTENDED)) == date(2016, 6, 7)

    @pytest.mark.parametrize("act", ["refuse_manifestly_unfounded", "refuse_inadmissible", "refuse_suspensive"])
    def test_one_week_after_other_refusals_in_either_procedure(self, act: str) -> None:
        refused = (*REFUSED_EXTENDED[:-1], ("2016-05-11", act))
        assert last_day("asylum_appeal", on("2016-05-11", *refused)) == date(2016, 5, 18)

    def test_a_term_that_ends_on_a_rest_day_moves_to_the_next_working_day(self) -> None:
        # Refused on Monday 21 March 2016: one week ends on Easter Monday, so Tuesday 29 March (Atw, article 1).
        refused = (*VIEWED, ("2016-03-21", "refuse_unfounded"))
        assert last_day("asylum_appeal", on("2016-03-21", *refused)) == date(2016, 3, 29)

    def test_an_unfounded_application_suspends_and_a_manifestly_unfounded_one_does_not(self) -> None:
        assert on("2016-04-10", *APPEALED).rights["asylum_stay_pending_appeal"]
        assert status("departure", on("2016-04-10", *APPEALED)) == "none"
        enforceable = (
            *VIEWED,
            ("2016-03-23", "refuse_manifestly_unfounded"),
            ("2016-03-29", "appeal_asylum_refusal"),
        )
        assert "asylum_stay_pending_appeal" not in on("2016-04-10", *enforceable).rights
        relieved = on("2016-04-10", *enforceable, ("2016-04-08", "grant_interim_relief"))
        assert relieved.rights["asylum_stay_pending_appeal"]

    def test_without_an_appeal_the_refusal_is_final_and_the_departure_term_of_four_weeks_runs(self) -> None:
        final = on("2016-03-31", *REFUSED)
        assert status("asylum", final) == "refused_final"
        assert last_day("departure_term", final) == date(2016, 4, 28)

    def test_the_court_rules_within_six_weeks_of_the_hearing_and_can_take_six_more(self) -> None:
        heard = (*APPEALED, ("2016-06-06", "hear_asylum_appeal"))
        assert last_day("asylum_court_ruling", on("2016-06-06", *heard)) == date(2016, 7, 18)
        extended = (*heard, ("2016-07-11", "extend_asylum_ruling"))
        assert last_day("asylum_court_ruling", on("2016-07-11", *extended)) == date(2016, 8, 29)

    def test_the_council_of_state_rules_within_23_weeks(self) -> None:
        lodged = (
            *APPEALED,
            ("2016-06-06", "hear_asylum_appeal"),
            ("2016-07-04", "uphold_asylum_refusal"),
            ("2016-07-08", "lodge_asylum_higher_appeal"),
        )
        assert last_day("asylum_higher_ruling", on("2016-07-08", *lodged)) == date(2016, 12, 16)

    def test_nobody_is_bound_by_a_term_to_hear_the_appeal(self) -> None:
        (duty,) = (d for d in on("2016-12-01", *APPEALED).duties if "hear_asylum_appeal" in d.acts)
        assert duty.due_on is None
        assert duty.bound is False

    def test_after_an_annulment_the_ind_decides_again_and_the_child_is_uncertain_again(self) -> None:
        annulled = on(
            "2016-07-05", *APPEALED, ("2016-06-06", "hear_asylum_appeal"), ("2016-07-04", "annul_asylum_refusal")
        )
        assert status("asylum", annulled) == "redecide"
        assert annulled.open_procedures["asylum"]
        assert annulled.rights["asylum_lawful_stay"]


class TestDisappearance:
    GONE = (*FIRST_INTERVIEW, ("2016-03-15", "disappear"))

    def test_the_application_can_be_taken_out_of_treatment_after_two_weeks(self) -> None:
        # Tuesday 15 March + two weeks = Tuesday 29 March 2016.
        assert not may("take_out_of_treatment", "2016-03-29", *self.GONE, role="ind")
        assert may("take_out_of_treatment", "2016-03-30", *self.GONE, role="ind")

    def test_not_when_the_child_is_back(self) -> None:
        back = (*self.GONE, ("2016-03-20", "come_back"))
        assert not may("take_out_of_treatment", "2016-04-10", *back, role="ind")

    def test_a_new_application_then_counts_as_a_first_one(self) -> None:
        again = on(
            "2016-06-01",
            *self.GONE,
            ("2016-04-01", "take_out_of_treatment"),
            ("2016-05-01", "come_back"),
            ("2016-05-09", "apply_asylum_again"),
        )
        assert status("asylum", again) == "rest"
        assert again.facts["repeat_application"] == (False,)
        assert [opened.procedure for opened in again.opened] == ["asylum", "asylum"]
        assert last_day("asylum_decision", again) == date(2016, 11, 9)


class TestExOfficioTest:
    def test_the_trafficking_permit_is_out_of_reach_without_a_report(self) -> None:
        assert not may("grant_trafficking_ex_officio", "2016-03-22", *VIEWED, role="ind")

    def test_with_a_report_it_is_a_temporary_permit(self) -> None:
        reported = (*HEARD[:-1], ("2016-03-15", "forward_trafficking_report"), *VIEWED[2:])
        granted = (*reported, ("2016-03-22", "grant_trafficking_ex_officio"))
        assert on("2016-03-23", *granted).certainty == (Certainty.TEMPORARY,)

    def test_only_on_the_first_application(self) -> None:
        repeated = (
            *REFUSED,
            ("2016-05-02", "apply_asylum_after_refusal"),
            ("2016-05-20", "hold_detailed_interview_extended"),
            ("2016-06-01", "announce_refusal_extended"),
            ("2016-06-20", "give_view_extended"),
        )
        assert may("refuse_unfounded", "2016-06-21", *repeated, role="ind")
        assert not may("grant_other_ex_officio", "2016-06-21", *repeated, role="ind")


class TestEighteenthBirthday:
    PLACED = (
        ("2016-03-01", "report_at_ter_apel"),
        born("1998-09-15"),
        ("2016-03-01", "place_in_reception"),
    )

    def test_reception_ends_on_the_day_after_it(self) -> None:
        refused = (*self.PLACED, *REFUSED)
        assert on("2016-09-14", *refused).rights["guardianship"]
        assert on("2016-09-15", *refused).statuses["age"] == ("adult",)
        assert on("2016-09-15", *refused).rights["asylum_reception"]
        assert "asylum_reception" not in on("2016-09-16", *refused).rights

    def test_reception_goes_on_while_the_application_itself_gives_the_right(self) -> None:
        pending = (*self.PLACED, *IN_EXTENDED)
        after = on("2016-09-16", *pending)
        assert status("reception", after) == "asylum_seeker"
        assert after.rights["asylum_reception"]


class TestNoFaultPermit:
    YOUNG = (
        born("2004-01-10"),
        ("2016-03-01", "apply_asylum", {"under_twelve": False, "under_fifteen": True}),
        *REFUSED[1:],
    )

    def test_only_for_who_was_under_fifteen_at_the_first_application(self) -> None:
        assert may("apply_no_fault", "2019-03-04", *self.YOUNG, role="child")
        older = (born("2001-01-10"), *REFUSED)
        assert not may("apply_no_fault", "2018-12-01", *older, role="child")

    def test_it_is_granted_only_after_three_years_unless_ex_officio(self) -> None:
        applied = (*self.YOUNG, ("2019-02-01", "apply_no_fault"))
        assert not may("grant_no_fault", "2019-03-01", *applied, role="ind")
        assert may("grant_no_fault", "2019-03-02", *applied, role="ind")
        assert may("grant_no_fault_ex_officio", "2016-06-01", *self.YOUNG, role="ind")

    def test_it_is_a_second_residence_procedure_and_gives_temporary_certainty(self) -> None:
        granted = on("2019-04-01", *self.YOUNG, ("2019-02-01", "apply_no_fault"), ("2019-03-04", "grant_no_fault"))
        assert [opened.procedure for opened in granted.opened] == ["asylum", "no_fault"]
        assert granted.certainty == (Certainty.TEMPORARY,)


class TestLawOfTheDay:
    @pytest.mark.parametrize(
        ("day", "name"),
        [
            ("2016-03-17", "asylum-2016"),
            ("2019-04-30", "asylum-2016"),
            ("2019-05-01", "asylum-2019"),
            ("2020-07-10", "asylum-2020"),
            ("2021-06-25", "asylum-2021"),
            ("2022-06-08", "asylum-2022"),
            ("2022-12-08", "asylum-2022-10"),
        ],
    )
    def test_a_day_has_the_version_that_was_in_force(self, day: str, name: str) -> None:
        found = standard_library().in_force(line="asylum", day=date.fromisoformat(day))
        assert isinstance(found, Regime)
        assert found.regime == name

    @pytest.mark.parametrize("day", ["2015-11-28", "2022-01-15", "2022-09-15", "2024-01-01"])
    def test_a_day_whose_law_was_not_read_is_not_modelled(self, day: str) -> None:
        assert isinstance(standard_library().in_force(line="asylum", day=date.fromisoformat(day)), NotModelled)


class TestLaterVersions:
    def test_from_july_2020_no_appeal_lies_against_not_deciding(self) -> None:
        assert "appeal_asylum_delay" in law("asylum-2019").acts
        assert "appeal_asylum_delay" not in law("asylum-2020").acts

    def test_from_june_2021_the_motive_is_asked_in_the_registration_interview_too(self) -> None:
        heard = (
            ("2021-08-02", "report_at_ter_apel"),
            ("2021-08-02", "register_identity"),
            ("2021-08-03", "hold_registration_interview"),
            ("2021-08-04", "apply_asylum", OLDER),
            ("2021-09-06", "open_general_procedure"),
            ("2021-09-06", "hold_detailed_interview"),
        )
        situation = on("2021-09-06", *heard, name="asylum-2021")
        assert situation.counters["tellings"] == (2, 2)
        assert not situation.breaches
        # Six working days from Monday 6 September 2021.
        assert last_day("general_procedure", situation) == date(2021, 9, 13)

    def test_from_2022_a_refused_minor_has_no_return_decision_until_reception_is_established(self) -> None:
        refused = (
            ("2022-03-01", "record_birth_date", {"born_on": date(2005, 6, 1)}),
            ("2022-03-01", "apply_asylum", OLDER),
            ("2022-03-14", "open_general_procedure"),
            ("2022-03-14", "hold_detailed_interview"),
            ("2022-03-17", "announce_refusal"),
            ("2022-03-17", "give_view"),
            ("2022-03-18", "refuse_unfounded"),
        )
        final = on("2022-04-01", *refused, name="asylum-2022")
        assert status("departure", final) == "unresolved"
        assert final.rights["asylum_deferred_departure"]
        assert may("issue_return_decision", "2022-06-01", *refused, role="ind", name="asylum-2022")
        at_eighteen = on("2023-06-01", *refused, name="asylum-2022")
        assert status("departure", at_eighteen) == "ordered"

    def test_from_october_2022_the_decision_term_is_fifteen_months(self) -> None:
        applied = (("2022-12-08", "apply_asylum", OLDER),)
        situation = on("2022-12-08", *applied, name="asylum-2022-10")
        assert last_day("asylum_decision", situation) == date(2024, 3, 8)
