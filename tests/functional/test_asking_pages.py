"""Questions, findings, consent, identity and requests, as a client meets their pages."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.functional.lately import reflecting_lately, told_lately
from tests.support.told_case import World

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]
PAGES = {
    "vragen/": ("ind", "reception"),
    "vragen/stellen/": ("ind", "reception"),
    "bevindingen/": ("guardian", "inspectorate"),
    "toestemming/": ("guardian", "police"),
    "identiteit/": ("guardian", "police"),
}
Client = Callable[[str], Any]


@pytest.fixture
def told(db: None) -> World:
    return told_lately()


@pytest.fixture
def reflecting(db: None) -> World:
    return reflecting_lately()


@pytest.fixture
def client_of() -> Client:
    """A client that is signed in as the person of that name."""

    def signed_in(username: str) -> Any:
        from django.test import Client

        from relaas.storage.models.people import Person

        client = Client(headers={"accept-language": "nl"})
        client.force_login(Person.objects.get(username=username))
        return client

    return signed_in


def hidden(form: Any) -> dict[str, Any]:
    """What a form carries along unseen."""
    return {field.name: field.value() for field in form if field.is_hidden}


class TestEveryPage:
    @pytest.mark.parametrize("page", [*PAGES, "verzoeken/"])
    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_opens_in_both_languages_for_a_role_that_has_a_rule(
        self, told: World, client_of: Client, page: str, language: str
    ) -> None:
        role = PAGES.get(page, ("police",))[0]
        answer = client_of(role).get(f"/zaken/{told.number}/{page}", headers={"accept-language": language})
        assert answer.status_code == 200
        assert f'<html lang="{language}">' in answer.text
        assert answer.text.count("<h1") == 1
        assert re.findall(r"<script(?! src=)|<script[^>]*>[^<]", answer.text) == []
        assert " style=" not in answer.text

    @pytest.mark.parametrize("page", PAGES)
    def test_says_to_every_other_role_that_it_is_not_given_and_why(
        self, told: World, client_of: Client, page: str
    ) -> None:
        answer = client_of(PAGES[page][1]).get(f"/zaken/{told.number}/{page}")
        assert answer.status_code == 403
        assert "Dit antwoord is hetzelfde of er iets is of niet." in answer.text

    @pytest.mark.parametrize("page", [*PAGES, "verzoeken/"])
    def test_of_a_case_that_is_not_there_is_not_found(self, told: World, client_of: Client, page: str) -> None:
        assert client_of("guardian").get(f"/zaken/7KQX-716Y-A/{page}").status_code == 404

    @pytest.mark.parametrize("page", ["vragen/vervolg/", "verzoeken/x/"])
    def test_that_only_takes_answers_cannot_be_opened(self, told: World, client_of: Client, page: str) -> None:
        assert client_of("guardian").get(f"/zaken/{told.number}/{page}").status_code == 405


class TestAsking:
    def test_shows_what_is_there_before_it_takes_the_question_once(self, told: World, client_of: Client) -> None:
        client, path = client_of("ind"), f"/zaken/{told.number}/vragen/stellen/"
        look = client.get(path, {"rule": "ind-questions", "subject": "recruitment"})
        assert "Een man zei dat er werk was." in look.text
        assert 'lang="ti" dir="auto"' in look.text
        sent = hidden(look.context["form"]) | {"words": "Hoe heette hij?"}
        without = client.post(path, sent)
        assert without.status_code == 422
        assert "Kijk eerst of het antwoord hierboven staat." in without.text
        assert "Hoe heette hij?" in without.text
        for _ in range(2):
            assert client.post(path, sent | {"confirmed": "on"}).status_code == 302
        page = client.get(f"/zaken/{told.number}/vragen/")
        assert [question["words"] for question in page.context["questions"]] == ["Hoe heette hij?"]

    def test_asks_to_look_again_when_something_else_was_seen(self, told: World, client_of: Client) -> None:
        client, path = client_of("ind"), f"/zaken/{told.number}/vragen/stellen/"
        look = client.get(path, {"rule": "ind-questions", "subject": "recruitment"})
        sent = hidden(look.context["form"]) | {"words": "Wie?", "confirmed": "on", "seen": "x"}
        answer = client.post(path, sent)
        assert answer.status_code == 409
        assert "Kijk opnieuw" in answer.text

    def test_tells_the_guardian_of_the_question_of_the_ind_only(self, told: World, client_of: Client) -> None:
        for role, rule in (("ind", "ind-questions"), ("police", "police-questions")):
            ask_by(client_of(role), told.number, rule, f"Vraag van {role}?")
        client = client_of("guardian")
        text = client.get(f"/zaken/{told.number}/vragen/").text
        assert "Vraag van ind?" in text
        assert "Vraag van police?" not in text
        assert "Vragen voor de opsporing" in text
        assert len(client.get("/werk/").context["notices"]) == 1

    def test_is_refused_with_a_reason_that_is_asked_for(self, told: World, client_of: Client) -> None:
        ask_by(client_of("ind"), told.number, "ind-questions", "Waarom?")
        client, path = client_of("guardian"), f"/zaken/{told.number}/vragen/"
        context = client.get(path).context
        sent = {"do": "refuse", "question": context["questions"][0]["id"], "idempotency_key": context["key"]}
        assert client.post(f"{path}vervolg/", sent).status_code == 422
        for _ in range(2):
            assert client.post(f"{path}vervolg/", sent | {"reason": "Te zwaar."}).status_code == 302
        assert "Te zwaar." in client_of("ind").get(path).text
        stale = client.post(f"{path}vervolg/", sent | {"reason": "Nog eens.", "idempotency_key": "other"})
        assert stale.status_code == 409


def ask_by(client: Any, number: str, rule: str, words: str) -> None:
    path = f"/zaken/{number}/vragen/stellen/"
    look = client.get(path, {"rule": rule, "subject": "recruitment"})
    sent = hidden(look.context["form"]) | {"words": words, "confirmed": "on"}
    assert client.post(path, sent).status_code == 302


class TestFindings:
    def test_are_concluded_once_and_shown_with_the_act_that_rests_on_them(self, told: World, client_of: Client) -> None:
        client, path = client_of("story_team"), f"/zaken/{told.number}/bevindingen/"
        form = client.get(path).context["form"]
        cites = [value for value, label in form.fields["cites"].choices if "boerenzoon" in label]
        sent = hidden(form) | {"cites": cites, "words": "Een bijnaam.", "purpose": "recording"}
        for _ in range(2):
            assert client.post(path, sent).status_code == 302
        act = f"/zaken/{told.number}/handelen/pass_on_lead/"
        record = client.get(act)
        (finding,) = record.context["findings"]
        on = record.context["form"].today.isoformat()
        assert client.post(act, hidden(record.context["form"]) | {"on": on, "finding": finding.id}).status_code == 302
        assert client_of("police").get(f"/zaken/{told.number}/").text.count("Een bijnaam.") == 1
        assert "Een bijnaam." not in client_of("guardian").get(f"/zaken/{told.number}/").text

    def test_without_passages_say_what_is_missing(self, told: World, client_of: Client) -> None:
        client, path = client_of("ind"), f"/zaken/{told.number}/bevindingen/"
        answer = client.post(path, hidden(client.get(path).context["form"]) | {"words": "x", "purpose": "residence"})
        assert answer.status_code == 422
        assert "Kies er ten minste één." in answer.text


class TestConsent:
    def test_is_recorded_once_and_taken_back(self, told: World, client_of: Client) -> None:
        client, path = client_of("guardian"), f"/zaken/{told.number}/toestemming/"
        sent = {"consent": "medical", "party": "guardian", "reason": "", "idempotency_key": "k1", "do": "give"}
        for _ in range(2):
            assert client.post(path, sent).status_code == 302
        assert client.get(path).text.count("stemde toe") == 1
        back = sent | {"idempotency_key": "k2", "do": "take_back"}
        assert client.post(path, back).status_code == 302
        assert client.post(path, back | {"idempotency_key": "k3"}).status_code == 409

    def test_of_the_child_written_down_says_how_it_was_given(self, told: World, client_of: Client) -> None:
        client, path = client_of("guardian"), f"/zaken/{told.number}/toestemming/"
        sent = {"consent": "medical", "party": "child", "reason": "", "idempotency_key": "k1", "do": "give"}
        answer = client.post(path, sent)
        assert answer.status_code == 422
        assert "Schrijf op hoe het kind dit heeft gezegd" in answer.text


class TestIdentity:
    def test_is_written_in_any_script_and_revealed_to_one_person_for_a_reason(
        self, told: World, client_of: Client
    ) -> None:
        client, path = client_of("guardian"), f"/zaken/{told.number}/identiteit/"
        sent = hidden(client.get(path).context["form"]) | {"names": "ሰላም\nSelam", "languages": "ti"}
        for _ in range(2):
            assert client.post(path, sent).status_code == 302
        assert "ሰላም" in client.get(path).text
        police = client_of("police")
        assert police.get(path).status_code == 403
        asking = f"/zaken/{told.number}/verzoeken/"
        ask = hidden(police.get(asking).context["form"]) | {"rule": "police-identity"}
        assert police.post(asking, ask).status_code == 422
        assert police.post(asking, ask | {"reason": "Vermissing."}).status_code == 302
        assert "ሰላም" in police.get(path).text
        assert "Selam" not in police.get(f"/zaken/{told.number}/").text


class TestAnEmergency:
    def test_gives_the_police_the_account_tells_the_guardian_and_is_reviewed(
        self, reflecting: World, client_of: Client
    ) -> None:
        police, path = client_of("police"), f"/zaken/{reflecting.number}/verzoeken/"
        sent = hidden(police.get(path).context["form"]) | {"rule": "police-acute-danger", "reason": "Dreiging nu."}
        for _ in range(2):
            assert police.post(path, sent).status_code == 302
        guardian = client_of("guardian")
        assert "Er is inzage genomen wegens acuut gevaar" in guardian.get("/werk/").text
        assert "Inzage wegens acuut gevaar" in guardian.get(f"/zaken/{reflecting.number}/").text
        assert "Dreiging nu." not in guardian.get(path).text
        officer = client_of("privacy_officer")
        assert reflecting.number in officer.get("/noodinzage/").text
        (seen,) = [one for one in officer.get(path).context["requests"] if one["may_review"]]
        assert seen["reason"] == "Dreiging nu."
        decide = f"{path}{seen['id']}/"
        assert guardian.post(decide, {"do": "review", "reason": "x"}).status_code == 404
        assert officer.post(decide, {"do": "review", "reason": ""}).status_code == 409
        assert officer.post(decide, {"do": "review", "reason": "Terecht."}).status_code == 302
        assert "Er is niets te beoordelen." in officer.get("/noodinzage/").text
        assert "Inzage wegens acuut gevaar" not in guardian.get(f"/zaken/{reflecting.number}/").text

    @pytest.mark.parametrize("role", ["police", "guardian", "lawyer", "ind"])
    def test_is_listed_across_cases_for_who_supervises_only(
        self, reflecting: World, client_of: Client, role: str
    ) -> None:
        assert client_of(role).get("/noodinzage/").status_code == 403


class TestANotice:
    def test_is_marked_as_seen_by_whose_it_is(self, told: World, client_of: Client) -> None:
        ask_by(client_of("ind"), told.number, "ind-questions", "Waarom?")
        guardian = client_of("guardian")
        (notice,) = guardian.get("/werk/").context["notices"]
        path = f"/berichten/{notice['id']}/gezien/"
        assert client_of("police").post(path).status_code == 404
        for _ in range(2):
            assert guardian.post(path).headers["Location"] == "/werk/"
        assert guardian.get("/werk/").context["notices"] == []
