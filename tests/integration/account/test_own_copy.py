"""The child has its whole account, in its own words, and knows who has read it; nobody else takes that copy."""

import pytest

from relaas.application.door import NotGranted
from relaas.application.story.own_copy import OwnCopy, Part, own_copy
from relaas.application.story.story_page import see_story
from relaas.storage.models.access_log import AccessEntry, Outcome
from relaas.storage.models.people import Person
from relaas.storage.models.story import Passage
from relaas.storage.sealing import Kind, cipher_of
from relaas.storage.stories import add_passages, next_position
from tests.support.told_case import STORY, TOLD_ON_DAY, World

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]


def copy_of(world: World, actor: str = "child", *, language: str | None = None, take: bool = False) -> OwnCopy:
    at = world.at(TOLD_ON_DAY + 3)
    return own_copy(
        actor=world.actors[actor],
        number=world.number,
        today=at.date(),
        language=language,
        to_take_away=take,
        now=at,
    )


def parts(found: OwnCopy) -> list[Part]:
    return [part for telling in found.tellings for part in telling.parts]


def read_story(world: World, role: str, day: int) -> None:
    at = world.at(TOLD_ON_DAY + day)
    see_story(actor=world.actors[role], number=world.number, today=at.date(), now=at)


def correct(world: World, about: str, words: str) -> None:
    """A correction, as a later telling would write it down."""
    told = Passage.objects.get(pk=about)
    correction = Passage.objects.get(pk=about)
    correction.pk = "01" + "9" * 24
    correction.kind, correction.about_id = Passage.Kind.CORRECTION, told.pk
    correction.position, correction.idempotency_key = next_position(case_id=told.case_id), "correction"
    correction.recorded_at = world.at(TOLD_ON_DAY + 2)
    content = {"words": words, "translation": "", "to": "nl"}
    cipher = cipher_of(case_id=told.case_id)
    correction.ciphertext = cipher.seal(kind=Kind.PASSAGE, place=correction.pk, content=content)
    add_passages([correction], categories=1)


class TestTheOwnCopy:
    def test_holds_everything_that_was_told_in_both_languages(self, world: World) -> None:
        found = [(part.words.words, part.words.translation) for part in parts(copy_of(world))]
        assert found == [(said, means) for _, said, means in STORY]

    def test_numbers_the_parts_as_the_child_sees_them_elsewhere(self, world: World) -> None:
        assert [part.number for part in parts(copy_of(world))] == [1, 2, 3, 4]

    def test_says_how_it_was_told(self, world: World) -> None:
        (telling,) = copy_of(world).tellings
        assert telling.circumstances["place"] == "Verzonnen kamer"
        assert telling.audience == "story_team"

    def test_shows_a_correction_at_what_it_corrects(self, world: World) -> None:
        first = Passage.objects.order_by("position").first()
        assert first is not None
        correct(world, first.pk, "ኣቦይ ሞይቱ እዩ።")
        corrected, *others = parts(copy_of(world))
        assert [(one.number, one.kind, one.words.words) for one in corrected.remarks] == [
            (5, "correction", "ኣቦይ ሞይቱ እዩ።")
        ]
        assert not any(part.remarks for part in others)

    @pytest.mark.parametrize("role", ["guardian", "lawyer", "police", "ind", "story_team", "doctor", "privacy_officer"])
    def test_is_for_the_child_alone(self, world: World, role: str) -> None:
        with pytest.raises(NotGranted):
            copy_of(world, role)


class TestWhoHasRead:
    def test_is_said_by_day_role_organisation_and_purpose_but_names_nobody(self, world: World) -> None:
        read_story(world, "police", 1)
        read_story(world, "police", 1)
        read_story(world, "guardian", 2)
        readers = [one for one in copy_of(world).readers if one.role != "story_team"]
        assert [(one.day, one.role) for one in readers] == [
            (world.at(TOLD_ON_DAY + 1).date(), "police"),
            (world.at(TOLD_ON_DAY + 2).date(), "guardian"),
        ]
        assert [one.purpose for one in readers] == ["investigation", "representation"]
        assert readers[0].organisation.startswith("Organisatie van")
        assert "Proefpersoon" not in repr(readers)

    def test_is_neither_the_child_itself_nor_who_sees_nothing_of_a_story(self, world: World) -> None:
        copy_of(world)
        read_story(world, "child", 1)
        read_story(world, "privacy_officer", 1)
        assert {one.role for one in copy_of(world).readers} == {"story_team"}

    def test_is_not_who_was_refused(self, world: World) -> None:
        with pytest.raises(NotGranted):
            copy_of(world, "police", take=True)
        assert {one.role for one in copy_of(world).readers} == {"story_team"}


class TestTheLog:
    def test_tells_looking_from_taking_away(self, world: World) -> None:
        copy_of(world)
        copy_of(world, take=True)
        assert list(AccessEntry.objects.order_by("pk").values_list("action", "outcome", "role"))[-2:] == [
            ("see_own_copy", Outcome.DONE, "child"),
            ("export_own_copy", Outcome.DONE, "child"),
        ]


class TestTheLanguage:
    def test_is_dutch_and_english_while_nobody_reviewed_the_language_of_the_child(self, world: World) -> None:
        found = copy_of(world)
        assert [one.tag for one in found.wordings] == ["nl", "en"]
        assert [one.tag for one in found.languages] == ["nl", "en"]

    def test_cannot_be_asked_for_while_it_is_not_reviewed(self, world: World) -> None:
        assert [one.tag for one in copy_of(world, language="ar").wordings] == ["nl", "en"]

    def test_is_that_of_the_account_in_a_demonstration(self, world: World) -> None:
        Person.objects.filter(username="child").update(is_demonstration=True)
        found = copy_of(world)
        assert [one.tag for one in found.wordings] == ["ti"]
        assert len(found.languages) == 9

    def test_is_the_one_that_is_chosen(self, world: World) -> None:
        Person.objects.filter(username="child").update(is_demonstration=True)
        assert [one.tag for one in copy_of(world, language="fa-AF").wordings] == ["prs"]
        assert [one.tag for one in copy_of(world, language="en").wordings] == ["en"]
