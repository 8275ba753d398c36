"""Telling a child of the reflection period: the leaflet in its language, which version, and what it understood."""

from datetime import timedelta
from typing import Any

import pytest

from relaas.application.child.informing import inform_child, see_reflection
from relaas.application.forms import FormInvalid
from relaas.application.recording import ActRefused
from relaas.kernel.when import When
from relaas.storage.models.people import Person
from relaas.story.leaflet_texts import standard_leaflet
from tests.functional.path import PATH
from tests.support.told_case import World, make_actors, open_integral, record_step

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]

FORM = {"language": "Tigrinya", "understood": "ክዓርፍ እኽእል", "understood_in": "Tigrinya", "interpreter": True}


@pytest.fixture
def world() -> World:
    """A signal of yesterday, and a child that nobody told anything yet."""
    actors = make_actors()
    begun = World(actors, open_integral(actors))
    for place, step in enumerate(PATH[:2]):
        record_step(begun, step, place)
    return begun


@pytest.fixture
def now(world: World) -> Any:
    return world.at(1)


def page(world: World, now: Any, *, role: str = "police", language: str = "ti") -> Any:
    return see_reflection(actor=world.actors[role], number=world.number, today=now.date(), language=language, now=now)


def inform(world: World, now: Any, *, role: str = "police", act: str = "inform_child", **changed: Any) -> Any:
    form = {name: value for name, value in (FORM | changed).items() if value is not None}
    return inform_child(
        actor=world.actors[role],
        number=world.number,
        act=act,
        on=When.exact(now.date()),
        form=form,
        leaflet_language="ti",
        seen=page(world, now, role=role).seen,
        idempotency_key=f"inform-{act}",
        now=now,
    )


def recorded(world: World, act: str) -> Any:
    from relaas.application.seeing import acts_of
    from relaas.storage.histories import read_acts
    from relaas.storage.models.cases import Case
    from relaas.storage.sealing import cipher_of

    case = Case.objects.get(number=world.number)
    acts = read_acts(rows=acts_of(case), cipher=cipher_of(case_id=case.pk))
    return next(one for one in acts if one.row.act == act).written.form


class TestThePage:
    def test_is_for_who_tells_the_child_now(self, world: World, now: Any) -> None:
        assert page(world, now).informs_by == ("inform_child",)
        assert page(world, now, role="guardian").informs_by == ()
        late = world.at(6)
        assert page(world, late, role="guardian").informs_by == ("inform_child_instead",)

    def test_shows_no_text_that_nobody_reviewed_outside_the_demonstration(self, world: World, now: Any) -> None:
        found = page(world, now)
        assert found.wording is None
        assert [one.tag for one in found.languages] == ["nl", "en"]
        assert page(world, now, language="en").wording.tag == "en"

    def test_shows_every_language_in_the_demonstration(self, world: World, now: Any) -> None:
        Person.objects.update(is_demonstration=True)
        assert page(world, now).wording.tag == "ti"
        assert page(world, now, language="fa-AF").wording.tag == "prs"
        assert page(world, now, language="xx").wording is None

    def test_has_no_clock_before_the_period_and_one_of_its_own_during_it(self, world: World, now: Any) -> None:
        assert page(world, now).clock is None
        inform(world, now)
        for place, step in enumerate(PATH[5:7], start=10):
            record_step(world, step, place)
        clock = page(world, world.at(20)).clock
        assert (clock.term, clock.began_on.earliest) == ("reflection_period", world.at(6).date())
        assert not clock.is_still

    def test_says_that_the_clock_stands_still_while_the_child_is_away(self, world: World, now: Any) -> None:
        from relaas.application.recording import record_act
        from tests.support.seen import seen_now

        inform(world, now)
        for place, step in enumerate(PATH[5:7], start=10):
            record_step(world, step, place)
        gone = world.at(15)
        guardian = world.actors["guardian"]
        record_act(
            actor=guardian,
            number=world.number,
            act="disappear",
            on=When.exact(gone.date()),
            answers={},
            form={},
            seen=seen_now(actor=guardian, number=world.number, now=gone),
            idempotency_key="gone",
            now=gone,
        )
        assert page(world, world.at(20)).clock.is_still

    def test_lists_the_choice_also_silence_and_a_later_change_of_mind(self, world: World, now: Any) -> None:
        inform(world, now)
        later = world.at(12)
        child = world.actors["child"]
        assert [turn.status for turn in page(world, later).turns] == ["informed", "silent"]
        from relaas.application.recording import record_act
        from tests.support.seen import seen_now

        record_act(
            actor=child,
            number=world.number,
            act="wish_reflection",
            on=When.exact(later.date()),
            answers={},
            form={},
            seen=seen_now(actor=child, number=world.number, now=later),
            idempotency_key="wish",
            now=later,
        )
        assert [turn.status for turn in page(world, later).turns] == ["informed", "silent", "wished"]

    def test_of_a_law_without_a_reflection_period_is_none(self, world: World, now: Any) -> None:
        from relaas.application.opening import open_case

        number = open_case(
            actor=world.actors["ind"],
            line_or_regime="asylum-2016",
            on=now.date(),
            reason="Proef.",
            idempotency_key="asylum",
            now=now,
        ).number
        assert see_reflection(actor=world.actors["ind"], number=number, today=now.date(), now=now) is None


class TestTellingTheChild:
    def test_keeps_what_the_child_understood_and_which_leaflet_it_had(self, world: World, now: Any) -> None:
        Person.objects.update(is_demonstration=True)
        inform(world, now)
        form = recorded(world, "inform_child")
        assert form["understood"] == "ክዓርፍ እኽእል"
        assert form["leaflet"] == standard_leaflet().languages["ti"].fingerprint

    def test_by_word_of_mouth_keeps_that_there_was_no_leaflet(self, world: World, now: Any) -> None:
        inform(world, now)
        assert "leaflet" not in recorded(world, "inform_child")

    def test_takes_no_leaflet_for_granted_that_was_not_shown(self, world: World, now: Any) -> None:
        inform(world, now, leaflet="nl-0000000000000000")
        assert "leaflet" not in recorded(world, "inform_child")

    @pytest.mark.parametrize("missing", ["language", "understood", "understood_in"])
    def test_without_a_read_back_is_not_recorded(self, world: World, now: Any, missing: str) -> None:
        with pytest.raises(FormInvalid) as refused:
            inform(world, now, **{missing: None})
        assert [fault.field for fault in refused.value.faults] == [missing]

    def test_by_the_guardian_once_the_police_are_late_asks_the_same(self, world: World) -> None:
        late = world.at(6)
        with pytest.raises(FormInvalid):
            inform(world, late, role="guardian", act="inform_child_instead", understood=None)
        inform(world, late, role="guardian", act="inform_child_instead")
        assert page(world, late + timedelta(days=1)).is_informed

    def test_cannot_be_skipped_before_a_residence_application(self, world: World, now: Any) -> None:
        from relaas.application.recording import record_act
        from tests.support.seen import seen_now

        guardian = world.actors["guardian"]
        with pytest.raises(ActRefused):
            record_act(
                actor=guardian,
                number=world.number,
                act="open_procedure",
                on=When.exact(now.date()),
                answers={},
                form={},
                seen=seen_now(actor=guardian, number=world.number, now=now),
                idempotency_key="open",
                now=now,
            )
