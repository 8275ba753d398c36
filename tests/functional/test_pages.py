"""Each page, each error and each refusal, as a client meets them."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.functional.path import TODAY

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]
Sign = Callable[[str], Any]
BEGAN = TODAY - timedelta(days=100)


def fields_of(client: Any, number: str, act: str = "record_signal") -> dict[str, Any]:
    """What the empty form of an act sends along, with the first day of the case filled in."""
    form = client.get(f"/zaken/{number}/handelen/{act}/").context["form"]
    hidden = {name: form[name].value() for name in ("seen", "idempotency_key")}
    return {**hidden, "on": BEGAN.isoformat()}


def record_signal(client: Any, number: str) -> Any:
    """Record the first signal."""
    sent = fields_of(client, number) | {"field_indications": "Proeftekst van de politie."}
    return client.post(f"/zaken/{number}/handelen/record_signal/", sent)


class TestEveryPage:
    @pytest.mark.parametrize(
        "path",
        [
            "/werk/",
            "/zaken/",
            "/zaken/openen/",
            "/rol/",
            "/regelingen/",
            "/regelingen/integral/",
            "/regelingen/today-2016/",
        ],
    )
    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_opens_in_both_languages_and_says_which(self, sign_in: Sign, path: str, language: str) -> None:
        answer = sign_in("police").get(path, headers={"accept-language": language})
        assert answer.status_code == 200
        assert f'<html lang="{language}">' in answer.text

    def test_has_one_main_heading_a_way_past_the_menu_and_no_style_or_script_in_it(
        self, sign_in: Sign, opened: str
    ) -> None:
        client = sign_in("police")
        record_signal(client, opened)
        for path in ("/werk/", "/zaken/", f"/zaken/{opened}/", "/regelingen/integral/", "/zaken/openen/"):
            text = client.get(path).text
            assert text.count("<h1") == 1
            assert 'href="#main"' in text
            assert " style=" not in text
            assert "<style" not in text
            assert re.findall(r"<script(?! src=)|<script[^>]*>[^<]", text) == []

    def test_lets_nothing_in_from_outside(self, sign_in: Sign) -> None:
        policy = sign_in("police").get("/werk/").headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy

    def test_asks_who_is_not_signed_in_to_sign_in(self, client: Any) -> None:
        for path in ("/werk/", "/zaken/", "/zaken/7KQX-716Y-A/", "/regelingen/"):
            assert client.get(path).headers["Location"].startswith("/account/login/?next=")


class TestTheCasePage:
    def test_tells_who_is_bound_by_when_and_on_what_source(self, sign_in: Sign, opened: str) -> None:
        client = sign_in("police")
        record_signal(client, opened)
        text = client.get(f"/zaken/{opened}/").text
        assert "Kind informeren over de bedenktijd" in text
        assert "te laat: " in text
        assert "Brief Nationaal Rapporteur van 17 maart 2016" in text
        assert "Doe dit nu" in text

    def test_draws_the_course_and_says_it_in_words_too(self, sign_in: Sign, opened: str) -> None:
        client = sign_in("police")
        record_signal(client, opened)
        answer = client.get(f"/zaken/{opened}/")
        assert "<svg" in answer.text
        assert answer.context["timeline_text"]

    def test_shows_what_was_written_only_to_the_organisation_that_wrote_it(self, sign_in: Sign, opened: str) -> None:
        police = sign_in("police")
        record_signal(police, opened)
        assert "Proeftekst van de politie." in police.get(f"/zaken/{opened}/").text
        other = sign_in("guardian").get(f"/zaken/{opened}/").text
        assert "Proeftekst" not in other
        assert "Inhoud niet te zien" in other

    @pytest.mark.letter("one-file")
    def test_can_be_asked_what_was_known_before(self, sign_in: Sign, opened: str) -> None:
        client = sign_in("police")
        record_signal(client, opened)
        yesterday = (TODAY - timedelta(days=1)).isoformat()
        text = client.get(f"/zaken/{opened}/toen/", {"dag": yesterday}).text
        assert "Dit is wat wij wisten" in text
        assert "Er is niets te tonen." in text

    @pytest.mark.parametrize(
        ("kind", "subject"),
        [("status", "signal"), ("term", "informing"), ("right", "guardian"), ("act", "inform_child")],
    )
    def test_answers_why(self, sign_in: Sign, opened: str, kind: str, subject: str) -> None:
        client = sign_in("police")
        record_signal(client, opened)
        assert client.get(f"/zaken/{opened}/waarom/{kind}/{subject}/").status_code == 200

    def test_has_its_place_in_the_diagram_of_its_regime(self, sign_in: Sign, opened: str) -> None:
        assert "HIER" in sign_in("police").get("/regelingen/integral/", {"zaak": opened}).text


class TestAnAct:
    def test_is_recorded_and_then_shown(self, sign_in: Sign, opened: str) -> None:
        client = sign_in("police")
        assert record_signal(client, opened).headers["Location"] == f"/zaken/{opened}/"
        assert "Vastgelegd: " in client.get(f"/zaken/{opened}/").text

    def test_sent_twice_counts_once(self, sign_in: Sign, opened: str) -> None:
        client = sign_in("police")
        sent = fields_of(client, opened) | {"field_indications": "Proef."}
        for _ in range(2):
            assert client.post(f"/zaken/{opened}/handelen/record_signal/", sent).status_code == 302
        assert len(client.get(f"/zaken/{opened}/").context["history"]) == 1

    def test_with_faults_names_all_of_them_and_keeps_what_was_typed(self, sign_in: Sign, opened: str) -> None:
        client = sign_in("police")
        tomorrow = (TODAY + timedelta(days=1)).isoformat()
        sent = fields_of(client, opened, "inform_child") | {"on": tomorrow, "field_interpreter": "yes"}
        answer = client.post(f"/zaken/{opened}/handelen/inform_child/", sent)
        assert answer.status_code == 422
        assert 'href="#id_on"' in answer.text
        assert 'href="#id_field_language"' in answer.text
        assert f'value="{tomorrow}"' in answer.text

    def test_that_the_law_does_not_allow_is_refused_with_the_reason_and_the_source(
        self, sign_in: Sign, opened: str
    ) -> None:
        client = sign_in("police")
        answer = client.post(
            f"/zaken/{opened}/handelen/grant_reflection/", fields_of(client, opened, "grant_reflection")
        )
        assert answer.status_code == 409
        assert "De regeling laat dit niet toe" in answer.text
        assert answer.context["refusal"].reasons
        assert answer.context["refusal"].sources

    def test_that_did_happen_against_the_rules_is_recorded_with_its_reason_as_a_breach(
        self, sign_in: Sign, opened: str
    ) -> None:
        client = sign_in("police")
        sent = fields_of(client, opened, "grant_reflection") | {"as_fact": "1"}
        path = f"/zaken/{opened}/handelen/grant_reflection/"
        assert client.post(path, sent | {"against_rules": ""}).status_code == 422
        assert client.post(path, sent | {"against_rules": "Het kind stond voor de balie."}).status_code == 302
        page = client.get(f"/zaken/{opened}/")
        assert page.context["now"].breaches
        assert "in strijd met de regels" in page.text

    def test_of_another_role_cannot_be_recorded_at_all(self, sign_in: Sign, opened: str) -> None:
        client = sign_in("police")
        answer = client.post(f"/zaken/{opened}/handelen/hear_story/", fields_of(client, opened, "hear_story"))
        assert answer.status_code == 409
        assert "as_fact" not in answer.text

    def test_in_a_case_that_moved_on_shows_what_came_between_and_keeps_what_was_typed(
        self, sign_in: Sign, opened: str
    ) -> None:
        guardian = sign_in("guardian")
        sent = fields_of(guardian, opened) | {"field_indications": "Dit blijft staan."}
        record_signal(sign_in("police"), opened)
        path = f"/zaken/{opened}/handelen/record_signal/"
        answer = guardian.post(path, sent)
        assert answer.status_code == 409
        assert "De zaak is intussen verder" in answer.text
        assert "Dit blijft staan." in answer.text
        assert answer.context["form"]["seen"].value().startswith("1-")

    def test_can_be_corrected_by_who_recorded_it_and_stays_visible(self, sign_in: Sign, opened: str) -> None:
        client = sign_in("police")
        record_signal(client, opened)
        path = f"/zaken/{opened}/herstellen/1/"
        form = client.get(path).context["form"]
        hidden = {name: form[name].value() for name in ("seen", "idempotency_key")}
        assert client.post(path, hidden | {"what": "annul"}).status_code == 422
        assert client.post(path, hidden | {"what": "annul", "reason": "Verkeerde zaak."}).status_code == 302
        page = client.get(f"/zaken/{opened}/")
        assert page.context["history"][-1].annulled
        assert page.context["now"].tracks
        assert sign_in("guardian").post(path, hidden | {"what": "annul", "reason": "x"}).status_code == 409


class TestOpeningACase:
    def test_by_its_line_takes_the_law_of_the_day(self, sign_in: Sign) -> None:
        client = sign_in("ind")
        key = client.get("/zaken/openen/").context["form"]["idempotency_key"].value()
        sent = {"law": "today", "on": "2016-04-01", "reason": "Proef.", "idempotency_key": key}
        page = client.post("/zaken/openen/", sent, follow=True)
        assert page.context["case"].regime == "today-2016"
        assert "geldende regeling op 1 april 2016" in page.text

    def test_on_a_day_of_which_the_law_is_not_modelled_says_so(self, sign_in: Sign) -> None:
        client = sign_in("ind")
        sent = {"law": "today", "on": "2001-04-01", "reason": "Proef.", "idempotency_key": "k"}
        answer = client.post("/zaken/openen/", sent)
        assert answer.status_code == 422
        assert "niet in het programma opgenomen" in answer.text

    def test_without_anything_names_every_fault(self, sign_in: Sign) -> None:
        answer = sign_in("ind").post("/zaken/openen/", {"idempotency_key": "k"})
        assert set(answer.context["form"].errors) == {"law", "on", "reason"}


class TestErrors:
    def test_a_case_that_is_not_there_and_one_of_others_look_the_same(self, sign_in: Sign, opened: str) -> None:
        from relaas.storage.models.people import Organisation
        from tests.functional.world import add_person

        elsewhere = Organisation.objects.create(slug="elders", name="Elders")
        client = sign_in("police")
        add_person(username="elders", role="police", organisation=elsewhere)
        other = sign_in("elders")
        ours, theirs = client.get("/zaken/AAAA-AAAA-A/"), other.get(f"/zaken/{opened}/")
        assert (ours.status_code, theirs.status_code) == (404, 404)
        assert "Niet gevonden" in theirs.text
        assert opened not in other.get("/zaken/").text

    @pytest.mark.parametrize("path", ["/werk/?na=onzin", "/zaken/?na=onzin"])
    def test_a_place_in_a_list_that_is_none_is_a_bad_request(self, sign_in: Sign, path: str) -> None:
        answer = sign_in("police").get(path)
        assert answer.status_code == 400
        assert "Deze vraag klopt niet" in answer.text

    @pytest.mark.parametrize("day", ["", "onzin", "2026-99-01"])
    def test_a_day_that_is_none_is_a_bad_request(self, sign_in: Sign, opened: str, day: str) -> None:
        assert sign_in("police").get(f"/zaken/{opened}/toen/", {"dag": day}).status_code == 400

    def test_a_fault_of_the_program_answers_in_the_same_style(self, sign_in: Sign, monkeypatch: Any) -> None:
        def broken(**_: Any) -> None:
            raise RuntimeError("on purpose")

        monkeypatch.setattr("relaas.application.work.my_work", broken)
        client = sign_in("police")
        client.raise_request_exception = False
        answer = client.get("/werk/")
        assert answer.status_code == 500
        assert "Er ging iets mis" in answer.text

    def test_a_form_from_elsewhere_is_refused(self, sign_in: Sign, opened: str) -> None:
        from django.test import Client

        from relaas.storage.models.people import Person

        client = Client(enforce_csrf_checks=True, headers={"accept-language": "nl"})
        sign_in("police")
        client.force_login(Person.objects.get(username="police"))
        answer = client.post(f"/zaken/{opened}/handelen/record_signal/", {})
        assert answer.status_code == 403
        assert "Uw formulier is verlopen" in answer.text

    def test_who_has_no_mandate_today_is_told_so(self, sign_in: Sign) -> None:
        from relaas.storage.models.people import Mandate

        client = sign_in("police")
        Mandate.objects.filter(person__username="police").update(until_on=TODAY - timedelta(days=1))
        answer = client.get("/werk/")
        assert answer.status_code == 403
        assert "geen rol" in answer.text


class TestMyWork:
    def test_marks_what_is_late_in_words_and_with_a_sign(self, sign_in: Sign, opened: str) -> None:
        client = sign_in("police")
        record_signal(client, opened)
        text = client.get("/werk/").text
        assert "te laat: " in text
        assert "badge-red" in text

    def test_of_a_second_mandate_is_chosen_by_hand(self, sign_in: Sign) -> None:
        from relaas.storage.models.people import Mandate, Organisation, Person

        client = sign_in("police")
        ind = Organisation.objects.get(slug="ind")
        mandate = Mandate.objects.create(
            person=Person.objects.get(username="police"), organisation=ind, role="ind", from_on=TODAY
        )
        answer = client.post("/rol/", {"mandate": mandate.pk}, follow=True)
        assert "U handelt nu als IND" in answer.text
        assert "Wissel van rol" in answer.text


class TestSigningIn:
    def test_shows_the_roles_of_a_demonstration_and_only_then(self, client: Any, world: None) -> None:
        from relaas.storage.models.people import Person

        assert "Demonstratie" not in client.get("/account/login/").text
        Person.objects.filter(username="police").update(is_demonstration=True, password="x$y")
        assert 'value="police"' in client.get("/account/login/").text

    def test_with_a_wrong_password_says_so(self, client: Any, world: None) -> None:
        answer = client.post("/account/login/", {"login": "police", "password": "fout"})
        assert answer.context["form"].errors
        assert 'role="alert"' in answer.text
