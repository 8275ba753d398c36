"""When terms end, on real dates, each with the legal reading that gives the answer."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from relaas.kernel.calendar import UnsupportedDate
from relaas.kernel.durations import Duration
from relaas.kernel.moments import AMSTERDAM, NaiveMoment
from relaas.kernel.terms import (
    Counting,
    TermError,
    TermLength,
    atw_applies_to,
    days_between,
    first_day,
    last_day,
    last_moment,
    longest_days,
)


def term(start: str, length: str, *, atw: bool = False, working: bool = False, suspended: int = 0) -> str:
    end_on = last_day(
        start_on=date.fromisoformat(start),
        length=Duration.parse(length),
        counting=Counting.WORKING_DAYS if working else Counting.CALENDAR,
        atw=atw,
        suspended_days=suspended,
    )
    return end_on.isoformat()


class TestATermOfMonths:
    # Supreme Court 1 September 2017, ECLI:NL:HR:2017:2225: the end of the day with the same number as the day of the
    # event, or of the last day of a month that has no such day.
    @pytest.mark.parametrize(
        ("start", "length", "end"),
        [
            ("2016-03-17", "P3M", "2016-06-17"),
            ("2016-04-30", "P3M", "2016-07-30"),
            ("2016-03-31", "P3M", "2016-06-30"),
            ("2015-11-30", "P3M", "2016-02-29"),  # 30 February does not exist; 2016 is a leap year
            ("2014-11-30", "P3M", "2015-02-28"),
            ("2016-02-29", "P3M", "2016-05-29"),
            ("2016-02-29", "P1Y", "2017-02-28"),
            ("2015-12-31", "P6M", "2016-06-30"),
            ("2016-05-31", "P1M", "2016-06-30"),  # terms of EU law round down in the same way (Regulation 1182/71)
        ],
    )
    def test_ends_on_the_same_number_or_on_the_last_day_of_the_month(self, start: str, length: str, end: str) -> None:
        assert term(start, length) == end

    def test_counts_weeks_and_days_after_the_months(self) -> None:
        assert term("2016-01-31", "P1M1W2D") == "2016-03-09"  # 29 February and nine days

    def test_runs_as_a_whole_when_extended_and_not_link_by_link(self) -> None:
        whole = Duration.parse("P1M") + Duration.parse("P2M")
        assert term("2016-01-31", str(whole)) == "2016-04-30"
        assert term(term("2016-01-31", "P1M"), "P2M") == "2016-04-29"

    def test_outside_the_calendar_is_refused(self) -> None:
        with pytest.raises(TermError, match=r"P8000Y after 2016-03-17 is outside the calendar"):
            term("2016-03-17", "P8000Y")
        with pytest.raises(TermError, match=r"starts on 9999-12-31 is outside the calendar"):
            term("9999-12-31", "P1D")


class TestATermOfWeeksOrDays:
    def test_does_not_count_the_day_of_the_event(self) -> None:
        # Awb art. 6:8(1): the term starts the day after the decision was made known.
        assert term("2016-03-17", "P1D") == "2016-03-18"
        assert term("2016-03-17", "P4W") == "2016-04-14"

    def test_of_no_length_ends_on_the_day_itself(self) -> None:
        assert term("2016-03-17", "P0D") == "2016-03-17"

    def test_of_a_penalty_ends_on_a_sunday_when_the_law_leaves_the_atw_out(self) -> None:
        # Awb art. 4:17(1): 42 days, Atw expressly not applied. 24 April 2016 is a Sunday.
        assert term("2016-03-13", "P42D", atw=False) == "2016-04-24"

    def test_for_a_view_sent_by_post_is_a_week_after_the_end(self) -> None:
        assert term("2016-06-17", "P1W") == "2016-06-24"  # Vb 2000 art. 3.116(4)


class TestATermUnderTheAtw:
    @pytest.mark.parametrize(
        ("start", "length", "end", "why"),
        [
            ("2016-02-29", "P3M", "2016-05-30", "29 May 2016 is a Sunday"),
            ("2016-02-05", "P3M", "2016-05-06", "5 May 2016 is Ascension Day and 5 May"),
            ("2016-03-18", "P1W", "2016-03-29", "from Good Friday to Easter Monday there is no working day"),
            ("2016-03-18", "P4W", "2016-04-15", "a Friday stays"),
            ("2015-12-04", "P3W", "2015-12-28", "Christmas Day on a Friday, then a weekend"),
            ("2014-03-26", "P1M", "2014-04-28", "26 April 2014 is a Saturday, and King's Day"),
            ("2017-04-05", "P1M", "2017-05-08", "5 May is a holiday also in years in which it is no day off"),
        ],
    )
    def test_that_ends_on_a_rest_day_runs_to_the_next_working_day(
        self, start: str, length: str, end: str, why: str
    ) -> None:
        assert term(start, length, atw=True) == end, why

    def test_of_three_days_or_more_holds_at_least_two_working_days(self) -> None:
        # Atw art. 2. From Thursday 24 March 2016 the first working days are Tuesday 29 and Wednesday 30 March.
        assert term("2016-03-24", "P3D", atw=True) == "2016-03-30"

    def test_of_two_days_need_not_hold_two_working_days(self) -> None:
        assert term("2016-03-24", "P2D", atw=True) == "2016-03-29"

    def test_does_not_move_where_the_atw_is_not_asked_for(self) -> None:
        # The three months of the reflection period stand in a policy rule, not in an act or decree (Atw arts. 1 and 5).
        assert term("2016-02-05", "P3M", atw=False) == "2016-05-05"

    @pytest.mark.parametrize(
        ("start", "length", "end"),
        [
            ("2015-11-07", "P6M", "2016-05-07"),
            ("2015-05-08", "P1Y", "2016-05-08"),
            ("2016-01-30", "P91D", "2016-04-30"),
        ],
    )
    def test_ends_in_a_weekend_when_it_is_too_long_for_the_atw(self, start: str, length: str, end: str) -> None:
        assert term(start, length, atw=True) == end

    @pytest.mark.parametrize("length", ["P1D", "P3M", "P90D", "P12W", "P2M4W", "P0D"])
    def test_is_covered_up_to_and_including_ninety_days_twelve_weeks_or_three_months(self, length: str) -> None:
        assert atw_applies_to(Duration.parse(length))

    @pytest.mark.parametrize("length", ["P3M1D", "P4M", "P6M", "P91D", "P13W", "P1Y", "P2M5W", "PT24H", "PT1H"])
    def test_is_not_covered_above_that_nor_in_hours(self, length: str) -> None:
        assert not atw_applies_to(Duration.parse(length))  # Atw art. 4

    def test_outside_the_known_holidays_is_refused_and_not_guessed(self) -> None:
        with pytest.raises(UnsupportedDate, match="2101-01-03"):
            term("2100-12-27", "P1W", atw=True)


class TestATermInWorkingDays:
    def test_leaves_out_weekends_and_holidays(self) -> None:
        # Eight working days from Thursday 17 March 2016: Good Friday up to Easter Monday (25-28 March) do not count.
        assert term("2016-03-17", "P8D", working=True) == "2016-03-31"

    def test_is_lengthened_by_working_days(self) -> None:
        assert term("2016-03-17", "P4D", working=True, suspended=4) == "2016-03-31"

    def test_ends_on_a_working_day_with_the_atw_too(self) -> None:
        assert term("2016-03-17", "P8D", working=True, atw=True) == "2016-03-31"

    @pytest.mark.parametrize("length", ["P1W", "P1M", "P1Y", "PT24H"])
    def test_is_written_in_days(self, length: str) -> None:
        with pytest.raises(TermError, match=f"{length} cannot be counted in working days"):
            term("2016-03-17", length, working=True)


class TestATermInHours:
    def test_ends_on_the_last_date_it_can_reach_when_only_the_date_is_known(self) -> None:
        assert term("2016-03-25", "PT24H") == "2016-03-26"
        assert term("2016-03-25", "PT25H") == "2016-03-27"

    def test_never_moves_for_rest_days(self) -> None:
        assert term("2016-03-25", "PT24H", atw=True) == "2016-03-26"  # Atw art. 4(a); a Saturday

    def test_counts_real_hours_when_the_clock_changes(self) -> None:
        # In the night of 26 to 27 March 2016 the clock went from two to three.
        start_at = datetime(2016, 3, 26, 12, tzinfo=AMSTERDAM)
        end_at = last_moment(start_at=start_at, length=Duration.parse("PT24H"))
        assert end_at.isoformat() == "2016-03-27T13:00:00+02:00"
        assert end_at.astimezone(UTC) - start_at.astimezone(UTC) == timedelta(hours=24)

    def test_needs_a_moment_that_says_its_zone(self) -> None:
        with pytest.raises(NaiveMoment, match="2016-03-26T12:00:00"):
            last_moment(start_at=datetime(2016, 3, 26, 12), length=Duration.parse("PT24H"))  # noqa: DTZ001

    def test_is_the_only_one_that_ends_at_a_moment(self) -> None:
        with pytest.raises(TermError, match="P1D ends on a day"):
            last_moment(start_at=datetime(2016, 3, 26, 12, tzinfo=UTC), length=Duration.parse("P1D"))

    def test_keeps_the_zone_it_was_given(self) -> None:
        zone = timezone(timedelta(hours=-5))
        end_at = last_moment(start_at=datetime(2016, 3, 26, 12, tzinfo=zone), length=Duration.parse("PT1H"))
        assert end_at.utcoffset() == timedelta(hours=-5)


class TestASuspendedTerm:
    def test_ends_as_many_days_later_as_it_stood_still(self) -> None:
        # Awb art. 4:15(1): from the day after the invitation (1 March) until completed (11 March), ten days.
        still = days_between(start_on=date(2016, 3, 1), end_on=date(2016, 3, 11))
        assert still == 10
        assert term("2016-02-01", "P6M", suspended=still) == "2016-08-11"

    def test_is_lengthened_before_the_rest_days_are_looked_at(self) -> None:
        # 17 June and one day is a Saturday, so Monday 20 June; not Friday 17 June and one day.
        assert term("2016-03-17", "P3M", atw=True, suspended=1) == "2016-06-20"

    def test_cannot_have_stood_still_for_less_than_no_days(self) -> None:
        with pytest.raises(TermError, match="suspended for -1 days"):
            term("2016-03-17", "P3M", suspended=-1)


class TestATermBackwards:
    def test_does_not_move_for_a_rest_day(self) -> None:
        # Timely renewal: at the latest the day before expiry (Vb 2000 art. 3.80(1)), and Atw art. 1(2): 27 March 2016
        # is Easter Sunday.
        assert first_day(end_on=date(2016, 3, 28), length=Duration.parse("P1D")) == date(2016, 3, 27)

    @pytest.mark.parametrize(
        ("end", "length", "begin"),
        [
            ("2016-05-31", "P3M", "2016-02-29"),
            ("2016-01-15", "P2M", "2015-11-15"),
            ("2016-03-17", "P1M1W", "2016-02-10"),
            ("2018-05-06", "P18Y", "2000-05-06"),
            ("2016-03-17", "PT25H", "2016-03-15"),
        ],
    )
    def test_counts_back_by_the_same_rules(self, end: str, length: str, begin: str) -> None:
        found_on = first_day(end_on=date.fromisoformat(end), length=Duration.parse(length))
        assert found_on == date.fromisoformat(begin)

    def test_outside_the_calendar_is_refused(self) -> None:
        with pytest.raises(TermError, match="P3000Y before 2016-03-17 is outside the calendar"):
            first_day(end_on=date(2016, 3, 17), length=Duration.parse("P3000Y"))
        with pytest.raises(TermError, match="P2D before 0001-01-02 is outside the calendar"):
            first_day(end_on=date(1, 1, 2), length=Duration.parse("P2D"))


class TestTheEighteenthBirthday:
    def test_is_reached_on_the_day_with_the_same_number(self) -> None:
        assert term("2000-05-06", "P18Y", atw=True) == "2018-05-06"  # BW 1:233; a Sunday

    def test_ends_the_right_to_reception_the_day_after(self) -> None:
        assert term("2000-05-06", "P18Y1D") == "2018-05-07"  # Rva 2005 art. 6(c)


class TestDaysBetween:
    def test_counts_from_the_day_after_up_to_and_including_the_end(self) -> None:
        assert days_between(start_on=date(2016, 3, 17), end_on=date(2016, 6, 17)) == 92

    def test_counts_working_days_when_asked(self) -> None:
        easter = {"start_on": date(2016, 3, 24), "end_on": date(2016, 3, 30)}
        assert days_between(**easter, counting=Counting.WORKING_DAYS) == 2

    def test_is_negative_backwards(self) -> None:
        assert days_between(start_on=date(2016, 3, 18), end_on=date(2016, 3, 17)) == -1
        backwards = {"start_on": date(2016, 3, 30), "end_on": date(2016, 3, 24)}
        assert days_between(**backwards, counting=Counting.WORKING_DAYS) == -2


class TestTheLongestATermCanLast:
    @pytest.mark.parametrize(
        ("length", "days"),
        [("P3M", 92), ("P6M", 184), ("P1Y", 366), ("P3Y", 1096), ("P18Y", 6575), ("P4W", 28), ("PT25H", 2)],
    )
    def test_follows_the_longest_months_and_the_leap_years(self, length: str, days: int) -> None:
        assert longest_days(length=Duration.parse(length)) == days

    @pytest.mark.parametrize(
        ("length", "start"),
        [
            ("P3M", "2016-05-17"),
            ("P6M", "2016-03-17"),
            ("P1Y", "2015-03-17"),
            ("P3Y", "2013-03-17"),
            ("P1M1W", "2016-03-17"),
        ],
    )
    def test_is_reached_by_a_term_on_real_dates(self, length: str, start: str) -> None:
        start_on, whole = date.fromisoformat(start), Duration.parse(length)
        assert (last_day(start_on=start_on, length=whole) - start_on).days == longest_days(length=whole)

    def test_takes_the_worst_rest_days_along(self) -> None:
        # Easter falls on 25 April 2038: Good Friday, weekend, Easter Monday and King's Day, five rest days in a row.
        assert term("2038-03-26", "P4W", atw=True) == "2038-04-28"
        assert longest_days(length=Duration.parse("P4W"), atw=True) == 28 + 5

    def test_of_three_months_under_the_atw_is_ninety_five_days(self) -> None:
        # Ninety-one days to Christmas on a Thursday, and four rest days.
        assert term("2014-09-25", "P3M", atw=True) == "2014-12-29"
        assert longest_days(length=Duration.parse("P3M"), atw=True) == 95

    def test_has_no_rest_days_where_the_atw_does_not_apply(self) -> None:
        assert longest_days(length=Duration.parse("P6M"), atw=True) == 184

    def test_knows_how_far_working_days_can_stretch(self) -> None:
        eight = Duration.parse("P8D")
        longest = longest_days(length=eight, counting=Counting.WORKING_DAYS)
        starts = [date(1990, 1, 1) + timedelta(days=number) for number in range(40_000)]
        ends = (last_day(start_on=start_on, length=eight, counting=Counting.WORKING_DAYS) for start_on in starts)
        assert max((end_on - start_on).days for start_on, end_on in zip(starts, ends, strict=True)) == longest

    def test_counts_suspension_in(self) -> None:
        # A day of suspension moves the end from the day before Good Friday 2038 onto it.
        assert longest_days(length=Duration.parse("P27D"), atw=True, suspended_days=1) == 33
        assert longest_days(length=Duration.parse("P3M"), suspended_days=10) == 102

    def test_is_not_known_for_terms_longer_than_the_known_holidays(self) -> None:
        with pytest.raises(TermError, match="P3M, suspended for 30000 days, can last is not known"):
            longest_days(length=Duration.parse("P3M"), atw=True, suspended_days=30_000)


class TestATermLength:
    def test_gives_the_same_answer_again(self) -> None:
        length = TermLength(length=Duration.parse("P3M"), atw=True)
        start = date(2016, 2, 29).toordinal()
        first, again = length.last_day_ordinal(start), length.last_day_ordinal(start)
        assert first == again == date(2016, 5, 30).toordinal()

    def test_is_equal_to_its_like_whatever_it_has_been_asked(self) -> None:
        asked, fresh = TermLength(length=Duration.parse("P3M")), TermLength(length=Duration.parse("P3M"))
        asked.last_day_ordinal(date(2016, 2, 29).toordinal())
        assert asked == fresh
        assert hash(asked) == hash(fresh)
        assert repr(asked) == repr(fresh)

    def test_keeps_suspended_and_other_starts_apart(self) -> None:
        length, start = TermLength(length=Duration.parse("P1D")), date(2016, 2, 29).toordinal()
        assert [length.last_day_ordinal(start, days) for days in (0, 1, 0)] == [start + 1, start + 2, start + 1]


class TestDaysEquatedByDecree:
    """Atw art. 3(3): a day put on a par with a holiday moves the end of a term, and stays a working day."""

    THE_DAY_AFTER_ASCENSION = frozenset({date(2018, 5, 11).toordinal()})

    def test_moves_the_last_day_of_a_term_that_the_atw_governs(self) -> None:
        start = date(2018, 4, 27).toordinal()
        term = TermLength(length=Duration.parse("P2W"), atw=True, equated=self.THE_DAY_AFTER_ASCENSION)
        assert date.fromordinal(term.last_day_ordinal(start)) == date(2018, 5, 14)

    def test_does_not_move_a_term_that_the_atw_does_not_govern(self) -> None:
        start = date(2018, 4, 27).toordinal()
        term = TermLength(length=Duration.parse("P2W"), atw=False, equated=self.THE_DAY_AFTER_ASCENSION)
        assert date.fromordinal(term.last_day_ordinal(start)) == date(2018, 5, 11)

    def test_counts_as_a_working_day_in_a_term_of_working_days(self) -> None:
        start = date(2018, 5, 9).toordinal()
        term = TermLength(
            length=Duration.parse("P2D"), counting=Counting.WORKING_DAYS, equated=self.THE_DAY_AFTER_ASCENSION
        )
        assert date.fromordinal(term.last_day_ordinal(start)) == date(2018, 5, 14)
