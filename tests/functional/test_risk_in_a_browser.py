"""A team member, reception and the guardian walk a risk analysis from the team to the proof, in a browser."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.functional.path import PATH, TODAY
from tests.functional.risk_walk import analyse_risks
from tests.functional.test_story_path import Storyteller

pytestmark = [pytest.mark.browser, pytest.mark.letter("r2-team"), pytest.mark.letter("r2-measures")]

BEGUN = TODAY - timedelta(days=40)
BORN = TODAY.replace(year=TODAY.year - 15, day=1)


class Analyst(Storyteller):
    """Somebody who works on the analysis in a browser."""

    def opens(self, number: str, tail: str = "") -> None:
        self.page.goto(f"{self.site}/zaken/{number}/risico/{tail}")

    def row(self, domain: str) -> str:
        """What the picture says of a domain."""
        row = self.page.get_by_role("row").filter(has=self.page.get_by_role("link", name=domain, exact=True))
        return str(row.inner_text())


class TestATeamAnalysesRisks:
    def test_that_bind_whoever_answers_them(self, page: Any, site: str) -> None:
        visitor = Analyst(page, site, begun=BEGUN, born=BORN)
        page.set_viewport_size({"width": 1280, "height": 900})
        visitor.sign_in("police")
        number = visitor.open_case()
        establish = next(step for step in PATH if step.act == "establish_risks")
        for step in PATH[: PATH.index(establish)]:
            visitor.do(step, number)

        # A team of nobody establishes nothing, and is told all that is missing.
        visitor.sign_in("risk_team")
        page.goto(f"{site}/zaken/{number}/handelen/establish_risks/")
        page.locator("#id_on").fill(TODAY.isoformat())
        page.locator("#id_field_risks").fill("Proeftekst.")
        page.get_by_role("button", name="Leg vast").click()
        page.locator("#lacks").wait_for()
        lacks = page.locator("#lacks li")
        assert lacks.count() == 4 + 2 + 8, "four disciplines, people, organisations, and eight domains"
        assert page.locator("#id_field_risks").input_value() == "Proeftekst."
        visitor.picture("risk-refused")

        analyse_risks(page, site, number, levels={"traffickers_reach": "acute", "family": "low"})
        visitor.opens(number)
        assert "concept" in visitor.row("Familie")
        visitor.picture("risk-draft")
        page.goto(f"{site}/zaken/{number}/handelen/establish_risks/")
        assert "Bereik van de handelaar: Acuut" in page.locator("#id_field_risks").input_value()
        page.get_by_role("button", name="Leg vast").click()
        page.get_by_text("Vastgelegd:").first.wait_for()

        # Reception takes a measure about the one risk and proposes to bear the other.
        visitor.sign_in("reception")
        visitor.opens(number, "domein/traffickers_reach/")
        assert page.get_by_text("Dit risico kan niet worden aanvaard.").first.is_visible()
        assert page.get_by_role("link", name="Aanvaard het risico").count() == 0
        page.get_by_role("link", name="Neem een maatregel").click()
        page.get_by_role("button", name="Leg de maatregel vast").click()
        page.locator("#error-summary").wait_for()
        assert page.locator("#error-summary li").count() == 3, "words, owner and day, at once"
        page.locator("#id_words").fill("Proeftekst: andere opvang.")
        page.locator("#id_owner").select_option(
            label="Proefpersoon reception (Beschermde opvang, Organisatie van Beschermde opvang)"
        )
        page.locator("#id_until").fill(TODAY.isoformat())
        visitor.picture("risk-measure-form")
        page.get_by_role("button", name="Leg de maatregel vast").click()
        page.get_by_text("Vastgelegd.").first.wait_for()
        visitor.opens(number, "domein/family/")
        page.get_by_role("link", name="Aanvaard het risico").click()
        page.locator("#id_reasons").fill("Proeftekst: de oom vraagt niet door.")
        page.locator('input[name="has_conflict"][value="no"]').check()
        page.get_by_role("button", name="Onderteken").click()
        page.get_by_text("wacht op een tweede handtekening").first.wait_for()
        visitor.opens(number)
        assert "zonder antwoord" in visitor.row("Familie")

        # The guardian signs too; only now every risk has an answer.
        visitor.sign_in("guardian")
        visitor.opens(number, "domein/family/")
        page.get_by_role("link", name="Aanvaarding:").click()
        page.locator('input[name="has_conflict"][value="no"]').check()
        visitor.picture("risk-sign")
        page.get_by_role("button", name="Mee ondertekenen").click()
        page.get_by_text("aanvaard tot en met").first.wait_for()
        visitor.opens(number)
        assert "aanvaard tot en met" in visitor.row("Familie")
        visitor.picture("risk-answered")

        # It is in the work of who answers for it, who shows that it was done.
        visitor.sign_in("reception")
        page.goto(f"{site}/werk/")
        page.get_by_role("link", name="Maatregel uitvoeren en aantonen").first.click()
        page.locator("#id_prove_words").fill("Proeftekst: verhuisd.")
        page.locator("#id_prove_seen_by").fill("De mentor")
        visitor.picture("risk-measure")
        page.get_by_role("button", name="Aantonen dat het is gedaan").click()
        page.get_by_text("aangetoond").first.wait_for()
        page.goto(f"{site}/zaken/{number}/handelen/answer_risks/")
        page.get_by_role("button", name="Leg vast").click()
        page.get_by_text("Vastgelegd:").first.wait_for()

        # The team concludes that the child cannot tell now: nobody asks it anything.
        visitor.sign_in("risk_team")
        visitor.opens(number)
        page.get_by_role("link", name="Vaststellen: kan het verhaal nu niet doen").click()
        page.locator("#id_on").fill(TODAY.isoformat())
        page.get_by_role("button", name="Leg vast").click()
        page.get_by_text("Vastgelegd:").first.wait_for()
        visitor.opens(number)
        assert page.get_by_text("wordt het kind niets gevraagd").first.is_visible()
        visitor.picture("risk-unable")
        visitor.sign_in("guardian")
        page.goto(f"{site}/zaken/{number}/vragen/stellen/?rule=guardian-questions&subject=family")
        page.locator("#id_words").fill("Proeftekst: waar woont je oom?")
        page.locator("#id_confirmed").check()
        page.get_by_role("button", name="Stel de vraag").click()
        page.get_by_text("Kan het verhaal nu niet doen. Zolang dat zo is").first.wait_for()
        assert visitor.complaints == []
