"""Expertise that is about to be lost: seen half a year ahead, with who would still have it."""

from datetime import date

import pytest

from relaas.capacity.at_risk import AtRisk, Why, at_risk
from relaas.capacity.capacity_law import capacity_law
from relaas.capacity.events import Away, Certified, HandedOver, Knows, Left, Promised, What
from tests.unit.capacity.test_roster import AN, BO, CEM, TEAM, known

TODAY = date(2016, 3, 17)
KNOWS = (
    (date(2015, 2, 1), Knows(person=AN, topic="networks")),
    (date(2015, 2, 1), Knows(person=AN, topic="minors")),
    (date(2015, 3, 1), Knows(person=BO, topic="minors")),
)


def risks(*happened: tuple[date, What]) -> list[AtRisk]:
    return list(at_risk(known(*TEAM, *KNOWS, *happened), law=capacity_law(), today=TODAY))


@pytest.mark.letter("ad1-knowledge")
class TestWhoLeaves:
    def test_within_half_a_year_takes_along_what_they_know_and_hold(self) -> None:
        found = risks((date(2016, 9, 17), Left(person=AN)))
        assert [(one.what, one.left_with) for one in found] == [
            ("minors", {BO}),
            ("networks", frozenset()),
            ("trafficking_detective", frozenset()),
        ]
        assert {one.why for one in found} == {Why.LEAVES}

    def test_later_than_that_is_no_risk_yet(self) -> None:
        assert risks((date(2016, 9, 18), Left(person=AN))) == []

    def test_and_handed_it_over_leaves_it_with_another(self) -> None:
        found = risks(
            (date(2016, 6, 30), Left(person=AN)),
            (date(2016, 3, 10), HandedOver(person=AN, topic="networks", to=CEM)),
        )
        networks = next(one for one in found if one.what == "networks")
        assert (networks.left_with, networks.is_thin) == ({CEM}, True)
        assert [one.done_on for one in networks.handovers] == [date(2016, 3, 10)]

    def test_and_only_promised_to_hand_over_still_takes_it_along(self) -> None:
        found = risks(
            (date(2016, 6, 30), Left(person=AN)),
            (date(2016, 6, 1), Promised(person=AN, topic="networks", to=CEM)),
        )
        networks = next(one for one in found if one.what == "networks")
        assert networks.left_with == frozenset()
        assert [one.done_on for one in networks.handovers] == [None]


class TestACertificate:
    ENDS = (date(2013, 7, 1), Certified(person=BO, certificate="trafficking_detective", until=date(2016, 6, 30)))

    def test_that_runs_out_within_half_a_year_is_at_risk(self) -> None:
        found = risks(self.ENDS)
        assert [(one.person, one.why, one.on, one.left_with) for one in found] == [
            (BO, Why.EXPIRES, date(2016, 6, 30), {AN})
        ]

    def test_that_was_renewed_in_time_is_not(self) -> None:
        renewed = Certified(person=BO, certificate="trafficking_detective", until=date(2019, 6, 30))
        assert risks(self.ENDS, (date(2016, 7, 1), renewed)) == []


class TestWhoIsAway:
    def test_and_is_the_only_one_to_know_something_leaves_a_gap_today(self) -> None:
        found = risks((date(2016, 3, 14), Away(person=AN, until=date(2016, 4, 15))))
        assert [(one.what, one.why) for one in found] == [("networks", Why.AWAY)]
