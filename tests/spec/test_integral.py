"""The integral procedure as the letter of 17 March 2016 asks for it, walked by invented children.

Expected here is only what the letter or a source that was read says; the numbers that are our own choice are not.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from relaas.kernel.when import When
from relaas.procedure.evaluator import may_act, situation_on
from relaas.procedure.history import Entry, History
from relaas.procedure.library import standard_library
from relaas.procedure.model import Certainty, Regime, RegimeKind
from relaas.procedure.promise_keeping import Keeping, judge
from relaas.procedure.situation import BreachKind, Situation

Event = tuple[str, str] | tuple[str, str, dict[str, Any]]


@cache
def integral() -> Regime:
    return standard_library().regime("integral")


def case(*events: Event) -> History:
    """A case from (day, act), each done by the first role that may do the act."""
    entries = []
    for number, (day, act, *answers) in enumerate(events):
        on, by = When.exact(date.fromisoformat(day)), integral().acts[act].by[0]
        entries.append(Entry(id=f"e{number}", act=act, by=by, on=on, answers=answers[0] if answers else {}))
    return History.of(entries)


def on(day: str, *events: Event) -> Situation:
    return situation_on(regime=integral(), history=case(*events), today=date.fromisoformat(day))


def may(act: str, day: str, *events: Event, role: str) -> bool:
    return bool(may_act(regime=integral(), history=case(*events), act=act, role=role, on=date.fromisoformat(day)))


def owed(situation: Situation) -> set[str]:
    return {act for duty in situation.duties for act in duty.acts}


def last_day(term: str, situation: Situation) -> date | None:
    return next(state.ends_on.latest for state in situation.terms if state.term == term)


def born(day: str) -> Event:
    return ("2016-03-17", "record_birth_date", {"born_on": date.fromisoformat(day)})


def days(text: str) -> tuple[Event, ...]:
    """Events from "2016-03-17 act, 2016-03-18 act"."""
    pairs = [item.split() for item in text.split(",")]
    return tuple((day, act) for day, act in pairs)


# Paths on which everybody is on time. Each begins where an earlier one stands.
SIGNAL: tuple[Event, ...] = (born("2002-05-20"), ("2016-03-17", "record_signal"))
PLACED = (*SIGNAL, *days("2016-03-18 place_in_protected_reception, 2016-03-18 inform_child"))
# Each says what it thinks; "not now" is decided, taken back on second thoughts, and decided otherwise.
VIEWED = (*PLACED, ("2016-03-19", "give_view"))
NOT_NOW = (*VIEWED, ("2016-03-21", "assess_not_now"))
REOPENED = (*NOT_NOW, ("2016-04-01", "reopen_assessment"))
VICTIM = (*PLACED, ("2016-03-21", "assess_possible_victim"))
WISHED = (*VICTIM, ("2016-03-22", "wish_reflection"))
REFLECTING = (*WISHED, ("2016-03-23", "grant_reflection"))
RISKS = (*REFLECTING, *days("2016-04-20 establish_risks, 2016-04-25 answer_risks"))
ABLE = (*RISKS, *days("2016-04-28 find_able, 2016-05-10 prove_measures"))
UNABLE = (*RISKS, *days("2016-04-28 find_unable, 2016-05-10 prove_measures"))
OPENED = (*ABLE, *days("2016-06-27 open_procedure, 2016-06-29 plan_story"))
TOLD = (*OPENED, *days("2016-07-08 hear_story, 2016-07-09 pass_on_lead"))
INVESTIGATED = (*TOLD, ("2016-07-20", "start_investigation"))
WEIGHED = (*TOLD, ("2016-07-28", "weigh_interests"))
RETURN_INTENDED = (*WEIGHED, *days("2016-07-29 consider_return, 2016-08-10 verify_reception"))
REFUSED = (*RETURN_INTENDED, *days("2016-08-15 give_views, 2016-08-19 refuse"))
AT_COURT = (*REFUSED, ("2016-09-01", "appeal"))
UPHELD = (*AT_COURT, ("2016-10-03", "uphold"))
TREATED = (*UNABLE, *days("2016-06-24 open_procedure, 2016-06-27 grant_hardship_path, 2016-07-04 begin_treatment"))
NEARLY_ADULT: tuple[Event, ...] = (born("1998-12-10"), *SIGNAL[1:], *INVESTIGATED[2:])

PATHS: dict[str, tuple[tuple[Event, ...], str]] = {
    "protected after one telling": ((*WEIGHED, ("2016-08-08", "grant_protection")), "2016-12-31"),
    "one bundled follow-up": (
        (
            *TOLD,
            *days(
                "2016-07-13 hear_follow_up, 2016-07-14 pass_on_lead, 2016-07-28 weigh_interests, "
                "2016-08-20 extend_decision, 2016-09-30 grant_continued_stay"
            ),
        ),
        "2016-12-31",
    ),
    "able to tell but silent": (
        (
            *OPENED,
            *days(
                "2016-07-08 keep_silent, 2016-07-28 weigh_interests, 2016-08-08 grant_continued_stay, "
                "2016-12-01 allow_telling_later, 2016-12-09 hear_story, 2016-12-10 pass_on_lead, "
                "2016-12-20 shelve_lead"
            ),
        ),
        "2016-12-31",
    ),
    "treated, then told, prosecuted, decided": (
        (
            *TREATED,
            *days(
                "2016-09-20 reassess_unable, 2016-12-12 reassess_able, 2016-12-15 plan_story, "
                "2016-12-30 hear_story, 2016-12-31 pass_on_lead, 2017-01-10 start_investigation, "
                "2017-01-20 weigh_interests, 2017-02-01 decide_to_prosecute, 2017-02-20 grant_protection, "
                "2018-01-15 convict"
            ),
        ),
        "2018-02-01",
    ),
    "unable for a whole year": (
        (
            *TREATED,
            *days(
                "2016-09-20 reassess_unable, 2016-12-12 reassess_unable, 2017-03-03 reassess_unable, "
                "2017-05-20 reassess_unable"
            ),
        ),
        "2017-12-31",
    ),
    "experts disagree, decided for able": (
        (
            *RISKS,
            *days(
                "2016-04-28 find_disputed, 2016-05-03 settle_able, 2016-05-10 prove_measures, "
                "2016-05-11 open_procedure_early, 2016-05-20 end_own_reflection, 2016-05-24 plan_story, "
                "2016-06-10 hear_story, 2016-06-12 pass_on_lead, 2016-07-01 weigh_interests, "
                "2016-07-11 grant_protection"
            ),
        ),
        "2016-12-31",
    ),
    "experts disagree, decided for unable": (
        (
            *RISKS,
            *days(
                "2016-04-28 find_disputed, 2016-05-03 settle_unable, 2016-05-10 prove_measures, "
                "2016-06-24 open_procedure, 2016-06-27 grant_hardship_path, 2016-07-04 begin_treatment"
            ),
        ),
        "2016-08-31",
    ),
    "not now, a new signal, first silent and then a wish": (
        (
            *PLACED,
            *days(
                "2016-03-19 give_view, 2016-03-20 ask_more_information, 2016-04-01 assess_not_now, "
                "2016-04-02 record_new_signal, 2016-04-05 assess_not_now, 2016-04-08 reopen_assessment, "
                "2016-04-10 assess_possible_victim, 2016-04-11 wish_reflection, "
                "2016-04-12 grant_reflection, 2016-05-10 establish_risks, 2016-05-12 answer_risks, "
                "2016-05-15 find_able"
            ),
        ),
        "2016-06-01",
    ),
    "declined": (
        (
            *VICTIM,
            *days(
                "2016-03-22 decline_reflection, 2016-03-25 start_own_inquiry, 2016-04-20 establish_risks, "
                "2016-04-25 answer_risks, 2016-04-28 find_able, 2016-05-02 open_procedure"
            ),
        ),
        "2016-05-05",
    ),
    "returned safely": ((*REFUSED, ("2016-11-01", "return_home")), "2016-12-31"),
    "no reception in the country": (
        (*WEIGHED, *days("2016-07-29 consider_return, 2016-08-10 find_no_reception, 2016-08-12 grant_continued_stay")),
        "2016-12-31",
    ),
    "refusal confirmed by the Council of State": (
        (*UPHELD, *days("2016-10-20 appeal_further, 2016-12-12 confirm_refusal, 2017-02-01 return_home")),
        "2017-03-01",
    ),
    "annulled on higher appeal": (
        (
            *UPHELD,
            *days("2016-10-20 appeal_further, 2016-12-12 annul_on_higher_appeal, 2016-12-30 grant_after_annulment"),
        ),
        "2017-03-01",
    ),
    "annulled, refused again, upheld, prosecuted after all": (
        (
            *AT_COURT,
            *days(
                "2016-07-20 start_investigation, 2016-10-03 annul, 2016-10-20 refuse_again, "
                "2016-11-01 appeal, 2016-12-01 uphold, 2016-12-20 decide_to_prosecute, "
                "2016-12-22 settle_stay_on_prosecution, 2017-11-01 acquit"
            ),
        ),
        "2018-01-01",
    ),
    "dismissed, and a complaint that helps": (
        (
            *INVESTIGATED,
            *days(
                "2016-07-28 weigh_interests, 2016-08-08 grant_protection, 2016-12-01 dismiss, "
                "2016-12-20 complain, 2017-03-01 order_prosecution"
            ),
        ),
        "2017-04-01",
    ),
    "dismissed, and a complaint in vain": (
        (
            *INVESTIGATED,
            *days(
                "2016-07-28 weigh_interests, 2016-08-08 grant_protection, 2016-12-01 dismiss, "
                "2016-12-20 complain, 2017-03-01 reject_complaint"
            ),
        ),
        "2017-04-01",
    ),
    "past eighteen": (
        (
            *NEARLY_ADULT,
            *days(
                "2016-07-22 plan_transition, 2016-07-28 weigh_interests, 2016-08-08 grant_protection, "
                "2016-12-01 dismiss, 2016-12-12 hand_over, 2020-06-01 end_follow_up"
            ),
        ),
        "2021-01-01",
    ),
    "gone and back": (
        (
            *REFLECTING,
            *days(
                "2016-04-01 disappear, 2016-04-01 report_missing, 2016-04-02 start_search, "
                "2016-05-01 review_search, 2016-05-20 come_back, 2016-05-20 receive_back"
            ),
        ),
        "2016-05-21",
    ),
}

LATE: dict[str, tuple[tuple[Event, ...], str]] = {
    "informed late": ((*SIGNAL, ("2016-04-20", "inform_child_instead")), "2016-04-21"),
    "not granted": (WISHED, "2016-04-20"),
    "risks not answered": ((*REFLECTING, *days("2016-04-20 establish_risks, 2016-05-20 order_measures")), "2016-05-21"),
    "dispute not settled": ((*RISKS, ("2016-04-28", "find_disputed")), "2016-06-01"),
    "procedure not opened": ((*UNABLE, ("2016-07-20", "open_procedure_ex_officio")), "2016-09-01"),
    "no decision": ((*TOLD, *days("2016-12-01 ask_court_for_decision, 2017-01-05 order_decision")), "2017-03-01"),
    "no new decision": ((*AT_COURT, ("2016-10-03", "annul")), "2017-03-01"),
    "return fails": ((*REFUSED, ("2017-01-05", "stay_instead_of_return")), "2017-02-01"),
    "views not given": (RETURN_INTENDED, "2016-10-01"),
    "no plan, no handover": (NEARLY_ADULT, "2017-01-01"),
    "nobody does anything": (SIGNAL, "2018-12-31"),
    "left": ((*REFLECTING, ("2016-04-01", "leave_country")), "2018-12-31"),
}


class TestRecommendation1SignalAndReflection:
    @pytest.mark.parametrize("assessment", ["assess_possible_victim", "assess_not_now", "ask_more_information"])
    @pytest.mark.letter("r1-signals", "r1-inform")
    def test_the_first_signal_obliges_to_inform_whatever_the_assessment_says(self, assessment: str) -> None:
        assert "inform_child" in owed(on("2016-03-17", *SIGNAL))
        assert "inform_child" in owed(on("2016-03-18", *SIGNAL, ("2016-03-18", assessment)))

    @pytest.mark.letter("r1-signals", "r1-inform")
    def test_not_now_takes_nothing_away(self) -> None:
        # Signalled on 17 March 2016 and not informed yet; on 18 March the consultation says "not now".
        before = on("2016-03-18", *SIGNAL)
        after = on("2016-03-18", *SIGNAL, ("2016-03-18", "assess_not_now"))
        assert before.rights == after.rights
        assert owed(before) - owed(after) == {"assess_possible_victim", "assess_not_now"}
        assert last_day("informing", before) == last_day("informing", after) == date(2016, 3, 20)
        # Told of it on 18 March, the child can still wish the reflection period on 10 April, and it is owed to it.
        assert may("wish_reflection", "2016-03-22", *NOT_NOW, role="child")
        assert "grant_reflection" in owed(on("2016-03-22", *NOT_NOW, ("2016-03-22", "wish_reflection")))

    @pytest.mark.letter("r1-signals")
    def test_a_new_signal_after_not_now_has_it_assessed_again(self) -> None:
        # "telkens ketenbreed bepaald" (letter, p. 2): decided on 21 March, signalled again on 5 April, due on 19 April.
        again = on("2016-04-05", *NOT_NOW, ("2016-04-05", "record_new_signal"))
        assert again.statuses["signal"] == ("signalled",)
        assert owed(again) >= {"assess_possible_victim", "assess_not_now"}
        assert last_day("assessment", again) == date(2016, 4, 19)

    @pytest.mark.letter("r1-signals")
    @pytest.mark.parametrize("role", ["guardian", "reception", "comensha", "police", "ind", "chain"])
    def test_who_takes_part_can_have_it_done_again_without_a_new_signal(self, role: str) -> None:
        assert may("reopen_assessment", "2016-04-01", *NOT_NOW, role=role)
        assert on("2016-04-01", *REOPENED).statuses["signal"] == ("signalled",)

    def test_a_decision_that_it_may_be_a_victim_is_not_reopened(self) -> None:
        assert not may("reopen_assessment", "2016-04-01", *VICTIM, role="guardian")

    def test_who_is_bound_to_confidentiality_reports_and_gives_no_view(self) -> None:
        for role in ("doctor", "lawyer", "ngo"):
            assert may("record_new_signal", "2016-03-19", *PLACED, role=role)
            assert not may("give_view", "2016-03-19", *PLACED, role=role)

    def test_a_view_moves_nothing(self) -> None:
        # Whatever each thinks, only the decision of the consultation counts: nobody steers it alone.
        before, after = on("2016-03-19", *PLACED), on("2016-03-19", *VIEWED)
        assert before.statuses == after.statuses
        assert before.duties == after.duties

    def test_the_reflection_period_lasts_three_months(self) -> None:
        # "het recht op bedenktijd van drie maanden" (letter, p. 2)
        assert last_day("reflection_period", on("2016-03-23", *REFLECTING)) == date(2016, 6, 23)
        assert on("2016-06-23", *REFLECTING).statuses["reflection"] == ("running",)
        assert on("2016-06-24", *REFLECTING).statuses["reflection"] == ("ended",)

    @pytest.mark.letter("r1-grant")
    def test_who_wishes_it_gets_it_even_after_silence_or_a_no(self) -> None:
        silent = on("2016-03-28", *PLACED)
        assert silent.statuses["reflection"] == ("silent",)
        assert may("wish_reflection", "2016-03-28", *PLACED, role="child")
        declined = (*VICTIM, ("2016-03-22", "decline_reflection"))
        assert may("wish_reflection", "2016-04-10", *declined, role="child")
        assert owed(on("2016-04-10", *declined, ("2016-04-10", "wish_reflection"))) >= {"grant_reflection"}

    @pytest.mark.letter("r1-grant")
    def test_an_authority_that_does_not_grant_cannot_withhold_it(self) -> None:
        assert on("2016-03-25", *WISHED).statuses["reflection"] == ("running",)

    @pytest.mark.letter("r1-unconditional")
    def test_nobody_but_the_child_can_end_it(self) -> None:
        ending = {
            name for name, act in integral().acts.items() if act.to.get("reflection") == "ended" and not act.is_clock
        }
        assert ending == {"end_own_reflection"}
        assert integral().acts["end_own_reflection"].by == ("child",)

    @pytest.mark.letter("r1-unconditional", "r1-own-clock")
    def test_asking_for_protection_leaves_it_running(self) -> None:
        asked = on("2016-04-01", *REFLECTING, ("2016-04-01", "open_procedure_early"))
        assert asked.statuses["reflection"] == ("running",)
        assert asked.open_procedures == {"integral": True}
        assert last_day("reflection_period", asked) == date(2016, 6, 23)

    @pytest.mark.letter("disappearance")
    def test_a_disappearance_suspends_it(self) -> None:
        # Twenty days away, twenty days later.
        gone = (*REFLECTING, *days("2016-04-01 disappear, 2016-04-21 come_back"))
        assert on("2016-06-24", *gone).statuses["reflection"] == ("running",)
        assert last_day("reflection_period", on("2016-04-21", *gone)) == date(2016, 6, 23) + timedelta(days=20)

    @pytest.mark.parametrize("role", ["guardian", "ind", "child", "lawyer"])
    @pytest.mark.letter("r1-before")
    def test_no_procedure_opens_before_information_and_choice(self, role: str) -> None:
        for act in ("open_procedure", "open_procedure_early", "open_procedure_ex_officio"):
            assert not may(act, "2016-03-17", *SIGNAL, role=role)
            assert not may(act, "2016-03-18", *PLACED, role=role)


class TestRecommendation2RisksThatBind:
    @pytest.mark.letter("r2-analysis")
    def test_the_analysis_is_due_within_the_reflection_period(self) -> None:
        reflecting = on("2016-03-23", *REFLECTING)
        due, end = last_day("risk_analysis", reflecting), last_day("reflection_period", reflecting)
        assert due is not None
        assert end is not None
        assert due <= end

    @pytest.mark.letter("r2-binds")
    def test_it_cannot_be_concluded_while_a_risk_has_no_answer(self) -> None:
        established = (*REFLECTING, ("2016-04-20", "establish_risks"))
        assert not may("find_able", "2016-04-21", *established, role="risk_team")
        assert "answer_risks" in owed(on("2016-04-21", *established))

    @pytest.mark.letter("r2-no-pointless")
    def test_who_cannot_tell_now_cannot_be_asked(self) -> None:
        for act in ("hear_story", "hear_follow_up"):
            assert not may(act, "2016-08-01", *TREATED, role="story_team")
        assert not may("plan_story", "2016-08-01", *TREATED, role="guardian")

    @pytest.mark.letter("r2-hardship")
    def test_the_hardship_path_is_a_stage_of_the_one_procedure(self) -> None:
        treated = on("2016-08-01", *TREATED)
        assert treated.certainty == (Certainty.TEMPORARY,)
        assert treated.open_procedures == {"integral": True}

    @pytest.mark.letter("r2-way-back")
    def test_who_can_tell_after_treatment_is_heard_without_a_new_procedure(self) -> None:
        able = on("2016-12-12", *TREATED, *days("2016-09-20 reassess_unable, 2016-12-12 reassess_able"))
        assert "plan_story" in owed(able)
        assert len(able.opened) == 1

    def test_experts_who_disagree_are_followed_by_somebody_who_decides(self) -> None:
        disputed = (*RISKS, ("2016-04-28", "find_disputed"))
        assert owed(on("2016-04-28", *disputed)) >= {"settle_able", "settle_unable"}
        # Undecided, the doubt protects the child.
        assert on("2016-06-01", *disputed).statuses["story"] == ("unable",)


class TestRecommendation3OneStoryOneProcedure:
    @pytest.mark.letter("r3-police-early")
    def test_what_the_child_tells_must_reach_the_police(self) -> None:
        told = on("2016-07-08", *OPENED, ("2016-07-08", "hear_story"))
        assert "pass_on_lead" in owed(told)
        assert told.counters["tellings"] == (1, 1)

    @pytest.mark.letter("r3-once")
    def test_a_second_follow_up_is_not_possible(self) -> None:
        twice = (*TOLD, *days("2016-07-13 hear_follow_up, 2016-07-14 pass_on_lead"))
        assert on("2016-07-15", *twice).counters["tellings"] == (2, 2)
        assert not may("hear_follow_up", "2016-07-15", *twice, role="story_team")

    @pytest.mark.letter("r4-no-shopping", "r4-no-stacking")
    def test_an_open_procedure_cannot_be_opened_again(self) -> None:
        openings = [name for name, act in integral().acts.items() if act.opens]
        for act in openings:
            for role in ("child", "guardian", "ind"):
                assert not may(act, "2016-09-30", *OPENED, role=role)

    @pytest.mark.letter("r3-both-grounds")
    def test_the_decision_is_protection_continued_stay_or_return(self) -> None:
        assert owed(on("2016-07-28", *WEIGHED)) >= {"grant_protection", "grant_continued_stay"}
        assert may("consider_return", "2016-07-28", *WEIGHED, role="ind")

    def test_return_cannot_be_decided_before_reception_there_was_verified(self) -> None:
        # CJEU C-441/19 (TQ), 14 January 2021
        assert not may("refuse", "2016-07-28", *WEIGHED, role="ind")
        assert not may("refuse", "2016-08-01", *WEIGHED, ("2016-07-29", "consider_return"), role="ind")
        assert not may("return_home", "2016-08-01", *WEIGHED, role="dtv")

    def test_the_views_of_lawyer_and_guardian_come_before_a_refusal(self) -> None:
        assert not may("refuse", "2016-08-11", *RETURN_INTENDED, role="ind")
        assert may("refuse", "2016-08-16", *RETURN_INTENDED, ("2016-08-15", "give_views"), role="ind")


class TestRecommendation4TermsAndCertainty:
    @pytest.mark.letter("r4-prosecution")
    def test_the_decision_to_prosecute_gives_certainty_on_the_day_itself(self) -> None:
        events = (*INVESTIGATED, ("2016-08-01", "decide_to_prosecute"))
        assert on("2016-07-31", *INVESTIGATED).certainty != (Certainty.DURABLE,)
        assert on("2016-08-01", *events).certainty == (Certainty.DURABLE,)

    @pytest.mark.parametrize("outcome", ["convict", "acquit"])
    @pytest.mark.letter("r4-prosecution")
    def test_no_outcome_of_the_criminal_case_takes_it_away(self, outcome: str) -> None:
        events = (*INVESTIGATED, ("2016-08-01", "decide_to_prosecute"), ("2017-08-01", outcome))
        assert on("2017-08-02", *events).certainty == (Certainty.DURABLE,)

    def test_after_it_there_is_no_refusal_and_an_earlier_one_is_replaced(self) -> None:
        before = (*WEIGHED, *days("2016-07-30 start_investigation, 2016-07-31 decide_to_prosecute"))
        assert not may("consider_return", "2016-08-01", *before, role="ind")
        after = (*REFUSED, *days("2016-07-20 start_investigation, 2016-08-30 decide_to_prosecute"))
        assert "settle_stay_on_prosecution" in owed(on("2016-08-30", *after))

    def test_a_refusal_can_be_appealed_for_four_weeks(self) -> None:
        # Aliens Act 2000, article 69(1): four weeks from 19 August 2016
        assert last_day("remedy", on("2016-08-19", *REFUSED)) == date(2016, 9, 16)
        assert may("appeal", "2016-09-16", *REFUSED, role="lawyer")
        assert not may("appeal", "2016-09-17", *REFUSED, role="lawyer")

    def test_a_final_refusal_with_verified_reception_is_a_durable_answer(self) -> None:
        assert on("2016-09-16", *REFUSED).certainty != (Certainty.DURABLE,)
        assert on("2016-09-17", *REFUSED).certainty == (Certainty.DURABLE,)
        assert on("2016-11-02", *REFUSED, ("2016-11-01", "return_home")).certainty == (Certainty.DURABLE,)

    def test_annulment_leads_to_one_new_decision_at_most_once_a_refusal(self) -> None:
        again = (*AT_COURT, *days("2016-10-03 annul, 2016-10-20 refuse_again, 2016-11-01 appeal, 2016-12-01 annul"))
        assert not may("refuse_again", "2016-12-02", *again, role="ind")
        assert "grant_after_annulment" in owed(on("2016-12-02", *again))

    def test_a_court_orders_a_late_decision_within_two_weeks(self) -> None:
        # General Administrative Law Act, article 8:55d
        events, _ = LATE["no decision"]
        assert last_day("ordered_decision", on("2017-01-05", *events)) == date(2017, 1, 19)
        assert on("2017-01-20", *events).certainty == (Certainty.DURABLE,)

    @pytest.mark.parametrize("name", LATE)
    @pytest.mark.letter("r4-three-years", "r4-certain-soon")
    def test_however_late_the_authorities_are_the_child_is_certain_within_two_years(self, name: str) -> None:
        events, _ = LATE[name]
        if name == "left":
            assert on("2018-12-31", *events).open_procedures == {}
        else:
            assert on("2018-03-17", *events).certainty == (Certainty.DURABLE,)


# The longest ways of the head of the file: every act on the last day of its term, or of
# the term named; "wait" lets it run out.
LONGEST_TO_A_GRANT = (
    "record_signal", "inform_child", "wait choice", "establish_risks", "answer_risks", "find_disputed", "settle_able",
    "wish_reflection opening", "grant_reflection", "establish_risks", "answer_risks", "find_unable",
    "wait reflection_period", "open_procedure", "grant_hardship_path",
    "reassess_unable", "reassess_unable", "reassess_unable", "reassess_able",
    "plan_story", "hear_story", "weigh_interests", "extend_decision", "grant_protection",
)  # fmt: skip
LONGEST_AFTER_A_REFUSAL = (
    "record_signal", "inform_child", "wait choice", "establish_risks", "answer_risks", "find_able", "open_procedure",
    "plan_story", "hear_story", "weigh_interests", "consider_return weighing", "verify_reception", "give_views",
    "refuse refusal_limit", "appeal", "uphold", "appeal_further", "annul_on_higher_appeal", "grant_after_annulment",
)  # fmt: skip


def delayed(script: tuple[str, ...], *, start: date) -> Situation:
    """The case in which each act of the script comes as late as it can."""
    events: list[Event] = []
    today = start
    for line in script:
        act, _, named = line.partition(" ")
        term = named or integral().acts[act].within
        if term is not None:
            end = last_day(term, on(today.isoformat(), *events))
            assert end is not None, line
            today = max(today, end)
        if act == "wait":
            today += timedelta(days=1)
        else:
            events.append((today.isoformat(), act))
    return on(today.isoformat(), *events)


class TestTheLongestWay:
    @pytest.mark.parametrize("month", range(1, 13))
    @pytest.mark.parametrize("script", [LONGEST_TO_A_GRANT, LONGEST_AFTER_A_REFUSAL])
    @pytest.mark.letter("r4-certain-soon")
    def test_everybody_on_time_the_child_is_certain_before_two_years(self, script: tuple[str, ...], month: int) -> None:
        # "Dat is voor kinderen, laat staan deze groep, gewoonweg te lang" (letter, p. 4, on three years)
        situation = delayed(script, start=date(2016, month, 17))
        steps = [stretch.step for stretch in situation.branches[0].stretches if stretch.step]
        assert steps[-1].act == script[-1]
        assert not [step for step in steps if step.irregular]
        assert situation.certainty == (Certainty.DURABLE,)
        assert situation.today < date(2018, month, 17)


class TestRecommendation5PastEighteen:
    @pytest.mark.letter("r5-past-18")
    def test_the_plan_is_due_before_the_birthday(self) -> None:
        due = last_day("plan_due", on("2016-07-20", *NEARLY_ADULT))
        assert due is not None
        assert due < date(2016, 12, 10)
        assert "plan_transition" in owed(on("2016-07-20", *NEARLY_ADULT))

    @pytest.mark.letter("r5-past-18")
    def test_the_birthday_ends_no_reception_no_guidance_and_no_stay(self) -> None:
        before, after = on("2016-12-09", *NEARLY_ADULT), on("2016-12-10", *NEARLY_ADULT)
        assert after.statuses["age"] == ("adult",)
        lost = set(before.rights) - set(after.rights)
        assert lost == {"guardian"}
        assert after.rights["named_contact"]

    def test_the_guardian_hands_over_to_a_named_contact(self) -> None:
        assert "hand_over" in owed(on("2016-12-10", *NEARLY_ADULT))

    def test_protection_lasts_until_certainty_and_follow_up_are_both_there(self) -> None:
        events, _ = PATHS["past eighteen"]
        assert "reception_and_guidance" in on("2020-05-31", *events).rights
        assert "reception_and_guidance" not in on("2020-06-01", *events).rights


class TestDisappearance:
    GONE = (*REFLECTING, ("2016-04-01", "disappear"))

    @pytest.mark.letter("disappearance")
    def test_it_obliges_at_once_to_report_and_to_search(self) -> None:
        assert "report_missing" in owed(on("2016-04-01", *self.GONE))
        assert "start_search" in owed(on("2016-04-01", *self.GONE, ("2016-04-01", "report_missing")))

    def test_it_ends_no_right(self) -> None:
        assert set(on("2016-03-31", *REFLECTING).rights) == set(on("2017-03-31", *self.GONE).rights)

    def test_no_term_of_the_child_runs_out_meanwhile(self) -> None:
        assert on("2019-04-01", *self.GONE).statuses["reflection"] == ("running",)
        assert on("2019-04-01", *self.GONE).statuses["residence"] == ("none",)

    @pytest.mark.letter("disappearance")
    def test_who_returns_goes_on_where_it_was(self) -> None:
        back = on("2017-04-01", *self.GONE, ("2017-04-01", "come_back"))
        assert back.statuses["reflection"] == ("running",)
        assert {"receive_back", "establish_risks"} <= owed(back)


class TestTheWholePackage:
    def test_it_is_a_proposal_and_in_force_on_no_day(self) -> None:
        assert integral().kind is RegimeKind.PROPOSAL

    @pytest.mark.parametrize("name", PATHS)
    @pytest.mark.letter("package")
    def test_a_path_on_time_breaks_no_rule_and_no_promise(self, name: str) -> None:
        events, day = PATHS[name]
        situation = on(day, *events)
        assert not [breach for breach in situation.breaches if breach.kind is not BreachKind.STILL_LATE]
        verdicts = judge(
            regime=integral(),
            promises=standard_library().promises["letter"],
            history=case(*events),
            today=situation.today,
        )
        assert [verdict for verdict in verdicts if verdict.keeping is Keeping.BROKEN] == []

    @pytest.mark.parametrize("name", LATE)
    def test_what_lateness_opens_is_allowed(self, name: str) -> None:
        events, day = LATE[name]
        breaches = on(day, *events).breaches
        assert [breach for breach in breaches if breach.kind is BreachKind.AGAINST_RULES] == []

    def test_every_act_fires_and_every_status_is_reached_on_some_path(self) -> None:
        stretches = [
            stretch
            for events, day in (*PATHS.values(), *LATE.values())
            for stretch in on(day, *events).branches[0].stretches
        ]
        fired = {stretch.step.act for stretch in stretches if stretch.step}
        reached = {(track, status) for stretch in stretches for track, status in stretch.node.statuses.items()}
        assert set(integral().acts) - fired == set()
        assert {(t, s) for t, track in integral().tracks.items() for s in track.statuses} - reached == set()

    def test_every_assumption_gives_its_reason_in_both_languages(self) -> None:
        for source in integral().assumptions().values():
            assert source.reason is not None
            assert source.reason.nl
            assert source.reason.en
