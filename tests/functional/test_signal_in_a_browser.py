"""Two partners of the chain report on a telephone: whatever the network and the session do, one signal comes of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.functional.accessibility.checking import RULES
from tests.functional.path import TODAY, born_on, first_day
from tests.functional.test_child_path import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.letter("r1-signals")]
WORDS = "Proeftekst: stapte in een onbekende auto."
LONG_ENOUGH = 15_000


@pytest.fixture
def telephone(chromium: Any) -> Iterator[Any]:
    """A page on a small telephone with a touch screen."""
    context = chromium.new_context(
        locale="nl-NL", timezone_id="Europe/Amsterdam", viewport={"width": 360, "height": 740}, has_touch=True
    )
    yield context.new_page()
    context.close()


class Reporter(Visitor):
    """Somebody with a telephone in hand."""

    def fill_in(self) -> None:
        """What a reception worker saw: two ticks, one of them heard, and a few words."""
        self.page.get_by_role("link", name="Signaal", exact=True).click()
        self.page.locator("summary", has_text="In de opvang").tap()
        self.page.get_by_label("Wordt opgehaald of opgewacht", exact=False).first.check()
        self.page.get_by_label("Is bang voor iemand", exact=False).first.check()
        self.page.locator("#how-REC-afraid").select_option("child")
        self.page.locator("#id_seen").fill(WORDS)
        self.page.locator("#id_names").fill("ሰላም")

    def status_says(self, words: str) -> None:
        self.page.locator("#draft-status", has_text=words).wait_for(timeout=LONG_ENOUGH)

    def is_told(self, words: str) -> None:
        """What stands in the way of sending, said above the form."""
        self.page.locator("#keeping", has_text=words).wait_for(timeout=LONG_ENOUGH)

    def send(self) -> None:
        self.page.get_by_role("button", name="Verzend het signaal").click()

    def is_sent(self) -> str:
        """Wait for the receipt; the name of the case."""
        self.page.get_by_role("heading", name="Uw signaal is verzonden").wait_for(timeout=LONG_ENOUGH)
        return str(self.page.locator("main header strong").inner_text())

    def fits(self, name: str) -> None:
        """The page breaks no rule of accessibility and is not wider than a telephone; pictures where somebody asked."""
        broken = Axe().run(self.page, options=RULES).response["violations"]
        assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in broken] == [], name
        for width in (360, 320):
            self.page.set_viewport_size({"width": width, "height": 740})
            assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{name} at {width}"
        if folder := os.environ.get("RELAAS_PICTURES"):
            self.page.screenshot(path=str(Path(folder) / f"{name}-320.png"), full_page=True)
            self.page.set_viewport_size({"width": 1280, "height": 900})
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
        self.page.set_viewport_size({"width": 360, "height": 740})

    def cases(self) -> int:
        """How many cases stand on the list."""
        self.page.goto(f"{self.site}/zaken/")
        return self.page.locator("tbody tr").count()


class TestReportingOnATelephone:
    def test_comes_through_a_lost_connection_an_ended_session_the_way_back_and_two_clicks(
        self, telephone: Any, site: str
    ) -> None:
        visitor = Reporter(telephone, site, begun=first_day(TODAY), born=born_on(TODAY))
        visitor.sign_in("reception")
        before = visitor.cases()
        visitor.fill_in()
        visitor.status_says("Bewaard als begonnen signaal.")
        visitor.fits("signal-form")

        # The connection goes while typing, and the person sends all the same: nothing is lost, and it is said.
        telephone.context.set_offline(True)
        telephone.locator("#id_place").fill("Proefstraat bij de poort")
        visitor.status_says("Geen verbinding.")
        visitor.send()
        visitor.is_told("Er is nu geen verbinding.")
        assert telephone.locator("#id_seen").input_value() == WORDS
        visitor.fits("signal-offline")
        telephone.context.set_offline(False)
        visitor.status_says("Bewaard als begonnen signaal.")

        # The session ends. Sending keeps the form on the page; signing in elsewhere makes it go on.
        kept = telephone.context.cookies()
        telephone.context.clear_cookies(name="sessionid")
        visitor.send()
        visitor.is_told("U bent niet meer aangemeld.")
        telephone.locator("#id_place").fill("Proefstraat bij de kerk")
        visitor.status_says("U bent afgemeld.")
        assert {cookie["name"] for cookie in kept} >= {"sessionid", "csrftoken"}
        elsewhere = telephone.context.new_page()
        other = Reporter(elsewhere, site, begun=first_day(TODAY), born=born_on(TODAY))
        other.sign_in("reception")
        elsewhere.locator("a", has_text="Begonnen signaal").wait_for()
        visitor_draft = elsewhere.locator("a", has_text="Begonnen signaal").first.get_attribute("href")
        elsewhere.goto(f"{site}{visitor_draft}")
        assert elsewhere.locator("#id_seen").input_value() == WORDS
        assert elsewhere.locator("#how-REC-afraid").input_value() == "child"
        elsewhere.close()

        telephone.get_by_role("button", name="Verzend het signaal").dblclick()
        name = visitor.is_sent()
        assert "Kind informeren over de bedenktijd" in telephone.locator("main").inner_text()
        visitor.fits("signal-receipt")

        # The way back leads to the same receipt, not to a form that could be sent again.
        telephone.go_back()
        assert visitor.is_sent() == name
        assert visitor.cases() == before + 1
        telephone.get_by_role("link", name=name).first.click()
        telephone.get_by_role("link", name="Signalen", exact=True).click()
        assert telephone.locator("article").count() == 1
        assert telephone.get_by_text(WORDS).count() == 1
        visitor.fits("signals")
        telephone.get_by_role("link", name="Ketenbrede beoordeling").first.click()
        telephone.get_by_role("heading", name="Ketenbrede beoordeling", level=1).wait_for()
        visitor.fits("assessment")

    def test_by_who_reads_nothing_gives_a_receipt_and_nothing_more(self, telephone: Any, site: str) -> None:
        visitor = Reporter(telephone, site, begun=first_day(TODAY), born=born_on(TODAY))
        visitor.sign_in("ngo")
        visitor.fill_in()
        visitor.send()
        visitor.is_sent()
        telephone.get_by_role("link", name="Naar de zaak").click()
        assert telephone.get_by_role("link", name="Signalen", exact=True).count() == 0
        assert not visitor.reads("ሰላም")
        assert visitor.complaints == []
