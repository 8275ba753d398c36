"""One value across cases: exactly, only in coded facts, only where the grant to look across holds now."""

from typing import Any

import pytest

from relaas.application.door import NotGranted
from relaas.application.story.facts import code_fact
from relaas.application.story.searching_across import Across, search_across, searchable_kinds
from relaas.application.story.story_page import see_story
from relaas.storage.models.access_log import AccessEntry
from relaas.storage.models.cases import Placement
from relaas.story.fact_kinds import Certainty
from tests.support.told_case import TOLD_ON_DAY, World

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]
DAY = TOLD_ON_DAY + 1
FACTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("phone_number", {"number": "+39 312 345 6789"}),
    ("alias", {"name": "Wedi Harestay"}),
    ("vehicle", {"plate": "12-ab-34"}),
)


@pytest.fixture
def coded(world: World) -> World:
    at = world.at(DAY)
    team = world.actors["story_team"]
    page = see_story(actor=team, number=world.number, today=at.date(), now=at)
    for place, (kind, values) in enumerate(FACTS):
        code_fact(
            actor=team,
            number=world.number,
            kind=kind,
            values=values,
            certainty=Certainty.CERTAIN,
            cites=[page.tellings[0].passages[2].id],
            idempotency_key=f"fact-{place}",
            now=at,
        )
    return world


def search(world: World, who: str, kind: str, value: str, day: int = DAY) -> Across:
    at = world.at(day, 15)
    return search_across(actor=world.actors[who], kind=kind, value=value, today=at.date(), now=at)


class TestLookingAcrossCases:
    @pytest.mark.parametrize(
        ("kind", "value"),
        [
            ("phone_number", "0039-312-3456789"),
            ("alias", "harestay"),
            ("alias", "HARESTAY wedi"),
            ("vehicle", "12AB34"),
        ],
    )
    @pytest.mark.parametrize("who", ["police", "prosecutor"])
    def test_finds_the_same_value_however_it_is_written(self, coded: World, who: str, kind: str, value: str) -> None:
        (found,) = search(coded, who, kind, value).cases
        assert found.number == coded.number
        assert [fact.kind for fact in found.facts] == [kind]

    @pytest.mark.parametrize(
        ("kind", "value"), [("phone_number", "+39 312 345 6788"), ("alias", "Wedi Ander"), ("vehicle", "12AB3")]
    )
    def test_does_not_find_what_is_only_like_it(self, coded: World, kind: str, value: str) -> None:
        assert search(coded, "police", kind, value) == Across(is_value=True, cases=())

    def test_says_that_something_is_no_value(self, coded: World) -> None:
        assert search(coded, "police", "phone_number", "geen nummer") == Across(is_value=False, cases=())

    @pytest.mark.parametrize("who", ["ind", "guardian", "story_team", "lawyer", "child", "inspectorate"])
    def test_is_for_no_role_without_that_purpose(self, coded: World, who: str) -> None:
        assert searchable_kinds(actor=coded.actors[who]) == ()
        with pytest.raises(NotGranted):
            search(coded, who, "alias", "harestay")

    def test_stops_with_the_placement(self, coded: World) -> None:
        Placement.objects.filter(role="police").update(until_on=coded.at(DAY - 1).date())
        assert search(coded, "police", "alias", "harestay").cases == ()

    def test_is_not_there_during_reflection(self, coded: World) -> None:
        assert search(coded, "police", "alias", "harestay", day=20).cases == ()

    def test_is_logged_per_case_that_is_opened_and_without_what_was_asked(self, coded: World) -> None:
        search(coded, "police", "alias", "harestay")
        entries = AccessEntry.objects.filter(action="search_across").order_by("pk")
        assert [entry.case and entry.case.number for entry in entries] == [None, coded.number]
        assert not any("arestay" in entry.detail for entry in entries)
