"""The child's page, its code and its messages as pages: nothing is kept, nothing tells, and nothing typed is lost."""

import time
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest

from relaas.storage.child_codes import MOST_OF_A_CODE
from relaas.web.child_session import ALL_MINUTES, IDLE_MINUTES, VISIT
from tests.functional.path import TODAY
from tests.support.child_visit import code_for
from tests.support.told_case import World, make_actors, open_integral, record_until

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]
BANNED = ("mensenhandel", "traffick", "slachtoffer", "victim", "relaas", "asiel", "asylum")


@pytest.fixture
def world(settings: Any, tmp_path: Any) -> World:
    """A case of five days ago, of which the child was told the day after."""
    settings.RELAAS_KEYS = tmp_path
    actors = make_actors()
    first_day = TODAY - timedelta(days=5)
    begun = World(actors, open_integral(actors, first_day=first_day), first_day)
    record_until(begun, 1)
    return begun


def client(username: str = "", *, language: str = "nl") -> Any:
    from django.test import Client

    from relaas.storage.models.people import Person

    found = Client(headers={"accept-language": language})
    if username:
        found.force_login(Person.objects.get(username=username))
    return found


def child(world: World, *, language: str = "nl") -> Any:
    found = client()
    assert found.post("/ik/", {"code": code_for(world, language=language).digits}).status_code == 302
    return found


def is_door(answer: Any) -> bool:
    return 'name="code"' in answer.text and 'id="happened"' not in answer.text


class TestThePageOfTheChild:
    def test_is_a_door_without_a_code(self, world: World) -> None:
        for path in ("/ik/", "/ik/blad/", "/ik/blad.pdf"):
            assert is_door(client().get(path)), path
        assert is_door(client().post("/ik/sturen/", {"kind": "question", "words": "Hallo"}))

    def test_says_where_the_child_stands_and_is_not_kept(self, world: World) -> None:
        answer = child(world).get("/ik/")
        assert "Iemand legde uit dat je rust mag nemen." in answer.text
        assert "no-store" in answer.headers["Cache-Control"]

    def test_names_nothing_that_tells_in_its_title_its_address_or_its_icon(self, world: World) -> None:
        answer = child(world).get("/ik/")
        head = answer.text.partition("</head>")[0].lower().replace("/static/relaas/", "")
        assert [word for word in BANNED if word in head] == []
        assert world.number not in answer.text

    def test_signs_out_whoever_was_signed_in(self, world: World) -> None:
        shared = client("guardian")
        shared.post("/ik/", {"code": code_for(world).digits})
        assert shared.get("/werk/").status_code == 302
        assert shared.get(f"/zaken/{world.number}/").status_code == 302

    def test_closes_by_itself(self, world: World) -> None:
        for name, minutes in (("looked", IDLE_MINUTES), ("begun", ALL_MINUTES)):
            visitor = client()
            visitor.post("/ik/", {"code": code_for(world, key=name).digits})
            session = visitor.session
            session[VISIT] = {**session[VISIT], name: int(time.time()) - 60 * minutes - 1}
            session.save()
            answer = visitor.get("/ik/")
            assert answer.status_code == 410
            assert is_door(answer)

    def test_is_left_at_once(self, world: World, settings: Any) -> None:
        settings.RELAAS_QUICK_EXIT = "https://example.org/"
        visitor = child(world)
        answer = visitor.get("/ik/weg/")
        assert answer.headers["Location"] == "https://example.org/"
        assert is_door(visitor.get("/ik/"))

    def test_does_not_sign_a_worker_out_who_comes_by_the_way_out(self, world: World) -> None:
        worker = client("guardian")
        worker.get("/ik/weg/")
        assert worker.get("/werk/").status_code == 200

    def test_can_be_taken_away_on_paper(self, world: World) -> None:
        visitor = child(world)
        assert "Iemand legde uit" in visitor.get("/ik/blad/").text
        made = visitor.get("/ik/blad.pdf")
        assert made.headers["Content-Disposition"] == 'attachment; filename="blad.pdf"'
        text = pypdfium2.PdfDocument(made.content)[0].get_textpage().get_text_range()
        assert "Iemand legde uit" in text
        assert [word for word in BANNED if word in text.lower()] == []

    def test_changes_language_for_the_rest_of_the_visit(self, world: World) -> None:
        visitor = child(world)
        assert "What has happened?" in visitor.get("/ik/?taal=en").text
        assert "What has happened?" in visitor.get("/ik/").text

    def test_speaks_the_language_of_the_phone_at_the_door_where_that_may_be_shown(self, world: World) -> None:
        from relaas.storage.models.people import Person

        assert 'lang="nl"' in client(language="ar").get("/ik/").text
        Person.objects.update(is_demonstration=True)
        assert 'lang="ar" dir="rtl"' in client(language="ar-EG,en;q=0.5").get("/ik/").text

    def test_of_a_withdrawn_code_closes(self, world: World) -> None:
        visitor = child(world)
        guardian = client("guardian")
        page = guardian.get(f"/zaken/{world.number}/code/")
        guardian.post(f"/zaken/{world.number}/code/", {"withdraw": page.context["codes"][0]["id"]})
        assert is_door(visitor.get("/ik/"))


class TestTheDoor:
    def test_says_of_a_wrong_code_what_to_do_and_of_too_many_to_wait(self, world: World) -> None:
        digits = code_for(world).digits
        wrong = digits[:-1] + str((int(digits[-1]) + 1) % 10)
        for _ in range(MOST_OF_A_CODE):
            answer = client().post("/ik/", {"code": wrong})
            assert answer.status_code == 422
            assert "Deze code werkt niet." in answer.text
        answer = client().post("/ik/", {"code": digits})
        assert answer.status_code == 429
        assert "Wacht een kwartier" in answer.text


class TestWhatTheChildWrites:
    def test_that_cannot_be_sent_is_still_there(self, world: World) -> None:
        answer = child(world).post("/ik/sturen/", {"kind": "", "words": "Ik wil weten"})
        assert answer.status_code == 422
        assert "Kies eerst wat je wilt." in answer.text
        assert "Ik wil weten</textarea>" in answer.text

    def test_is_answered_once_and_what_was_typed_stays_until_then(self, world: World) -> None:
        visitor, guardian, path = child(world), client("guardian"), f"/zaken/{world.number}/berichten/"
        for _ in range(2):
            sent = {"kind": "wrong", "words": "Mijn naam is fout", "idempotency_key": "a"}
            assert visitor.post("/ik/sturen/", sent).status_code == 302
        page = guardian.get(path)
        assert page.text.count("Mijn naam is fout") == 1
        message = page.context["said"][0].id
        assert guardian.post(path, {"message": message, "words": "", "idempotency_key": "b"}).status_code == 422
        sent = {"message": message, "words": "Ik verbeter het.", "idempotency_key": "b"}
        assert [guardian.post(path, sent).status_code for _ in range(2)] == [302, 302]
        again = guardian.post(path, sent | {"idempotency_key": "c", "words": "Nog eens"})
        assert again.status_code == 409
        assert "Ik verbeter het." in visitor.get("/ik/").text


class TestTheCard:
    def test_is_shown_once_and_names_nothing_that_tells(self, world: World) -> None:
        guardian, path = client("guardian"), f"/zaken/{world.number}/code/"
        sent = {"language": "nl", "idempotency_key": "once"}
        card = guardian.post(path, sent)
        assert card.status_code == 200
        seen = card.text.lower().replace("/static/relaas/", "")
        assert [word for word in BANNED if word in seen] == []
        again = guardian.post(path, sent)
        assert again.status_code == 409
        assert "maar één keer getoond" in again.text

    def test_is_not_made_where_there_is_nobody_as_whom_to_read(self, world: World) -> None:
        from relaas.storage.models.people import Mandate

        Mandate.objects.filter(role="child").update(until_on=TODAY - timedelta(days=1))
        answer = client("guardian").post(f"/zaken/{world.number}/code/", {"language": "nl"})
        assert answer.status_code == 409
        assert "geen mandaat" in answer.text


class TestTheReflectionPeriod:
    def test_is_told_on_a_page_of_its_own_and_on_no_other(self, world: World) -> None:
        answer = client("police").get(f"/zaken/{world.number}/handelen/inform_child/")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/zaken/{world.number}/bedenktijd/")

    def test_has_a_leaflet_on_paper_only_where_the_words_may_be_shown(self, world: World) -> None:
        from relaas.storage.models.people import Person

        police = client("police")
        assert police.get(f"/zaken/{world.number}/bedenktijd/folder/?taal=ti").status_code == 404
        assert "moedertaalspreker" in police.get(f"/zaken/{world.number}/bedenktijd/?taal=ti").text
        Person.objects.update(is_demonstration=True)
        assert police.get(f"/zaken/{world.number}/bedenktijd/folder/?taal=ti").status_code == 200
        made = police.get(f"/zaken/{world.number}/bedenktijd/folder.pdf?taal=ar")
        assert made.content.startswith(b"%PDF")
        assert made.headers["Content-Disposition"] == 'attachment; filename="folder.pdf"'

    def test_says_how_long_it_is_from_the_law_of_the_case(self, world: World) -> None:
        text = client("police").get(f"/zaken/{world.number}/bedenktijd/folder/?taal=nl").text
        assert '<bdi dir="ltr">3</bdi> maanden' in text
