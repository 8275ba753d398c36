"""Pairs of day numbers: exact ones are kept, the ends of time stay ends of time, last days follow both days."""

from __future__ import annotations

from datetime import date

from relaas.kernel.durations import Duration
from relaas.kernel.terms import TermLength
from relaas.kernel.when import When
from relaas.procedure.spans import BEGINNING, EARLIEST, LATEST, LastDays, exact, last_days_of, when

MAY_1 = date(2016, 5, 1).toordinal()
FORTNIGHT = TermLength(length=Duration(weeks=2))


class TestADate:
    def test_of_a_known_day_is_exact(self) -> None:
        assert when((MAY_1, MAY_1)) == When.exact(date(2016, 5, 1))

    def test_of_two_days_lies_between_them(self) -> None:
        assert when((MAY_1, MAY_1 + 1)) == When(earliest=date(2016, 5, 1), latest=date(2016, 5, 2))

    def test_at_the_ends_of_time_is_not_known(self) -> None:
        assert when((EARLIEST, LATEST)) == when(BEGINNING) == when((LATEST, LATEST)) == When.unknown()
        assert when((MAY_1, LATEST)) == When(earliest=date(2016, 5, 1), latest=None)


class TestTheLastDays:
    def test_of_a_term_that_began_on_a_known_day_are_one_day(self) -> None:
        assert LastDays(FORTNIGHT)[exact(MAY_1)] == (MAY_1 + 14, MAY_1 + 14)

    def test_of_a_term_that_began_on_one_of_several_days_are_as_far_apart(self) -> None:
        assert LastDays(FORTNIGHT)[MAY_1, MAY_1 + 3] == (MAY_1 + 14, MAY_1 + 17)

    def test_are_later_by_the_days_that_it_stood_still(self) -> None:
        assert LastDays(FORTNIGHT).suspended(exact(MAY_1), (2, 5)) == (MAY_1 + 16, MAY_1 + 19)

    def test_are_not_known_while_it_stands_still_without_bound(self) -> None:
        assert LastDays(FORTNIGHT).suspended(exact(MAY_1), (LATEST, LATEST)) == (LATEST, LATEST)

    def test_are_not_known_when_its_beginning_is_not(self) -> None:
        assert LastDays(FORTNIGHT)[EARLIEST, LATEST] == (EARLIEST, LATEST)

    def test_are_kept_for_exact_days_only(self) -> None:
        kept = LastDays(FORTNIGHT)
        for began in (exact(MAY_1), (MAY_1, MAY_1 + 3)):
            assert kept[began] == kept[began]
        assert set(kept) == {(MAY_1, MAY_1)}

    def test_are_shared_by_terms_that_are_as_long(self) -> None:
        assert last_days_of(FORTNIGHT) is last_days_of(TermLength(length=Duration(weeks=2)))
