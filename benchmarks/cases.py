"""Seeded invented cases for the benchmarks: courses that keep the rules of a regime, told from many first days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from relaas.kernel.when import When
from relaas.procedure.evaluator import situation_on
from relaas.procedure.history import Answer, Entry, History
from relaas.procedure.model import FactType, Regime
from relaas.procedure.situation import Situation

BEGIN = date(2016, 3, 17)
ACTS = 15
LONGEST_WAIT = 21
FIRST_DAYS = 2500


@dataclass(frozen=True, slots=True)
class Happening:
    """One act of a course, so many days after the course's first day."""

    day: int
    act: str
    by: str
    answers: Mapping[str, Answer]


Course = tuple[Happening, ...]


def make_courses(*, regime: Regime, seed: int, number: int) -> list[Course]:
    """So many courses of ACTS acts, each act chosen from what was possible on its day."""
    chance = Random(seed)
    found: list[Course] = []
    while len(found) < number:
        course = _course(regime, chance)
        if len(course) == ACTS:
            found.append(course)
    return found


def make_histories(*, courses: list[Course], seed: int, number: int) -> Iterator[tuple[History, date]]:
    """So many histories, each a course told from a first day of its own, with the day on which it is asked about."""
    chance = Random(seed)
    for index in range(number):
        course = courses[index % len(courses)]
        begin = BEGIN + timedelta(days=chance.randrange(FIRST_DAYS))
        yield told(course, begin), begin + timedelta(days=course[-1].day + chance.randrange(60))


def told(course: Course, begin: date) -> History:
    """The history of a course that begins on a day."""
    return History.of(
        Entry(
            id=f"act-{number}",
            act=happening.act,
            by=happening.by,
            on=When.exact(begin + timedelta(days=happening.day)),
            answers={
                fact: begin - timedelta(days=5840) if isinstance(answer, date) else answer
                for fact, answer in happening.answers.items()
            },
        )
        for number, happening in enumerate(course)
    )


def _course(regime: Regime, chance: Random) -> Course:
    course: Course = ()
    day = 0
    for _ in range(3 * ACTS):
        situation = situation_on(regime=regime, history=told(course, BEGIN), today=BEGIN + timedelta(days=day))
        act = _choice(situation, chance)
        if act is not None:
            by = chance.choice(regime.acts[act].by)
            course = (*course, Happening(day, act, by, _answers(regime, act, chance)))
        if len(course) == ACTS:
            break
        day += chance.randrange(LONGEST_WAIT)
    return course


def _choice(situation: Situation, chance: Random) -> str | None:
    """A duty more often than a power, and seldom an event, so that most courses get somewhere."""
    owed = sorted({act for duty in situation.duties for act in duty.acts})
    free = sorted(power.act for power in situation.powers)
    events = sorted(event.act for event in situation.events)
    pool = chance.choices((owed, free, events), weights=(6, 4, 1))[0] or owed or free or events
    return chance.choice(pool) if pool else None


def _answers(regime: Regime, act: str, chance: Random) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    for fact in regime.acts[act].asks:
        element = regime.facts[fact]
        if element.type is FactType.DATE:
            answers[fact] = BEGIN
        elif element.type is FactType.FLAG:
            answers[fact] = chance.random() < 0.5
        else:
            answers[fact] = chance.choice(tuple(element.of))
    return answers
