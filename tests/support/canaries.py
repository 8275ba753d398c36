"""One unmistakable word in every category, planted in a case in each phase, to see where it comes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from relaas.kernel.identifiers import sortable_id
from relaas.story.access import Phase
from tests.functional.path import BIRTHDAY, PATH, TODAY, Step
from tests.support.told_case import TOLD_ON_DAY, World, make_actors, open_integral, record_step, record_until, tell

STORY = (
    *("family", "route", "recruitment", "control", "exploitation", "perpetrators", "health", "fear_and_safety"),
    *("asylum_grounds", "future"),
)
RISK = "risk_and_safety"
# How many days ago the first signal was, so that today is in the phase.
_DAYS_AGO = {Phase.REFLECTION: 30, Phase.PROCEDURE: TOLD_ON_DAY + 12, Phase.ADULT: 610, Phase.ENDED: 610}


@dataclass(frozen=True)
class Planted:
    """A case in a phase with a canary in every category; per canary the category in which it sits."""

    world: World
    phase: Phase
    canaries: dict[str, str]
    passages: tuple[str, ...]


def canary(category: str, what: str) -> str:
    """A word that stands nowhere else."""
    return f"kanarie{category.replace('_', '')}{what}zq"


def plant(phase: Phase) -> Planted:
    """People, and a case that is today in a phase, whose story has one confirmed passage per category."""
    actors = make_actors()
    first_day = TODAY - timedelta(days=_DAYS_AGO[phase])
    world = World(actors, open_integral(actors, first_day=first_day), first_day, _born_on(first_day, phase))
    if phase is Phase.REFLECTION:
        record_until(world, 6)
        passages = _plant_in_reflection(world)
    else:
        passages = tell(world, record_until(world, TOLD_ON_DAY), words=_words())
    if phase in (Phase.ADULT, Phase.ENDED):
        _go_on(world, ended=phase is Phase.ENDED)
    _plant_in_analysis(world)
    return Planted(world=world, phase=phase, canaries=dict(_canaries()), passages=tuple(passages))


def _words() -> tuple[tuple[str, str, str], ...]:
    return tuple((category, canary(category, "a"), canary(category, "b")) for category in STORY)


def _canaries() -> Iterator[tuple[str, str]]:
    for category in STORY:
        yield canary(category, "a"), category
        yield canary(category, "b"), category
    yield canary(RISK, "a"), RISK
    yield canary("health", "risk"), "health"


def _born_on(first_day: date, phase: Phase) -> date:
    """A minor, or somebody who turned eighteen on the day of the path on which it has a birthday."""
    if phase in (Phase.REFLECTION, Phase.PROCEDURE):
        return date(first_day.year - 14, 1, 15)
    birthday = first_day + timedelta(days=BIRTHDAY)
    safe = birthday.replace(day=28) if (birthday.month, birthday.day) == (2, 29) else birthday
    return safe.replace(year=safe.year - 18)


def _go_on(world: World, *, ended: bool) -> None:
    """The rest of the path, past the eighteenth birthday; with ``ended`` it left the country."""
    steps = [step for step in PATH if step.day > TOLD_ON_DAY]
    steps += [Step(600, "police", "leave_country", {"how": "Proeftekst."})] if ended else []
    done = 1 + sum(step.day <= TOLD_ON_DAY and step.act != "hear_story" for step in PATH)
    for seen, step in enumerate(steps, start=done):
        record_step(world, step, seen)


def _plant_in_analysis(world: World) -> None:
    """A level with its reasons, a measure, an acceptance, and a finding that says something of the child's health."""
    from relaas.application.law import access_law
    from relaas.storage.models import Case
    from tests.support.risk import write_entries

    case, team, now = Case.objects.get(number=world.number), world.actors["risk_team"], world.at(7)
    said, owner = canary(RISK, "a"), {"person": team.person_id, "organisation": team.organisation_id, "role": team.role}
    named = {**owner, "name": "Verzonnen", "organisation_name": "Verzonnen"}
    about = {"domain": "self_harm_and_health"}
    health = {**about, "words": canary("health", "risk"), "evidence": "observation", "where": "-", "cites": ""}
    # Written by the doctor: the team itself may see what a child's health is only when the child agrees.
    doctor, both = world.actors["doctor"], access_law().mask([RISK, "health"])
    write_entries(case, doctor, now, [("finding", health)], categories=both)
    level = {**about, "level": "low", "reasons": said, "rests_on": 1}
    measure = {**about, "words": said, "owner": named, "until": now.date(), "escalates_to": None}
    signed = {"name": said, "organisation": said}
    accepted = {"domain": "family", "level": "low", "reasons": said, "signed": signed}
    written = [("level", level), ("measure", measure), ("acceptance", accepted)]
    write_entries(case, team, now, written, categories=access_law().mask([RISK]))


def _plant_in_reflection(world: World) -> list[str]:
    """The law lets no story be told during reflection. If one were there all the same, nothing of it may come out."""
    from relaas.application.law import access_law
    from relaas.application.story.passages import Words, passage_row
    from relaas.storage.models import Case, PassageLabel, RecordedAct, Telling
    from relaas.storage.sealing import Kind, cipher_of
    from relaas.storage.stories import add_passages, set_label

    case, now = Case.objects.get(number=world.number), world.at(7)
    team, second = world.actors["story_team"], world.actors["story_team_2"]
    cipher, act = cipher_of(case_id=case.pk), RecordedAct.objects.filter(case=case).count()
    telling = Telling(
        id=_id(now, 0), case=case, act=act, audience="story_team", to_one=False, held_on=now.date(),
        recorded_by_id=team.mandate_id, organisation_id=team.organisation_id, role=team.role, recorded_at=now,
        ciphertext=cipher.seal(kind=Kind.TELLING, place=_id(now, 0), content={}), idempotency_key="planted",
    )  # fmt: skip
    telling.save(force_insert=True)
    passages = [
        passage_row(
            actor=team, case=case, cipher=cipher, telling_id=telling.pk, position=place, now=now,
            words=Words(words=said, language="ti", translation=means), idempotency_key=f"planted-{place}",
        )
        for place, (_, said, means) in enumerate(_words(), start=1)
    ]  # fmt: skip
    add_passages(passages, categories=access_law().mask(["uncategorised"]))
    for place, ((category, _, _), passage) in enumerate(zip(_words(), passages, strict=True)):
        mask = access_law().mask([category])
        label = _label(case, passage, mask, team, _id(now, 2 * place + 1), now)
        set_label(label)
        set_label(_label(case, passage, mask, second, _id(now, 2 * place + 2), now, confirms=label))
    assert PassageLabel.objects.count() == 2 * len(passages)
    return [passage.pk for passage in passages]


def _label(case: Any, passage: Any, mask: int, actor: Any, label_id: str, now: Any, confirms: Any = None) -> Any:
    from relaas.storage.models import PassageLabel

    return PassageLabel(
        id=label_id, case=case, passage=passage, categories=mask, confirms=confirms, set_by_id=actor.mandate_id,
        set_at=now,
    )  # fmt: skip


def _id(now: Any, place: int) -> str:
    return sortable_id(moment=now, randomness=place.to_bytes(10, "big"))
