"""A case under the integral procedure in which the child has told its story, for tests of the account and its door.

Days are counted from the first signal, as in ``tests/functional/path.py``, whose acts these are. All is invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from relaas.kernel.moments import AMSTERDAM
from relaas.kernel.when import When
from tests.functional.path import PATH, Step
from tests.support.risk import write_complete_analysis
from tests.support.seen import seen_now
from tests.support.snapshot import built_once

FIRST_DAY = date(2026, 1, 5)
BORN_ON = date(2012, 6, 1)
TOLD_ON_DAY = 288
REFLECTING_ON_DAY = 20
STORY = (
    ("family", "እናተይን ኣቦይን ኣብ ገጠር ይነብሩ።", "Mijn moeder en vader wonen op het land."),
    ("recruitment", "ሓደ ሰብኣይ ስራሕ ኣሎ ኢሉኒ።", "Een man zei dat er werk was."),
    ("perpetrators", "ሽሙ ወዲ ሓረስታይ እዩ።", "Hij heette de boerenzoon."),
    ("health", "ከብደይ የሕምመኒ ነበረ።", "Ik had pijn in mijn buik."),
)


@dataclass(frozen=True)
class World:
    """The actors by username, the case, the day of its first signal, and when its child was born."""

    actors: dict[str, Any]
    number: str
    first_day: date = FIRST_DAY
    born_on: date = BORN_ON

    def at(self, day: int, hour: int = 12) -> datetime:
        """A moment so many days after the first signal."""
        return moment(self.first_day + timedelta(days=day), hour)


def moment(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=AMSTERDAM)


def make_actors(*, password: str | None = None) -> dict[str, Any]:
    """One actor per role by the role's name, and a second one in the story team."""
    from tests.functional.world import make_world

    make_world(password=password)
    return actors_in_world()


def actors_in_world() -> dict[str, Any]:
    """The same, where the people are there already but for the second one in the story team."""
    from relaas.application.actors import actors_of
    from relaas.storage.models.people import Person
    from tests.functional.world import add_colleague

    add_colleague()
    return {person.username: actors_of(person, FIRST_DAY)[0] for person in Person.objects.all()}


def open_integral(actors: dict[str, Any], *, key: str = "told-case", first_day: date = FIRST_DAY) -> str:
    """The number of a new case under the integral procedure."""
    from relaas.application.opening import open_case

    return open_case(
        actor=actors["guardian"],
        line_or_regime="integral",
        on=first_day,
        reason="Verzonnen zaak voor een proef.",
        idempotency_key=key,
        now=moment(first_day, 8),
    ).number


def record_until(world: World, day: int) -> int:
    """Record the acts of the path up to and including a day, without the telling; how many there are."""
    steps = [step for step in PATH if step.day <= day and step.act != "hear_story"]
    for place, step in enumerate(steps):
        record_step(world, step, place)
    return len(steps)


def tell(
    world: World,
    place: int,
    *,
    words: Sequence[tuple[str, str, str]] = STORY,
    day: int = TOLD_ON_DAY,
    act: str = "hear_story",
    against_rules: str | None = None,
) -> list[str]:
    """The child tells; the passages, labelled by one trained person and confirmed by another. Their identifiers."""
    from relaas.application.story.labelling import confirm_label, label_passage
    from relaas.application.story.passages import Words
    from relaas.application.story.story_page import see_story
    from relaas.application.story.telling import Circumstances, record_telling

    team, second, now = world.actors["story_team"], world.actors["story_team_2"], world.at(day)
    record_telling(
        actor=team,
        number=world.number,
        act=act,
        on=now.date(),
        circumstances=Circumstances(place="Verzonnen kamer", observed="Rustig."),
        words=[Words(words=said, language="ti", translation=means) for _, said, means in words],
        seen=seen_now(actor=team, number=world.number, now=now),
        idempotency_key=f"tell-{place}",
        form={"why": "Proeftekst."} if act == "hear_follow_up" else {},
        against_rules=against_rules,
        now=now,
    )
    page = see_story(actor=team, number=world.number, today=now.date(), now=now)
    ids = [passage.id for telling in page.tellings for passage in telling.passages][-len(words) :]
    for (category, _, _), passage in zip(words, ids, strict=True):
        label_passage(actor=team, number=world.number, passage=passage, categories=category.split(), now=now)
        confirm_label(actor=second, number=world.number, passage=passage, now=now)
    return ids


def told_world(
    first_day: date = FIRST_DAY, *, actors: dict[str, Any] | None = None, born_on: date | None = None
) -> World:
    """The whole: people, a case, and the told story. Without ``actors`` of one's own it is built once per process."""
    born = born_on or BORN_ON + (first_day - FIRST_DAY)
    if actors is not None:
        return _told(actors, first_day, born)
    return built_once(f"told {first_day} {born}", lambda: _told(make_actors(), first_day, born))


def _told(actors: dict[str, Any], first_day: date, born_on: date) -> World:
    world = World(actors, open_integral(actors, first_day=first_day), first_day, born_on)
    tell(world, record_until(world, TOLD_ON_DAY))
    return world


def reflecting_world(*, first_day: date = FIRST_DAY, born_on: date = BORN_ON, password: str | None = None) -> World:
    """A child that, against the rules, told its story on a day on which the reflection period runs."""
    actors = make_actors(password=password)
    world = World(actors, open_integral(actors, first_day=first_day), first_day, born_on)
    place = record_until(world, REFLECTING_ON_DAY)
    tell(world, place, day=REFLECTING_ON_DAY, against_rules="Het kind begon er zelf over.")
    return world


def record_step(world: World, step: Step, place: int) -> None:
    """Record one act of a path on its day. ``place`` tells it apart from other acts of the case."""
    from relaas.application.recording import record_act

    day = world.first_day + timedelta(days=step.day)
    if step.act == "establish_risks":
        write_complete_analysis(actor=world.actors[step.role], number=world.number, now=moment(day, 9))
    record_act(
        actor=world.actors[step.role],
        number=world.number,
        act=step.act,
        on=When.exact(day),
        answers={"born_on": world.born_on} if step.act == "record_birth_date" else {},
        form={
            name: day + timedelta(days=int(value[1:])) if value.startswith("+") else value
            for name, value in step.written.items()
        },
        seen=seen_now(actor=world.actors[step.role], number=world.number, now=moment(day)),
        idempotency_key=f"step-{place}",
        now=moment(day),
    )
