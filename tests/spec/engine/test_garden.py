"""What the engine makes of a law, told in an invented one: ``law/regimes/garden.yaml``."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from relaas.kernel.when import DayCount, When
from relaas.procedure.evaluator import ObstacleKind, Refusal, situation_on
from relaas.procedure.fold import TooUncertain
from relaas.procedure.history import Entry, History
from relaas.procedure.model import Certainty
from relaas.procedure.phases import TermPhase
from relaas.procedure.situation import BreachKind
from tests.spec.engine.garden import at, case, duty, garden, last_day, may, term

ASKED = (("2016-03-01", "ask"),)
REFUSED = (*ASKED, ("2016-04-01", "refuse"))
MUDDY = (("2016-03-01", "find_mud"),)


class TestACaseThatHasNotBegun:
    def test_stands_at_the_start_of_every_track(self) -> None:
        assert at("2016-03-01").statuses == {"request": ("none",), "whereabouts": ("inside",), "age": ("small",)}

    def test_gives_every_fact_its_first_value(self) -> None:
        assert at("2016-03-01").facts == {"muddy": (False,), "season": ("summer",)}

    def test_has_no_terms_duties_or_breaches(self) -> None:
        situation = at("2016-03-01")
        assert (situation.terms, situation.duties, situation.breaches) == ((), (), ())


class TestAnAct:
    def test_moves_its_tracks_and_leaves_the_others(self) -> None:
        assert at("2016-03-01", *ASKED).statuses["request"] == ("asked",)
        assert at("2016-03-01", *ASKED).statuses["whereabouts"] == ("inside",)

    def test_counts_from_the_day_on_which_it_took_effect(self) -> None:
        assert at("2016-02-29", *ASKED).statuses["request"] == ("none",)

    def test_counts_what_it_adds(self) -> None:
        assert at("2016-03-01", *ASKED).counters == {"tellings": (1, 1)}

    def test_opens_a_procedure_that_is_open_for_as_long_as_the_status_says(self) -> None:
        (opened,) = at("2016-04-01", *REFUSED).opened
        assert (opened.procedure, opened.act, str(opened.on)) == ("stay", "ask", "2016-03-01")
        assert at("2016-03-01", *ASKED).open_procedures == {"stay": True}
        assert at("2016-04-01", *REFUSED).open_procedures == {}

    def test_against_the_rules_has_its_effect_and_is_a_breach(self) -> None:
        situation = at("2016-03-02", ("2016-03-01", "grant"))
        assert situation.statuses["request"] == ("granted",)
        (breach,) = situation.breaches
        assert (breach.kind, breach.acts, breach.why) == (BreachKind.AGAINST_RULES, ("grant",), ("not_possible",))

    def test_by_a_role_that_has_no_power_to_do_it_is_a_breach_of_that_role(self) -> None:
        by_the_judge = Entry(id="e", act="find_mud", by="judge", on=When.exact(date(2016, 3, 1)))
        situation = situation_on(regime=garden(), history=History.of([by_the_judge]), today=date(2016, 3, 1))
        (breach,) = situation.breaches
        assert (breach.by, breach.why) == (("judge",), ("wrong_role",))

    def test_that_was_annulled_never_happened(self) -> None:
        annulment = Entry(id="x", act=None, by="keeper", on=When.exact(date(2016, 3, 5)), annuls="e0")
        history = History.of([*case(*ASKED).entries, annulment])
        assert situation_on(regime=garden(), history=history, today=date(2016, 3, 6)).statuses["request"] == ("none",)


class TestATerm:
    def test_of_months_ends_on_the_day_with_the_same_number_or_the_last_of_the_month(self) -> None:
        # 31 May is a Tuesday: the Algemene termijnenwet does not move it.
        assert last_day(at("2016-03-01", ("2016-02-29", "ask")), "answer") == "2016-05-30"

    def test_under_the_termijnenwet_moves_from_a_rest_day(self) -> None:
        # Three months from 5 March is Sunday 5 June.
        assert last_day(at("2016-03-05", ("2016-03-05", "ask")), "answer") == "2016-06-06"

    def test_can_have_a_length_that_depends_on_a_fact(self) -> None:
        assert last_day(at("2016-03-01", ("2016-03-01", "ask", {"season": "winter"})), "answer") == "2016-04-01"

    def test_in_working_days_skips_rest_days(self) -> None:
        # 25 March 2016 is Good Friday, 28 March Easter Monday: both are rest days (Atw art. 3(1) and (2)).
        assert last_day(at("2016-03-24", ("2016-03-24", "find_mud")), "washing") == "2016-04-04"

    def test_that_is_lengthened_is_counted_from_its_own_start(self) -> None:
        # 31 January + 3 months + 1 month is 31 May, and not 30 April + 1 month.
        extended = at("2016-02-01", ("2016-01-31", "ask"), ("2016-02-01", "think_longer"))
        assert last_day(extended, "answer") == "2016-05-31"
        assert term(extended, "answer").extensions == 1

    def test_is_not_met_by_what_lengthens_it(self) -> None:
        extended = at("2016-02-01", ("2016-01-31", "ask"), ("2016-02-01", "think_longer"))
        assert term(extended, "answer").phase is TermPhase.RUNNING

    def test_is_lengthened_as_often_as_the_law_allows_and_no_more(self) -> None:
        twice = (("2016-01-31", "ask"), ("2016-02-01", "think_longer"), ("2016-02-02", "think_longer"))
        assert last_day(at("2016-02-03", *twice), "answer") == "2016-05-31"

    def test_runs_anew_from_the_latest_anchor(self) -> None:
        visited = at("2016-03-05", *ASKED, ("2016-03-05", "visit"))
        assert str(term(visited, "visit").began_on) == "2016-03-05"

    def test_with_the_first_anchor_does_not_run_anew(self) -> None:
        again = (*REFUSED, ("2016-04-10", "ask"))
        assert last_day(at("2016-04-10", *again), "first_year") == "2017-03-01"
        assert str(term(at("2016-04-10", *again), "answer").began_on) == "2016-04-10"

    def test_can_run_from_entering_a_status(self) -> None:
        assert last_day(at("2016-04-01", *REFUSED), "appeal") == "2016-04-29"

    def test_can_run_from_a_date_that_was_told(self) -> None:
        told = at("2016-03-01", ("2016-03-01", "tell_age", {"born_on": date(2005, 6, 1)}))
        assert last_day(told, "growing") == "2017-06-01"

    @pytest.mark.parametrize(
        ("day", "events", "phase"),
        [
            ("2016-06-01", ASKED, TermPhase.RUNNING),
            ("2016-06-02", ASKED, TermPhase.MISSED),
            ("2016-06-02", REFUSED, TermPhase.MET),
            ("2016-06-09", (*ASKED, ("2016-06-08", "refuse")), TermPhase.MISSED),
            ("2016-03-09", (*ASKED, ("2016-03-08", "withdraw")), TermPhase.STOPPED),
            ("2016-03-09", (*ASKED, ("2016-03-08", "wander")), TermPhase.SUSPENDED),
        ],
    )
    def test_is_in_one_phase(self, day: str, events: tuple[tuple[str, str], ...], phase: TermPhase) -> None:
        assert term(at(day, *events), "answer").phase is phase


class TestASuspension:
    def test_lengthens_the_term_by_the_days_that_it_lasted(self) -> None:
        back = (*ASKED, ("2016-03-10", "wander"), ("2016-03-20", "come_back"))
        assert last_day(at("2016-03-20", *back), "answer") == "2016-06-13"  # 1 June + 10 days is Saturday 11 June

    def test_without_a_bound_leaves_the_end_open_for_as_long_as_it_lasts(self) -> None:
        away = at("2016-09-01", *ASKED, ("2016-03-10", "wander"))
        assert term(away, "answer").ends_on == When.unknown()
        assert not duty(away, "grant").overdue

    def test_with_a_bound_costs_no_more_than_that(self) -> None:
        # Two weeks after 2 March is 16 March: ten working days are lost, whenever the child comes back.
        away = (("2016-03-01", "find_mud"), ("2016-03-02", "wander"))
        assert last_day(at("2016-03-03", *away), "washing") == "2016-03-22"
        assert last_day(at("2016-05-03", *away, ("2016-05-02", "come_back")), "washing") == "2016-03-22"


class TestADuty:
    def test_lists_the_ways_in_which_it_can_be_fulfilled(self) -> None:
        owed = duty(at("2016-03-01", *ASKED), "grant")
        assert (owed.acts, owed.by) == (("grant", "refuse"), ("keeper",))
        assert (str(owed.since), str(owed.due_on)) == ("2016-03-01", "2016-06-01")

    def test_is_in_time_on_the_last_day_and_late_on_the_next(self) -> None:
        assert duty(at("2016-06-01", *ASKED), "grant").overdue is False
        late = duty(at("2016-06-02", *ASKED), "grant")
        assert (late.overdue, late.days_overdue) == (True, DayCount(least=1, most=1))

    def test_done_late_is_a_breach_of_so_many_days(self) -> None:
        (breach,) = at("2016-07-01", *ASKED, ("2016-06-08", "grant")).breaches
        assert (breach.kind, breach.acts, breach.days.least) == (BreachKind.LATE, ("grant",), 7)

    def test_not_done_yet_and_late_is_a_breach_that_grows(self) -> None:
        (breach,) = at("2016-06-11", *ASKED).breaches
        assert (breach.kind, breach.acts, breach.days.least) == (BreachKind.STILL_LATE, ("grant", "refuse"), 10)

    def test_that_falls_away_when_it_is_late_has_lapsed(self) -> None:
        kinds = [breach.kind for breach in at("2016-07-01", *ASKED, ("2016-06-08", "withdraw")).breaches]
        assert kinds == [BreachKind.LAPSED]

    def test_that_falls_away_in_time_is_no_breach(self) -> None:
        assert at("2016-07-01", *ASKED, ("2016-03-08", "withdraw")).breaches == ()

    def test_whose_lateness_the_law_forgives_is_late_without_breach(self) -> None:
        situation = at("2016-03-20", *ASKED)
        assert duty(situation, "visit").overdue
        assert situation.breaches == ()

    def test_that_no_term_binds_has_no_date_and_is_never_late(self) -> None:
        owed = duty(at("2018-01-01", *REFUSED, ("2016-04-02", "appeal_refusal")), "rule")
        assert (owed.due_on, owed.bound, owed.overdue) == (None, False, False)

    def test_that_is_owed_again_is_owed_since_it_was_last_done(self) -> None:
        assert str(duty(at("2016-03-06", *ASKED, ("2016-03-05", "visit")), "visit").since) == "2016-03-05"

    def test_owed_soonest_comes_first(self) -> None:
        assert [owed.acts[0] for owed in at("2016-03-02", *ASKED, ("2016-02-26", "find_mud")).duties] == [
            "wash",
            "visit",
            "grant",
        ]


class TestTheEndOfATerm:
    def test_takes_effect_on_the_day_after_the_last(self) -> None:
        assert at("2016-04-29", *REFUSED).statuses["request"] == ("refused",)
        assert at("2016-04-30", *REFUSED).statuses["request"] == ("out",)

    def test_takes_effect_on_the_last_day_where_the_law_says_so(self) -> None:
        told = ("2016-03-01", "tell_age", {"born_on": date(2004, 6, 1)})
        assert at("2016-05-31", told).statuses["age"] == ("small",)
        assert at("2016-06-01", told).statuses["age"] == ("grown",)

    def test_has_long_been_when_the_date_is_told_too_late(self) -> None:
        assert at("2016-03-01", ("2016-03-01", "tell_age", {"born_on": date(1999, 6, 1)})).statuses["age"] == ("grown",)

    def test_does_nothing_when_the_act_was_done_in_time(self) -> None:
        appealed = (*REFUSED, ("2016-04-29", "appeal_refusal"))
        assert at("2016-05-30", *appealed).statuses["request"] == ("appealed",)

    def test_comes_before_the_acts_of_the_same_day(self) -> None:
        late = at("2016-04-30", *REFUSED, ("2016-04-30", "appeal_refusal"))
        assert [breach.why for breach in late.breaches] == [("not_possible",)]


class TestWhatSomebodyMayDo:
    def test_is_allowed_without_reasons(self) -> None:
        assert may("ask", "2016-03-01")
        assert may("appeal_refusal", "2016-04-29", *REFUSED)

    @pytest.mark.parametrize(
        ("act", "day", "events", "kinds"),
        [
            ("grow_up", "2016-03-01", (), [ObstacleKind.BY_LAW]),
            ("refuse", "2016-03-01", (), [ObstacleKind.STATUS]),
            ("ask", "2016-03-02", MUDDY, [ObstacleKind.CONDITION]),
            ("complain", "2016-06-01", ASKED, [ObstacleKind.TOO_EARLY]),
            ("keep", "2016-04-01", (), [ObstacleKind.STATUS, ObstacleKind.TOO_EARLY]),
            ("think_longer", "2016-06-02", ASKED, [ObstacleKind.TOO_LATE]),
            ("complain", "2016-06-05", (*ASKED, ("2016-06-04", "complain")), [ObstacleKind.TIMES]),
            ("ask", "2016-03-02", (*ASKED, *MUDDY), [ObstacleKind.STATUS, ObstacleKind.CONDITION]),
        ],
    )
    def test_is_refused_with_every_obstacle(
        self, act: str, day: str, events: tuple[tuple[Any, ...], ...], kinds: list[ObstacleKind]
    ) -> None:
        answer = may(act, day, *events)
        assert isinstance(answer, Refusal)
        assert [obstacle.kind for obstacle in answer.obstacles] == kinds
        assert answer.rests_on == ("garden-act",)

    def test_is_refused_to_another_role(self) -> None:
        answer = may("ask", "2016-03-01", role="keeper")
        assert isinstance(answer, Refusal)
        (obstacle,) = answer.obstacles
        assert (obstacle.kind, obstacle.found, obstacle.needed) == (ObstacleKind.ROLE, "keeper", ("child",))

    def test_is_refused_with_what_is_so_and_what_would_have_to_be(self) -> None:
        answer = may("refuse", "2016-04-01", *REFUSED)
        assert isinstance(answer, Refusal)
        (obstacle,) = answer.obstacles
        assert (obstacle.subject, obstacle.found, obstacle.needed) == ("request", "refused", ("asked",))

    def test_is_not_after_a_term_that_was_stopped(self) -> None:
        assert not may("complain", "2016-07-01", *ASKED, ("2016-03-08", "withdraw"))

    def test_depends_on_counters(self) -> None:
        # tellings < 2: a third request is not possible, though the act itself may happen three times.
        twice = (*REFUSED, ("2016-04-10", "ask"), ("2016-04-11", "refuse"))
        answer = may("ask", "2016-04-12", *twice)
        assert isinstance(answer, Refusal)
        assert [obstacle.kind for obstacle in answer.obstacles] == [ObstacleKind.CONDITION]

    def test_of_an_unknown_act_is_an_error(self) -> None:
        with pytest.raises(KeyError):
            may("fly", "2016-03-01", role="child")


class TestRightsAndCertainty:
    def test_are_held_in_any_of_the_situations_that_are_named(self) -> None:
        assert at("2016-03-01", *ASKED).rights == {"bench": True}
        assert at("2016-03-05", *ASKED, ("2016-03-05", "grant")).rights == {"bench": True}
        assert at("2016-03-05", *ASKED, ("2016-03-05", "wander")).rights == {}

    def test_depend_on_facts(self) -> None:
        assert at("2016-03-05", *ASKED, ("2016-03-05", "find_mud")).rights == {}

    def test_come_from_the_best_track(self) -> None:
        assert at("2016-03-01", *ASKED).certainty == (Certainty.NONE,)
        assert at("2016-03-05", *ASKED, ("2016-03-05", "grant")).certainty == (Certainty.TEMPORARY,)
        assert at("2016-04-30", *REFUSED).certainty == (Certainty.LOST,)

    def test_begin_and_end_the_days_of_uncertainty(self) -> None:
        kept = (*REFUSED, ("2016-04-10", "appeal_refusal"), ("2016-05-10", "rule"))
        assert at("2016-02-01").uncertain_days == DayCount(least=0, most=0)
        assert at("2016-03-31", *ASKED).uncertain_days == DayCount(least=30, most=30)
        assert at("2016-12-31", *kept).uncertain_days == DayCount(least=70, most=70)


class TestWhatIsNotKnown:
    MARCH = When.month(2016, 3)

    def test_of_a_date_leaves_what_follows_from_it_within_bounds(self) -> None:
        situation = at("2016-04-15", (self.MARCH, "ask"))
        owed = duty(situation, "grant")
        assert str(owed.due_on) == "between 2016-06-01 and 2016-06-30"
        assert situation.uncertain_days == DayCount(least=15, most=45)

    def test_of_a_date_leaves_lateness_open_between_the_bounds(self) -> None:
        assert [duty(at(day, (self.MARCH, "ask")), "grant").overdue for day in ("2016-06-01", "2016-06-15")] == [
            False,
            None,
        ]
        assert duty(at("2016-07-01", (self.MARCH, "ask")), "grant").overdue is True

    def test_of_a_date_leaves_open_whether_it_happened_yet(self) -> None:
        assert set(at("2016-03-15", (self.MARCH, "ask")).statuses["request"]) == {"none", "asked"}

    def test_of_a_date_leaves_open_whether_the_end_of_a_term_was_before_it(self) -> None:
        situation = at(
            "2016-06-01", *REFUSED, (When(earliest=date(2016, 4, 20), latest=date(2016, 5, 10)), "appeal_refusal")
        )
        assert len(situation.branches) == 2
        assert [breach.certain for breach in situation.breaches] == [False]

    def test_of_an_answer_leaves_every_answer_possible(self) -> None:
        situation = at("2016-03-02", ("2016-03-01", "ask", {}))
        assert set(situation.facts["season"]) == {"summer", "winter"}
        assert str(duty(situation, "grant").due_on) == "between 2016-04-01 and 2016-06-01"

    def test_of_a_date_that_was_asked_leaves_open_when_its_term_ends(self) -> None:
        situation = at("2016-03-02", ("2016-03-01", "tell_age", {}))
        assert set(situation.statuses["age"]) == {"small", "grown"}

    def test_makes_a_refusal_uncertain(self) -> None:
        answer = may("ask", "2016-03-15", (self.MARCH, "find_mud"))
        assert isinstance(answer, Refusal)
        assert [obstacle.certain for obstacle in answer.obstacles] == [False]

    def test_can_be_too_much_to_follow(self) -> None:
        first = date(2016, 3, 1)
        many = [(When.exact(first + timedelta(days=n)), "ask", {}) for n in range(9)]
        with pytest.raises(TooUncertain, match="more than 256 courses are possible from ask"):
            at("2016-04-01", *many)
