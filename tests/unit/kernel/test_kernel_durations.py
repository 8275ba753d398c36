import pytest

from relaas.kernel.durations import Duration, DurationError


class TestADuration:
    @pytest.mark.parametrize("text", ["P3M", "P2W", "P28D", "P1Y6M", "P1Y2M3W4D", "PT24H", "P0D"])
    def test_is_written_as_it_was_read(self, text: str) -> None:
        assert str(Duration.parse(text)) == text

    def test_holds_what_was_written(self) -> None:
        assert Duration.parse("P1Y2M3W4D") == Duration(years=1, months=2, weeks=3, days=4)
        assert Duration.parse("PT36H") == Duration(hours=36)

    @pytest.mark.parametrize(
        "text",
        ["", "P", "PT", "P3", "3M", "-P3M", "P-3M", "+P3M", "PT30M", "PT1H30M", "PT10S", "P1.5M", "P1,5M", "p3m",
         "P3M ", "P1DT", "P1M1Y", "P99999Y", "P٣M"],
    )  # fmt: skip
    def test_refuses_what_no_term_can_be_and_repeats_it(self, text: str) -> None:
        with pytest.raises(DurationError) as refusal:
            Duration.parse(text)
        assert repr(text) in str(refusal.value)
        assert "Write for example" in str(refusal.value)

    def test_refuses_hours_together_with_days(self) -> None:
        with pytest.raises(DurationError, match=r"'P1DT2H' .*days=1, hours=2.*Write two terms"):
            Duration.parse("P1DT2H")

    @pytest.mark.parametrize("parts", [{"days": -1}, {"months": 1.5}, {"weeks": True}, {"years": "3"}])
    def test_cannot_be_made_of_other_than_whole_numbers_from_zero(self, parts: dict[str, int]) -> None:
        with pytest.raises(DurationError, match=next(iter(parts))):
            Duration(**parts)

    def test_names_all_wrong_parts_at_once(self) -> None:
        with pytest.raises(DurationError, match="months=-1, days=-2"):
            Duration(months=-1, days=-2)

    def test_counts_a_year_as_twelve_months_and_a_week_as_seven_days(self) -> None:
        length = Duration.parse("P1Y2M3W4D")
        assert (length.total_months, length.total_days) == (14, 25)


class TestAnExtension:
    def test_becomes_part_of_the_length(self) -> None:
        assert Duration.parse("P6M") + Duration.parse("P9M") == Duration(months=15)
        assert Duration.parse("PT24H") + Duration.parse("PT12H") == Duration(hours=36)

    def test_in_hours_cannot_be_added_to_days(self) -> None:
        with pytest.raises(DurationError, match="Hours cannot go together"):
            Duration.parse("P1D") + Duration.parse("PT1H")

    def test_is_a_duration_and_nothing_else(self) -> None:
        with pytest.raises(TypeError):
            Duration.parse("P1D") + 1  # type: ignore[operator]
