"""One invented child, from the first signal past eighteen, walked in a browser by everybody who has a part in it."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.functional.path import PASSWORD, PATH, TODAY, Step, born_on, first_day
from tests.functional.risk_walk import analyse_risks

pytestmark = pytest.mark.browser


class Visitor:
    """Somebody at a browser. Refuses to go on past a page that broke a rule of its own security policy."""

    def __init__(self, page: Any, site: str, *, begun: date, born: date) -> None:
        self.page, self.site, self.who = page, site, ""
        self.begun, self.born = begun, born
        self.complaints: list[str] = []
        page.on("console", lambda message: self._note(message))

    def _note(self, message: Any) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def sign_in(self, username: str) -> None:
        """Sign out whoever was there, and sign in."""
        if self.who == username:
            return
        if self.who:
            self.page.get_by_role("button", name="Afmelden").click()
        self.page.goto(f"{self.site}/account/login/")
        self.page.get_by_label("Gebruikersnaam").fill(username)
        self.page.get_by_label("Wachtwoord").fill(PASSWORD)
        self.page.get_by_role("button", name="Meld aan").click()
        self.page.get_by_role("heading", name="Mijn werk", level=1).wait_for()
        self.who = username

    def open_case(self) -> str:
        """Open an integral case through its form, and tell its number."""
        self.page.locator("nav.site-nav").get_by_role("link", name="Zaken").click()
        self.page.get_by_role("link", name="Open een zaak").click()
        self.page.get_by_label("Integrale verblijfsregeling", exact=False).check()
        self.page.get_by_label("Vanaf welke dag").fill(self.begun.isoformat())
        self.page.get_by_label("Waarom wordt de zaak").fill("Proef: een verzonnen kind.")
        self.page.get_by_role("button", name="Open de zaak").click()
        self.page.get_by_text("De zaak is geopend").wait_for()
        return str(self.page.url.rstrip("/").rsplit("/", 1)[1])

    def do(self, step: Step, number: str) -> None:
        """Go to the case by the list, find the act there, and record it through its form."""
        self.sign_in(step.role)
        if step.act == "establish_risks":
            analyse_risks(self.page, self.site, number)
        self.page.locator("nav.site-nav").get_by_role("link", name="Zaken").click()
        self.page.locator(f'a[href="/zaken/{number}/"]').first.click()
        link = self.page.locator(f'main a[href="/zaken/{number}/handelen/{step.act}/"]').first
        if not link.is_visible():
            self.page.get_by_text("Andere handelingen").click()
        link.click()
        self._fill(step)
        self.page.get_by_role("button", name="Leg vast").click()
        self.page.get_by_text("Vastgelegd:").first.wait_for()

    def _fill(self, step: Step) -> None:
        day = self.begun + timedelta(days=step.day)
        self.page.locator("#id_on").fill(day.isoformat())
        if step.act == "record_birth_date":
            self.page.locator("#id_fact_born_on").fill(self.born.isoformat())
        for name, words in step.written.items():
            later = (day + timedelta(days=int(words))).isoformat() if words.startswith("+") else words
            field = self.page.locator(f"#id_field_{name}")
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(later)
            else:
                field.fill(later)

    def reads(self, text: str) -> bool:
        """Whether the page says so."""
        return bool(self.page.get_by_text(text).first.is_visible())


class TestAChildGoesThroughTheIntegralProcedure:
    def test_from_the_first_signal_past_its_eighteenth_birthday(self, page: Any, site: str) -> None:
        """Signal, information, reflection, "cannot tell yet", hardship path, reassessment, story, prosecution."""
        visitor = Visitor(page, site, begun=first_day(TODAY), born=born_on(TODAY))
        visitor.sign_in("police")
        number = visitor.open_case()
        for step in PATH:
            visitor.do(step, number)
        states = page.locator("dl.states").inner_text()
        assert "Meerderjarig" in states
        assert page.locator("header .nl-data-badge").first.inner_text() == "duurzame zekerheid"
        assert page.locator("#breaches").count() == 0, "everybody was on time"
        figures = page.locator("dl.figures").inner_text().split("\n")
        assert "321" in figures, "days from the signal to the decision to prosecute"
        assert page.locator("#timeline ~ div svg").count() == 1
        assert visitor.complaints == []
