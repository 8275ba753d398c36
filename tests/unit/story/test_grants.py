"""What grants add up to: a passage is seen by who may see all that it carries, and by nobody else."""

from datetime import datetime, timedelta

import pytest

from relaas.kernel.moments import AMSTERDAM
from relaas.story.access import Verb
from relaas.story.grants import Grant, Holder, Labelled, Sight, sight
from relaas.story.intervals import Interval

NOON = datetime(2026, 5, 1, 12, tzinfo=AMSTERDAM)
HOUR = timedelta(hours=1)
FAMILY, HEALTH, ROUTE = 1, 2, 4


def grant(categories: int = FAMILY, *, begin: datetime = NOON, end: datetime | None = None, **more: object) -> Grant:
    given = {"verbs": frozenset({Verb.READ}), **more}
    return Grant(
        holder=Holder(role="guardian", organisation=1),
        rule="a-rule",
        categories=categories,
        during=Interval(begin, end),
        **given,  # type: ignore[arg-type]
    )


def passage(categories: int, *, confirmed: bool = False) -> Labelled:
    return Labelled(passage="P", telling="T", categories=categories, is_confirmed=confirmed)


def seen(*grants: Grant, at: datetime = NOON) -> Sight:
    return sight(grants, verb=Verb.READ, at=at)


class TestAPassage:
    def test_is_seen_by_who_may_see_every_category_that_it_carries(self) -> None:
        assert seen(grant(FAMILY), grant(HEALTH)).shows(passage(FAMILY | HEALTH))

    def test_is_not_seen_by_who_may_see_only_some(self) -> None:
        assert not seen(grant(FAMILY)).shows(passage(FAMILY | HEALTH))

    def test_that_carries_nothing_is_seen_by_nobody(self) -> None:
        assert not seen(grant(FAMILY | HEALTH | ROUTE)).shows(passage(0, confirmed=True))

    @pytest.mark.parametrize("confirmed", [True, False])
    def test_waits_for_a_second_pair_of_eyes_where_the_rule_asks_it(self, confirmed: bool) -> None:
        assert seen(grant(FAMILY, needs_review=True)).shows(passage(FAMILY, confirmed=confirmed)) is confirmed

    def test_that_was_released_is_seen_whole_whatever_it_carries(self) -> None:
        released = seen(grant(0, passage="P"))
        assert released.shows(passage(FAMILY | HEALTH))
        assert not released.shows(Labelled(passage="Q", telling="T", categories=FAMILY, is_confirmed=True))

    def test_of_ones_own_telling_is_seen_whole(self) -> None:
        assert seen(grant(0, telling="T")).shows(passage(HEALTH))


class TestAGrant:
    @pytest.mark.parametrize(("at", "expected"), [(-HOUR, False), (0 * HOUR, True), (HOUR, False)])
    def test_holds_from_its_first_moment_up_to_its_end(self, at: timedelta, expected: bool) -> None:
        assert seen(grant(end=NOON + HOUR), at=NOON + at).shows(passage(FAMILY)) is expected

    def test_gives_only_the_ways_that_it_names(self) -> None:
        assert not sight([grant()], verb=Verb.LABEL, at=NOON)

    def test_of_another_way_adds_nothing(self) -> None:
        assert seen(grant(FAMILY, verbs=frozenset({Verb.EXISTS}))) == Sight()
