"""The pages of who holds children against each other, and what others see of a joining."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.functional.path import TODAY
from tests.support.same_child import child, signal
from tests.support.told_case import make_actors

pytestmark = [
    pytest.mark.database,
    pytest.mark.django_db(databases=["default", "keystore"]),
    pytest.mark.letter("r1-signals"),
]
START = TODAY - timedelta(days=60)
BORN = TODAY.replace(year=TODAY.year - 15, month=3, day=5)
Client = Callable[[str], Any]


@pytest.fixture
def two(db: None) -> tuple[str, str]:
    """An older and a newer case of one child, in Arabic and in Latin letters."""
    actors = make_actors()
    older = child(actors, "محمد أحمد", start=START, born=BORN, languages=["ar"])
    newer = child(actors, "Mohamed Ahmed", start=START, day=30, born=BORN.replace(day=3, month=5), languages=["ar"])
    signal(actors, older, on=START + timedelta(days=1), words="Eerste signaal, verzonnen.")
    signal(actors, newer, on=START + timedelta(days=31), words="Tweede signaal, verzonnen.")
    return older, newer


@pytest.fixture
def client_of() -> Client:
    """A client that is signed in as the person of that name."""

    def signed_in(username: str, language: str = "nl") -> Any:
        from django.test import Client

        from relaas.storage.models.people import Person

        client = Client(headers={"accept-language": language})
        client.force_login(Person.objects.get(username=username))
        return client

    return signed_in


def sent(page: Any, verdict: str, **more: str) -> dict[str, Any]:
    """What the form of the only candidate sends."""
    (candidate,) = page.context["candidates"]
    form = candidate["form"]
    hidden = {field.name: field.value() for field in form if field.is_hidden and field.name != "verdict"}
    return {**hidden, "verdict": verdict, "reason": "Zelfde foto, verzonnen.", **more}


class TestTheList:
    def test_shows_what_is_to_be_looked_at_and_no_name(self, two: tuple[str, str], client_of: Client) -> None:
        text = client_of("matching_officer").get("/zelfde-kind/").text
        for number in two:
            assert f'href="/zelfde-kind/{number}/"' in text
        assert "Mohamed" not in text

    def test_is_in_the_menu_of_that_role_only(self, two: tuple[str, str], client_of: Client) -> None:
        assert 'href="/zelfde-kind/"' in client_of("matching_officer").get("/werk/").text
        assert 'href="/zelfde-kind/"' not in client_of("guardian").get("/werk/").text

    def test_loses_a_case_that_was_looked_at(self, two: tuple[str, str], client_of: Client) -> None:
        client, path = client_of("matching_officer"), f"/zelfde-kind/{two[1]}/"
        form = client.get(path).context["looked_form"]
        given = {field.name: field.value() for field in form}
        assert client.post(f"{path}bekeken/", given).status_code == 302
        assert f'href="{path}"' not in client.get("/zelfde-kind/").text
        assert client.post(f"{path}bekeken/", given | {"version": 9, "idempotency_key": "x"}).status_code == 409


class TestTheCandidates:
    def test_stand_with_their_names_and_the_reasons(self, two: tuple[str, str], client_of: Client) -> None:
        text = client_of("matching_officer").get(f"/zelfde-kind/{two[1]}/").text
        assert "<bdi>محمد أحمد</bdi>" in text
        assert "De geboortedatum is dezelfde als dag en maand zijn verwisseld." in text
        assert "Een taal komt overeen. Dat zegt op zichzelf niets." in text
        assert "%" not in text.split("<main")[1].split("</main")[0]

    def test_show_nothing_of_signals_or_story(self, two: tuple[str, str], client_of: Client) -> None:
        client = client_of("matching_officer")
        for path in (f"/zelfde-kind/{two[1]}/", f"/zaken/{two[1]}/", f"/zaken/{two[1]}/verhaal/"):
            assert "signaal, verzonnen" not in client.get(path).text

    @pytest.mark.parametrize("role", ["police", "kmar", "guardian", "coa", "ind", "chain", "privacy_officer"])
    def test_are_refused_to_every_other_role(self, two: tuple[str, str], client_of: Client, role: str) -> None:
        for path in ("/zelfde-kind/", f"/zelfde-kind/{two[1]}/"):
            answer = client_of(role).get(path)
            assert answer.status_code == 403
            assert "Mohamed" not in answer.text

    def test_of_a_case_that_is_not_there_are_not_found(self, two: tuple[str, str], client_of: Client) -> None:
        assert client_of("matching_officer").get("/zelfde-kind/7KQX-716Y-A/").status_code == 404

    def test_are_there_in_english(self, two: tuple[str, str], client_of: Client) -> None:
        text = client_of("matching_officer", "en").get(f"/zelfde-kind/{two[1]}/").text
        assert "The same child: join" in text


class TestDeciding:
    def test_asks_for_a_reason_and_loses_nothing(self, two: tuple[str, str], client_of: Client) -> None:
        client, path = client_of("matching_officer"), f"/zelfde-kind/{two[1]}/"
        answer = client.post(path, sent(client.get(path), "same", reason=" "))
        assert answer.status_code == 422
        assert 'id="error-summary"' in answer.text

    def test_joins_once_and_says_so(self, two: tuple[str, str], client_of: Client) -> None:
        client, path = client_of("matching_officer"), f"/zelfde-kind/{two[1]}/"
        given = sent(client.get(path), "same")
        for _ in range(2):
            assert client.post(path, given).status_code == 302
        assert "Samengevoegd: zaak" in client.get(path).text
        assert client.post(path, given | {"idempotency_key": "another"}).status_code == 409

    @pytest.mark.parametrize("broken", [{"verdict": "x"}, {"version": "x"}, {"verdict": ""}, {"other_version": "0"}])
    def test_refuses_a_form_that_was_not_made_here(self, two: Any, client_of: Client, broken: dict[str, str]) -> None:
        client, path = client_of("matching_officer"), f"/zelfde-kind/{two[1]}/"
        assert client.post(path, sent(client.get(path), "same") | broken).status_code == 400

    def test_on_what_is_old_asks_to_look_again(self, two: tuple[str, str], client_of: Client) -> None:
        client, path = client_of("matching_officer"), f"/zelfde-kind/{two[1]}/"
        answer = client.post(path, sent(client.get(path), "not_same", version="7"))
        assert answer.status_code == 409
        assert "Zelfde foto, verzonnen." in answer.text

    def test_of_a_case_that_is_no_candidate_is_answered(self, two: tuple[str, str], client_of: Client) -> None:
        client, path = client_of("matching_officer"), f"/zelfde-kind/{two[1]}/"
        assert client.post(path, sent(client.get(path), "same", other="geen")).status_code == 404


class TestAJoinedCase:
    @pytest.fixture
    def joined(self, two: tuple[str, str], client_of: Client) -> tuple[str, str]:
        client, path = client_of("matching_officer"), f"/zelfde-kind/{two[1]}/"
        client.post(path, sent(client.get(path), "same"))
        return two

    def test_sends_who_works_on_both_to_the_older_one(self, joined: tuple[str, str], client_of: Client) -> None:
        older, newer = joined
        text = client_of("guardian").get(f"/zaken/{newer}/").text
        assert "Deze zaak is samengevoegd met een oudere zaak" in text
        assert f'href="/zaken/{older}/"' in text
        assert "Wat u nu kunt vastleggen" not in text
        assert f'href="/zaken/{newer}/"' in client_of("guardian").get(f"/zaken/{older}/").text

    def test_takes_no_act_and_says_where(self, joined: tuple[str, str], client_of: Client) -> None:
        client, path = client_of("police"), f"/zaken/{joined[1]}/handelen/record_new_signal/"
        form = client.get(path).context["form"]
        given = {field.name: field.value() or "" for field in form}
        answer = client.post(path, given | {"on": TODAY.isoformat(), "field_indications": "Proeftekst."})
        assert answer.status_code == 409
        assert f'href="/zaken/{joined[0]}/"' in answer.text

    def test_is_taken_apart_with_a_reason(self, joined: tuple[str, str], client_of: Client) -> None:
        client, path = client_of("matching_officer"), f"/zelfde-kind/{joined[1]}/"
        form = client.get(path).context["undo_form"]
        given = {field.name: field.value() or "" for field in form}
        assert client.post(f"{path}ongedaan/", given).status_code == 422
        for _ in range(2):
            assert client.post(f"{path}ongedaan/", given | {"reason": "Ander kind."}).status_code == 302
        assert client.post(f"{path}ongedaan/", given | {"reason": "x", "idempotency_key": "y"}).status_code == 409
        assert "samengevoegd" not in client_of("guardian").get(f"/zaken/{joined[1]}/").text
