"""Who the child is: written by few, read by few, shown nowhere else."""

from datetime import date
from typing import Any

import pytest

from relaas.application.door import NotGranted
from relaas.application.forms import FormInvalid
from relaas.application.story.identity import IdentityPage, see_identity, write_identity
from relaas.storage.blind_index import IndexKind, look_up
from relaas.storage.sealing import Kind
from tests.support.told_case import TOLD_ON_DAY, World

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]
DAY = TOLD_ON_DAY + 2


def write(world: World, role: str = "guardian", *, key: str = "id", **patch: Any) -> int:
    return write_identity(
        actor=world.actors[role], number=world.number, patch=patch, idempotency_key=key, now=world.at(DAY)
    )


def identity_of(world: World, role: str = "guardian") -> IdentityPage:
    at = world.at(DAY, 20)
    return see_identity(actor=world.actors[role], number=world.number, today=at.date(), now=at)


class TestIdentity:
    def test_keeps_names_in_the_script_in_which_they_were_given(self, world: World) -> None:
        write(world, names=["ሰላም ተስፋይ", "Selam Tesfay"], born_on_claimed=date(2012, 6, 1), documents=["K 123-45"])
        page = identity_of(world)
        assert page.names == ("ሰላም ተስፋይ", "Selam Tesfay")
        assert (page.born_on_claimed, page.documents) == (date(2012, 6, 1), ("K 123-45",))

    def test_is_patched_and_every_version_stays(self, world: World) -> None:
        write(world, names=["Selam"], languages=["ti"])
        assert write(world, key="id-2", languages=["ti", "am"]) == 2
        page = identity_of(world)
        assert (page.names, page.languages) == (("Selam",), ("ti", "am"))
        assert [version.version for version in page.versions] == [2, 1]

    def test_written_twice_with_one_key_is_written_once(self, world: World) -> None:
        assert write(world, names=["Selam"]) == write(world, names=["Selam"]) == 1

    def test_can_be_looked_up_by_a_name_or_a_document_number_that_nobody_can_read_there(self, world: World) -> None:
        write(world, names=["Selam Tesfay", "—"], documents=["K 123-45"])
        for kind, text in ((IndexKind.NAME, "SELAM"), (IndexKind.DOCUMENT, "k12345")):
            assert [place.sealed_as for place in look_up(kind=kind, text=text)] == [Kind.IDENTITY]
        assert look_up(kind=IndexKind.NAME, text="Iemand") == ()

    def test_reports_every_fault_at_once(self, world: World) -> None:
        with pytest.raises(FormInvalid) as refused:
            write(world, names=["x" * 201], born_on_claimed=date(2030, 1, 1), shoe_size=["41"])
        assert [fault.field for fault in refused.value.faults] == ["names", "born_on_claimed", "shoe_size"]

    @pytest.mark.parametrize("role", ["guardian", "lawyer", "child"])
    def test_is_read_by_the_childs_side(self, world: World, role: str) -> None:
        write(world, names=["Selam"])
        assert identity_of(world, role).names == ("Selam",)

    @pytest.mark.parametrize("role", ["police", "ind", "doctor", "reception", "story_team", "privacy_officer"])
    @pytest.mark.parametrize("is_written", [True, False])
    def test_is_refused_to_everybody_else_in_the_same_words_whether_or_not_it_is_there(
        self, world: World, role: str, is_written: bool
    ) -> None:
        if is_written:
            write(world, names=["Selam"])
        with pytest.raises(NotGranted) as refused:
            identity_of(world, role)
        assert str(refused.value) == "read of identity is not granted"

    @pytest.mark.parametrize("role", ["lawyer", "child", "ind", "police"])
    def test_is_written_by_nobody_without_a_rule_for_it(self, world: World, role: str) -> None:
        with pytest.raises(NotGranted):
            write(world, role, names=["Iemand anders"])
