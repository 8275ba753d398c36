"""Each authority sees its part of the account, and cannot tell whether there is more."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relaas.application.story.labelling import confirm_label, label_passage
from relaas.application.story.passages import Words
from relaas.application.story.story_page import StoryPage, see_story
from relaas.application.story.telling import write_passages
from tests.support.told_case import TOLD_ON_DAY, World

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]


def seen_by(world: World, role: str, *, day: int = TOLD_ON_DAY + 1) -> StoryPage:
    at = world.at(day)
    return see_story(actor=world.actors[role], number=world.number, today=at.date(), now=at)


def carried(page: StoryPage) -> list[str]:
    return [category for telling in page.tellings for passage in telling.passages for category in passage.categories]


def translations(page: StoryPage) -> list[Any]:
    return [passage.words and passage.words.translation for telling in page.tellings for passage in telling.passages]


def tell_more(world: World, amount: int) -> None:
    """So many passages more of what was told, each carrying what the police reads, confirmed by a second person."""
    team, second, now = world.actors["story_team"], world.actors["story_team_2"], world.at(TOLD_ON_DAY + 1)
    telling = seen_by(world, "story_team").tellings[0].id
    said = [Words(words=f"ቃል {number}", language="ti", translation=f"Woord {number}") for number in range(amount)]
    write_passages(actor=team, number=world.number, telling=telling, words=said, idempotency_key="more", now=now)
    for passage in seen_by(world, "story_team", day=TOLD_ON_DAY + 1).tellings[0].passages[-amount:]:
        label_passage(actor=team, number=world.number, passage=passage.id, categories=["route"], now=now)
        confirm_label(actor=second, number=world.number, passage=passage.id, now=now)


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

    @pytest.mark.parametrize("role", ["police", "story_team", "lawyer"])
    def test_asks_the_database_as_often_for_many_passages_as_for_few(self, world: World, role: str) -> None:
        def asked() -> int:
            with CaptureQueriesContext(connection) as queries:
                seen_by(world, role, day=TOLD_ON_DAY + 3)
            return len(queries)

        few = asked()
        tell_more(world, amount=8)
        assert asked() == few
