"""How other systems of this kind leaked, as tests of ours: what concerns addresses, forms, errors and words in pages.

Each test names the peer and the number under which it published the hole. `docs/reference/leaks.md` lists all of them.
"""

import logging
import re
from typing import Any

import pytest
from django.test import Client

from relaas.application.story.passages import Words
from relaas.application.story.story_page import see_story
from relaas.application.story.telling import write_passages
from relaas.storage.models import Case, Telling
from relaas.storage.models.people import Person
from tests.functional.path import TODAY
from tests.support.told_case import TOLD_ON_DAY, World, told_world

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]


@pytest.fixture
def told() -> World:
    """A child told its story, so long ago that it is a working day for everybody."""
    from datetime import timedelta

    return told_world(first_day=TODAY - timedelta(days=TOLD_ON_DAY + 10))


def client_of(username: str) -> Client:
    client = Client(headers={"accept-language": "nl"}, raise_request_exception=False)
    client.force_login(Person.objects.get(username=username))
    return client


class TestOpenForms:
    """A co-signer looked up any submission by counting its reference on (CVE-2026-28803)."""

    def test_cve_2026_28803_the_number_of_a_case_cannot_be_guessed_from_another(self, told: World) -> None:
        number = Case.objects.get().number
        neighbour = f"{number[:7]}{chr(ord(number[7]) + 1)}{number[8:]}"
        assert client_of("guardian").get(f"/zaken/{neighbour}/verhaal/").status_code == 404

    def test_cve_2026_28803_knowing_the_number_opens_nothing_to_who_has_no_part_in_the_case(self, told: World) -> None:
        from relaas.storage.models.people import Organisation
        from tests.functional.world import add_person

        elsewhere = Organisation.objects.create(slug="elders", name="Elders")
        add_person(username="stranger", role="guardian", organisation=elsewhere)
        answers = []
        for number in ("7K3M-9XQ2-H", told.number):
            answer = client_of("stranger").get(f"/zaken/{number}/verhaal/")
            without_keys = re.sub(r'value="[A-Za-z0-9]{64}"', "", answer.text)
            answers.append((answer.status_code, without_keys.replace(number, "")))
        assert answers[0] == answers[1]
        assert answers[0][0] == 404

    def test_cve_2025_64515_a_field_that_the_form_does_not_have_changes_nothing(self, told: World) -> None:
        """There, values were taken before it was worked out which fields may be filled in at all."""
        client = client_of("ind")
        form = client.get(f"/zaken/{told.number}/handelen/weigh_interests/").context["form"]
        sent = {name: form[name].value() for name in ("seen", "idempotency_key")}
        sent |= {"on": TODAY.isoformat(), "field_guardian_view": "Gezien.", "role": "guardian", "field_reasons": "x"}
        client.post(f"/zaken/{told.number}/handelen/weigh_interests/", sent)
        row = Case.objects.get().acts.order_by("-sequence").first()
        assert row is not None
        assert (row.act, row.role) == ("weigh_interests", "ind")


class TestOpenZaak:
    """Seven advisories in 2026."""

    def test_ghsa_7jgm_words_of_a_story_are_words_and_never_markup(self, told: World) -> None:
        telling = Telling.objects.get()
        write_passages(
            actor=told.actors["story_team"],
            number=told.number,
            telling=telling.pk,
            words=[Words(words="<script>alert(1)</script>", language="nl", translation="<img src=x onerror=y>")],
            idempotency_key="markup",
        )
        text = client_of("story_team").get(f"/zaken/{told.number}/verhaal/").text
        assert "&lt;script&gt;alert(1)" in text
        assert "<script>alert(1)" not in text
        assert "<img src=x" not in text

    def test_ghsa_g7g8_an_error_tells_neither_headers_nor_cookies(
        self, told: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from relaas.application.story import story_page

        def broken(**_: Any) -> None:
            raise RuntimeError("geheim verhaal kanarie")

        monkeypatch.setattr(story_page, "read_passages", broken)
        caplog.set_level(logging.INFO)
        client = client_of("police")
        answer = client.get(f"/zaken/{told.number}/verhaal/", headers={"authorization": "Bearer sleutel"})
        assert answer.status_code == 500
        for secret in ("sleutel", "kanarie", client.cookies["sessionid"].value):
            assert secret not in answer.text
        assert client.cookies["sessionid"].value not in caplog.text
        assert "Bearer" not in caplog.text

    def test_cve_2026_54657_a_search_gives_only_what_reading_would(self, told: World) -> None:
        found = client_of("police").post(f"/zaken/{told.number}/verhaal/zoeken/", {"q": "buik"})
        asked = client_of("police").get(f"/zaken/{told.number}/verhaal/zoeken/", {"q": "buik"})
        for answer in (found, asked):
            assert "Ik had pijn" not in answer.text


class TestPrimero:
    """Pentest findings of January 2026."""

    def test_r2_3600_an_option_that_the_form_does_not_offer_is_refused(self, told: World) -> None:
        team = told.actors["story_team"]
        at = told.at(TOLD_ON_DAY + 1)
        passage = see_story(actor=team, number=told.number, today=at.date(), now=at).tellings[0].passages[0].id
        address = f"/zaken/{told.number}/verhaal/passage/{passage}/indelen/"
        answer = client_of("story_team").post(address, {"categories": ["identity"]})
        assert answer.status_code in (400, 422)

    def test_r2_3590_failed_sign_ins_cannot_flood_the_log(self, told: World) -> None:
        from relaas.storage.models import AccessEntry

        before = AccessEntry.objects.count()
        client = Client()
        for _ in range(12):
            client.post("/account/login/", {"login": "police", "password": "fout"})
        assert AccessEntry.objects.count() == before


class TestCommCare:
    def test_14196_there_is_no_address_that_is_marked_safe_for_everybody(self) -> None:
        """There, a search was put on a list of safe views, and restricted people got out of their box through it. Here
        every address that names a case goes through the door; the matrix visits each as each role."""
        from django.urls import get_resolver

        from relaas.application.door import enter
        from tests.functional.test_matrix_and_canaries import ROUTES, routes_of_the_program

        assert callable(enter)
        assert get_resolver().url_patterns
        assert routes_of_the_program() == set(ROUTES)
