"""A team that analyses the risks of one child, in a browser, through the pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TEAM = (
    ("Verzonnen begeleider", "Opvang", "Zorg en begeleiding in de opvang"),
    ("Verzonnen voogd", "Nidos", "Voogdij"),
    ("Verzonnen rechercheur", "Politie", "Opsporing van mensenhandel"),
    ("Verzonnen psycholoog", "Praktijk", "Gedragsdeskundige, psycholoog of arts"),
)
DOMAINS = (
    *("traffickers_reach", "pull_and_debt", "disappearance", "self_harm_and_health", "trauma", "family"),
    *("reception_safety", "digital_contact"),
)


def analyse_risks(page: Any, site: str, number: str, *, levels: Mapping[str, str] | None = None) -> None:
    """Put a whole team in the analysis and judge every domain; ``levels`` by domain, the others show no risk."""
    for name, organisation, discipline in TEAM:
        page.goto(f"{site}/zaken/{number}/risico/team/")
        page.locator("#id_name").fill(name)
        page.locator("#id_organisation").fill(organisation)
        page.get_by_label(discipline, exact=True).check()
        page.locator('input[name="is_present"][value="yes"]').check()
        page.locator('input[name="has_conflict"][value="no"]').check()
        page.get_by_role("button", name="Zet in het team").click()
        page.get_by_text("Vastgelegd.").first.wait_for()
    for domain in DOMAINS:
        judge(page, site, number, domain, (levels or {}).get(domain, "none"))


def judge(page: Any, site: str, number: str, domain: str, level: str) -> None:
    """Say how serious one domain is, with a finding."""
    page.goto(f"{site}/zaken/{number}/risico/domein/{domain}/")
    page.locator(f'input[name="level"][value="{level}"]').check()
    page.locator("#id_reasons").fill("Proeftekst: verzonnen reden.")
    page.locator("#id_words").fill("Proeftekst: verzonnen bevinding.")
    page.locator('input[name="evidence"][value="observation"]').check()
    page.locator("#id_where").fill("Mentor, dag 9")
    page.get_by_role("button", name="Leg de beoordeling vast").click()
    page.get_by_text("Vastgelegd.").first.wait_for()
