"""One passage: who reads it, who confirms it, to whom it can be given, and who else reads it."""

import pytest

from relaas.application.door import NotGranted
from relaas.application.story.labelling import (
    NeedsAnother,
    NoSuchPassage,
    confirm_label,
    label_passage,
    release_passage,
)
from relaas.application.story.passage_page import PassagePage, see_passage
from relaas.application.story.releasing import NotReleasable
from relaas.application.story.story_page import see_story
from relaas.storage.models.cases import Placement
from relaas.storage.models.grants import AccessGrant
from tests.support.told_case import TOLD_ON_DAY, World

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]
DAY = TOLD_ON_DAY + 1


def ids(world: World) -> list[str]:
    """The passages: of family, of recruitment, of perpetrators, of health."""
    at = world.at(DAY)
    page = see_story(actor=world.actors["story_team"], number=world.number, today=at.date(), now=at)
    return [passage.id for telling in page.tellings for passage in telling.passages]


def seen(world: World, who: str, passage: str, **more: bool) -> PassagePage:
    at = world.at(DAY, 15)
    return see_passage(actor=world.actors[who], number=world.number, passage=passage, today=at.date(), now=at, **more)


class TestAPassage:
    def test_has_the_number_that_it_has_for_its_reader(self, world: World) -> None:
        _family, recruitment, _perpetrators, _health = ids(world)
        assert [seen(world, who, recruitment).passage.number for who in ("police", "guardian")] == [1, 2]

    @pytest.mark.parametrize(("who", "place"), [("police", 0), ("guardian", 2), ("lawyer", 3), ("reception", 0)])
    def test_that_one_does_not_read_is_not_there_also_when_one_may_know_of_it(
        self, world: World, who: str, place: int
    ) -> None:
        with pytest.raises(NoSuchPassage):
            seen(world, who, ids(world)[place])

    def test_shows_its_reader_nothing_of_the_work_on_it(self, world: World) -> None:
        page = seen(world, "police", ids(world)[1])
        assert (page.choices, page.releasable, page.seen_by) == ((), (), ())
        assert not page.may_confirm
        assert not page.may_correct

    def test_is_corrected_only_by_who_may(self, world: World) -> None:
        assert seen(world, "guardian", ids(world)[0], to_correct=True).may_correct
        with pytest.raises(NotGranted):
            seen(world, "ind", ids(world)[0], to_correct=True)


class TestTheSecondPairOfEyes:
    def test_is_that_of_another_person(self, world: World) -> None:
        passage = ids(world)[0]
        label_passage(
            actor=world.actors["story_team"],
            number=world.number,
            passage=passage,
            categories=["family", "route"],
            now=world.at(DAY),
        )
        assert not seen(world, "story_team", passage).may_confirm
        assert seen(world, "story_team_2", passage).may_confirm
        with pytest.raises(NeedsAnother):
            confirm_label(actor=world.actors["story_team"], number=world.number, passage=passage, now=world.at(DAY))

    def test_is_what_immigration_service_and_police_wait_for(self, world: World) -> None:
        passage = ids(world)[0]
        label_passage(
            actor=world.actors["story_team"],
            number=world.number,
            passage=passage,
            categories=["route"],
            now=world.at(DAY),
        )
        waits = {one.role: one.waits for one in seen(world, "story_team", passage).seen_by}
        assert (waits["police"], waits["ind"], waits["guardian"], waits["child"]) == (True, True, False, False)


class TestWhoReadsIt:
    def test_is_told_with_the_rule_to_who_labels_it(self, world: World) -> None:
        page = seen(world, "story_team", ids(world)[3])
        assert {one.role: one.rules for one in page.seen_by} == {
            "child": ("child-own-account",),
            "doctor": ("care-health",),
            "story_team": ("team-records",),
        }

    def test_can_be_widened_only_by_a_rule(self, world: World) -> None:
        family, recruitment, _perpetrators, health = ids(world)
        assert "police" in seen(world, "story_team", health).releasable
        assert "guardian" not in seen(world, "story_team", health).releasable
        assert "police" in seen(world, "story_team", family).releasable
        assert "police" not in seen(world, "story_team", recruitment).releasable, "has it already"

    def test_is_wider_after_a_release(self, world: World) -> None:
        health = ids(world)[3]
        release_passage(
            actor=world.actors["story_team"], number=world.number, passage=health, role="police", now=world.at(DAY)
        )
        page = seen(world, "story_team", health)
        assert {one.role: one.rules for one in page.seen_by}["police"] == ("police-released",)
        assert "police" not in page.releasable
        assert seen(world, "police", health).passage.number == 3

    def test_is_not_wider_for_who_works_on_the_case_no_more(self, world: World) -> None:
        health = ids(world)[3]
        Placement.objects.filter(role="police").update(until_on=world.at(DAY - 1).date())
        with pytest.raises(NotReleasable):
            release_passage(
                actor=world.actors["story_team"], number=world.number, passage=health, role="police", now=world.at(DAY)
            )
        assert not AccessGrant.objects.filter(passage_id=health).exists()
