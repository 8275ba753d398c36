from datetime import UTC, date, datetime

import pytest

from relaas.kernel.durations import Duration
from relaas.kernel.terms import last_day
from relaas.kernel.when import DayCount, When, WhenError

LETTER = date(2016, 3, 17)


class TestWhen:
    @pytest.mark.parametrize(
        ("when", "text"),
        [
            (When.exact(LETTER), "2016-03-17"),
            (When.month(2016, 2), "between 2016-02-01 and 2016-02-29"),
            (When.year(2015), "between 2015-01-01 and 2015-12-31"),
            (When.before(LETTER), "on or before 2016-03-16"),
            (When(earliest=LETTER, latest=None), "on or after 2016-03-17"),
            (When.unknown(), "unknown"),
        ],
    )
    def test_says_in_words_what_is_known(self, when: When, text: str) -> None:
        assert str(when) == text

    def test_is_exact_only_when_one_date_is_left(self) -> None:
        assert When.exact(LETTER).is_exact
        assert not any(when.is_exact for when in (When.month(2016, 3), When.before(LETTER), When.unknown()))

    def test_refuses_an_end_before_its_beginning(self) -> None:
        with pytest.raises(WhenError, match="No date is from 2016-03-17 and up to 2016-03-16"):
            When(earliest=LETTER, latest=date(2016, 3, 16))

    def test_refuses_a_moment(self) -> None:
        with pytest.raises(WhenError, match="is a moment, not a date"):
            When.exact(datetime(2016, 3, 17, tzinfo=UTC))

    def test_moves_with_a_term(self) -> None:
        moved = When.month(2016, 2).shift(lambda day: last_day(start_on=day, length=Duration.parse("P3M")))
        assert moved == When(earliest=date(2016, 5, 1), latest=date(2016, 5, 29))

    def test_stays_unknown_where_it_was(self) -> None:
        assert When.unknown().shift(lambda day: day) == When.unknown()


class TestComparing:
    @pytest.mark.parametrize(
        ("one", "other", "before", "on_or_before", "after"),
        [
            (When.exact(LETTER), When.exact(LETTER), False, True, False),
            (When.month(2016, 2), When.exact(LETTER), True, True, False),
            (When.month(2016, 4), LETTER, False, False, True),
            (When.month(2016, 3), LETTER, None, None, None),
            (When.before(LETTER), LETTER, True, True, False),
            (When.before(LETTER), date(2016, 3, 16), None, True, False),
            (When(earliest=LETTER, latest=None), LETTER, False, None, None),
            (When(earliest=LETTER, latest=None), date(2016, 3, 16), False, False, True),
            (When.unknown(), LETTER, None, None, None),
            (When.exact(LETTER), When.unknown(), None, None, None),
        ],
    )
    def test_answers_only_what_holds_for_every_date_it_can_be(
        self, one: When, other: When | date, before: bool | None, on_or_before: bool | None, after: bool | None
    ) -> None:
        assert (one.is_before(other), one.on_or_before(other), one.is_after(other)) == (before, on_or_before, after)


class TestCountingDays:
    @pytest.mark.parametrize(
        ("one", "other", "count", "text"),
        [
            (When.exact(LETTER), date(2016, 6, 17), DayCount(least=92, most=92), "92"),
            (When.month(2016, 2), LETTER, DayCount(least=17, most=45), "between 17 and 45"),
            (When.before(LETTER), LETTER, DayCount(least=1, most=None), "at least 1"),
            (When(earliest=LETTER, latest=None), LETTER, DayCount(least=None, most=0), "at most 0"),
            (When.unknown(), LETTER, DayCount(least=None, most=None), "unknown"),
        ],
    )
    def test_gives_the_least_and_the_most(self, one: When, other: date, count: DayCount, text: str) -> None:
        assert one.days_until(other) == count
        assert str(count) == text
        assert count.is_exact is (text == "92")

    def test_refuses_bounds_that_no_number_meets(self) -> None:
        with pytest.raises(WhenError, match="at least 2 and at most 1"):
            DayCount(least=2, most=1)
