"""What a role sees and why not is explained from the grants that decide it, to who may ask."""

import pytest

from relaas.application.door import NotGranted
from relaas.application.story.access_page import NoSuchRole, RoleAccess, see_access
from relaas.application.story.labelling import NoSuchPassage
from relaas.application.story.story_page import see_story
from relaas.story.access import Phase
from relaas.story.explaining import Lacks
from tests.support.told_case import TOLD_ON_DAY, World

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]


def asked(world: World, actor: str, role: str | None = None, passage: str | None = None) -> RoleAccess:
    at = world.at(TOLD_ON_DAY + 1)
    return see_access(
        actor=world.actors[actor], number=world.number, today=at.date(), role=role, passage=passage, now=at
    )


def given(found: RoleAccess) -> set[str]:
    return {one.category for one in found.categories if one.given}


def test_a_role_is_told_what_it_reads_itself(world: World) -> None:
    found = asked(world, "police")
    assert found.phase is Phase.PROCEDURE
    assert {"perpetrators", "route", "signals", "decisions"} <= given(found)
    assert "health" not in given(found)


def test_a_role_is_not_told_what_others_read(world: World) -> None:
    with pytest.raises(NotGranted):
        asked(world, "police", "guardian")


def test_the_privacy_officer_is_told_of_every_role(world: World) -> None:
    assert "identity" in given(asked(world, "privacy_officer", "guardian"))


def test_nobody_works_on_the_case_as_rapporteur(world: World) -> None:
    with pytest.raises(NoSuchRole):
        asked(world, "privacy_officer", "rapporteur")


def test_of_a_passage_only_who_sees_it_learns_who_else_does(world: World) -> None:
    at = world.at(TOLD_ON_DAY + 1)
    page = see_story(actor=world.actors["child"], number=world.number, today=at.date(), now=at)
    medical = page.tellings[0].passages[3].id
    found = asked(world, "child", "guardian", medical)
    (health,) = found.categories
    assert {lack for ground in health.grounds for lack in ground.lacks} == {Lacks.CONSENT, Lacks.EMERGENCY}
    with pytest.raises(NoSuchPassage):
        asked(world, "police", passage=medical)
