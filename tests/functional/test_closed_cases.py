"""A case that was erased or has expired answers with a page that says so, on every road to it."""

from collections.abc import Callable
from typing import Any

import pytest

from relaas.application import placed
from relaas.application.erasing import erase_case
from relaas.storage import erasures
from relaas.storage.models import Mandate, Organisation
from tests.functional.path import TODAY
from tests.functional.world import BEGUN, add_person

pytestmark = [pytest.mark.database, pytest.mark.django_db(databases=["default", "keystore"])]
ROADS = ("", "toen/?dag=2026-01-01", "waarom/status/residence/", "handelen/record_signal/")


@pytest.fixture
def erased(opened: str, monkeypatch: pytest.MonkeyPatch) -> str:
    from relaas.application.actors import actors_of

    # Clearing traces asks to be outside every transaction, and this test is in one.
    monkeypatch.setattr(erasures, "clear_traces", lambda: None)
    organisation = Organisation.objects.get(slug="police")
    keeper = add_person(username="keeper", role="records_officer", organisation=organisation)
    assert Mandate.objects.filter(person=keeper, from_on=BEGUN).exists()
    erase_case(actor=actors_of(keeper, TODAY)[0], number=opened, ground="wrongly-opened", reason="Proef.")
    return opened


class TestAnErasedCase:
    @pytest.mark.parametrize("road", ROADS)
    def test_is_gone(self, erased: str, sign_in: Callable[[str], Any], road: str) -> None:
        answer = sign_in("police").get(f"/zaken/{erased}/{road}")
        assert answer.status_code == 410
        assert "Deze zaak is gewist" in answer.text
        assert "Proef." not in answer.text

    def test_is_gone_for_what_is_sent_in_too(self, erased: str, sign_in: Callable[[str], Any]) -> None:
        assert sign_in("police").post(f"/zaken/{erased}/handelen/record_signal/", {}).status_code == 410

    def test_is_in_no_list(self, erased: str, sign_in: Callable[[str], Any]) -> None:
        client = sign_in("police")
        for path in ("/zaken/", "/werk/"):
            answer = client.get(path)
            assert answer.status_code == 200
            assert erased not in answer.text


class TestAnExpiredCase:
    def test_is_closed_but_not_gone(
        self, opened: str, sign_in: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(placed, "is_closed_to", lambda **given: given["role"] == "police")
        answer = sign_in("police").get(f"/zaken/{opened}/")
        assert answer.status_code == 403
        assert "bewaartermijn" in answer.text
