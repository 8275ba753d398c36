"""What the child's side agrees to opens at once, and closes at once when it is taken back."""

from typing import Any

import pytest

from relaas.application.door import NotGranted
from relaas.application.forms import FormInvalid
from relaas.application.story.consenting import (
    ConsentsPage,
    NoSuchConsent,
    NotAsked,
    NothingToTakeBack,
    NotYoursToSay,
    Said,
    give_consent,
    see_consents,
    withdraw_consent,
)
from relaas.application.story.story_page import see_story
from tests.support.told_case import TOLD_ON_DAY, World, reflecting_world

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]
DAY = TOLD_ON_DAY + 2


def say(world: World, role: str, consent: str, party: str, *, hour: int = 12, day: int = DAY, **rest: Any) -> Said:
    asked = {"reason": "Met het kind besproken.", "idempotency_key": f"{role}-{consent}-{party}-{day}-{hour}", **rest}
    return give_consent(
        actor=world.actors[role],
        number=world.number,
        consent=consent,
        party=party,
        now=world.at(day, hour),
        **asked,
    )


def take_back(world: World, role: str, consent: str, party: str, *, hour: int = 15, day: int = DAY) -> Said:
    return withdraw_consent(
        actor=world.actors[role],
        number=world.number,
        consent=consent,
        party=party,
        reason="Toch niet.",
        idempotency_key=f"back-{role}-{consent}-{party}-{day}-{hour}",
        now=world.at(day, hour),
    )


def carried(world: World, role: str, *, hour: int, day: int = DAY) -> list[str]:
    at = world.at(day, hour)
    page = see_story(actor=world.actors[role], number=world.number, today=at.date(), now=at)
    return [category for telling in page.tellings for passage in telling.passages for category in passage.categories]


def consents_of(world: World, role: str) -> ConsentsPage:
    at = world.at(DAY, 20)
    return see_consents(actor=world.actors[role], number=world.number, today=at.date(), now=at)


class TestConsent:
    """The child is thirteen: medical information needs its own word and the guardian's."""

    def test_opens_at_once_when_everybody_agreed_whose_word_the_law_asks(self, world: World) -> None:
        say(world, "child", "medical", "child", hour=12)
        assert "health" not in carried(world, "ind", hour=13)
        say(world, "guardian", "medical", "guardian", hour=14)
        assert "health" in carried(world, "ind", hour=14)

    def test_taken_back_closes_at_once(self, world: World) -> None:
        say(world, "child", "medical", "child")
        say(world, "guardian", "medical", "guardian")
        assert "health" in carried(world, "guardian", hour=14)
        take_back(world, "child", "medical", "child", hour=15)
        assert "health" not in carried(world, "guardian", hour=15)

    def test_can_be_given_again(self, world: World) -> None:
        say(world, "guardian", "medical", "guardian", hour=9)
        say(world, "child", "medical", "child", hour=10)
        take_back(world, "child", "medical", "child", hour=11)
        say(world, "child", "medical", "child", hour=12)
        assert "health" in carried(world, "ind", hour=13)

    def test_given_twice_is_given_once(self, world: World) -> None:
        assert not say(world, "child", "medical", "child", hour=9).again
        assert say(world, "child", "medical", "child", hour=9).again
        assert say(world, "child", "medical", "child", hour=10).again
        (medical, *_) = consents_of(world, "child").consents
        assert len(medical.events) == 1

    def test_that_nobody_gave_cannot_be_taken_back(self, world: World) -> None:
        with pytest.raises(NothingToTakeBack):
            take_back(world, "child", "medical", "child")

    def test_opens_the_account_to_the_police_during_reflection_and_closes_it_again(self) -> None:
        """On day 20 the reflection period runs (granted on day 6). Nobody but the child can share its account."""
        world = reflecting_world()
        assert carried(world, "police", hour=13, day=21) == carried(world, "ind", hour=13, day=21) == []
        say(world, "child", "share_in_reflection", "child", day=21, hour=14)
        assert carried(world, "police", hour=15, day=21) == ["recruitment", "perpetrators"]
        assert carried(world, "ind", hour=15, day=21) == ["family", "recruitment"]
        take_back(world, "child", "share_in_reflection", "child", day=21, hour=16)
        assert carried(world, "police", hour=16, day=21) == carried(world, "ind", hour=16, day=21) == []


class TestAnObjection:
    def test_closes_the_account_to_the_lawyer_until_it_is_taken_back(self, world: World) -> None:
        assert carried(world, "lawyer", hour=11) == ["family", "recruitment"]
        say(world, "child", "lawyer_reads", "child", hour=12)
        assert carried(world, "lawyer", hour=12) == []
        take_back(world, "child", "lawyer_reads", "child", hour=15)
        assert carried(world, "lawyer", hour=15) == ["family", "recruitment"]


class TestAWordWrittenDown:
    @pytest.mark.parametrize(
        ("role", "consent"),
        [
            ("guardian", "medical"),
            ("lawyer", "medical"),
            ("story_team", "medical"),
            ("guardian", "share_in_reflection"),
            ("lawyer", "share_in_reflection"),
            ("story_team", "lawyer_reads"),
        ],
    )
    def test_is_that_of_the_child(self, world: World, role: str, consent: str) -> None:
        assert say(world, role, consent, "child").party == "child"

    @pytest.mark.parametrize(
        ("role", "consent", "party"),
        [
            ("police", "share_in_reflection", "child"),
            ("ind", "medical", "child"),
            ("story_team", "share_in_reflection", "child"),
            ("lawyer", "lawyer_reads", "child"),
            ("lawyer", "medical", "guardian"),
            ("child", "medical", "guardian"),
            ("doctor", "medical", "child"),
        ],
    )
    def test_is_refused_from_who_would_gain_by_it_or_speaks_for_nobody(
        self, world: World, role: str, consent: str, party: str
    ) -> None:
        with pytest.raises(NotYoursToSay):
            say(world, role, consent, party)

    def test_says_how_it_was_given(self, world: World) -> None:
        with pytest.raises(FormInvalid):
            say(world, "guardian", "medical", "child", reason=" ")

    def test_is_not_the_guardians_any_more_after_the_eighteenth_birthday(self, world: World) -> None:
        """Born on 1 June 2012."""
        adult = 365 * 5
        with pytest.raises(NotYoursToSay):
            say(world, "guardian", "medical", "child", day=adult)

    def test_that_the_law_does_not_ask_is_not_taken(self, world: World) -> None:
        """From sixteen on (1 June 2028) the guardian's word is not asked on medical information."""
        with pytest.raises(NotAsked):
            say(world, "guardian", "medical", "guardian", day=365 * 2 + 300)

    def test_is_one_that_the_law_knows(self, world: World) -> None:
        with pytest.raises(NoSuchConsent):
            say(world, "child", "everything", "child")


class TestThePage:
    def test_says_who_said_what_whose_word_is_asked_and_what_it_opens(self, world: World) -> None:
        say(world, "guardian", "medical", "child")
        medical = next(one for one in consents_of(world, "child").consents if one.name == "medical")
        assert [(word.party, word.stands, word.is_asked) for word in medical.words] == [
            ("guardian", False, True),
            ("child", True, True),
        ]
        assert [(event.party, event.recorded_by) for event in medical.events] == [("child", "guardian")]
        assert any("health" in opens.categories for opens in medical.opens)

    @pytest.mark.parametrize("role", ["police", "ind", "reception", "privacy_officer"])
    def test_is_not_for_who_has_no_word_in_it(self, world: World, role: str) -> None:
        with pytest.raises(NotGranted):
            consents_of(world, role)
