"""Each authority sees its part of the account, and cannot tell whether there is more."""

from typing import Any

import pytest

from relaas.application.story.story_page import StoryPage, see_story
from tests.support.told_case import TOLD_ON_DAY, World

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]


def seen_by(world: World, role: str, *, day: int = TOLD_ON_DAY + 1) -> StoryPage:
    at = world.at(day)
    return see_story(actor=world.actors[role], number=world.number, today=at.date(), now=at)


def carried(page: StoryPage) -> list[str]:
    return [category for telling in page.tellings for passage in telling.passages for category in passage.categories]


def translations(page: StoryPage) -> list[Any]:
    return [passage.words and passage.words.translation for telling in page.tellings for passage in telling.passages]


@pytest.mark.letter("r3-central", "r3-filter")
class TestTheAccount:
    @pytest.mark.parametrize(
        ("role", "expected"),
        [
            ("child", ["family", "recruitment", "perpetrators", "health"]),
            ("story_team", ["family", "recruitment", "perpetrators", "health"]),
            ("guardian", ["family", "recruitment"]),
            ("police", ["recruitment", "perpetrators"]),
            ("ind", ["family", "recruitment"]),
            ("doctor", ["health"]),
            ("reception", []),
            ("inspectorate", []),
            ("privacy_officer", []),
        ],
    )
    def test_is_seen_by_each_as_far_as_its_purpose_allows(self, world: World, role: str, expected: list[str]) -> None:
        assert carried(seen_by(world, role)) == expected

    def test_is_numbered_for_each_apart(self, world: World) -> None:
        page = seen_by(world, "police")
        assert [passage.number for telling in page.tellings for passage in telling.passages] == [1, 2]

    def test_shows_the_lawyer_that_something_is_withheld_but_not_what(self, world: World) -> None:
        page = seen_by(world, "lawyer")
        family, recruitment, *withheld = translations(page)
        assert (family, recruitment) == ("Mijn moeder en vader wonen op het land.", "Een man zei dat er werk was.")
        assert withheld == [None, None]
        assert carried(page) == ["family", "recruitment"]
