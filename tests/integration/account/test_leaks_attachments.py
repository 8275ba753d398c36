"""What leaked through attachments elsewhere does not here. Each test names the program and the report."""

import logging

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relaas.application.placed import NotFound
from relaas.application.story.attaching import NoSuchAttachment, add_attachment, get_attachment, see_attachments
from relaas.storage.models.access_log import AccessEntry
from tests.support.files import letter
from tests.support.told_case import TOLD_ON_DAY, World, open_integral

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]
TELLING_NAME = "zwangerschapsecho-van-mariam.pdf"


@pytest.fixture
def medical(world: World) -> str:
    """A medical document that only the child, the story team and the doctor see."""
    return added(world, TELLING_NAME)


def added(world: World, name: str) -> str:
    return add_attachment(
        actor=world.actors["story_team"],
        number=world.number,
        name=name,
        content=letter(),
        categories=["health"],
        idempotency_key="add",
        now=world.at(TOLD_ON_DAY + 1),
    ).id


def fetch(world: World, actor: str, attachment: str, number: str | None = None) -> bytes:
    at = world.at(TOLD_ON_DAY + 2)
    return get_attachment(
        actor=world.actors[actor], number=number or world.number, attachment=attachment, today=at.date(), now=at
    ).content


class TestPrimeroR22734AndR23591:
    """Primero R2-2734 and R2-3591: an attachment was served to who knew its address, without asking for its record."""

    @pytest.mark.parametrize(
        "role", ["guardian", "police", "ind", "reception", "lawyer", "privacy_officer", "inspectorate"]
    )
    def test_a_known_identifier_opens_nothing(self, world: World, medical: str, role: str) -> None:
        with pytest.raises(NoSuchAttachment):
            fetch(world, role, medical)

    def test_the_record_decides_each_time(self, world: World, medical: str) -> None:
        assert fetch(world, "doctor", medical).startswith(b"%PDF-")

    def test_another_case_is_no_way_in(self, world: World, medical: str) -> None:
        other = open_integral(world.actors, key="other-case")
        with pytest.raises(NoSuchAttachment):
            fetch(world, "child", medical, other)

    def test_who_does_not_work_on_the_case_learns_not_even_that(self, world: World, medical: str) -> None:
        with pytest.raises(NotFound):
            fetch(world, "child", medical, "R-0000-0000")


class TestOpenZaakCve202655836:
    """Open Zaak CVE-2026-55836: names with a path in them were followed out of the folder for documents."""

    @pytest.mark.parametrize(
        ("name", "kept"),
        [
            ("../../../etc/passwd", "passwd"),
            ("..\\..\\windows\\system.ini", "system.ini"),
            ("/etc/cron.d/taak", "taak"),
            ("..", "-"),
            ("", "-"),
            ("een\x00twee\r\nSet-Cookie: x.pdf", "eentweeSet-Cookie: x.pdf"),
            ("foto\u202egpj.exe", "fotogpj.exe"),
            ("a" * 500 + ".pdf", "a" * 120),
        ],
    )
    def test_a_name_is_words_and_leads_nowhere(self, world: World, name: str, kept: str) -> None:
        added(world, name)
        at = world.at(TOLD_ON_DAY + 2)
        page = see_attachments(actor=world.actors["child"], number=world.number, today=at.date(), now=at)
        assert [one.name for one in page.attachments] == [kept]

    def test_an_identifier_with_a_path_is_no_identifier(self, world: World, medical: str) -> None:
        with pytest.raises(NoSuchAttachment):
            fetch(world, "child", f"../{medical}")


class TestGlobaLeaks1323:
    """GlobaLeaks #1323: who may not read a file was shown what it is called, which tells what is in it."""

    def test_a_name_is_in_no_list_of_who_may_not_read(self, world: World, medical: str) -> None:
        at = world.at(TOLD_ON_DAY + 2)
        for role in ("guardian", "police", "ind", "reception", "lawyer", "privacy_officer", "inspectorate"):
            page = see_attachments(actor=world.actors[role], number=world.number, today=at.date(), now=at)
            assert page.attachments == ()
            assert "mariam" not in repr(page)

    def test_a_name_is_in_no_line_of_any_log(self, world: World, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as asked:
            attachment = added(world, TELLING_NAME)
            fetch(world, "child", attachment)
        said = [caplog.text, *(query["sql"] for query in asked), *map(repr, AccessEntry.objects.values())]
        assert not [line for line in said if "mariam" in line.lower()]

    def test_a_name_does_not_go_with_the_file(self, world: World, medical: str) -> None:
        at = world.at(TOLD_ON_DAY + 2)
        found = get_attachment(
            actor=world.actors["child"], number=world.number, attachment=medical, today=at.date(), now=at
        )
        assert "mariam" not in found.file_name
        assert b"mariam" not in found.content
