"""Searching the account finds what one reads; what one does not read looks the same there or not."""

import pytest

from relaas.application.story.facts import code_fact
from relaas.application.story.searching import SearchPage, search_account
from relaas.application.story.story_page import see_story
from relaas.storage.models.access_log import AccessEntry
from relaas.story.fact_kinds import Certainty
from tests.support.told_case import TOLD_ON_DAY, World

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]
DAY = TOLD_ON_DAY + 1


def search(world: World, who: str, text: str) -> SearchPage:
    at = world.at(DAY, 15)
    return search_account(actor=world.actors[who], number=world.number, text=text, today=at.date(), now=at)


def code_alias(world: World) -> None:
    at = world.at(DAY)
    page = see_story(actor=world.actors["story_team"], number=world.number, today=at.date(), now=at)
    code_fact(
        actor=world.actors["story_team"],
        number=world.number,
        kind="alias",
        values={"name": "Wedi Harestay"},
        certainty=Certainty.CERTAIN,
        cites=[page.tellings[0].passages[2].id],
        idempotency_key="alias",
        now=at,
    )


class TestSearchingTheAccount:
    @pytest.mark.parametrize("text", ["boerenzoon", "BOERENZOON", "boeren", "hij boerenzoon", "ሓረስታይ", "ወዲ ሓረስታይ"])
    def test_finds_all_words_in_original_and_translation_whatever_their_capitals(self, world: World, text: str) -> None:
        (found,) = search(world, "police", text).passages
        assert found.passage.number == 2
        assert found.in_words or found.in_translation

    def test_says_where_it_was_found(self, world: World) -> None:
        (found,) = search(world, "police", "boeren").passages
        assert found.passage.words is not None
        (span,) = found.in_translation
        assert found.passage.words.translation[span.begin : span.end] == "boerenzoon"

    @pytest.mark.parametrize(("who", "text"), [("police", "moeder"), ("guardian", "boerenzoon"), ("lawyer", "buik")])
    def test_of_what_is_withheld_gives_the_same_as_of_what_was_never_said(
        self, world: World, who: str, text: str
    ) -> None:
        code_alias(world)
        assert search(world, who, text) == search(world, who, "kanariegeel")

    def test_finds_facts_by_their_values(self, world: World) -> None:
        code_alias(world)
        assert [fact.kind for fact in search(world, "police", "harestay").facts] == ["alias"]
        assert search(world, "guardian", "harestay").facts == ()

    @pytest.mark.parametrize("text", ["", "  ", "?!", "boerenzoon moeder"])
    def test_finds_nothing_by_nothing_and_nothing_that_has_only_a_part(self, world: World, text: str) -> None:
        assert search(world, "story_team", text).passages == ()

    def test_is_logged_without_what_was_asked(self, world: World) -> None:
        search(world, "police", "boerenzoon")
        entry = AccessEntry.objects.order_by("-pk").first()
        assert entry is not None
        assert (entry.action, entry.case.number) == ("search_account", world.number)
        written = [str(getattr(entry, field.attname)) for field in AccessEntry._meta.concrete_fields]
        assert not any("boerenzoon" in value for value in written)
