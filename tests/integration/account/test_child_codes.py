"""A code opens the page of one child, for a while, to who has it; guessing does not help."""

from datetime import timedelta
from typing import Any

import pytest

from relaas.application.child.codes import (
    CodeNotAccepted,
    NobodyReads,
    NoSuchCode,
    TriedTooOften,
    open_with_code,
    see_codes,
    withdraw_code,
)
from relaas.application.child.page import child_page
from relaas.application.door import NotGranted
from relaas.application.opening import KeyReused
from relaas.storage.child_codes import MOST_OF_A_CODE, MOST_OF_AN_ADDRESS, PAUSE, as_digits
from relaas.storage.models.access_log import AccessEntry
from relaas.storage.models.child import ChildCode
from relaas.storage.models.people import Mandate
from tests.support.child_visit import code_for, visit_to
from tests.support.told_case import World, make_actors, open_integral, record_until

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]

HOME = "192.0.2.1"


@pytest.fixture
def world() -> World:
    """A case in which little happened yet."""
    actors = make_actors()
    begun = World(actors, open_integral(actors))
    record_until(begun, 1)
    return begun


@pytest.fixture
def now(world: World) -> Any:
    return world.at(3)


def wrong(code: str) -> str:
    """A code that begins like this one and is another."""
    return code[:-1] + str((int(code[-1]) + 1) % 10)


class TestACode:
    def test_opens_the_page_of_its_case_and_of_no_other(self, world: World, now: Any) -> None:
        other = open_integral(world.actors, key="another-child", first_day=world.first_day)
        visit = visit_to(world, now=now)
        assert visit.number == world.number != other
        assert visit.actor.role == "child"

    @pytest.mark.parametrize("spaced", ["{0} {1} {2}", "{0}-{1}-{2}"])
    def test_can_be_typed_with_marks_between(self, world: World, now: Any, spaced: str) -> None:
        digits = code_for(world, now=now).digits
        typed = spaced.format(digits[:4], digits[4:8], digits[8:])
        assert open_with_code(typed=typed, address=HOME, now=now).number == world.number

    def test_can_be_typed_in_the_digits_of_the_childs_own_keyboard(self, world: World, now: Any) -> None:
        digits = code_for(world, now=now).digits
        arabic = "".join("٠١٢٣٤٥٦٧٨٩"[int(sign)] for sign in digits)
        assert open_with_code(typed=arabic, address=HOME, now=now).number == world.number

    def test_is_not_kept_and_not_shown_a_second_time(self, world: World, now: Any) -> None:
        made = code_for(world, now=now)
        again = code_for(world, now=now)
        assert (again.id, again.digits) == (made.id, None)
        assert made.digits not in repr(made)
        assert made.digits not in str(ChildCode.objects.filter(pk=made.id).values().get())

    def test_made_with_a_key_of_somebody_else_is_refused(self, world: World, now: Any) -> None:
        code_for(world, now=now)
        with pytest.raises((KeyReused, NotGranted)):
            code_for(World({"guardian": world.actors["lawyer"]}, world.number), now=now)

    @pytest.mark.parametrize("role", ["police", "ind", "lawyer", "child", "coa", "privacy_officer"])
    def test_is_for_the_guardian_alone_to_make(self, world: World, now: Any, role: str) -> None:
        with pytest.raises(NotGranted):
            see_codes(actor=world.actors[role], number=world.number, today=now.date(), now=now)

    def test_needs_somebody_as_whom_the_page_is_read(self, world: World, now: Any) -> None:
        Mandate.objects.filter(role="child").update(until_on=now.date() - timedelta(days=1))
        with pytest.raises(NobodyReads):
            code_for(world, now=now)


class TestACodeThatDoesNotWork:
    def test_is_refused_the_same_when_it_is_wrong_expired_or_withdrawn(self, world: World, now: Any) -> None:
        made = code_for(world, now=now)
        with pytest.raises(CodeNotAccepted):
            open_with_code(typed=wrong(made.digits), address=HOME, now=now)
        with pytest.raises(CodeNotAccepted):
            open_with_code(typed=made.digits, address=HOME, now=now + timedelta(days=31))
        withdraw_code(actor=world.actors["guardian"], number=world.number, code=made.id, now=now)
        with pytest.raises(CodeNotAccepted):
            open_with_code(typed=made.digits, address=HOME, now=now)

    @pytest.mark.parametrize("typed", ["", "12", "x" * 50, "1" * 40, "een code"])
    def test_can_be_anything(self, world: World, now: Any, typed: str) -> None:
        with pytest.raises(CodeNotAccepted):
            open_with_code(typed=typed, address=HOME, now=now)

    def test_ends_a_visit_that_has_begun(self, world: World, now: Any) -> None:
        visit = visit_to(world, now=now)
        withdraw_code(actor=world.actors["guardian"], number=world.number, code=visit.code, now=now)
        with pytest.raises(CodeNotAccepted):
            child_page(visit=visit, today=now.date(), now=now)

    def test_cannot_be_withdrawn_twice_nor_in_another_case(self, world: World, now: Any) -> None:
        made = code_for(world, now=now)
        other = open_integral(world.actors, key="another-child", first_day=world.first_day)
        with pytest.raises(NoSuchCode):
            withdraw_code(actor=world.actors["guardian"], number=other, code=made.id, now=now)
        withdraw_code(actor=world.actors["guardian"], number=world.number, code=made.id, now=now)
        with pytest.raises(NoSuchCode):
            withdraw_code(actor=world.actors["guardian"], number=world.number, code=made.id, now=now)


class TestGuessing:
    def test_at_one_code_soon_has_to_wait_from_wherever_it_comes(self, world: World, now: Any) -> None:
        digits = code_for(world, now=now).digits
        for place in range(MOST_OF_A_CODE):
            with pytest.raises(CodeNotAccepted):
                open_with_code(typed=wrong(digits), address=f"192.0.2.{place}", now=now)
        with pytest.raises(TriedTooOften):
            open_with_code(typed=digits, address="198.51.100.7", now=now)
        assert open_with_code(typed=digits, address=HOME, now=now + PAUSE).number == world.number

    def test_has_to_wait_again_after_each_try_until_somebody_had_it_right(self, world: World, now: Any) -> None:
        digits = code_for(world, now=now).digits
        for _ in range(MOST_OF_A_CODE):
            with pytest.raises(CodeNotAccepted):
                open_with_code(typed=wrong(digits), address=HOME, now=now)
        with pytest.raises(CodeNotAccepted):
            open_with_code(typed=wrong(digits), address=HOME, now=now + PAUSE)
        with pytest.raises(TriedTooOften):
            open_with_code(typed=digits, address=HOME, now=now + PAUSE)
        later = now + 3 * PAUSE
        assert open_with_code(typed=digits, address=HOME, now=later).number == world.number
        with pytest.raises(CodeNotAccepted):
            open_with_code(typed=wrong(digits), address=HOME, now=later)
        assert open_with_code(typed=digits, address=HOME, now=later).number == world.number

    def test_at_many_codes_from_one_address_has_to_wait_too(self, world: World, now: Any) -> None:
        digits = code_for(world, now=now).digits
        for place in range(MOST_OF_AN_ADDRESS):
            with pytest.raises(CodeNotAccepted):
                open_with_code(typed=wrong(f"{place:04}{digits[4:]}"), address=HOME, now=now)
        with pytest.raises(TriedTooOften):
            open_with_code(typed=digits, address=HOME, now=now)
        assert open_with_code(typed=digits, address="198.51.100.7", now=now).number == world.number


class TestTheLog:
    def test_says_that_the_child_read_by_which_code(self, world: World, now: Any) -> None:
        visit = visit_to(world, now=now)
        child_page(visit=visit, today=now.date(), now=now)
        entries = AccessEntry.objects.filter(case__number=world.number, role="child")
        read = {entry.action: entry for entry in entries if entry.action in ("open_child_page", "see_child_page")}
        assert set(read) == {"open_child_page", "see_child_page"}
        assert all(visit.code in entry.parts for entry in read.values())
        assert read["see_child_page"].purpose == "own_account"

    def test_says_that_a_withdrawn_code_was_tried(self, world: World, now: Any) -> None:
        made = code_for(world, now=now)
        withdraw_code(actor=world.actors["guardian"], number=world.number, code=made.id, now=now)
        with pytest.raises(CodeNotAccepted):
            open_with_code(typed=made.digits, address=HOME, now=now)
        entry = AccessEntry.objects.filter(action="open_child_page").latest("sequence")
        assert (entry.outcome, entry.detail) == ("refused", "CodeNotAccepted")

    def test_holds_no_digits_of_a_code(self, world: World, now: Any) -> None:
        made = code_for(world, now=now)
        open_with_code(typed=made.digits, address=HOME, now=now)
        assert not [row for row in AccessEntry.objects.values() if made.digits in str(row)]


def test_digits_of_any_script_are_read() -> None:
    assert as_digits("۱۲۳۴ ۵۶۷۸-۹۰۱۲") == "123456789012"
    assert as_digits("1234 5678 901") == ""
