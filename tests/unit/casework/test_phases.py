"""In which phase a case is, read off the landmarks of its regime."""

import pytest

from relaas.casework.phases import phase_of
from relaas.procedure.library import standard_library
from relaas.story.access import Phase

INTEGRAL = standard_library().regime("integral")


class TestAnAdult:
    @pytest.mark.parametrize("care", ["after_18", "with_contact"])
    def test_stays_one_when_others_act_after_the_birthday(self, care: str) -> None:
        """Turning eighteen leads to follow-up care too; handing over to a named contact moves that on, not the age."""
        statuses = {"age": ("adult",), "care": (care,), "reflection": ("ended",)}
        assert phase_of(regime=INTEGRAL, statuses=statuses) is Phase.ADULT

    def test_is_in_the_last_phase_once_follow_up_has_ended(self) -> None:
        statuses = {"age": ("adult",), "care": ("ended",), "reflection": ("ended",)}
        assert phase_of(regime=INTEGRAL, statuses=statuses) is Phase.ENDED

    def test_is_none_while_the_birthday_is_uncertain(self) -> None:
        statuses = {"age": ("minor", "adult"), "care": ("protected", "after_18"), "reflection": ("ended",)}
        assert phase_of(regime=INTEGRAL, statuses=statuses) is Phase.PROCEDURE
