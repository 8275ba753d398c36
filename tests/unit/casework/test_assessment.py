"""The rounds of an assessment, read off the acts: what each thought stays with its round."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from relaas.casework.assessment import Said, rounds
from relaas.kernel.moments import AMSTERDAM
from relaas.kernel.when import When
from relaas.procedure.library import standard_library
from relaas.procedure.model import Regime

# Each act on a day of its own, from 17 March 2016 on.
FIRST = date(2016, 3, 17)


def law(name: str = "integral") -> Regime:
    return standard_library().regime(name)


def said(*acts: str | tuple[str, str]) -> list[Said]:
    """``act`` by reception, or ``(act, role)``."""
    found = []
    for place, one in enumerate(acts):
        act, role = one if isinstance(one, tuple) else (one, "reception")
        day = FIRST + timedelta(days=place)
        at = datetime(day.year, day.month, day.day, 12, tzinfo=AMSTERDAM)
        form: dict[str, Any] = {"reasons": f"Reden {place}."}
        found.append(
            Said(
                act=act, role=role, organisation=1, organisation_name="Proef", on=When.exact(day), recorded_at=at,
                form=form,
            )
        )  # fmt: skip
    return found


class TestRounds:
    def test_there_is_none_before_the_first_signal(self) -> None:
        assert rounds(regime=law(), acts=[]) == ()

    def test_there_is_none_where_the_law_knows_no_assessment(self) -> None:
        assert rounds(regime=law("asylum-2016"), acts=said("record_signal")) == ()

    def test_the_first_signal_begins_one_that_is_open(self) -> None:
        (only,) = rounds(regime=law(), acts=said("record_signal", "give_view", ("give_view", "ind")))
        assert only.decision is None
        assert [view.role for view in only.views] == ["reception", "ind"]

    def test_a_later_view_takes_the_place_of_an_earlier_one(self) -> None:
        (only,) = rounds(regime=law(), acts=said("record_signal", "give_view", ("give_view", "ind"), "give_view"))
        assert [(view.role, view.form["reasons"]) for view in only.views] == [
            ("ind", "Reden 2."),
            ("reception", "Reden 3."),
        ]

    def test_asking_for_more_ends_none(self) -> None:
        (only,) = rounds(regime=law(), acts=said("record_signal", ("ask_more_information", "chain"), "give_view"))
        assert (len(only.asked), len(only.views), only.decision) == (1, 1, None)

    def test_a_further_signal_within_one_begins_no_other(self) -> None:
        assert len(rounds(regime=law(), acts=said("record_signal", "record_new_signal"))) == 1

    @pytest.mark.parametrize("again", ["record_new_signal", "reopen_assessment"])
    def test_after_not_now_it_is_judged_again_and_nobody_gave_a_view_yet(self, again: str) -> None:
        first, second = rounds(regime=law(), acts=said("record_signal", "give_view", "assess_not_now", again))
        assert first.decision is not None
        assert (len(first.views), second.views, second.begun.act) == (1, (), again)

    def test_after_a_decision_for_the_child_nothing_begins_it_again(self) -> None:
        acts = said("record_signal", "assess_possible_victim", "record_new_signal", "give_view")
        (only,) = rounds(regime=law(), acts=acts)
        assert only.decision is not None

    def test_under_todays_law_the_police_judge_alone_and_a_signal_has_it_judged_again(self) -> None:
        acts = said("record_signal", ("find_no_indication", "police"), "record_signal", ("find_indication", "police"))
        first, second = rounds(regime=law("trafficking-2016"), acts=acts)
        assert [one.decision.act for one in (first, second) if one.decision] == [
            "find_no_indication",
            "find_indication",
        ]
