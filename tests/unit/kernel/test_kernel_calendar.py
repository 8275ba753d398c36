"""Rest days of Algemene termijnenwet art. 3, on real dates."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from relaas.kernel.calendar import (
    UnsupportedDate,
    is_rest_day,
    is_rest_ordinal,
    is_working_day,
    next_working_day,
)
from relaas.kernel.moments import NaiveMoment, amsterdam_date


class TestARestDay:
    @pytest.mark.parametrize(
        "day",
        ["2016-01-01", "2016-03-25", "2016-03-28", "2016-04-27", "2016-05-05", "2016-05-16", "2016-12-26", "2015-12-25",
         "2015-05-14", "2013-04-30", "2014-04-26", "2017-05-05", "2022-05-26", "1990-01-01", "2100-12-25"],
    )  # fmt: skip
    def test_is_a_holiday_of_the_act_every_year(self, day: str) -> None:
        # Among them Good Friday, put on a par by art. 3(2), and 5 May in a year in which it is no day off.
        assert is_rest_day(date.fromisoformat(day))
        assert not is_working_day(date.fromisoformat(day))

    def test_is_not_a_day_off_by_custom_only(self) -> None:
        # New Year's Eve 2100, and Saint Nicholas on a Monday in 2016.
        assert is_working_day(date(2100, 12, 31))
        assert is_working_day(date(2016, 12, 5))

    def test_is_the_day_on_which_the_kings_birthday_is_celebrated(self) -> None:
        # 27 April (a Wednesday in 2016), before 2014 30 April; a day earlier when that is a Sunday.
        assert is_rest_day(date(2016, 4, 27))
        assert is_rest_day(date(2013, 4, 30))
        assert is_working_day(date(2016, 4, 26))
        assert is_working_day(date(2015, 4, 30))

    def test_is_every_saturday_and_sunday(self) -> None:
        monday = date(2016, 6, 13)
        week = [is_rest_day(monday + timedelta(days=number)) for number in range(7)]
        assert week == [False] * 5 + [True] * 2

    @pytest.mark.parametrize("day", [date(1989, 12, 31), date(2101, 1, 1), date.max])
    def test_is_not_known_outside_the_supported_years(self, day: date) -> None:
        with pytest.raises(UnsupportedDate, match=f"{day} is a working day is not known.*1990.*2100"):
            is_rest_day(day)

    def test_is_not_known_for_a_number_that_is_no_date(self) -> None:
        with pytest.raises(UnsupportedDate, match="day number 0"):
            is_rest_ordinal(0)


class TestTheNextWorkingDay:
    def test_of_a_working_day_is_that_day(self) -> None:
        assert next_working_day(date(2016, 3, 17)) == date(2016, 3, 17)

    def test_of_good_friday_is_the_tuesday_after_easter(self) -> None:
        assert next_working_day(date(2016, 3, 25)) == date(2016, 3, 29)


class TestTheDateInAmsterdam:
    def test_is_already_the_next_day_before_midnight_in_greenwich(self) -> None:
        assert amsterdam_date(datetime(2016, 3, 17, 22, 59, tzinfo=UTC)) == date(2016, 3, 17)
        assert amsterdam_date(datetime(2016, 3, 17, 23, 0, tzinfo=UTC)) == date(2016, 3, 18)
        assert amsterdam_date(datetime(2016, 6, 17, 22, 0, tzinfo=UTC)) == date(2016, 6, 18)  # summer time

    def test_does_not_depend_on_where_the_clock_stood(self) -> None:
        lagos = timezone(timedelta(hours=1))
        assert amsterdam_date(datetime(2016, 6, 17, 23, 30, tzinfo=lagos)) == date(2016, 6, 18)

    def test_is_not_guessed_for_a_moment_without_a_zone(self) -> None:
        with pytest.raises(NaiveMoment, match="does not say its time zone"):
            amsterdam_date(datetime(2016, 3, 17, 23, 0))  # noqa: DTZ001
