"""Stretches of time behave as the sets of moments that they are."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from relaas.kernel.moments import AMSTERDAM
from relaas.story.intervals import Interval, both, joined, without

BEGIN = datetime(2026, 1, 1, tzinfo=AMSTERDAM)
HOURS = range(-1, 32)


def moment(hour: int) -> datetime:
    return BEGIN + timedelta(hours=hour)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    begin = draw(st.integers(0, 29))
    end = draw(st.none() | st.integers(begin + 1, 30))
    return Interval(moment(begin), None if end is None else moment(end))


several = st.lists(intervals(), max_size=5)


def hours(stretches: list[Interval] | tuple[Interval, ...]) -> set[int]:
    return {hour for hour in HOURS if any(one.holds(moment(hour)) for one in stretches)}


@given(several, several)
def test_both_are_the_moments_of_each(ones: list[Interval], others: list[Interval]) -> None:
    assert hours(both(ones, others)) == hours(ones) & hours(others)


@given(several, several)
def test_without_leaves_the_moments_of_the_first_alone(ones: list[Interval], others: list[Interval]) -> None:
    assert hours(without(ones, others)) == hours(ones) - hours(others)


@given(several)
def test_joined_is_in_order_apart_and_the_same(stretches: list[Interval]) -> None:
    found = joined(stretches)
    assert hours(found) == hours(stretches)
    for one, following in pairwise(found):
        assert one.until_at is not None
        assert one.until_at < following.from_at
