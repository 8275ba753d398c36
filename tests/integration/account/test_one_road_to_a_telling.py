"""An act in which the child tells is recorded with what it told, by who heard it; there is no second road."""

from dataclasses import replace
from typing import Any

import pytest

from relaas.application.door import NotGranted
from relaas.application.opening import open_case
from relaas.application.recording import ActRefused, IsATelling, record_act
from relaas.application.story.passages import Words
from relaas.application.story.story_page import see_story
from relaas.application.story.telling import (
    Circumstances,
    NoSuchTelling,
    NotATelling,
    record_telling,
    see_telling_to_write,
    write_passages,
)
from relaas.application.story.telling_form import see_telling_form
from relaas.kernel.when import When
from relaas.storage.models.cases import RecordedAct
from tests.support.seen import seen_now
from tests.support.told_case import FIRST_DAY, TOLD_ON_DAY, World, make_actors, moment, open_integral, record_until

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]
SAID = Words(words="هكذا كان.", language="ar", translation="Zo was het.")


@pytest.fixture
def untold() -> World:
    """A case in which the child is about to tell."""
    actors = make_actors()
    return World(actors, open_integral(actors))


def record(world: World, **more: Any) -> Any:
    now = world.at(TOLD_ON_DAY)
    team = world.actors["story_team"]
    given = {
        "actor": team,
        "number": world.number,
        "act": "hear_story",
        "on": now.date(),
        "circumstances": Circumstances(),
        "words": (),
        "seen": seen_now(actor=team, number=world.number, now=now),
        "idempotency_key": "tell-1",
        "now": now,
    }
    return record_telling(**{**given, **more})


class TestATelling:
    def test_cannot_be_recorded_without_what_was_told_by_who_heard_it(self, untold: World) -> None:
        record_until(untold, TOLD_ON_DAY)
        with pytest.raises(IsATelling):
            record_act(
                actor=untold.actors["story_team"],
                number=untold.number,
                act="hear_story",
                on=When.exact(untold.at(TOLD_ON_DAY).date()),
                answers={},
                form={},
                seen=seen_now(actor=untold.actors["story_team"], number=untold.number, now=untold.at(TOLD_ON_DAY)),
                idempotency_key="plain",
                now=untold.at(TOLD_ON_DAY),
            )

    def test_elsewhere_is_recorded_as_any_act(self) -> None:
        """The child signs its report at the police: who records that for the child has not heard it."""
        actors = make_actors()
        number = open_case(
            actor=actors["police"],
            line_or_regime="trafficking-2016",
            on=FIRST_DAY,
            reason="Proef.",
            idempotency_key="today",
            now=moment(FIRST_DAY, 8),
        ).number
        recorded = record_act(
            actor=actors["guardian"],
            number=number,
            act="sign_report",
            on=When.exact(FIRST_DAY),
            answers={},
            form={},
            seen=seen_now(actor=actors["guardian"], number=number, now=moment(FIRST_DAY)),
            idempotency_key="report",
            now=moment(FIRST_DAY),
        )
        assert recorded.sequence == 1

    def test_counts_once_however_often_it_is_sent(self, untold: World) -> None:
        record_until(untold, TOLD_ON_DAY)
        once = record(untold, words=[SAID])
        twice = record(untold, words=[SAID])
        assert (once.again, twice.again) == (False, True)
        assert (twice.telling, twice.passages) == (once.telling, 1)
        at = untold.at(TOLD_ON_DAY + 1)
        page = see_story(actor=untold.actors["police"], number=untold.number, today=at.date(), now=at)
        assert page.times_told == (1, 1)

    def test_against_the_rules_is_refused_and_can_be_recorded_as_a_fact(self, untold: World) -> None:
        with pytest.raises(ActRefused):
            record(untold, words=[SAID])
        told = record(untold, words=[SAID], against_rules="Het kind begon uit zichzelf te vertellen.")
        assert told.passages == 1
        assert RecordedAct.objects.get(sequence=told.act).against_rules

    def test_tells_beforehand_why_it_is_not_possible(self, untold: World) -> None:
        today, team = untold.at(TOLD_ON_DAY).date(), untold.actors["story_team"]
        before = see_telling_form(actor=team, number=untold.number, act="hear_story", today=today)
        assert before.refused_today is not None
        record_until(untold, TOLD_ON_DAY)
        after = see_telling_form(actor=team, number=untold.number, act="hear_story", today=today)
        assert after.refused_today is None

    @pytest.mark.parametrize(("who", "act"), [("story_team", "pass_on_lead"), ("guardian", "hear_story")])
    def test_has_a_form_only_for_who_hears_the_child(self, untold: World, who: str, act: str) -> None:
        with pytest.raises(NotATelling):
            see_telling_form(actor=untold.actors[who], number=untold.number, act=act, today=FIRST_DAY)


class TestFurtherPassages:
    def written(self, world: World, who: str, telling: str, key: str = "more-1") -> int:
        return write_passages(
            actor=world.actors[who],
            number=world.number,
            telling=telling,
            words=[SAID, replace(SAID, language="ti")],
            idempotency_key=key,
            now=world.at(TOLD_ON_DAY + 1),
        )

    def test_are_written_by_the_team_once(self, untold: World) -> None:
        record_until(untold, TOLD_ON_DAY)
        told = record(untold)
        assert self.written(untold, "story_team_2", told.telling) == 2
        assert self.written(untold, "story_team_2", told.telling) == 0

    def test_are_awaited_on_the_page_of_the_team_also_when_nothing_is_written_yet(self, untold: World) -> None:
        record_until(untold, TOLD_ON_DAY)
        told = record(untold)
        at = untold.at(TOLD_ON_DAY + 1)
        for who, expected in (("story_team", [told.telling]), ("guardian", []), ("police", [])):
            page = see_story(actor=untold.actors[who], number=untold.number, today=at.date(), now=at)
            assert [telling.id for telling in page.tellings if telling.may_write] == expected
            assert [telling.id for telling in page.tellings] == expected

    @pytest.mark.parametrize("who", ["guardian", "lawyer", "police", "child"])
    def test_are_not_written_by_who_only_reads_or_corrects_whether_or_not_there_is_a_telling(
        self, untold: World, who: str
    ) -> None:
        record_until(untold, TOLD_ON_DAY)
        told = record(untold, words=[SAID])
        for telling in (told.telling, "01J00000000000000000000000"):
            with pytest.raises((NotGranted, NoSuchTelling)) as real:
                self.written(untold, who, telling)
            with pytest.raises(type(real.value)):
                see_telling_to_write(
                    actor=untold.actors[who],
                    number=untold.number,
                    telling="01J00000000000000000000001",
                    today=untold.at(TOLD_ON_DAY + 1).date(),
                    now=untold.at(TOLD_ON_DAY + 1),
                )
