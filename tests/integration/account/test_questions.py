"""An authority asks the account first; what it does not say there becomes a question, seen by who may see that kind."""

from typing import Any

import pytest

from relaas.application.door import NotGranted
from relaas.application.forms import FormInvalid
from relaas.application.recording import ActRefused, record_act
from relaas.application.story.asking import Asked, LookFirst, ask, look_before_asking
from relaas.application.story.labelling import confirm_label, label_passage
from relaas.application.story.questions import (
    NoSuchQuestion,
    QuestionClosed,
    QuestionsPage,
    answer_question,
    bundle_questions,
    put_questions,
    refuse_question,
    see_questions,
    withdraw_question,
)
from relaas.application.story.story_page import see_story
from relaas.application.story.telling import Circumstances, NotATelling, record_telling
from relaas.kernel.when import When
from relaas.storage.models.story import QuestionStep
from tests.support.seen import seen_now
from tests.support.told_case import TOLD_ON_DAY, World, tell

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]
DAY = TOLD_ON_DAY + 2
State = QuestionStep.State


def questions_of(world: World, role: str, *, day: int = DAY) -> QuestionsPage:
    at = world.at(day, 20)
    return see_questions(actor=world.actors[role], number=world.number, today=at.date(), now=at)


def asked_by(
    world: World, role: str, *, rule: str, subject: str, words: str = "Welke kleur had de auto?", day: int = DAY
) -> Asked:
    """The role looks at what it has of the subject, and asks."""
    place: dict[str, Any] = {"actor": world.actors[role], "number": world.number, "rule": rule, "subject": subject}
    seen = look_before_asking(**place, now=world.at(day)).seen
    return ask(**place, words=words, seen=seen, idempotency_key=f"{role}-{words}"[:64], now=world.at(day))


def by_police(world: World, **rest: Any) -> Asked:
    return asked_by(world, "police", **{"rule": "police-questions", "subject": "perpetrators", **rest})


def by_ind(world: World, **rest: Any) -> Asked:
    return asked_by(world, "ind", rule="ind-questions", **{"subject": "family", **rest})


def passages(world: World) -> dict[str, str]:
    """The passages of the account by the one category that they carry."""
    at = world.at(DAY)
    page = see_story(actor=world.actors["child"], number=world.number, today=at.date(), now=at)
    return {passage.categories[0]: passage.id for telling in page.tellings for passage in telling.passages}


def categorise(world: World, passage: str, *categories: str) -> None:
    """One trained person says what a passage carries, another confirms it."""
    place: dict[str, Any] = {"number": world.number, "passage": passage, "now": world.at(DAY, 16)}
    label_passage(actor=world.actors["story_team"], categories=categories, **place)
    confirm_label(actor=world.actors["story_team_2"], **place)


def follow(world: World, role: str) -> dict[str, Any]:
    return {"actor": world.actors[role], "number": world.number, "now": world.at(DAY, 15)}


class TestAsking:
    def test_shows_first_what_the_askers_own_part_already_says(self, world: World) -> None:
        look = look_before_asking(
            actor=world.actors["police"],
            number=world.number,
            rule="police-questions",
            subject="perpetrators",
            now=world.at(DAY),
        )
        assert [passage.words.translation for passage in look.passages] == ["Hij heette de boerenzoon."]
        assert [passage.number for passage in look.passages] == [2]

    def test_needs_the_asker_to_say_that_the_answer_is_not_in_what_it_has_now(self, world: World) -> None:
        """What was seen is not what is there any more: look again before asking."""
        place: dict[str, Any] = {
            "actor": world.actors["ind"],
            "number": world.number,
            "rule": "ind-questions",
            "subject": "recruitment",
        }
        before = look_before_asking(**place, now=world.at(DAY)).seen
        categorise(world, passages(world)["family"], "family", "recruitment")
        now = look_before_asking(**place, now=world.at(DAY, 17))
        assert len(now.passages) == 2
        for seen in ("", before):
            with pytest.raises(LookFirst):
                ask(**place, words="Wie?", seen=seen, idempotency_key="k", now=world.at(DAY, 17))
        assert not ask(**place, words="Wie?", seen=now.seen, idempotency_key="k", now=world.at(DAY, 17)).again

    def test_is_not_possible_about_what_the_role_may_never_have(self, world: World) -> None:
        with pytest.raises(FormInvalid):
            by_police(world, subject="asylum_grounds")

    @pytest.mark.parametrize(
        ("role", "rule"),
        [
            ("reception", "reception-case"),
            ("child", "child-own-case"),
            ("police", "ind-questions"),
            ("inspectorate", "x"),
        ],
    )
    def test_is_refused_to_who_has_no_rule_for_it(self, world: World, role: str, rule: str) -> None:
        with pytest.raises(NotGranted):
            asked_by(world, role, rule=rule, subject="family")

    def test_twice_with_one_key_asks_once(self, world: World) -> None:
        first, second = by_ind(world), by_ind(world)
        assert (second.question, second.again) == (first.question, True)
        assert len(questions_of(world, "ind").questions) == 1


class TestTheKindOfAQuestion:
    def test_is_secret_when_its_purpose_is(self, world: World) -> None:
        assert by_police(world).kind == "questions_of_investigation"
        assert by_ind(world).kind == "questions"

    @pytest.mark.parametrize(
        ("role", "words"),
        [
            ("story_team", ["Voor de IND?", "Voor de politie?"]),
            ("police", ["Voor de politie?"]),
            ("prosecutor", ["Voor de politie?"]),
            ("ind", ["Voor de IND?"]),
            ("guardian", ["Voor de IND?"]),
            ("lawyer", ["Voor de IND?"]),
            ("child", ["Voor de IND?"]),
        ],
    )
    def test_decides_who_sees_it(self, world: World, role: str, words: list[str]) -> None:
        by_police(world, words="Voor de politie?")
        by_ind(world, words="Voor de IND?")
        page = questions_of(world, role)
        assert sorted(question.words for question in page.questions) == words
        assert [question.number for question in page.questions] == list(range(1, len(words) + 1))

    @pytest.mark.parametrize("role", ["guardian", "lawyer", "child", "ind"])
    def test_leaves_no_trace_for_the_childs_side(self, world: World, role: str) -> None:
        """The page is the same, to the letter, whether the police asked nothing or asked three times."""
        by_ind(world)
        before = questions_of(world, role)
        for words in ("Wie?", "Waar?", "Wanneer?"):
            by_police(world, words=words)
        assert questions_of(world, role) == before
        assert [notice.category for notice in before.withheld] == ["questions_of_investigation"]

    @pytest.mark.parametrize("role", ["guardian", "lawyer", "ind"])
    def test_cannot_be_guessed_by_acting_on_it(self, world: World, role: str) -> None:
        secret = by_police(world).question
        for question in (secret, "01JUNKNOWNUNKNOWNUNKNOWNX"):
            with pytest.raises(NoSuchQuestion):
                refuse_question(question=question, reason="Gokken.", idempotency_key=question, **follow(world, role))

    @pytest.mark.parametrize("role", ["reception", "inspectorate", "doctor", "privacy_officer"])
    def test_is_refused_to_everybody_else(self, world: World, role: str) -> None:
        with pytest.raises(NotGranted):
            questions_of(world, role)


class TestTheCourseOfAQuestion:
    def test_goes_bundled_into_the_one_follow_up_and_comes_back_as_a_passage(self, world: World) -> None:
        """The story is shared on day 289; on day 300 the team puts all questions in the one follow-up."""
        record_act(
            actor=world.actors["story_team"],
            number=world.number,
            act="pass_on_lead",
            on=When.exact(world.at(DAY).date()),
            answers={},
            form={},
            seen=seen_now(actor=world.actors["story_team"], number=world.number, now=world.at(DAY)),
            idempotency_key="lead",
            now=world.at(DAY),
        )
        police, ind = by_police(world).question, by_ind(world).question
        team = {"actor": world.actors["story_team"], "number": world.number}
        both = [police, ind]
        assert bundle_questions(questions=both, idempotency_key="b", **team, now=world.at(DAY, 16)) == 2
        assert bundle_questions(questions=both, idempotency_key="b", **team, now=world.at(DAY, 16)) == 0
        (answer,) = tell(world, 99, words=[("perpetrators", "ጸሊም", "Een zwarte auto.")], day=300, act="hear_follow_up")
        page = see_questions(
            actor=world.actors["story_team"], number=world.number, today=world.at(300).date(), now=world.at(301)
        )
        follow_up = page.tellings[-1]
        put_questions(questions=both, telling=follow_up.id, idempotency_key="p", **team, now=world.at(301))
        answer_question(question=police, passages=[answer], idempotency_key="a", **team, now=world.at(301))
        (mine,) = questions_of(world, "police", day=301).questions
        assert (mine.state, mine.put_on) == (State.ANSWERED, world.at(300).date())
        assert len(mine.answered_by) == 1

    def test_shows_an_answer_only_to_who_may_read_the_passage(self, world: World) -> None:
        """The IND asked about the family; the answer stands in a passage about the perpetrators, which it may not read:
        for the IND the question is as it was, to the letter."""
        question = by_ind(world).question
        before = questions_of(world, "ind")
        answer_question(
            question=question,
            passages=[passages(world)["perpetrators"]],
            idempotency_key="a",
            **follow(world, "story_team"),
        )
        assert questions_of(world, "ind") == before
        assert questions_of(world, "story_team").questions[0].state is State.ANSWERED

    def test_shows_it_from_the_moment_that_the_passage_may_be_read(self, world: World) -> None:
        question, passage = by_ind(world).question, passages(world)["perpetrators"]
        answer_question(question=question, passages=[passage], idempotency_key="a", **follow(world, "story_team"))
        categorise(world, passage, "family")
        assert questions_of(world, "ind").questions[0].state is State.ANSWERED

    def test_cannot_be_answered_by_a_passage_that_one_may_not_read(self, world: World) -> None:
        question = by_ind(world).question
        with pytest.raises(FormInvalid):
            answer_question(
                question=question,
                passages=[passages(world)["perpetrators"]],
                idempotency_key="a",
                **follow(world, "guardian"),
            )

    def test_can_be_refused_by_the_guardian_with_a_reason_that_the_asker_reads(self, world: World) -> None:
        question = by_ind(world).question
        with pytest.raises(FormInvalid):
            refuse_question(question=question, reason=" ", idempotency_key="r0", **follow(world, "guardian"))
        refuse_question(question=question, reason="Te zwaar nu.", idempotency_key="r", **follow(world, "guardian"))
        (mine,) = questions_of(world, "ind").questions
        assert (mine.state, mine.reason) == (State.REFUSED, "Te zwaar nu.")
        with pytest.raises(QuestionClosed):
            bundle_questions(questions=[question], idempotency_key="b", **follow(world, "story_team"))

    def test_can_be_withdrawn_by_who_asked_and_nobody_else(self, world: World) -> None:
        question = by_police(world).question
        with pytest.raises(NoSuchQuestion):
            withdraw_question(question=question, idempotency_key="w", **follow(world, "prosecutor"))
        withdraw_question(question=question, idempotency_key="w", **follow(world, "police"))
        assert questions_of(world, "story_team").questions[0].state is State.WITHDRAWN

    def test_is_not_put_to_the_child_by_who_asked(self, world: World) -> None:
        question = by_ind(world).question
        with pytest.raises(NoSuchQuestion):
            bundle_questions(questions=[question], idempotency_key="b", **follow(world, "ind"))


class TestAnInterviewOutsideTheAccount:
    @pytest.mark.parametrize("role", ["police", "ind"])
    @pytest.mark.parametrize("act", ["informative_interview", "hold_detailed_interview"])
    def test_cannot_be_recorded_as_a_telling_under_the_integral_procedure(
        self, world: World, role: str, act: str
    ) -> None:
        with pytest.raises(NotATelling):
            record_telling(
                actor=world.actors[role],
                number=world.number,
                act=act,
                on=world.at(DAY).date(),
                circumstances=Circumstances(),
                words=[],
                seen=seen_now(actor=world.actors[role], number=world.number, now=world.at(DAY)),
                idempotency_key="interview",
                now=world.at(DAY),
            )

    @pytest.mark.parametrize("role", ["police", "ind"])
    @pytest.mark.parametrize("act", ["hear_story", "hear_follow_up"])
    def test_is_refused_also_as_a_fact(self, world: World, role: str, act: str) -> None:
        with pytest.raises(ActRefused):
            record_telling(
                actor=world.actors[role],
                number=world.number,
                act=act,
                on=world.at(DAY).date(),
                circumstances=Circumstances(),
                words=[],
                form={"why": "x"} if act == "hear_follow_up" else {},
                against_rules="Toch gedaan.",
                seen=seen_now(actor=world.actors[role], number=world.number, now=world.at(DAY)),
                idempotency_key="interview",
                now=world.at(DAY),
            )
