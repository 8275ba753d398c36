"""What the child reads on its own page, and what it says there: its own case, in its own words, for its guardian."""

from datetime import timedelta
from typing import Any

import pytest

from relaas.application.child.messages import (
    LONGEST,
    MessageKind,
    NoSuchMessage,
    answer_message,
    messages_owed,
    see_messages,
    send_message,
)
from relaas.application.child.page import child_page
from relaas.application.door import NotGranted
from relaas.application.forms import FormInvalid
from relaas.application.opening import KeyReused
from relaas.application.readers import readings_of
from relaas.application.work import my_work
from relaas.storage.models.child import ChildMessage, MessageAnswer
from tests.support.child_visit import visit_to
from tests.support.told_case import TOLD_ON_DAY, World, open_integral

pytestmark = [
    pytest.mark.database,
    pytest.mark.django_db(databases=["default", "keystore"]),
]

WORDS = "ካናሪ: መዓስ ቤት ትምህርቲ?"


@pytest.fixture
def now(world: World) -> Any:
    return world.at(TOLD_ON_DAY + 2)


@pytest.fixture
def visit(world: World, now: Any) -> Any:
    return visit_to(world, now=now)


def say(visit: Any, now: Any, *, kind: str = "question", words: str = WORDS, key: str = "said") -> str:
    return send_message(visit=visit, kind=kind, words=words, language="ti", idempotency_key=key, now=now)


@pytest.mark.letter("child-informed")
class TestThePage:
    def test_says_what_happened_in_the_order_in_which_it_did(self, visit: Any, now: Any) -> None:
        view = child_page(visit=visit, today=now.date(), now=now).view
        said = [step.sentence for step in view.happened if step.sentence != "other"]
        assert said == [
            *("informed", "reflection_asked", "reflection_begun", "risk_analysed", "risk_answered"),
            *("found_unable", "found_unable", "found_able", "told"),
        ]

    def test_says_nothing_of_signals_and_of_the_investigation(self, visit: Any, now: Any) -> None:
        view = child_page(visit=visit, today=now.date(), now=now).view
        assert not {"first_signal", "possible_victim", "lead_to_police"} & {step.sentence for step in view.happened}

    def test_says_how_it_is_now_and_what_comes_by_when(self, visit: Any, now: Any) -> None:
        view = child_page(visit=visit, today=now.date(), now=now).view
        assert {"told", "place"} <= set(view.now)
        assert "decide" in [step.sentence for step in view.coming]
        assert all(step.by is not None for step in view.coming if step.sentence == "decide")

    def test_says_the_rights_and_who_helps(self, visit: Any, now: Any) -> None:
        view = child_page(visit=visit, today=now.date(), now=now).view
        assert {"guardian", "lawyer", "stay", "home"} <= set(view.rights)
        assert view.helpers[0] == "guardian"

    def test_says_who_read_the_story(self, visit: Any, now: Any) -> None:
        page = child_page(visit=visit, today=now.date(), now=now)
        assert {reader.role for reader in page.readers} == {"story_team"}

    def test_is_in_the_language_of_the_code_only_where_that_may_be_shown(
        self, world: World, visit: Any, now: Any
    ) -> None:
        from relaas.storage.models.people import Person

        assert child_page(visit=visit, today=now.date(), now=now).wording.tag == "nl"
        Person.objects.filter(username="child").update(is_demonstration=True)
        page = child_page(visit=visit, today=now.date(), now=now)
        assert page.wording.tag == "ti"
        assert len(page.languages) == 9

    def test_of_a_case_that_has_just_begun_has_nothing_to_tell(self, now: Any, world: World) -> None:
        number = open_integral(world.actors, key="fresh", first_day=now.date())
        view = child_page(visit=visit_to(World(world.actors, number), now=now), today=now.date(), now=now).view
        assert view.happened == ()

    def test_says_that_somebody_is_late(self, world: World, visit: Any, now: Any) -> None:
        view = child_page(visit=visit, today=now.date(), now=now).view
        due = next(step.by.latest for step in view.coming if step.sentence == "decide")
        later = now + (due - now.date()) + timedelta(days=1)
        view = child_page(visit=visit_to(world, key="later", now=later), today=later.date(), now=later).view
        assert "decide" in [step.sentence for step in view.coming if step.is_late]

    def test_shows_the_reading_by_code_to_who_may_know_who_read(self, world: World, visit: Any, now: Any) -> None:
        child_page(visit=visit, today=now.date(), now=now)
        readings = readings_of(actor=world.actors["guardian"], number=world.number, today=now.date(), now=now).readings
        assert "see_child_page" in {reading.action for reading in readings}


class TestAMessage:
    def test_is_read_and_answered_by_the_guardian_and_the_child_reads_the_answer(
        self, world: World, visit: Any, now: Any
    ) -> None:
        message = say(visit, now)
        (read,) = see_messages(actor=world.actors["guardian"], number=world.number, today=now.date(), now=now).messages
        assert (read.words, read.language, read.kind) == (WORDS, "ti", MessageKind.QUESTION)
        answer(world, message, now)
        (own,) = child_page(visit=visit, today=now.date(), now=now).messages
        assert (own.words, own.answer) == (WORDS, "Maandag.")

    def test_is_on_the_guardians_list_until_it_is_answered(self, world: World, visit: Any, now: Any) -> None:
        message = say(visit, now)
        today = now.date()
        (owed,) = my_work(actor=world.actors["guardian"], today=today).messages
        assert (owed.number, owed.due_on, owed.is_mine) == (world.number, today + timedelta(days=3), True)
        assert my_work(actor=world.actors["police"], today=today).messages == ()
        answer(world, message, now)
        assert my_work(actor=world.actors["guardian"], today=today).messages == ()

    def test_that_waits_too_long_is_on_the_list_of_everybody_at_the_guardians_organisation(
        self, world: World, visit: Any, now: Any
    ) -> None:
        from dataclasses import replace

        from relaas.storage.models.people import Mandate, Person

        say(visit, now)
        guardian = world.actors["guardian"]
        head = Person.objects.create(username="head", name="Leiding (verzonnen)")
        mandate = Mandate.objects.create(
            person=head, organisation_id=guardian.organisation_id, role="coa", from_on=world.first_day
        )
        leading = replace(guardian, mandate_id=mandate.pk, person_id=head.pk, role="coa")
        due = now.date() + timedelta(days=3)
        assert my_work(actor=leading, today=due).messages == ()
        (late,) = my_work(actor=leading, today=due + timedelta(days=1)).messages
        assert (late.number, late.is_mine) == (world.number, False)
        assert messages_owed(world.actors["police"], due + timedelta(days=1)) == ()

    @pytest.mark.parametrize("role", ["police", "kmar", "ind", "lawyer", "story_team", "privacy_officer", "child"])
    def test_is_read_by_nobody_else(self, world: World, visit: Any, now: Any, role: str) -> None:
        say(visit, now)
        with pytest.raises(NotGranted):
            see_messages(actor=world.actors[role], number=world.number, today=now.date(), now=now)

    def test_sent_twice_is_there_once(self, world: World, visit: Any, now: Any) -> None:
        assert say(visit, now) == say(visit, now)
        assert ChildMessage.objects.count() == 1

    def test_is_sealed(self, visit: Any, now: Any) -> None:
        say(visit, now)
        assert WORDS.encode() not in bytes(ChildMessage.objects.get().ciphertext)

    @pytest.mark.parametrize(
        ("kind", "words"), [("question", "  "), ("question", "x" * (LONGEST + 1)), ("anders", "Iets")]
    )
    def test_that_cannot_be_is_refused(self, visit: Any, now: Any, kind: str, words: str) -> None:
        with pytest.raises(FormInvalid):
            say(visit, now, kind=kind, words=words)
        assert not ChildMessage.objects.exists()

    def test_is_answered_once(self, world: World, visit: Any, now: Any) -> None:
        message = say(visit, now)
        answer(world, message, now)
        answer(world, message, now)
        assert MessageAnswer.objects.count() == 1
        with pytest.raises(NoSuchMessage):
            answer(world, message, now, key="another")

    def test_is_not_answered_with_the_key_of_another(self, world: World, visit: Any, now: Any) -> None:
        first, second = say(visit, now), say(visit, now, key="second")
        answer(world, first, now)
        with pytest.raises(KeyReused):
            answer(world, second, now)

    def test_without_an_answer_stays_as_it_was(self, world: World, visit: Any, now: Any) -> None:
        message = say(visit, now)
        with pytest.raises(FormInvalid):
            answer(world, message, now, words=" ")
        assert not MessageAnswer.objects.exists()


def answer(world: World, message: str, now: Any, *, words: str = "Maandag.", key: str = "answered") -> None:
    answer_message(
        actor=world.actors["guardian"],
        number=world.number,
        message=message,
        words=words,
        idempotency_key=key,
        now=now,
    )
