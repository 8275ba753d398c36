"""The child with a code, in a browser of its own; and telling a child of the reflection period, with a read-back."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.functional.conftest import ELSEWHERE
from tests.functional.path import PATH, TODAY
from tests.functional.test_child_path import Visitor

pytestmark = pytest.mark.browser

LANGUAGES = ("nl", "en", "fr", "ar", "ti", "prs", "ps", "vi", "sq")
BANNED = ("mensenhandel", "trafficking", "slachtoffer", "victim", "relaas", "asiel", "asylum")


def keep(page: Any, name: str) -> None:
    """A picture, wide and narrow, where somebody asked for them; the page fits both."""
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} at {width} px"
        if folder := os.environ.get("RELAAS_PICTURES"):
            page.screenshot(path=str(Path(folder) / f"{name}-{width}.png"), full_page=True)


@pytest.fixture
def phone(chromium: Any) -> Iterator[Any]:
    """The child's own phone, in Arabic."""
    context = chromium.new_context(locale="ar", timezone_id="Europe/Amsterdam", viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


def card_of(visitor: Visitor, number: str, language: str) -> str:
    """The digits on a card that the guardian makes."""
    visitor.sign_in("guardian")
    visitor.page.goto(f"{visitor.site}/zaken/{number}/code/")
    visitor.page.get_by_label("Taal van de pagina").select_option(language)
    visitor.page.get_by_role("button", name="Maak een kaart").click()
    visitor.page.locator(".digits").wait_for()
    keep(visitor.page, "card")
    assert not [word for word in BANNED if word in visitor.page.locator("main").inner_text().lower()]
    return str(visitor.page.locator(".digits").inner_text())


def type_code(page: Any, site: str, digits: str) -> None:
    page.goto(f"{site}/ik/")
    page.locator("#code").fill(digits)
    page.locator("form button").click()
    page.locator("#happened").wait_for()


@pytest.mark.letter("child-informed")
class TestTheChildWithACode:
    def test_asks_in_arabic_leaves_in_a_hurry_and_later_reads_the_answer(
        self, page: Any, phone: Any, child_site: tuple[str, str]
    ) -> None:
        site, number = child_site
        visitor = Visitor(page, site, begun=TODAY, born=TODAY)
        page.set_viewport_size({"width": 1280, "height": 900})
        digits = card_of(visitor, number, "ar")

        phone.goto(f"{site}/ik/")
        keep(phone, "door")
        phone.locator("#code").fill("0000 0000 0000")
        phone.locator("form button").click()
        phone.get_by_role("alert").wait_for()
        type_code(phone, site, digits)
        assert phone.locator("html").get_attribute("dir") == "rtl"
        assert phone.title() == "صفحتي"
        assert not [word for word in BANNED if word in f"{phone.title()} {phone.url}".lower()]
        keep(phone, "child-ar")
        phone.get_by_label("أريد أن أسأل").check()
        phone.locator("#words").fill("متى أذهب إلى المدرسة؟ رقمي 0800-2001")
        phone.get_by_role("button", name="أرسل إلى وصيي").click()
        phone.get_by_role("status").wait_for()
        assert "0800-2001" in phone.locator(".said bdi[dir=ltr]").last.inner_text()

        phone.get_by_role("link", name="اخرج بسرعة").click()
        phone.wait_for_url(f"{site}{ELSEWHERE}")
        phone.go_back()
        assert phone.locator("#happened").count() == 0, "nothing is left of what was looked at"

        visitor.page.goto(f"{site}/werk/")
        visitor.page.get_by_role("heading", name="Kinderen die op antwoord wachten").wait_for()
        keep(visitor.page, "work")
        visitor.page.locator("#children-wait ~ ul a").first.click()
        visitor.page.get_by_text("متى أذهب إلى المدرسة").wait_for()
        visitor.page.get_by_role("button", name="Stuur naar het kind").click()
        visitor.page.get_by_text("Schrijf een antwoord.").wait_for()
        visitor.page.locator("textarea").fill("Maandag om 9:00.")
        visitor.page.get_by_role("button", name="Stuur naar het kind").click()
        visitor.page.get_by_text("Uw antwoord staat op de pagina").wait_for()
        keep(visitor.page, "messages")

        type_code(phone, site, digits)
        assert phone.locator(".answer").inner_text() == "Maandag om 9:00."
        assert visitor.complaints == []

    def test_reads_the_page_and_the_leaflet_in_every_language(
        self, page: Any, phone: Any, child_site: tuple[str, str]
    ) -> None:
        site, number = child_site
        visitor = Visitor(page, site, begun=TODAY, born=TODAY)
        type_code(phone, site, card_of(visitor, number, "nl"))
        for language in LANGUAGES:
            phone.goto(f"{site}/ik/?taal={language}")
            assert phone.locator("html").get_attribute("lang") == language
            keep(phone, f"child-{language}")
            phone.goto(f"{site}/ik/blad/")
            keep(phone, f"paper-{language}")
            page.goto(f"{site}/zaken/{number}/bedenktijd/folder/?taal={language}")
            keep(page, f"leaflet-{language}")

    def test_reads_it_without_scripts(self, page: Any, chromium: Any, child_site: tuple[str, str]) -> None:
        site, number = child_site
        digits = card_of(Visitor(page, site, begun=TODAY, born=TODAY), number, "en")
        context = chromium.new_context(java_script_enabled=False)
        old = context.new_page()
        type_code(old, site, digits)
        old.get_by_role("button", name="Send to my guardian").click()
        assert old.get_by_role("alert").inner_text() == "First choose what you want."
        old.get_by_role("link", name="Leave fast").click()
        assert old.url == f"{site}{ELSEWHERE}"
        context.close()


@pytest.mark.letter("r1-inform", "r1-own-clock")
class TestTellingAChildOfTheReflectionPeriod:
    def test_records_what_it_understood_in_its_own_words(self, page: Any, child_site: tuple[str, str]) -> None:
        site, _ = child_site
        visitor = Visitor(page, site, begun=TODAY - timedelta(days=10), born=TODAY.replace(year=TODAY.year - 15, day=1))
        visitor.sign_in("police")
        number = visitor.open_case()
        for step in PATH[:3]:
            visitor.do(step, number)
        visitor.sign_in("police")
        page.goto(f"{site}/zaken/{number}/")
        page.get_by_role("link", name="Bedenktijd", exact=True).first.click()
        page.get_by_role("link", name="ትግርኛ").click()
        page.locator("article[lang=ti] h1").wait_for()
        keep(page, "inform-ti")
        page.get_by_role("link", name="العربية").click()
        assert page.locator("article.leaflet").get_attribute("dir") == "rtl"
        page.locator("#id_on").fill((TODAY - timedelta(days=9)).isoformat())
        page.get_by_role("button", name="Leg vast").click()
        page.locator("#error-summary").get_by_text("Vul dit in").wait_for()
        keep(page, "inform-faults")
        page.locator("#id_field_understood").fill("أستطيع أن أرتاح ثلاثة أشهر")
        page.get_by_role("button", name="Leg vast").click()
        page.get_by_text("Vastgelegd:").wait_for()
        page.get_by_text("Nog geen keuze uitgesproken").first.wait_for()
        for step in PATH[5:7]:
            visitor.do(step, number)
        page.goto(f"{site}/zaken/{number}/bedenktijd/")
        assert page.locator("svg.clocks").count() == 1
        keep(page, "clock")
        assert visitor.complaints == []
