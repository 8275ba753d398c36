"""What an authority heard apart from the one account is its own: the words, and the facts that it took from them."""

import pytest

from relaas.application.opening import open_case
from relaas.application.story.facts import code_fact
from relaas.application.story.labelling import label_passage
from relaas.application.story.passages import Words
from relaas.application.story.story_page import StoryPage, see_story
from relaas.application.story.telling import Circumstances, record_telling
from relaas.storage.models.cases import Placement
from relaas.storage.models.grants import AccessGrant
from relaas.story.fact_kinds import Certainty
from tests.support.seen import seen_now
from tests.support.told_case import FIRST_DAY, World, make_actors, moment

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]
SAID = Words(words="ስሙ ወዲ ሓረስታይ እዩ።", language="ti", translation="Hij heette de boerenzoon.")


@pytest.fixture
def opened() -> World:
    """A case under the law of 2016, opened by the police."""
    actors = make_actors()
    number = open_case(
        actor=actors["police"],
        line_or_regime="trafficking-2016",
        on=FIRST_DAY,
        reason="Verzonnen zaak voor een proef.",
        idempotency_key="own-interview",
        now=moment(FIRST_DAY, 8),
    ).number
    return World(actors, number)


def page_of(world: World, who: str) -> StoryPage:
    at = world.at(1, 15)
    return see_story(actor=world.actors[who], number=world.number, today=at.date(), now=at)


def interview(world: World) -> str:
    """The police hear the child, and say what the passage carries; its identifier."""
    police, now = world.actors["police"], world.at(1)
    record_telling(
        actor=police,
        number=world.number,
        act="informative_interview",
        on=now.date(),
        circumstances=Circumstances(),
        words=[SAID],
        seen=seen_now(actor=police, number=world.number, now=now),
        idempotency_key="interview",
        against_rules="Het gesprek is toch gehouden.",
        now=now,
    )
    (passage,) = (passage for telling in page_of(world, "police").tellings for passage in telling.passages)
    label_passage(actor=police, number=world.number, passage=passage.id, categories=["perpetrators"], now=now)
    return passage.id


def test_its_coded_facts_are_seen_by_who_heard_it_and_by_nobody_else(opened: World) -> None:
    code_fact(
        actor=opened.actors["police"],
        number=opened.number,
        kind="alias",
        values={"name": "Boerenzoon"},
        certainty=Certainty.LIKELY,
        cites=[interview(opened)],
        idempotency_key="alias",
        now=opened.at(1, 14),
    )
    (fact,) = page_of(opened, "police").facts
    assert (fact.kind, fact.cites) == ("alias", (1,))
    assert [role for role in ("ind", "lawyer", "guardian", "doctor") if page_of(opened, role).facts] == []


def test_it_is_given_to_organisations_that_work_on_the_case_that_day(opened: World) -> None:
    here = Placement.objects.get(case__number=opened.number, role="police")
    before = Placement(case=here.case, organisation_id=opened.actors["ind"].organisation_id, role="police")
    before.from_on, before.until_on = FIRST_DAY, FIRST_DAY
    before.save()
    interview(opened)
    given = AccessGrant.objects.exclude(telling_id="")
    assert set(given.values_list("organisation_id", flat=True)) == {here.organisation_id}
