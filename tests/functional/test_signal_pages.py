"""The form of a signal, its drafts and receipt; the signals of a case and the assessment of all together."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.functional.path import TODAY

pytestmark = [
    pytest.mark.database,
    pytest.mark.django_db(databases=["default", "keystore"]),
    pytest.mark.letter("r1-signals"),
]
Sign = Callable[[str], Any]
HIDDEN = re.compile(r'name="(idempotency_key|mandate|case)" value="([^"]*)"')
WORDS = "Proeftekst: kanariegeel bij de poort."


def begun(client: Any, address: str = "/signalen/nieuw/") -> dict[str, str]:
    """The form as a browser would send it in untouched."""
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    return {"when": "day", "on": TODAY.isoformat(), **dict(HIDDEN.findall(answer.text))}


def send(client: Any, **typed: Any) -> Any:
    form = typed.pop("form", None) or begun(client)
    return client.post("/signalen/nieuw/", {**form, **typed})


def the_case() -> Any:
    from relaas.storage.models import Case

    return Case.objects.get()


class TestTheForm:
    def test_groups_the_indicators_and_asks_of_each_how_it_is_known(self, sign_in: Sign) -> None:
        text = sign_in("reception").get("/signalen/nieuw/", follow=True).text
        assert text.count("<details") > 8
        assert 'value="REC-car"' in text
        assert 'name="how-REC-car"' in text
        assert "gehoord van het kind" in text

    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_opens_in_both_languages(self, sign_in: Sign, language: str) -> None:
        answer = sign_in("ngo").get("/signalen/nieuw/", headers={"accept-language": language}, follow=True)
        assert f'<html lang="{language}">' in answer.text
        assert answer.text.count("<h1") == 1
        assert "<style" not in answer.text
        assert " style=" not in answer.text

    def test_stands_in_the_menu_of_who_reports_and_of_nobody_else(self, sign_in: Sign) -> None:
        for role, is_there in (("coa", True), ("doctor", True), ("ngo", True), ("prosecutor", False)):
            client = sign_in(role)
            assert ('href="/signalen/nieuw/"' in client.get("/werk/").text) is is_there
            assert client.get("/signalen/nieuw/", follow=True).status_code == (200 if is_there else 403)

    def test_sent_in_opens_a_case_and_leads_to_a_receipt(self, sign_in: Sign) -> None:
        client = sign_in("coa")
        typed = {"sign": ["REC-car"], "how-REC-car": "child", "names": "ሰላም\nSelam"}
        answer = client.post("/signalen/nieuw/", {**begun(client), **typed})
        assert answer.status_code == 302
        text = client.get(answer["Location"]).text
        assert the_case().name in text
        assert "Kind informeren over de bedenktijd" in text
        assert "Selam" not in text

    def test_shows_what_is_wrong_beside_the_field_and_keeps_what_was_typed(self, sign_in: Sign) -> None:
        tomorrow = (TODAY + timedelta(days=1)).isoformat()
        answer = send(sign_in("coa"), heard=WORDS, on=tomorrow, age_claimed="dertien", sign=["REC-car"])
        assert answer.status_code == 422
        assert answer.text.count("utrecht-form-field--invalid") >= 1
        assert WORDS in answer.text
        assert re.search(r'value="REC-car"[^>]* checked', answer.text)
        again = send(sign_in("coa"), heard=WORDS, on=tomorrow, age_claimed="13")
        assert "Zeg van wie u dit hoorde." in again.text
        assert "Deze dag moet nog komen" in again.text

    def test_that_says_nothing_is_not_sent(self, sign_in: Sign) -> None:
        answer = send(sign_in("coa"))
        assert answer.status_code == 422
        assert "Kruis ten minste één signaal aan" in answer.text

    @pytest.mark.parametrize(
        "typed",
        [
            {"when": "ooit"},
            {"when": "between", "on": "2026-01-02", "on_latest": "2026-01-01"},
            {"on": "gisteren"},
            {"age_claimed": "-1"},
            {"names": "x" * 300},
            {"seen": "x" * 5000},
            {"sign": ["GEEN"], "how-GEEN": "x"},
            {"case": "x" * 99},
            {"idempotency_key": ""},
            {"idempotency_key": "x" * 99},
            {"mandate": "0"},
        ],
    )
    def test_with_anything_in_it_is_answered_and_records_nothing(self, sign_in: Sign, typed: dict[str, Any]) -> None:
        from relaas.storage.models import Signal

        answer = send(sign_in("coa"), seen=WORDS, **typed) if "seen" not in typed else send(sign_in("coa"), **typed)
        assert answer.status_code in (404, 409, 422)
        assert not Signal.objects.exists()

    def test_of_a_day_that_is_not_known_is_sent(self, sign_in: Sign) -> None:
        assert send(sign_in("coa"), seen=WORDS, when="unknown", on="").status_code == 302

    def test_sent_in_twice_is_recorded_once(self, sign_in: Sign) -> None:
        from relaas.storage.models import Signal

        client = sign_in("coa")
        form = begun(client)
        first, second = (send(client, form=form, seen=WORDS) for _ in range(2))
        assert first["Location"] == second["Location"]
        assert "Het is één keer vastgelegd." in client.get(second["Location"]).text
        assert Signal.objects.count() == 1

    def test_about_the_child_of_a_case_asks_nothing_of_who_it_is(self, sign_in: Sign) -> None:
        client = sign_in("coa")
        send(client, seen=WORDS)
        number = the_case().number
        form = begun(client, f"/signalen/nieuw/?zaak={number}")
        assert form["case"] == number
        assert 'name="names"' not in client.get(f"/signalen/nieuw/?zaak={number}", follow=True).text
        assert send(client, form=form, seen=WORDS).status_code == 302
        assert the_case().acts.count() == 2

    def test_about_a_case_that_is_not_theirs_is_not_found(self, sign_in: Sign) -> None:
        send(sign_in("coa"), seen=WORDS)
        client = sign_in("ngo")
        form = begun(client, f"/signalen/nieuw/?zaak={the_case().number}")
        assert send(client, form=form, seen=WORDS).status_code == 404


class TestADraft:
    def keep(self, client: Any, form: dict[str, str], **typed: Any) -> Any:
        return client.post("/signalen/concept/", {**form, **typed})

    def test_is_kept_by_the_script_and_stands_in_my_work(self, sign_in: Sign) -> None:
        client = sign_in("coa")
        form = begun(client)
        assert self.keep(client, form, seen=WORDS, sign=["REC-car"], **{"how-REC-car": "other"}).status_code == 204
        work = client.get("/werk/").text
        assert f"?concept={form['idempotency_key']}" in work
        assert "kanariegeel" not in work
        text = client.get(f"/signalen/nieuw/?concept={form['idempotency_key']}").text
        assert WORDS in text
        assert re.search(r'value="REC-car"[^>]* checked', text)
        assert re.search(r'<option value="other" selected', text)

    def test_is_kept_by_the_button_without_a_script(self, sign_in: Sign) -> None:
        client = sign_in("coa")
        answer = send(client, seen=WORDS, keep="1")
        assert answer.status_code == 302
        assert WORDS in client.get(answer["Location"]).text

    def test_that_was_sent_leads_to_its_receipt(self, sign_in: Sign) -> None:
        client = sign_in("coa")
        form = begun(client)
        send(client, form=form, seen=WORDS)
        late = self.keep(client, form, seen=WORDS)
        receipt = f"/signalen/{form['idempotency_key']}/"
        assert (late.status_code, late.json()) == (409, {"sent": receipt})
        assert client.get(f"/signalen/nieuw/?concept={form['idempotency_key']}")["Location"] == receipt
        assert send(client, form=form, keep="1")["Location"] == receipt

    def test_is_thrown_away(self, sign_in: Sign) -> None:
        client = sign_in("coa")
        form = begun(client)
        self.keep(client, form, seen=WORDS)
        client.post(f"/signalen/concept/{form['idempotency_key']}/weg/")
        assert WORDS not in client.get(f"/signalen/nieuw/?concept={form['idempotency_key']}").text

    def test_of_another_is_neither_shown_nor_kept_under_ones_own_name(self, sign_in: Sign) -> None:
        client = sign_in("coa")
        form = begun(client)
        self.keep(client, form, seen=WORDS)
        other = sign_in("reception")
        assert WORDS not in other.get(f"/signalen/nieuw/?concept={form['idempotency_key']}").text
        assert self.keep(other, form, seen=WORDS).status_code == 409
        assert "Meld u aan als wie het begon" in send(other, form=form, seen=WORDS).text

    def test_asked_for_by_who_is_signed_out_is_not_kept(self, sign_in: Sign, client: Any) -> None:
        assert self.keep(client, begun(sign_in("coa")), seen=WORDS).status_code == 302

    def test_carries_the_mandate_that_an_open_page_asks_for_again(self, sign_in: Sign) -> None:
        client = sign_in("coa")
        address = re.search(r'data-session="([^"]*)"', client.get("/signalen/nieuw/", follow=True).text)
        assert address is not None
        assert str(client.get(address[1]).json()["mandate"]) == begun(client)["mandate"]

    def test_larger_than_a_signal_can_be_is_refused(self, sign_in: Sign) -> None:
        client = sign_in("coa")
        assert self.keep(client, begun(client), seen="x" * 70_000).status_code == 422


class TestTheSignalsOfACase:
    def test_are_shown_with_what_was_seen_and_heard(self, sign_in: Sign) -> None:
        send(sign_in("ngo"), heard=WORDS, heard_from="child", sign=["REC-car"], place="Proefstad")
        text = sign_in("chain").get(f"/zaken/{the_case().number}/signalen/").text
        assert all(words in text for words in (WORDS, "gehoord van het kind", "REC-car", "zelf gezien", "Proefstad"))
        assert '<svg class="signals-picture"' in text

    def test_lead_from_the_page_of_the_case(self, sign_in: Sign) -> None:
        send(sign_in("coa"), seen=WORDS)
        number = the_case().number
        assert f"/zaken/{number}/signalen/" in sign_in("chain").get(f"/zaken/{number}/").text
        assert f"/zaken/{number}/signalen/" not in sign_in("doctor").get(f"/zaken/{number}/").text
        assert sign_in("doctor").get(f"/zaken/{number}/signalen/").status_code == 403


class TestTheAssessment:
    def test_is_done_through_the_forms_of_its_acts(self, sign_in: Sign) -> None:
        send(sign_in("ngo"), seen=WORDS)
        number = the_case().number
        reception = sign_in("reception")
        page = reception.get(f"/zaken/{number}/beoordeling/").text
        assert f"/zaken/{number}/handelen/give_view/" in page
        assert "7 deelnemers gaven nog geen oordeel." in page
        assert "Kind informeren over de bedenktijd" in page
        form = reception.get(f"/zaken/{number}/handelen/give_view/").text
        hidden = dict(re.findall(r'name="(seen|idempotency_key)" value="([^"]*)"', form))
        reception.post(
            f"/zaken/{number}/handelen/give_view/",
            {**hidden, "on": TODAY.isoformat(), "field_view": "possible_victim", "field_reasons": WORDS},
        )
        chair = sign_in("chain").get(f"/zaken/{number}/beoordeling/").text
        assert WORDS in chair
        assert "Mogelijk slachtoffer" in chair
        assert "6 deelnemers gaven nog geen oordeel." in chair
        assert f"/zaken/{number}/handelen/assess_not_now/" in chair
