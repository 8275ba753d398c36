"""What happens to a form on a bad day: sent twice, no connection, signed out meanwhile, gone back. Nothing is lost and
nothing is recorded twice."""

from datetime import timedelta
from typing import Any

import pytest

from tests.functional.path import PASSWORD, TODAY
from tests.functional.test_child_path import Visitor

pytestmark = pytest.mark.browser

WORDS = "Proef: een verzonnen waarneming bij de poort."
TITLE = "Signaal van mogelijke mensenhandel vastleggen"


class OnABadDay(Visitor):
    """Somebody who has filled in a form and not sent it yet."""

    def fill_in(self) -> str:
        """Sign in, open a case and fill in a signal; the number of the case."""
        self.sign_in("police")
        number = self.open_case()
        self.go_to_form(number)
        self.page.locator("#id_on").fill(self.begun.isoformat())
        self.page.locator("#id_field_indications").fill(WORDS)
        return number

    def go_to_form(self, number: str) -> None:
        self.page.goto(f"{self.site}/zaken/{number}/handelen/record_signal/")

    def send(self) -> None:
        self.page.get_by_role("button", name="Leg vast").click()

    def is_recorded(self) -> None:
        """Wait until the page says so."""
        self.page.get_by_text("Vastgelegd:").first.wait_for()

    def times_recorded(self, number: str) -> int:
        self.page.goto(f"{self.site}/zaken/{number}/")
        return int(self.page.locator("section[aria-labelledby=history] strong", has_text=TITLE).count())

    def is_told(self, words: str) -> None:
        """Wait for the notice, which keyboard and screen reader come to by themselves."""
        notice = self.page.get_by_role("alert").filter(has_text=words)
        notice.wait_for()
        assert self.page.evaluate("document.activeElement.id") == "keeping"
        assert self.page.locator("#id_field_indications").input_value() == WORDS

    def sign_in_elsewhere(self, username: str) -> None:
        """In another tab of the same browser."""
        tab = self.page.context.new_page()
        tab.goto(f"{self.site}/account/login/")
        tab.get_by_label("Gebruikersnaam").fill(username)
        tab.get_by_label("Wachtwoord").fill(PASSWORD)
        tab.get_by_role("button", name="Meld aan").click()
        tab.get_by_role("heading", name="Mijn werk", level=1).wait_for()
        tab.close()


@pytest.fixture
def visitor(page: Any, site: str) -> OnABadDay:
    return OnABadDay(page, site, begun=TODAY - timedelta(days=20), born=TODAY - timedelta(days=15 * 365))


class TestAForm:
    def test_that_is_sent_twice_in_one_breath_is_recorded_once(self, visitor: OnABadDay) -> None:
        number = visitor.fill_in()
        visitor.page.get_by_role("button", name="Leg vast").dblclick()
        visitor.is_recorded()
        assert visitor.times_recorded(number) == 1

    def test_that_is_sent_without_a_connection_stays_as_it_was_and_goes_when_there_is_one(
        self, visitor: OnABadDay
    ) -> None:
        number = visitor.fill_in()
        visitor.page.context.set_offline(True)
        visitor.send()
        visitor.is_told("Er is nu geen verbinding.")
        visitor.page.context.set_offline(False)
        visitor.send()
        visitor.is_recorded()
        assert visitor.times_recorded(number) == 1

    def test_of_somebody_who_was_signed_out_meanwhile_goes_after_signing_in_again(self, visitor: OnABadDay) -> None:
        number = visitor.fill_in()
        visitor.page.context.clear_cookies(name="sessionid")
        visitor.send()
        visitor.is_told("U bent niet meer aangemeld.")
        visitor.sign_in_elsewhere("police")
        visitor.send()
        visitor.is_recorded()
        assert visitor.times_recorded(number) == 1

    def test_is_not_sent_in_the_name_of_somebody_else_who_signed_in_meanwhile(self, visitor: OnABadDay) -> None:
        number = visitor.fill_in()
        visitor.page.context.clear_cookies(name="sessionid")
        visitor.sign_in_elsewhere("guardian")
        visitor.send()
        visitor.is_told("In deze browser is nu iemand anders aangemeld")
        assert visitor.times_recorded(number) == 0

    def test_to_which_somebody_goes_back_is_not_recorded_again(self, visitor: OnABadDay) -> None:
        number = visitor.fill_in()
        visitor.send()
        visitor.is_recorded()
        visitor.page.go_back()
        visitor.page.locator("#id_on").fill(visitor.begun.isoformat())
        visitor.page.locator("#id_field_indications").fill(WORDS)
        visitor.send()
        visitor.page.get_by_role("button", name="Probeer opnieuw").wait_for()
        assert visitor.times_recorded(number) == 1

    def test_can_be_filled_in_and_sent_with_the_keyboard_alone(self, visitor: OnABadDay) -> None:
        visitor.sign_in("police")
        number = visitor.open_case()
        visitor.go_to_form(number)
        keyboard = visitor.page.keyboard
        self._tab_to(visitor.page, "id_on")
        keyboard.type(f"{visitor.begun:%d%m%Y}")
        self._tab_to(visitor.page, "id_field_indications")
        keyboard.type(WORDS)
        keyboard.press("Tab")
        keyboard.press("Enter")
        visitor.is_recorded()
        assert visitor.times_recorded(number) == 1
        assert visitor.complaints == []

    @staticmethod
    def _tab_to(page: Any, identifier: str) -> None:
        for _ in range(60):
            if page.evaluate("document.activeElement.id") == identifier:
                return
            page.keyboard.press("Tab")
        pytest.fail(f"The keyboard never comes to {identifier}.")


class TestAPageAboutAChild:
    def test_stays_nowhere(self, visitor: OnABadDay) -> None:
        visitor.sign_in("police")
        number = visitor.open_case()
        answer = visitor.page.goto(f"{visitor.site}/zaken/{number}/")
        assert answer.headers["cache-control"] == "no-store, private"
        visitor.page.get_by_role("button", name="Afmelden").click()
        visitor.page.go_back()
        visitor.page.get_by_label("Gebruikersnaam").wait_for()
