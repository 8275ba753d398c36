"""In which phase a case is: what the law of access asks of a procedure."""

import pytest

from relaas.casework.phases import phase_of
from relaas.procedure.library import standard_library
from relaas.story.access import Phase

INTEGRAL = standard_library().regime("integral")


class TestThePhase:
    @pytest.mark.parametrize("care", ["after_18", "with_contact"])
    def test_stays_that_of_an_adult_when_the_care_is_handed_over(self, care: str) -> None:
        """Else the guardian would get the account of its former ward back on the day of the hand-over."""
        statuses = {"reflection": ("ended",), "age": ("adult",), "care": (care,)}
        assert phase_of(regime=INTEGRAL, statuses=statuses) is Phase.ADULT

    def test_is_that_of_an_adult_only_when_it_certainly_is_one(self) -> None:
        statuses = {"reflection": ("ended",), "age": ("minor", "adult"), "care": ("after_18",)}
        assert phase_of(regime=INTEGRAL, statuses=statuses) is Phase.PROCEDURE

    def test_is_over_when_the_follow_up_ended(self) -> None:
        statuses = {"reflection": ("ended",), "age": ("adult",), "care": ("ended",)}
        assert phase_of(regime=INTEGRAL, statuses=statuses) is Phase.ENDED
