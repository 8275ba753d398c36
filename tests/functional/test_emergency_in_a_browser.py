"""The police break the glass during reflection; the guardian sees it at once; the data protection officer reviews."""

from typing import Any

import pytest

from tests.functional.path import TODAY, born_on, first_day
from tests.functional.test_child_path import Visitor

pytestmark = pytest.mark.browser


class TestBreakingTheGlass:
    def test_is_seen_by_the_guardian_and_reviewed(self, page: Any, reflecting_site: tuple[str, str]) -> None:
        site, number = reflecting_site
        visitor = Visitor(page, site, begun=first_day(TODAY), born=born_on(TODAY))
        visitor.sign_in("police")
        page.goto(f"{site}/zaken/{number}/")
        page.get_by_role("link", name="Verzoeken om inzage").click()
        page.get_by_label("Acuut gevaar", exact=False).first.check()
        page.get_by_label("Waarom is dit nu nodig?").fill("Proef: er is nu dreiging.")
        page.get_by_role("button", name="Vraag inzage").click()
        page.get_by_text("U heeft inzage tot").wait_for()
        visitor.sign_in("guardian")
        page.get_by_role("link", name="Er is inzage genomen wegens acuut gevaar").wait_for()
        page.get_by_role("link", name="Er is inzage genomen wegens acuut gevaar").click()
        page.get_by_role("heading", name="Verzoeken om inzage").wait_for()
        assert not visitor.reads("er is nu dreiging")
        page.goto(f"{site}/zaken/{number}/")
        assert visitor.reads("Inzage wegens acuut gevaar")
        visitor.sign_in("privacy_officer")
        page.get_by_role("link", name="Noodinzage").click()
        page.locator(f'main a[href="/zaken/{number}/verzoeken/"]').click()
        assert visitor.reads("er is nu dreiging")
        page.get_by_label("Uw oordeel over deze inzage").fill("Proef: terecht.")
        page.get_by_role("button", name="Leg het oordeel vast").click()
        page.get_by_text("Oordeel: Proef: terecht.").wait_for()
        page.goto(f"{site}/noodinzage/")
        assert visitor.reads("Er is niets te beoordelen.")
        assert visitor.complaints == []
