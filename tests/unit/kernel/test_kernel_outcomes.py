import pytest

from relaas.kernel.outcomes import Allowed, Refused, all_of


class TestAnOutcome:
    def test_is_true_only_when_allowed(self) -> None:
        assert Allowed()
        assert not Refused("The term has ended.")

    def test_says_why_and_on_what_that_rests(self) -> None:
        refusal = Refused("The term has ended.", rests_on=("invented-source",))
        assert refusal.reasons == ("The term has ended.",)
        assert refusal.rests_on == ("invented-source",)

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_is_never_refused_without_a_reason(self, reason: str) -> None:
        with pytest.raises(ValueError, match="needs a reason"):
            Refused(reason)


class TestAllOf:
    def test_several_are_allowed_when_each_is(self) -> None:
        assert all_of(Allowed(), Allowed()) == Allowed()
        assert all_of() == Allowed()

    def test_collects_every_reason_once_and_in_order(self) -> None:
        late, role = Refused("Too late.", rests_on=("a",)), Refused("Not your role.")
        outcome = all_of(Allowed(), late, all_of(role, late), role)
        assert isinstance(outcome, Refused)
        assert outcome.reasons == ("Too late.", "Not your role.")
        assert outcome.each == (late, role)
        assert outcome.rests_on == ("a",)

    def test_of_one_refusal_is_that_refusal(self) -> None:
        assert all_of(Allowed(), Refused("Too late.")) == Refused("Too late.")
