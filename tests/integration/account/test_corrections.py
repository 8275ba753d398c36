"""Corrections and additions stand beside what was told; nothing that was told changes."""

from typing import Any

import pytest

from relaas.application.door import NotGranted
from relaas.application.forms import FormInvalid
from relaas.application.opening import KeyReused
from relaas.application.story.correcting_passages import Remark, Remarked, correct_passage
from relaas.application.story.labelling import NoSuchPassage, confirm_label, label_passage
from relaas.application.story.passage_page import see_passage
from relaas.application.story.passages import Words
from relaas.application.story.searching import search_account
from relaas.application.story.story_page import PassageSeen, see_story
from tests.support.told_case import TOLD_ON_DAY, World

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]
DAY = TOLD_ON_DAY + 1
SAID = Words(words="ኣብ ከተማ እዮም።", language="ti", translation="Zij wonen in de stad.")


def seen_by(world: World, who: str) -> list[PassageSeen]:
    at = world.at(DAY, 15)
    page = see_story(actor=world.actors[who], number=world.number, today=at.date(), now=at)
    return [passage for telling in page.tellings for passage in telling.passages]


def correct(world: World, who: str, passage: str, **more: Any) -> Remarked:
    given = {
        "actor": world.actors[who],
        "number": world.number,
        "passage": passage,
        "remark": Remark.CORRECTION,
        "words": SAID,
        "idempotency_key": "correct-1",
        "now": world.at(DAY),
    }
    return correct_passage(**{**given, **more})


def label(world: World, passage: str, *categories: str) -> None:
    now = world.at(DAY, 13)
    team, second = world.actors["story_team"], world.actors["story_team_2"]
    label_passage(actor=team, number=world.number, passage=passage, categories=categories, now=now)
    confirm_label(actor=second, number=world.number, passage=passage, now=now)


class TestACorrection:
    @pytest.mark.parametrize("who", ["guardian", "lawyer", "story_team"])
    def test_is_written_by_the_side_of_the_child_and_by_who_takes_the_account_down(
        self, world: World, who: str
    ) -> None:
        family = seen_by(world, who)[0].id
        assert not correct(world, who, family).again

    @pytest.mark.parametrize("who", ["police", "ind", "doctor"])
    def test_is_not_written_by_an_authority(self, world: World, who: str) -> None:
        own = seen_by(world, who)[0].id
        with pytest.raises(NotGranted):
            correct(world, who, own)

    def test_of_a_passage_that_one_does_not_read_is_of_nothing(self, world: World) -> None:
        health = seen_by(world, "story_team")[3].id
        with pytest.raises(NoSuchPassage):
            correct(world, "guardian", health)

    def test_is_read_by_nobody_but_the_team_and_the_child_until_it_is_categorised(self, world: World) -> None:
        correct(world, "guardian", seen_by(world, "guardian")[0].id)
        assert [len(seen_by(world, who)) for who in ("guardian", "lawyer", "ind")] == [2, 4, 2]
        assert [len(seen_by(world, who)) for who in ("story_team", "child")] == [5, 5]

    def test_then_points_at_what_it_corrects_which_stays_as_it_was(self, world: World) -> None:
        family = seen_by(world, "guardian")[0]
        label(world, correct(world, "guardian", family.id).passage, "family")
        first, _recruitment, correction = seen_by(world, "guardian")
        assert first.words == family.words
        assert (correction.kind, correction.about, correction.number) == ("correction", 1, 3)
        assert correction.written_by == "guardian"

    @pytest.mark.parametrize("remark", Remark)
    def test_of_something_that_the_reader_does_not_see_reads_as_what_was_told(
        self, world: World, remark: Remark
    ) -> None:
        """That there is something to correct or to add to is a passage, and this reader may not know of it."""
        family = seen_by(world, "guardian")[0].id
        label(world, correct(world, "guardian", family, remark=remark).passage, "perpetrators")
        *_told, lone = seen_by(world, "police")
        assert (lone.kind, lone.about, lone.written_by) == ("told", None, "")
        at = world.at(DAY, 15)
        asked: dict[str, Any] = {"actor": world.actors["police"], "number": world.number, "today": at.date(), "now": at}
        (found,) = search_account(text="stad", **asked).passages
        page = see_passage(passage=lone.id, **asked)
        assert found.passage == page.passage == lone

    def test_sent_twice_is_written_once(self, world: World) -> None:
        family = seen_by(world, "guardian")[0].id
        once, twice = correct(world, "guardian", family), correct(world, "guardian", family)
        assert twice.again
        assert twice.passage == once.passage

    def test_does_not_share_its_key_with_another(self, world: World) -> None:
        family, recruitment = (passage.id for passage in seen_by(world, "guardian"))
        correct(world, "guardian", family)
        with pytest.raises(KeyReused):
            correct(world, "guardian", recruitment)

    @pytest.mark.parametrize("words", [Words(words=" ", language="ti"), Words(words="Nee.", language="Tigrinya!")])
    def test_has_words_in_a_language(self, world: World, words: Words) -> None:
        with pytest.raises(FormInvalid):
            correct(world, "guardian", seen_by(world, "guardian")[0].id, words=words)
