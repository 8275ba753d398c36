"""The same-child officer at a browser: sees a child in two scripts, joins its cases with a reason, and undoes that."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.functional.path import TODAY, Step
from tests.functional.test_story_path import Storyteller

pytestmark = [pytest.mark.browser, pytest.mark.letter("r1-signals")]
BORN = date(TODAY.year - 15, 3, 5)
SIGNAL = Step(0, "police", "record_signal", {"indications": "Proeftekst: werkte 's nachts."})


class TestTheSameChildOfficer:
    def test_joins_two_cases_and_takes_them_apart_again(self, page: Any, site: str) -> None:
        page.set_viewport_size({"width": 1280, "height": 900})
        visitor = Storyteller(page, site, begun=TODAY - timedelta(days=40), born=BORN)
        older = self._case(visitor, "عبد الرحمن يوسف", BORN)
        visitor.begun = TODAY - timedelta(days=10)
        newer = self._case(visitor, "Abdurrahman Youssef\nAbdel Rahman Yusuf", BORN)

        visitor.sign_in("matching_officer")
        page.get_by_role("link", name="Zelfde kind").click()
        visitor.picture("same-child-list")
        page.locator(f'a[href="/zelfde-kind/{newer}/"]').click()
        page.get_by_role("heading", name="Kandidaten").wait_for()
        assert visitor.reads("De opgegeven geboortedatum is dezelfde.")
        (arabic,) = [one for one in page.locator("article bdi").all() if one.inner_text() == "عبد الرحمن يوسف"]
        assert arabic.evaluate("one => getComputedStyle(one).unicodeBidi") == "isolate"
        visitor.picture("same-child-candidates")

        page.get_by_role("button", name="Hetzelfde kind: voeg samen").click()
        page.get_by_role("heading", name="Dit moet nog worden verbeterd").wait_for()
        visitor.picture("same-child-fault")
        page.get_by_label("Uw redenen").fill("Proef: zelfde tante, zelfde litteken.")
        page.get_by_role("button", name="Hetzelfde kind: voeg samen").press("Enter")
        page.get_by_text("Samengevoegd: zaak").wait_for()
        visitor.picture("same-child-joined")

        visitor.sign_in("police")
        page.goto(f"{site}/zaken/{newer}/")
        visitor.picture("same-child-joined-case")
        page.get_by_role("link", name="Ga naar").click()
        page.get_by_text("Bij deze zaak zijn gevoegd").wait_for()
        assert page.url.endswith(f"/zaken/{older}/")
        assert visitor.reads("Nieuw signaal vastleggen")

        visitor.sign_in("matching_officer")
        page.goto(f"{site}/zelfde-kind/{newer}/")
        page.get_by_label("Waarom maakt u dit ongedaan?").fill("Proef: het bleek een neef.")
        page.get_by_role("button", name="Maak ongedaan").click()
        page.get_by_text("Losgemaakt.").wait_for()
        visitor.sign_in("police")
        page.goto(f"{site}/zaken/{newer}/")
        assert not visitor.reads("Deze zaak is samengevoegd")
        assert visitor.complaints == []

    def _case(self, visitor: Storyteller, names: str, born: date) -> str:
        """A case with a signal, and with who the child is said to be, written by its guardian."""
        visitor.sign_in("police")
        number = visitor.open_case()
        visitor.do(SIGNAL, number)
        visitor.sign_in("guardian")
        visitor.page.goto(f"{visitor.site}/zaken/{number}/identiteit/")
        visitor.page.get_by_label("Namen").fill(names)
        visitor.page.locator("#id_born_on_claimed").fill(born.isoformat())
        visitor.page.get_by_role("button", name="Leg vast").click()
        visitor.page.get_by_text("Vastgelegd als nieuwe versie").wait_for()
        return number
