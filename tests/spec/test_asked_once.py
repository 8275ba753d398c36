"""Whether an authority can plan its own interview of the child beside the one account, and whether that is counted."""

from __future__ import annotations

import pytest

from relaas.procedure.library import standard_library
from tests.spec import test_integral as integral
from tests.spec import test_today_2016 as today

SHARED = integral.TOLD
AUTHORITIES = ("police", "kmar", "ind", "prosecutor")


def tellings_by(regime: str) -> dict[str, set[str]]:
    """The acts that count as a telling, and the roles that can do them."""
    acts = standard_library().regime(regime).acts
    return {name: set(act.by) for name, act in acts.items() if "tellings" in act.adds}


class TestTheIntegralProcedure:
    def test_knows_no_interview_by_one_authority(self) -> None:
        """Every act in which the child tells is the story team's."""
        assert tellings_by("integral") == {"hear_story": {"story_team"}, "hear_follow_up": {"story_team"}}

    @pytest.mark.parametrize("role", AUTHORITIES)
    @pytest.mark.parametrize("act", ["hear_story", "hear_follow_up"])
    def test_refuses_it_on_the_day_after_the_story_was_shared(self, role: str, act: str) -> None:
        """On 10 July 2016 the story of 8 July has been passed on; neither police nor IND can call the child in."""
        assert not integral.may(act, "2016-07-10", *SHARED, role=role)

    def test_has_one_bundled_follow_up_and_no_second(self) -> None:
        """On 15 July the team puts all questions at once; on 20 July there is no further occasion."""
        follow_up = (*SHARED, ("2016-07-15", "hear_follow_up"), ("2016-07-16", "pass_on_lead"))
        assert integral.may("hear_follow_up", "2016-07-15", *SHARED, role="story_team")
        assert not integral.may("hear_follow_up", "2016-07-20", *follow_up, role="story_team")
        assert integral.on("2016-07-20", *follow_up).counters["tellings"] == (2, 2)


class TestTodaysLaw:
    @pytest.mark.parametrize("regime", ["today-2016", "today-2023"])
    def test_lets_police_and_immigration_service_each_hear_the_child(self, regime: str) -> None:
        assert {"police", "ind"} <= set().union(*tellings_by(regime).values())

    def test_counts_each_interview_as_a_telling(self) -> None:
        """On 8 March 2016 the police hold an informative interview and on 9 March another: the child told twice."""
        once = (*today.INDICATION, ("2016-03-08", "informative_interview"))
        assert today.may("informative_interview", "2016-03-09", *once)
        twice = today.on("2016-03-09", *once, ("2016-03-09", "informative_interview"))
        assert twice.counters["tellings"] == (2, 2)
