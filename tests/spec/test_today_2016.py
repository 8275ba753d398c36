"""Asylum and the trafficking regime side by side around March 2016, and two proposals that change little of it.

The collisions are those of the sources that were read. All cases are invented.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from relaas.kernel.when import When
from relaas.procedure.evaluator import may_act, situation_on
from relaas.procedure.history import Entry, History
from relaas.procedure.library import standard_library
from relaas.procedure.model import Certainty, Force, Regime, RegimeKind
from relaas.procedure.situation import Situation

TODAY, REPLY, SHORT = "today-2016", "reply-2015", "today-2016-short-terms"


def regime(law: str = TODAY) -> Regime:
    return standard_library().regime(law)


def case(*events: tuple[Any, ...], law: str = TODAY) -> History:
    """A case from (day, act) or (day, act, answers), done by the first role that may do the act."""
    entries = []
    for number, (day, act, *answers) in enumerate(events):
        by, on = regime(law).acts[act].by[0], When.exact(date.fromisoformat(day))
        entries.append(Entry(id=f"e{number}", act=act, by=by, on=on, answers=answers[0] if answers else {}))
    return History.of(entries)


def on(day: str, *events: tuple[Any, ...], law: str = TODAY) -> Situation:
    return situation_on(regime=regime(law), history=case(*events, law=law), today=date.fromisoformat(day))


def may(act: str, day: str, *events: tuple[Any, ...], law: str = TODAY) -> bool:
    role, today = regime(law).acts[act].by[0], date.fromisoformat(day)
    return bool(may_act(regime=regime(law), history=case(*events, law=law), act=act, role=role, on=today))


def opened(situation: Situation) -> list[str]:
    return [item.procedure for item in situation.opened]


BORN = ("2016-03-01", "record_birth_date", {"born_on": date(1999, 5, 20)})
ARRIVED = (("2016-03-01", "report_at_ter_apel"), BORN, ("2016-03-01", "place_in_reception"))
INDICATION = (*ARRIVED, ("2016-03-07", "record_signal"), ("2016-03-07", "find_indication"))
RUNNING = (
    *INDICATION, ("2016-03-08", "offer_reflection"),
    ("2016-03-09", "ask_reflection"), ("2016-03-10", "grant_reflection"),
)  # fmt: skip
ASYLUM = ("2016-03-21", "apply_asylum", {"under_twelve": False, "under_fifteen": False})
REPORTED = (("2016-04-11", "sign_report"), ("2016-04-12", "forward_m55"))


class TestTheOrderDecides:
    def test_an_asylum_application_closes_the_reflection_period(self) -> None:
        # It gives lawful stay (Vw 8 f), and the period is only for whoever is not lawfully staying (Vc B8/3.1).
        asked = (*INDICATION, ("2016-03-22", "ask_reflection"))
        assert may("grant_reflection", "2016-03-22", *asked)
        assert not may("grant_reflection", "2016-03-22", *INDICATION, ASYLUM, ("2016-03-22", "ask_reflection"))
        assert not may("offer_reflection", "2016-03-22", *INDICATION, ASYLUM)

    def test_an_asylum_application_ends_a_running_reflection_period(self) -> None:
        assert on("2016-03-20", *RUNNING).statuses["reflection"] == ("running",)
        assert on("2016-03-21", *RUNNING, ASYLUM).statuses["reflection"] == ("ended",)

    def test_the_period_does_not_come_back_when_the_application_is_withdrawn(self) -> None:
        withdrawn = (*RUNNING, ASYLUM, ("2016-03-29", "withdraw_asylum"))
        assert not may("ask_reflection", "2016-03-30", *withdrawn)

    @pytest.mark.letter("r1-before")
    def test_nobody_is_bound_to_tell_the_child_of_the_period_before_the_application(self) -> None:
        assert regime().acts["offer_reflection"].force is Force.MAY
        assert may("apply_asylum", "2016-03-21", *INDICATION)


class TestTheTraffickingTestInsideAsylum:
    def refused(self, *events: tuple[Any, ...]) -> tuple[tuple[Any, ...], ...]:
        return (
            *INDICATION, ASYLUM, *events,
            ("2016-05-09", "hold_first_interview"), ("2016-05-11", "hold_detailed_interview"),
            ("2016-05-12", "submit_corrections"), ("2016-05-13", "announce_refusal"), ("2016-05-17", "give_view"),
        )  # fmt: skip

    def test_it_is_empty_without_a_report(self) -> None:
        assert not may("grant_trafficking_ex_officio", "2016-05-18", *self.refused())

    def test_it_is_skipped_for_whoever_holds_the_permit(self) -> None:
        assert may("grant_trafficking_ex_officio", "2016-05-18", *self.refused(*REPORTED))
        held = self.refused(*REPORTED, ("2016-04-13", "grant_permit_at_once"))
        assert not may("grant_trafficking_ex_officio", "2016-05-18", *held)


class TestTwoProcedures:
    @pytest.mark.letter("r4-no-stacking")
    def test_both_can_be_open_at_once(self) -> None:
        both = on("2016-04-12", *INDICATION, ASYLUM, *REPORTED)
        assert opened(both) == ["asylum", "trafficking"]
        assert set(both.open_procedures) == {"asylum", "trafficking"}

    @pytest.mark.letter("r4-no-stacking")
    def test_one_can_follow_the_other(self) -> None:
        after_dismissal = on(
            "2016-09-01", *RUNNING, *REPORTED, ("2016-04-13", "grant_permit_at_once"), ("2016-07-01", "dismiss_case"),
            ("2016-07-15", "withdraw_permit"), ("2016-09-01", ASYLUM[1], ASYLUM[2]),
        )  # fmt: skip
        assert opened(after_dismissal) == ["trafficking", "asylum"]

    @pytest.mark.letter("r4-no-shopping")
    def test_one_can_be_exchanged_for_the_other(self) -> None:
        switched = on("2016-04-12", *INDICATION, ASYLUM, ("2016-04-01", "withdraw_asylum"), *REPORTED)
        assert opened(switched) == ["asylum", "trafficking"]
        assert set(switched.open_procedures) == {"trafficking"}

    @pytest.mark.letter("r3-once")
    def test_the_child_tells_its_story_to_the_police_and_to_the_ind(self) -> None:
        told = on(
            "2016-05-11", *INDICATION, ("2016-03-08", "informative_interview"), ASYLUM, *REPORTED,
            ("2016-05-09", "hold_first_interview"), ("2016-05-11", "hold_detailed_interview"),
        )  # fmt: skip
        assert told.counters["tellings"] == (3, 3)


class TestEighteenthBirthday:
    def test_reception_as_a_minor_ends_the_day_after_and_benefits_follow_their_own_route(self) -> None:
        # Rva 6(c): the day after the 18th birthday; Rvb: as long as stay under 8 f, h or k lasts.
        pending = (*RUNNING, ("2017-04-11", "cooperate"), ("2017-04-12", "forward_m55"))
        birthday, day_after = on("2017-05-20", *pending), on("2017-05-21", *pending)
        assert birthday.statuses["age"] == ("adult",)
        assert "asylum_reception" in birthday.rights
        assert "asylum_reception" not in day_after.rights
        assert "rvb_benefits" in day_after.rights

    def test_a_pending_asylum_application_gives_reception_of_another_kind(self) -> None:
        applied = on("2017-05-22", *INDICATION, ASYLUM)
        assert applied.statuses["reception"] == ("asylum_seeker",)
        assert "asylum_reception" in applied.rights


class TestVersionsOfToday:
    def test_each_holds_only_on_days_on_which_both_its_lines_were_that_law(self) -> None:
        library = standard_library()
        versions = [law for law in library.regimes.values() if law.line == "today" and law.kind is RegimeKind.LAW]
        assert versions
        for found in versions:
            parts = [regime(name) for name in found.builds_on if name in library.regimes]
            first, last = found.in_force.start, found.in_force.to
            assert first is not None
            assert last is not None
            assert {part.line for part in parts} == {"asylum", "trafficking"}
            assert all(part.in_force.covers(first) and part.in_force.covers(last) for part in parts)
            assert not all(part.in_force.covers(first - timedelta(days=1)) for part in parts)

    def test_days_whose_law_was_not_read_have_no_version(self) -> None:
        assert not isinstance(standard_library().in_force(line="today", day=date(2022, 1, 15)), Regime)


class TestReplyOf2015:
    """As the letter tells it: recommendation 1 in part, 2 without making it concrete, not 3 and not 4."""

    SIGNALLED = (*ARRIVED, ("2016-03-07", "record_signal"))
    POSSIBLE = (*SIGNALLED, ("2016-03-08", "find_possible_victim"))
    UNABLE = (*POSSIBLE, ("2016-03-15", "begin_risk_analysis"), ("2016-04-01", "conclude_unable"))

    def test_a_signal_at_ter_apel_is_assessed_chain_wide(self) -> None:
        duties = {act for duty in on("2016-03-07", *self.SIGNALLED, law=REPLY).duties for act in duty.acts}
        assert {"find_possible_victim", "find_no_possible_victim"} <= duties

    @pytest.mark.letter("dispute")
    def test_informing_a_possible_victim_is_still_not_standard(self) -> None:
        duties = {act for duty in on("2016-03-08", *self.POSSIBLE, law=REPLY).duties for act in duty.acts}
        assert not duties & {"offer_reflection", "grant_reflection"}

    def test_the_risk_analysis_is_followed_and_binds_nobody_in_time(self) -> None:
        owed = [
            duty for duty in on("2016-03-08", *self.POSSIBLE, law=REPLY).duties if "begin_risk_analysis" in duty.acts
        ]
        assert [duty.due_on for duty in owed] == [None]
        assert not owed[0].bound

    def test_a_child_that_cannot_tell_can_still_be_interviewed(self) -> None:
        assert may("informative_interview", "2016-04-02", *self.UNABLE, law=REPLY)

    @pytest.mark.letter("dispute")
    def test_the_two_procedures_stay(self) -> None:
        both = on("2016-04-12", *self.POSSIBLE, ASYLUM, *REPORTED, law=REPLY)
        assert opened(both) == ["asylum", "trafficking"]


class TestShortTermsAlone:
    """Recommendation 4 without the integral procedure, with lengths that are our own choice."""

    PROSECUTED = (*RUNNING, *REPORTED, ("2016-04-20", "open_investigation"), ("2016-08-01", "decide_to_prosecute"))

    @pytest.mark.letter("r4-apart")
    def test_the_decision_to_prosecute_gives_certainty_at_once(self) -> None:
        assert on("2016-08-01", *self.PROSECUTED, law=SHORT).certainty == (Certainty.DURABLE,)
        assert on("2016-08-01", *self.PROSECUTED, law=TODAY).certainty == (Certainty.NONE,)

    def test_an_acquittal_does_not_take_it_away(self) -> None:
        acquitted = (*self.PROSECUTED, ("2017-02-01", "acquit_first"))
        assert on("2017-03-01", *acquitted, law=SHORT).certainty == (Certainty.DURABLE,)
        assert not may("withdraw_permit", "2017-03-01", *acquitted, law=SHORT)

    @pytest.mark.letter("r4-apart", "r4-three-years")
    def test_every_wait_for_court_or_prosecution_is_bound(self) -> None:
        bound = (
            "forward_m55",
            "open_investigation",
            "dismiss_case",
            "decide_to_prosecute",
            "hear_appeal",
            "hear_asylum_appeal",
        )
        for act in bound:
            assert regime(TODAY).acts[act].within_term is None
            assert regime(SHORT).acts[act].within_term is not None

    def test_two_procedures_can_still_be_run_side_by_side(self) -> None:
        assert opened(on("2016-04-12", *INDICATION, ASYLUM, *REPORTED, law=SHORT)) == ["asylum", "trafficking"]
