"""Adding a file and fetching one, through the pages."""

import io
import re
from typing import Any

import pytest

from tests.functional.test_own_copy_page import client_of
from tests.support.files import archive, letter, photo
from tests.support.told_case import World, told_world

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]
NAME = "huis-van-de-man.jpg"


@pytest.fixture
def told(settings: Any, tmp_path: Any) -> World:
    settings.RELAAS_KEYS = tmp_path
    return told_world()


def sent(told: World, role: str, content: bytes, *categories: str, name: str = NAME, key: str = "k1") -> Any:
    file = io.BytesIO(content)
    file.name = name
    fields = {"file": file, "categories": list(categories), "idempotency_key": key}
    return client_of(role).post(f"/zaken/{told.number}/bijlagen/", fields)


def listed(told: World, role: str) -> str:
    answer = client_of(role).get(f"/zaken/{told.number}/bijlagen/")
    assert answer.status_code == 200
    return answer.text


def address_of(told: World) -> str:
    from relaas.storage.models.story import Attachment

    return f"/zaken/{told.number}/bijlagen/{Attachment.objects.get().pk}/"


def apart_from_the_address(answer: Any) -> str:
    """The page, without the address that was asked and the mark against forged forms."""
    return re.sub(r'bijlagen/\w+/|name="csrfmiddlewaretoken" value="\w+"', "", answer.text)


class TestAddingAFile:
    def test_shows_it_to_who_may_see_it(self, told: World) -> None:
        assert sent(told, "story_team", photo(), "route").status_code == 302
        assert NAME in listed(told, "child")
        assert NAME in listed(told, "guardian")
        assert NAME not in listed(told, "police")
        assert "tweede paar ogen nodig" in listed(told, "story_team")
        assert "indeling/" not in listed(told, "guardian")

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (archive(), "Sla het op als PDF"),
            (letter(script=True), "doet meer dan iets laten zien"),
            (letter(password="x"), "wachtwoord"),
            (b"", "leeg"),
            (b"\xff\xd8\xff\xe0 geen foto", "beschadigd"),
        ],
    )
    def test_says_at_the_file_what_is_wrong_with_it(self, told: World, content: bytes, said: str) -> None:
        answer = sent(told, "story_team", content, "route")
        assert answer.status_code == 422
        assert said in answer.text

    def test_that_is_too_large_to_be_read_says_so(self, told: World, settings: Any) -> None:
        settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
        answer = sent(told, "story_team", photo(size=(900, 900)), "route")
        assert answer.status_code == 422
        assert "te groot" in answer.text

    def test_asks_what_it_is_about(self, told: World) -> None:
        answer = sent(told, "story_team", photo())
        assert answer.status_code == 422
        assert "Waar gaat het over?" in answer.text

    @pytest.mark.parametrize("role", ["police", "child", "privacy_officer"])
    def test_is_not_for_who_writes_nothing_down(self, told: World, role: str) -> None:
        assert "Bestand toevoegen" not in listed(told, role)
        assert sent(told, role, photo(), "route").status_code == 403

    def test_is_never_written_to_a_disk_before_it_is_sealed(self, settings: Any) -> None:
        assert settings.FILE_UPLOAD_HANDLERS == ["django.core.files.uploadhandler.MemoryFileUploadHandler"]


class TestFetchingAFile:
    def test_hands_it_out_to_keep_and_not_to_run(self, told: World) -> None:
        sent(told, "story_team", photo(), "route")
        answer = client_of("child").get(address_of(told))
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert "no-store" in answer.headers["Cache-Control"]
        assert "huis" not in str(answer.headers)

    def test_answers_alike_for_what_is_withheld_and_what_is_not_there(self, told: World) -> None:
        sent(told, "story_team", photo(), "health")
        police = client_of("police")
        withheld, missing = police.get(address_of(told)), police.get(f"/zaken/{told.number}/bijlagen/{'0' * 26}/")
        assert withheld.status_code == missing.status_code == 404
        assert apart_from_the_address(withheld) == apart_from_the_address(missing)
        assert withheld.headers.keys() == missing.headers.keys()


class TestWhatAFileCarries:
    def test_is_confirmed_by_a_second_person_on_its_page(self, told: World) -> None:
        sent(told, "story_team", photo(), "route")
        page = f"{address_of(told)}indeling/"
        first, second = client_of("story_team"), client_of("story_team_2")
        assert "Een ander moet het bevestigen" in first.get(page).text
        refused = first.post(f"{address_of(told)}bevestigen/")
        assert refused.status_code == 409
        assert "U kunt dit niet zelf bevestigen" in refused.text
        assert "Een ander deelde dit bestand in" in second.get(page).text
        assert second.post(f"{address_of(told)}bevestigen/", follow=True).status_code == 200
        assert NAME in listed(told, "police")
        assert "tweede paar ogen nodig" not in listed(told, "story_team")

    def test_is_said_anew_on_its_page(self, told: World) -> None:
        sent(told, "story_team", photo(), "route")
        page = f"{address_of(told)}indeling/"
        nothing = client_of("story_team").post(page)
        assert nothing.status_code == 422
        assert "Kies ten minste" in nothing.text
        assert client_of("story_team").post(page, {"categories": ["health"]}).status_code == 302
        assert NAME not in listed(told, "guardian")

    def test_is_released_on_its_page(self, told: World) -> None:
        sent(told, "story_team", photo(), "family")
        client_of("story_team_2").post(f"{address_of(told)}bevestigen/")
        page = client_of("story_team").get(f"{address_of(told)}indeling/").text
        assert 'name="role" value="police"' in page
        answer = client_of("story_team").post(f"{address_of(told)}vrijgeven/", {"role": "police"}, follow=True)
        assert "Vrijgegeven aan 1 organisatie." in answer.text
        assert NAME in listed(told, "police")
        again = client_of("story_team").post(f"{address_of(told)}vrijgeven/", {"role": "privacy_officer"})
        assert again.status_code == 409

    @pytest.mark.parametrize("role", ["police", "guardian", "child"])
    def test_is_not_there_for_who_does_not_say_it(self, told: World, role: str) -> None:
        sent(told, "story_team", photo(), "route")
        client = client_of(role)
        assert client.get(f"{address_of(told)}indeling/").status_code == 404
        for what in ("indeling/", "bevestigen/", "vrijgeven/"):
            assert client.post(f"{address_of(told)}{what}", {"role": "police"}).status_code == 404
