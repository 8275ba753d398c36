"""What holds for terms, uncertain dates and identifiers whatever the dates."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from relaas.kernel.calendar import is_rest_day
from relaas.kernel.durations import Duration
from relaas.kernel.identifiers import case_number, is_case_number, sortable_id
from relaas.kernel.terms import Counting, TermLength, atw_applies_to, days_between, first_day, last_day, longest_days
from relaas.kernel.when import When

MILLISECOND = timedelta(milliseconds=1)

starts = st.dates(min_value=date(1990, 1, 1), max_value=date(2080, 12, 31))
calendar_lengths = st.builds(
    Duration,
    years=st.integers(0, 3),
    months=st.integers(0, 15),
    weeks=st.integers(0, 15),
    days=st.integers(0, 100),
)
hour_lengths = st.builds(Duration, hours=st.integers(1, 500))
working_lengths = st.builds(Duration, days=st.integers(0, 60))
short_lengths = calendar_lengths.filter(atw_applies_to) | st.sampled_from(
    [Duration.parse(text) for text in ("P1D", "P2D", "P3D", "P1W", "P4W", "P12W", "P90D", "P1M", "P2M", "P3M")]
)
suspensions = st.integers(0, 400)
moments = st.integers(0, 4_000_000_000_000).map(lambda number: datetime(1970, 1, 1, tzinfo=UTC) + number * MILLISECOND)
terms = st.one_of(
    st.builds(TermLength, length=calendar_lengths | hour_lengths | short_lengths, atw=st.booleans()),
    st.builds(TermLength, length=working_lengths, counting=st.just(Counting.WORKING_DAYS), atw=st.booleans()),
)


def end_of(term: TermLength, start_on: date, suspended: int = 0) -> date:
    return last_day(
        start_on=start_on, length=term.length, counting=term.counting, atw=term.atw, suspended_days=suspended
    )


class TestATerm:
    @given(terms, starts, starts, suspensions)
    def test_that_starts_later_never_ends_earlier(
        self, term: TermLength, one: date, other: date, suspended: int
    ) -> None:
        earlier, later = sorted((one, other))
        assert end_of(term, earlier, suspended) <= end_of(term, later, suspended)

    @given(terms, starts, st.integers(0, 40), suspensions)
    def test_that_starts_a_little_later_never_ends_earlier(
        self, term: TermLength, start_on: date, days: int, suspended: int
    ) -> None:
        assert end_of(term, start_on, suspended) <= end_of(term, start_on + timedelta(days=days), suspended)

    @given(calendar_lengths | hour_lengths, calendar_lengths | hour_lengths, starts, st.booleans())
    def test_is_never_shortened_by_an_extension(
        self, length: Duration, extension: Duration, start_on: date, atw: bool
    ) -> None:
        assume(length.in_hours == extension.in_hours)
        extended = length + extension
        # The Atw leaves long terms alone, so only terms on the same side of its limit are compared.
        assume(atw_applies_to(length) == atw_applies_to(extended))
        short, long = TermLength(length=length, atw=atw), TermLength(length=extended, atw=atw)
        assert end_of(short, start_on) <= end_of(long, start_on)

    @given(calendar_lengths, starts, suspensions)
    def test_is_lengthened_by_suspension_day_for_day(self, length: Duration, start_on: date, suspended: int) -> None:
        term = TermLength(length=length)
        assert end_of(term, start_on, suspended) == end_of(term, start_on) + timedelta(days=suspended)

    @given(terms, starts, suspensions)
    def test_is_never_shortened_by_suspension(self, term: TermLength, start_on: date, suspended: int) -> None:
        assert end_of(term, start_on, suspended) >= end_of(term, start_on)

    @given(terms, starts, suspensions)
    def test_is_the_same_in_ordinals_and_in_dates(self, term: TermLength, start_on: date, suspended: int) -> None:
        ordinal = term.last_day_ordinal(start_on.toordinal(), suspended)
        assert ordinal == end_of(term, start_on, suspended).toordinal()
        assert term.last_day_ordinal(start_on.toordinal(), suspended) == ordinal

    @given(st.sampled_from(["P1D", "P4W", "P1M", "P3M", "P90D", "P6M", "P1Y", "P3Y"]), st.booleans(), starts)
    def test_never_lasts_longer_than_its_longest(self, length: str, atw: bool, start_on: date) -> None:
        term = TermLength(length=Duration.parse(length), atw=atw)
        assert (end_of(term, start_on) - start_on).days <= longest_days(length=term.length, atw=atw)

    @given(working_lengths, starts)
    def test_in_working_days_holds_exactly_that_many(self, length: Duration, start_on: date) -> None:
        end_on = end_of(TermLength(length=length, counting=Counting.WORKING_DAYS), start_on)
        assert days_between(start_on=start_on, end_on=end_on, counting=Counting.WORKING_DAYS) == length.days

    @given(calendar_lengths, starts)
    def test_counted_back_from_its_end_begins_no_later(self, length: Duration, start_on: date) -> None:
        assume(not length.total_days or not length.total_months)
        end_on = end_of(TermLength(length=length), start_on)
        assert 0 <= (start_on - first_day(end_on=end_on, length=length)).days <= 3


class TestATermUnderTheAtw:
    @given(short_lengths, starts, suspensions)
    def test_never_ends_on_a_rest_day(self, length: Duration, start_on: date, suspended: int) -> None:
        assert not is_rest_day(end_of(TermLength(length=length, atw=True), start_on, suspended))

    @given(short_lengths, starts)
    def test_moves_at_most_five_days_and_only_over_rest_days(self, length: Duration, start_on: date) -> None:
        assume(length.total_months or length.total_days >= 7)
        plain, moved = (end_of(TermLength(length=length, atw=atw), start_on) for atw in (False, True))
        assert 0 <= (moved - plain).days <= 5
        assert all(is_rest_day(plain + timedelta(days=number)) for number in range((moved - plain).days))

    @given(short_lengths, starts)
    def test_of_three_days_or_more_holds_two_working_days(self, length: Duration, start_on: date) -> None:
        assume(length.total_months or length.total_days >= 3)
        end_on = end_of(TermLength(length=length, atw=True), start_on)
        assert days_between(start_on=start_on, end_on=end_on, counting=Counting.WORKING_DAYS) >= 2

    @given(calendar_lengths | hour_lengths, starts)
    def test_does_not_move_when_the_atw_does_not_apply(self, length: Duration, start_on: date) -> None:
        assume(not atw_applies_to(length))
        plain, asked = (end_of(TermLength(length=length, atw=atw), start_on) for atw in (False, True))
        assert plain == asked


class TestADuration:
    @given(calendar_lengths | hour_lengths)
    def test_is_read_as_it_was_written(self, length: Duration) -> None:
        assert Duration.parse(str(length)) == length


@st.composite
def whens_with_a_date(draw: st.DrawFn) -> tuple[When, date]:
    """An uncertain date, and a date that it can be."""
    day = draw(starts)
    before, after = draw(st.none() | st.integers(0, 60)), draw(st.none() | st.integers(0, 60))
    when = When(
        earliest=None if before is None else day - timedelta(days=before),
        latest=None if after is None else day + timedelta(days=after),
    )
    return when, day


@st.composite
def near_pairs(draw: st.DrawFn) -> tuple[When, date, When, date]:
    """Two uncertain dates that may overlap, each with a date that it can be."""
    (one, day), shift = draw(whens_with_a_date()), timedelta(days=draw(st.integers(-90, 90)))
    other, that_day = draw(whens_with_a_date())
    moved = other.shift(lambda bound: bound + (day - that_day) + shift)
    return one, day, moved, day + shift


class TestAnUncertainDate:
    @given(near_pairs())
    def test_counts_days_between_bounds_that_hold(self, pair: tuple[When, date, When, date]) -> None:
        one, day, other, that_day = pair
        count, days = one.days_until(other), (that_day - day).days
        assert count.least is None or count.least <= days
        assert count.most is None or days <= count.most

    @given(near_pairs())
    def test_is_compared_with_answers_that_hold(self, pair: tuple[When, date, When, date]) -> None:
        one, day, other, that_day = pair
        assert one.is_before(other) in (None, day < that_day)
        assert one.is_after(other) in (None, day > that_day)
        assert one.on_or_before(other) in (None, day <= that_day)

    @given(whens_with_a_date(), st.builds(TermLength, length=calendar_lengths, atw=st.booleans()))
    def test_moved_by_a_term_still_holds_the_date(self, known: tuple[When, date], term: TermLength) -> None:
        when, day = known
        assume(when.earliest is None or when.earliest.year >= 1990)
        moved = when.shift(lambda bound: end_of(term, bound))
        assert moved.on_or_before(end_of(term, day)) is not False
        assert moved.is_after(end_of(term, day)) is not True


class TestIdentifiers:
    @given(moments, moments, st.binary(min_size=10, max_size=10))
    def test_sort_by_moment(self, one: datetime, other: datetime, randomness: bytes) -> None:
        earlier, later = sorted((one, other))
        assume(earlier != later)
        assert sortable_id(moment=earlier, randomness=randomness) < sortable_id(moment=later, randomness=randomness)

    @given(st.binary(min_size=8, max_size=8), st.integers(0, 10), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTWXYZ"))
    def test_show_a_slip_of_one_character(self, randomness: bytes, place: int, character: str) -> None:
        number = case_number(randomness=randomness)
        slip = number[:place] + character + number[place + 1 :]
        assert is_case_number(slip) is (slip == number)

    @given(st.binary(min_size=8, max_size=8), st.integers(0, 6))
    def test_show_two_neighbours_swapped(self, randomness: bytes, place: int) -> None:
        number = case_number(randomness=randomness)
        body = list(number[:9].replace("-", ""))
        body[place], body[place + 1] = body[place + 1], body[place]
        slip = f"{''.join(body[:4])}-{''.join(body[4:])}-{number[-1]}"
        assert is_case_number(slip) is (slip == number)
