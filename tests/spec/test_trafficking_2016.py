"""The trafficking residence regime around March 2016, as far as its sources were read. All cases are invented."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from relaas.kernel.when import When
from relaas.procedure.evaluator import may_act, situation_on
from relaas.procedure.history import Entry, History
from relaas.procedure.library import standard_library
from relaas.procedure.model import Certainty, Regime
from relaas.procedure.situation import Situation


def regime(name: str = "trafficking-2016") -> Regime:
    return standard_library().regime(name)


def case(*events: tuple[Any, ...]) -> History:
    """A case from (day, act) or (day, act, answers), done by the first role that may do the act."""
    entries = []
    for number, (day, act, *answers) in enumerate(events):
        by = regime("trafficking-2023").acts[act].by[0]
        on = When.exact(date.fromisoformat(day))
        entries.append(Entry(id=f"e{number}", act=act, by=by, on=on, answers=answers[0] if answers else {}))
    return History.of(entries)


def on(day: str, history: History, *, law: str = "trafficking-2016") -> Situation:
    return situation_on(regime=regime(law), history=history, today=date.fromisoformat(day))


def may(act: str, day: str, history: History, *, role: str, law: str = "trafficking-2016") -> bool:
    answer = may_act(regime=regime(law), history=history, act=act, role=role, on=date.fromisoformat(day))
    return bool(answer)


def last_day(term: str, situation: Situation) -> date | None:
    return next(state.ends_on.latest for state in situation.terms if state.term == term)


INDICATION = (("2016-03-10", "record_signal"), ("2016-03-10", "find_indication"))
ASKED = (*INDICATION, ("2016-03-15", "offer_reflection"), ("2016-03-16", "ask_reflection"))
RUNNING = (*ASKED, ("2016-03-17", "grant_reflection"))
REPORTED = (*RUNNING, ("2016-04-04", "sign_report"))
APPLIED = (*REPORTED, ("2016-04-05", "forward_m55"))
PERMIT = (*APPLIED, ("2016-04-06", "grant_permit_at_once"), ("2016-04-20", "open_investigation"))
HARDSHIP_APPLIED = (*RUNNING, ("2016-05-02", "apply_hardship"))


class TestReflectionPeriod:
    def test_granted_on_17_march_2016_it_lasts_up_to_and_including_17_june(self) -> None:
        # Three months, counted from the day after it was granted (Vc B8/3.1).
        assert last_day("reflection", on("2016-03-17", case(*RUNNING))) == date(2016, 6, 17)
        assert on("2016-06-17", case(*RUNNING)).statuses["reflection"] == ("running",)
        assert on("2016-06-18", case(*RUNNING)).statuses["reflection"] == ("ended",)

    def test_granted_on_30_november_2015_it_ends_on_29_february_2016(self) -> None:
        early = case(
            ("2015-11-29", "record_signal"), ("2015-11-29", "find_indication"), ("2015-11-29", "offer_reflection"),
            ("2015-11-30", "ask_reflection"), ("2015-11-30", "grant_reflection"),
        )  # fmt: skip
        assert last_day("reflection", on("2015-12-01", early)) == date(2016, 2, 29)

    def test_it_is_not_extended_when_it_ends_on_liberation_day(self) -> None:
        # The three months stand in policy, not in an act or decree, so the Algemene termijnenwet does not move 5 May.
        on_holiday = case(
            ("2016-02-05", "record_signal"), ("2016-02-05", "find_indication"), ("2016-02-05", "offer_reflection"),
            ("2016-02-05", "ask_reflection"), ("2016-02-05", "grant_reflection"),
        )  # fmt: skip
        assert last_day("reflection", on("2016-02-06", on_holiday)) == date(2016, 5, 5)

    def test_it_is_given_once(self) -> None:
        over = case(*RUNNING, ("2016-04-01", "decline_to_report"))
        assert not may("ask_reflection", "2016-04-02", over, role="child")
        assert not may("grant_reflection", "2016-04-02", over, role="police")

    def test_it_needs_an_indication_but_not_a_proof(self) -> None:
        unassessed = case(("2016-03-10", "record_signal"), ("2016-03-16", "ask_reflection"))
        assert not may("grant_reflection", "2016-03-17", unassessed, role="police")
        assert may("grant_reflection", "2016-03-17", case(*ASKED), role="police")

    def test_nobody_is_bound_to_offer_or_to_grant_it(self) -> None:
        owed = {act for duty in on("2016-03-16", case(*ASKED)).duties for act in duty.acts}
        assert not owed & {"offer_reflection", "grant_reflection"}

    def test_it_gives_lawful_stay_and_benefits_and_no_certainty(self) -> None:
        during = on("2016-04-01", case(*RUNNING))
        assert during.rights["stay_in_reflection"]
        assert during.rights["rvb_benefits"]
        assert during.certainty == (Certainty.NONE,)

    def test_the_child_reports_to_the_police_every_month(self) -> None:
        monthly = case(*RUNNING, ("2016-04-14", "report_monthly"))
        assert last_day("monthly_report", on("2016-03-18", case(*RUNNING))) == date(2016, 4, 17)
        assert last_day("monthly_report", on("2016-04-15", monthly)) == date(2016, 5, 14)


class TestTheFiveWaysInWhichTheReflectionPeriodEnds:
    def ended(self, *events: tuple[str, str], day: str) -> bool:
        return on(day, case(*RUNNING, *events)).statuses["reflection"] == ("ended",)

    def test_the_police_establish_departure_to_an_unknown_destination(self) -> None:
        assert not self.ended(("2016-04-01", "disappear"), day="2016-04-05")
        assert self.ended(("2016-04-01", "disappear"), ("2016-04-05", "establish_departure"), day="2016-04-05")

    def test_the_child_says_no(self) -> None:
        assert self.ended(("2016-04-01", "decline_to_report"), day="2016-04-01")

    def test_the_child_reports_or_cooperates_otherwise(self) -> None:
        assert self.ended(("2016-04-01", "sign_report"), day="2016-04-01")
        assert self.ended(("2016-04-01", "cooperate"), day="2016-04-01")

    def test_the_child_applies_for_another_residence_permit(self) -> None:
        assert self.ended(("2016-04-01", "apply_other_permit"), day="2016-04-01")

    def test_three_months_pass(self) -> None:
        assert not self.ended(day="2016-06-17")
        assert self.ended(day="2016-06-18")


class TestPermitDuringTheCriminalCase:
    def test_the_forwarded_report_counts_as_an_application(self) -> None:
        applied = on("2016-04-05", case(*APPLIED))
        assert [opened.procedure for opened in applied.opened] == ["trafficking"]
        assert applied.rights["stay_pending_trafficking"]

    def test_the_target_is_24_hours_and_the_statutory_term_90_days(self) -> None:
        applied = on("2016-04-05", case(*APPLIED))
        assert last_day("decision_target", applied) == date(2016, 4, 6)
        assert last_day("decision", applied) == date(2016, 7, 4)

    def test_the_statutory_term_can_be_extended_by_six_months(self) -> None:
        # Ninety days and six months from the day of receipt: six months later is 5 October 2016, and ninety days more.
        extended = on("2016-06-01", case(*APPLIED, ("2016-06-01", "extend_decision")))
        assert last_day("decision", extended) == date(2017, 1, 3)

    def test_missing_the_target_is_no_breach_and_missing_the_statutory_term_is(self) -> None:
        assert not on("2016-07-04", case(*APPLIED)).breaches
        assert [breach.acts for breach in on("2016-07-05", case(*APPLIED)).breaches] == [
            ("grant_permit", "refuse_permit")
        ]

    def test_no_permit_when_nothing_is_being_investigated(self) -> None:
        dismissed = case(*APPLIED, ("2016-04-15", "dismiss_case"))
        assert not may("grant_permit", "2016-04-16", dismissed, role="ind")
        assert may("refuse_permit", "2016-04-16", dismissed, role="ind")

    def test_it_lasts_a_year_and_can_be_renewed_while_the_case_goes_on(self) -> None:
        assert last_day("permit_validity", on("2016-05-01", case(*PERMIT))) == date(2017, 4, 6)
        renewal = case(*PERMIT, ("2017-03-01", "apply_renewal"))
        assert may("renew_permit", "2017-03-10", renewal, role="ind")
        dismissed = case(*PERMIT, ("2017-03-01", "apply_renewal"), ("2017-03-05", "dismiss_case"))
        assert not may("renew_permit", "2017-03-10", dismissed, role="ind")

    def test_without_renewal_it_expires(self) -> None:
        assert on("2017-04-07", case(*PERMIT)).statuses["trafficking"] == ("expired",)

    def test_it_can_be_withdrawn_once_the_case_is_dismissed(self) -> None:
        assert not may("withdraw_permit", "2016-06-01", case(*PERMIT), role="ind")
        dismissed = case(*PERMIT, ("2016-06-01", "dismiss_case"))
        assert may("withdraw_permit", "2016-06-02", dismissed, role="ind")

    def test_the_outcome_of_a_complaint_may_not_be_awaited(self) -> None:
        complained = case(*PERMIT, ("2016-06-01", "dismiss_case"), ("2016-06-10", "file_complaint"))
        assert may("withdraw_permit", "2016-06-11", complained, role="ind")


class TestHardshipPath:
    @pytest.mark.letter("r2-hardship")
    def test_the_police_statement_of_victimhood_is_always_needed(self) -> None:
        medical_only = case(*HARDSHIP_APPLIED, ("2016-05-03", "state_limitation"))
        assert not may("grant_hardship", "2016-05-10", medical_only, role="ind")
        threat_only = case(*HARDSHIP_APPLIED, ("2016-05-03", "state_threat"))
        assert not may("grant_hardship", "2016-05-10", threat_only, role="ind")

    def test_victimhood_alone_is_not_enough(self) -> None:
        victim_only = case(*HARDSHIP_APPLIED, ("2016-05-03", "state_victimhood"))
        assert not may("grant_hardship", "2016-05-10", victim_only, role="ind")

    def test_victimhood_with_a_threat_or_a_limitation_suffices(self) -> None:
        for ground in ("state_threat", "state_limitation"):
            proven = case(*HARDSHIP_APPLIED, ("2016-05-03", "state_victimhood"), ("2016-05-04", ground))
            assert may("grant_hardship", "2016-05-10", proven, role="ind")

    def granted(self, *events: tuple[str, str]) -> History:
        return case(
            *HARDSHIP_APPLIED, ("2016-05-03", "state_victimhood"), ("2016-05-04", "state_limitation"),
            ("2016-05-10", "grant_hardship"), *events,
        )  # fmt: skip

    def test_the_permit_lasts_a_year_and_cannot_be_renewed(self) -> None:
        assert last_day("hardship_year", on("2016-06-01", self.granted())) == date(2017, 5, 10)
        assert not may("apply_renewal", "2017-04-01", self.granted(), role="child")
        assert on("2017-05-11", self.granted()).statuses["trafficking"] == ("expired",)

    def test_the_child_can_still_report_at_any_time(self) -> None:
        assert may("sign_report", "2016-12-01", self.granted(), role="child")
        reported = self.granted(("2016-12-01", "sign_report"))
        assert may("forward_m55", "2016-12-01", reported, role="police")

    def test_continued_stay_needs_a_year_on_the_permit(self) -> None:
        asked = self.granted(("2017-04-01", "apply_continued_hardship"))
        assert not may("grant_continued_hardship", "2017-05-10", asked, role="ind")
        assert may("grant_continued_hardship", "2017-05-11", asked, role="ind")


class TestCertainty:
    def prosecuted(self, *events: tuple[Any, ...]) -> History:
        return case(*PERMIT, ("2016-10-03", "decide_to_prosecute"), *events)

    def test_the_decision_to_prosecute_gives_no_certainty(self) -> None:
        prosecuted = on("2016-10-03", self.prosecuted())
        assert prosecuted.certainty == (Certainty.TEMPORARY,)
        assert not may("apply_continued_conviction", "2016-10-04", self.prosecuted(), role="child")

    def test_a_final_conviction_opens_continued_stay(self) -> None:
        convicted = self.prosecuted(("2017-03-01", "convict_first"))
        assert not may("apply_continued_conviction", "2017-03-10", convicted, role="child")
        assert may("apply_continued_conviction", "2017-03-20", convicted, role="child")

    @pytest.mark.letter("r4-three-years")
    def test_three_years_on_the_permit_open_continued_stay_while_the_case_is_pending(self) -> None:
        pending = case(
            *PERMIT, ("2017-03-01", "apply_renewal"), ("2017-04-03", "renew_permit"),
            ("2018-03-01", "apply_renewal"), ("2018-04-03", "renew_permit"),
            ("2019-03-01", "apply_renewal"), ("2019-04-03", "renew_permit"),
        )  # fmt: skip
        assert not may("apply_continued_three_years", "2019-04-06", pending, role="child")
        assert may("apply_continued_three_years", "2019-04-08", pending, role="child")

    def test_after_an_acquittal_it_takes_three_years_on_the_day_of_the_judgment(self) -> None:
        for held in (True, False):
            acquitted = self.prosecuted(("2017-03-01", "acquit_first", {"three_years_held": held}))
            assert may("apply_continued_judgment", "2017-03-20", acquitted, role="child") is held

    def test_only_continued_stay_is_durable(self) -> None:
        granted = self.prosecuted(
            ("2017-03-01", "convict_first"),
            ("2017-03-20", "apply_continued_conviction"),
            ("2017-05-01", "grant_continued"),
        )
        assert on("2017-04-30", granted).certainty == (Certainty.NONE,)
        assert on("2017-05-01", granted).certainty == (Certainty.DURABLE,)


class TestObjectionAndAppeal:
    REFUSED = (*APPLIED, ("2016-04-15", "dismiss_case"), ("2016-04-18", "refuse_permit"))

    def test_an_objection_is_due_within_four_weeks(self) -> None:
        refused = case(*self.REFUSED)
        # 16 May 2016 is Whit Monday, so the term runs on to the next day that is no rest day (Atw, article 1).
        assert last_day("objection_filing", on("2016-04-18", refused)) == date(2016, 5, 17)
        assert may("file_objection", "2016-05-17", refused, role="lawyer")
        assert on("2016-05-18", refused).statuses["trafficking"] == ("closed",)

    def test_the_ind_decides_within_six_weeks_of_the_end_of_that_term_and_may_postpone_for_six(self) -> None:
        refused = (*APPLIED, ("2016-04-15", "dismiss_case"), ("2016-04-19", "refuse_permit"))
        objected = (*refused, ("2016-05-02", "file_objection"))
        # Four weeks end on Tuesday 17 May; six weeks later is 28 June (Awb 7:10 counts from the end of the first term).
        assert last_day("objection_decision", on("2016-05-02", case(*objected))) == date(2016, 6, 28)
        postponed = case(*objected, ("2016-06-20", "extend_objection_decision"))
        assert last_day("objection_decision", on("2016-06-20", postponed)) == date(2016, 8, 9)

    def test_the_court_rules_within_six_weeks_of_the_hearing(self) -> None:
        heard = case(
            *self.REFUSED, ("2016-05-02", "file_objection"), ("2016-06-20", "reject_objection"),
            ("2016-07-01", "file_appeal"), ("2016-10-03", "hear_appeal"),
        )  # fmt: skip
        assert last_day("court_ruling", on("2016-10-03", heard)) == date(2016, 11, 14)

    def test_two_weeks_after_a_notice_of_default_the_child_can_appeal_against_not_deciding(self) -> None:
        noticed = case(*APPLIED, ("2016-07-05", "give_default_notice"))
        assert not may("appeal_delay", "2016-07-19", noticed, role="lawyer")
        assert may("appeal_delay", "2016-07-20", noticed, role="lawyer")
        appealed = case(*APPLIED, ("2016-07-05", "give_default_notice"), ("2016-07-20", "appeal_delay"))
        assert last_day("delay_ruling", on("2016-07-20", appealed)) == date(2016, 9, 14)


class TestDublin:
    """From 1 August 2019 for the permit, and for periods granted after 18 May 2023 for the reflection period."""

    def test_the_law_of_the_day_is_found(self) -> None:
        law = standard_library()
        versions = {
            "2016-03-17": "trafficking-2016", "2019-07-31": "trafficking-2016", "2019-08-01": "trafficking-2019",
            "2023-05-18": "trafficking-2019", "2023-05-19": "trafficking-2023",
        }  # fmt: skip
        for day, name in versions.items():
            found = law.in_force(line="trafficking", day=date.fromisoformat(day))
            assert isinstance(found, Regime)
            assert found.regime == name

    def applied(self, *events: tuple[Any, ...], dublin: bool) -> History:
        return case(
            ("2020-01-06", "record_signal"), ("2020-01-07", "sign_report"),
            ("2020-01-08", "forward_m55", {"dublin": dublin}), *events,
        )  # fmt: skip

    def test_a_dublin_permit_waits_for_the_prosecution_service(self) -> None:
        waiting = self.applied(dublin=True)
        assert not may("grant_permit", "2020-01-09", waiting, role="ind", law="trafficking-2019")
        confirmed = self.applied(("2020-01-20", "confirm_presence"), dublin=True)
        assert may("grant_permit", "2020-01-20", confirmed, role="ind", law="trafficking-2019")
        denied = self.applied(("2020-01-20", "deny_presence"), dublin=True)
        assert not may("grant_permit", "2020-01-20", denied, role="ind", law="trafficking-2019")

    def test_for_others_the_rule_is_unchanged(self) -> None:
        assert may("grant_permit", "2020-01-09", self.applied(dublin=False), role="ind", law="trafficking-2019")

    def test_the_reflection_period_is_thirty_days_under_dublin_and_three_months_for_others(self) -> None:
        for dublin, end in ((True, date(2023, 7, 1)), (False, date(2023, 9, 1))):
            granted = case(
                ("2023-06-01", "record_signal"), ("2023-06-01", "find_indication"), ("2023-06-01", "offer_reflection"),
                ("2023-06-01", "ask_reflection"), ("2023-06-01", "grant_reflection", {"dublin": dublin}),
            )  # fmt: skip
            assert last_day("reflection", on("2023-06-01", granted, law="trafficking-2023")) == end
