"""One unmistakable word in every category, planted in a case in each phase, to see where it comes out: in the words of
passages and their translations, in a file and its name, in who the child is, and in a case of other organisations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from relaas.kernel.identifiers import sortable_id
from relaas.kernel.when import When
from relaas.story.access import Phase
from tests.functional.path import BIRTHDAY, PATH, TODAY, Step
from tests.support.child_visit import code_for, visit_to
from tests.support.files import page_of_text
from tests.support.snapshot import built_once
from tests.support.told_case import TOLD_ON_DAY, World, make_actors, open_integral, record_step, record_until, tell

STORY = (
    *("family", "route", "recruitment", "control", "exploitation", "perpetrators", "health", "fear_and_safety"),
    *("asylum_grounds", "future"),
)
# Who reported the signal that carries a canary.
REPORTER = "coa"
RISK = "risk_and_safety"
# How many days ago the first signal was, so that today is in the phase.
_DAYS_AGO = {Phase.REFLECTION: 30, Phase.PROCEDURE: TOLD_ON_DAY + 12, Phase.ADULT: 610, Phase.ENDED: 610}


IDENTITY = "identity"
# A canary in a case of other organisations sits in a category that no role reads.
ELSEWHERE = "elsewhere"
NO_ID = "01J00000000000000000000000"


@dataclass(frozen=True)
class Names:
    """What addresses and forms call the parts of one case."""

    number: str
    passage: str
    telling: str
    attachment: str
    question: str
    request: str


@dataclass(frozen=True)
class Planted:
    """A case in a phase with a canary in every category; per canary the category in which it sits."""

    world: World
    phase: Phase
    canaries: dict[str, str]
    passages: tuple[str, ...]
    attachments: tuple[str, ...]
    elsewhere: Names
    code: str

    @property
    def names(self) -> Names:
        """The parts of the case itself, of what there are several the first."""
        return _names(self.world.number)


def canary(category: str, what: str) -> str:
    """A word that stands nowhere else."""
    return f"kanarie{category.replace('_', '')}{what}zq"


# What the planted signal says: seen, heard, and where.
SIGNALLED = frozenset(canary("signals", what) for what in "abc")


def plant(phase: Phase) -> Planted:
    """People, and a case that is today in a phase, whose story has one confirmed passage and file per category."""
    return built_once(f"planted {phase}", lambda: _plant(phase))


def _plant(phase: Phase) -> Planted:
    actors = make_actors()
    first_day = TODAY - timedelta(days=_DAYS_AGO[phase])
    world = World(actors, open_integral(actors, first_day=first_day), first_day, _born_on(first_day, phase))
    if phase is Phase.REFLECTION:
        record_until(world, 6)
        passages = _plant_in_reflection(world)
    else:
        passages = tell(world, record_until(world, TOLD_ON_DAY), words=_words())
    told_at = world.at(7 if phase is Phase.REFLECTION else TOLD_ON_DAY)
    attachments = _attach(world, STORY, told_at)
    _name_and_ask(world, IDENTITY, told_at)
    _plant_signal(world, phase)
    _plant_messages(world)
    if phase in (Phase.ADULT, Phase.ENDED):
        _go_on(world, ended=phase is Phase.ENDED)
    # Nobody gives a code of a case that has ended.
    code = "" if phase is Phase.ENDED else code_for(world, key="planted-today").digits
    _plant_in_analysis(world)
    return Planted(
        world=world, phase=phase, canaries=dict(_canaries()), passages=tuple(passages), attachments=attachments,
        elsewhere=_plant_elsewhere(world), code=code,
    )  # fmt: skip


def _plant_signal(world: World, phase: Phase) -> None:
    """A further signal about the child, seen and heard and somewhere."""
    from tests.support.signals import report

    at = world.at(8 if phase is Phase.REFLECTION else TOLD_ON_DAY, 13)
    words = {"seen": canary("signals", "a"), "heard": canary("signals", "b"), "place": canary("signals", "c")}
    own = world.actors[REPORTER]
    on = When.exact(at.date())
    report(own, at=at, number=world.number, key="planted-signal", heard_from="child", on=on, **words)


def _plant_messages(world: World) -> None:
    """The child asked something while it could, and was answered."""
    from relaas.application.child.messages import answer_message, send_message

    now = world.at(7)
    message = send_message(
        visit=visit_to(world, key="planted-code", now=now),
        kind="question",
        words=canary("messages", "a"),
        language="ti",
        idempotency_key="planted",
        now=now,
    )
    answer_message(
        actor=world.actors["guardian"],
        number=world.number,
        message=message,
        words=canary("messages", "b"),
        idempotency_key="planted-answer",
        now=now,
    )


def _words(place: str = "") -> tuple[tuple[str, str, str], ...]:
    return tuple((category, canary(category, f"{place}a"), canary(category, f"{place}b")) for category in STORY)


def _canaries() -> Iterator[tuple[str, str]]:
    for what in "ab":
        yield canary("messages", what), "messages"
    for category in STORY:
        for what in "abcd":
            yield canary(category, what), category
            yield canary(category, f"{ELSEWHERE}{what}"), ELSEWHERE
    for word in SIGNALLED:
        yield word, "signals"
    yield canary(RISK, "a"), RISK
    yield canary(RISK, f"{ELSEWHERE}a"), ELSEWHERE
    yield canary("health", "risk"), "health"
    yield canary("health", f"{ELSEWHERE}risk"), ELSEWHERE
    yield canary(IDENTITY, "a"), IDENTITY
    yield canary(IDENTITY, f"{ELSEWHERE}a"), ELSEWHERE


def _attach(world: World, categories: Iterable[str], now: datetime, place: str = "") -> tuple[str, ...]:
    """A document for each of these categories, with one canary in its name and one on its page, confirmed."""
    from relaas.application.story.attaching import add_attachment
    from relaas.application.story.labelling_attachments import confirm_attachment

    added = tuple(
        add_attachment(
            actor=world.actors["story_team"], number=world.number, name=f"{canary(category, f'{place}c')}.pdf",
            content=page_of_text(canary(category, f"{place}d")), categories=[category],
            idempotency_key=f"attached-{category}", now=now,
        ).id
        for category in categories
    )  # fmt: skip
    for one in added:
        confirm_attachment(actor=world.actors["story_team_2"], number=world.number, attachment=one, now=now)
    return added


def _name_and_ask(world: World, identity: str, now: datetime, place: str = "") -> None:
    """Who the child is; a question of its guardian and a request of the police, both without a word of the story."""
    from relaas.application.story.asking import ask, look_before_asking
    from relaas.application.story.identity import write_identity
    from relaas.application.story.requests import request_access

    guardian = world.actors["guardian"]
    case: dict[str, Any] = {"number": world.number, "now": now}
    write_identity(actor=guardian, patch={"names": [canary(identity, f"{place}a")]}, idempotency_key="named", **case)
    about = {"rule": "guardian-questions", "subject": "route"}
    seen = look_before_asking(actor=guardian, **about, **case).seen
    ask(actor=guardian, words="Proefvraag.", seen=seen, idempotency_key="asked", **about, **case)
    request_access(
        actor=world.actors["police"], rule="police-identity", reason="Proefreden.", idempotency_key="wanted", **case
    )


def _plant_elsewhere(world: World) -> Names:
    """A case like it, with canaries of its own, of other organisations and other people."""
    others = _others_in_every_role(world.actors)
    other = World(others, open_integral(others, key=ELSEWHERE, first_day=world.first_day), world.first_day)
    _roles_go_to(list(world.actors.values()))
    record_until(other, 6)
    _plant_in_reflection(other, ELSEWHERE)
    _attach(other, STORY, other.at(7), ELSEWHERE)
    _name_and_ask(other, IDENTITY, other.at(7), ELSEWHERE)
    _plant_in_analysis(other, ELSEWHERE)
    return _names(other.number)


def _others_in_every_role(world_actors: dict[str, Any]) -> dict[str, Any]:
    from relaas.application.actors import actors_of
    from relaas.storage.models.people import Organisation
    from tests.functional.world import add_person

    found = {}
    for username, actor in world_actors.items():
        slug = f"{actor.role.replace('_', '-')}-{ELSEWHERE}"
        home, _ = Organisation.objects.get_or_create(slug=slug, defaults={"name": f"Elders: {actor.role}"})
        person = add_person(username=f"{username}-{ELSEWHERE}", role=actor.role, organisation=home)
        found[username] = actors_of(person, TODAY)[0]
    _roles_go_to(list(found.values()))
    return found


def _roles_go_to(actors: Iterable[Any]) -> None:
    """New cases are placed with the organisations of these actors."""
    from relaas.storage.models.people import RoleDefault

    for actor in actors:
        RoleDefault.objects.filter(role=actor.role).update(organisation_id=actor.organisation_id)


def _names(number: str) -> Names:
    from relaas.storage.models import AccessRequest, Passage, Question, Telling
    from relaas.storage.models.story import Attachment

    kinds: tuple[Any, ...] = (Passage, Telling, Attachment, Question, AccessRequest)
    return Names(number, *(kind.objects.filter(case__number=number).order_by("pk")[0].pk for kind in kinds))


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


def _plant_in_analysis(world: World, place: str = "") -> None:
    """A level with its reasons, a measure, an acceptance, and a finding that says something of the child's health."""
    from relaas.application.law import access_law
    from relaas.storage.models import Case
    from tests.support.risk import write_entries

    case, team, now = Case.objects.get(number=world.number), world.actors["risk_team"], world.at(7)
    said, owner = (
        canary(RISK, f"{place}a"),
        {"person": team.person_id, "organisation": team.organisation_id, "role": team.role},
    )
    named = {**owner, "name": "Verzonnen", "organisation_name": "Verzonnen"}
    about = {"domain": "self_harm_and_health"}
    health = {**about, "words": canary("health", f"{place}risk"), "evidence": "observation", "where": "-", "cites": ""}
    # Written by the doctor: the team itself may see what a child's health is only when the child agrees.
    doctor, both = world.actors["doctor"], access_law().mask([RISK, "health"])
    write_entries(case, doctor, now, [("finding", health)], categories=both)
    level = {**about, "level": "low", "reasons": said, "rests_on": 1}
    measure = {**about, "words": said, "owner": named, "until": now.date(), "escalates_to": None}
    signed = {"name": said, "organisation": said}
    accepted = {"domain": "family", "level": "low", "reasons": said, "signed": signed}
    written = [("level", level), ("measure", measure), ("acceptance", accepted)]
    write_entries(case, team, now, written, categories=access_law().mask([RISK]))


def _plant_in_reflection(world: World, where: str = "") -> list[str]:
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
        id=_id(now, 0, where), case=case, act=act, audience="story_team", to_one=False, held_on=now.date(),
        recorded_by_id=team.mandate_id, organisation_id=team.organisation_id, role=team.role, recorded_at=now,
        ciphertext=cipher.seal(kind=Kind.TELLING, place=_id(now, 0, where), content={}), idempotency_key="planted",
    )  # fmt: skip
    telling.save(force_insert=True)
    passages = [
        passage_row(
            actor=team, case=case, cipher=cipher, telling_id=telling.pk, position=place, now=now,
            words=Words(words=said, language="ti", translation=means), idempotency_key=f"planted-{place}",
        )
        for place, (_, said, means) in enumerate(_words(where), start=1)
    ]  # fmt: skip
    add_passages(passages, categories=access_law().mask(["uncategorised"]))
    for place, ((category, _, _), passage) in enumerate(zip(_words(where), passages, strict=True)):
        mask = access_law().mask([category])
        label = _label(case, passage, mask, team, _id(now, 2 * place + 1, where), now)
        set_label(label)
        set_label(_label(case, passage, mask, second, _id(now, 2 * place + 2, where), now, confirms=label))
    assert PassageLabel.objects.filter(case=case).count() == 2 * len(passages)
    return [passage.pk for passage in passages]


def _label(case: Any, passage: Any, mask: int, actor: Any, label_id: str, now: Any, confirms: Any = None) -> Any:
    from relaas.storage.models import PassageLabel

    return PassageLabel(
        id=label_id, case=case, passage=passage, categories=mask, confirms=confirms, set_by_id=actor.mandate_id,
        set_at=now,
    )  # fmt: skip


def _id(now: Any, place: int, where: str) -> str:
    return sortable_id(moment=now, randomness=place.to_bytes(9, "big") + bytes([len(where)]))
