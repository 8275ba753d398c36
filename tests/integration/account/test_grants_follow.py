"""Grants follow the case: they begin and end with its phases, ahead of time, and without any job."""

from datetime import timedelta

import pytest
from django.db.models import F

from relaas.application.rebuilding import cases_without_grants, rebuild_lists
from relaas.application.running import PROGRAM
from relaas.application.story.story_page import see_story
from relaas.storage.models import AccessGrant
from tests.support.told_case import (
    FIRST_DAY,
    TOLD_ON_DAY,
    World,
    make_actors,
    moment,
    open_integral,
    record_until,
    tell,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]


def nothing(done: int) -> None:
    """Nobody watches."""


def seen_by(world: World, role: str, day: int) -> list[str]:
    at = world.at(day)
    page = see_story(actor=world.actors[role], number=world.number, today=at.date(), now=at)
    return [category for telling in page.tellings for passage in telling.passages for category in passage.categories]


@pytest.mark.letter("r3-filter")
def test_the_guardian_hands_over_at_eighteen_and_the_police_go_on(world: World) -> None:
    """The child of the example turns eighteen on 1 June 2030."""
    day_before, birthday = (
        moment(FIRST_DAY.replace(year=2030, month=5, day=31)),
        moment(FIRST_DAY.replace(2030, 6, 1)),
    )
    days = [(at.date() - FIRST_DAY).days for at in (day_before, birthday)]
    assert [seen_by(world, "guardian", day) for day in days] == [["family", "recruitment"], []]
    assert [seen_by(world, "police", day) for day in days] == [["recruitment", "perpetrators"]] * 2


@pytest.mark.letter("r1-unconditional")
def test_what_waits_for_the_end_of_reflection_is_written_ahead_with_its_day() -> None:
    """Reflection is granted on 11 January 2026: up to and including 11 April nothing of the story is for the police."""
    actors = make_actors()
    world = World(actors, open_integral(actors))
    record_until(world, 6)
    leads = AccessGrant.objects.filter(role="police", rule="police-leads", until_at__gt=F("from_at"))
    ahead = leads.filter(from_at__gt=world.at(6))
    assert [grant.from_at for grant in ahead] == [moment(FIRST_DAY.replace(month=4, day=12), 0)]


def test_a_grant_of_before_is_kept_with_its_end(world: World) -> None:
    before = AccessGrant.objects.filter(role="police", rule="police-leads", until_at__lte=world.at(TOLD_ON_DAY))
    assert before.exists()
    assert all(grant.from_at <= grant.until_at for grant in before)


def test_rebuilding_finds_them_right_and_writes_what_is_missing(world: World) -> None:
    now = world.at(TOLD_ON_DAY) + timedelta(days=1)
    assert rebuild_lists(actor=PROGRAM, tell=nothing, only_check=True, now=now).differed == ()
    assert cases_without_grants() == 0
    grants = AccessGrant.objects.filter(role="guardian", until_at__gt=now)
    assert grants.exists()
    for grant in grants:
        grant.until_at = max(grant.from_at, now)
        grant.save(update_fields=["until_at"])
    assert seen_by(world, "guardian", TOLD_ON_DAY + 2) == []
    assert rebuild_lists(actor=PROGRAM, tell=nothing, now=now).differed == (world.number,)
    assert seen_by(world, "guardian", TOLD_ON_DAY + 2) == ["family", "recruitment"]


def test_nothing_is_shown_of_a_story_that_nobody_labelled() -> None:
    actors = make_actors()
    world = World(actors, open_integral(actors))
    seen = record_until(world, TOLD_ON_DAY)
    tell(world, seen, words=(("family", "ኣቦይ", "Mijn vader."),))
    from relaas.storage.models import PassageState

    PassageState.objects.update(categories=0)
    assert seen_by(world, "guardian", TOLD_ON_DAY + 1) == []
    assert seen_by(world, "child", TOLD_ON_DAY + 1) == []
