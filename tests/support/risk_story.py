"""A risk analysis told in days, for tests of what follows from it: no database, no clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from relaas.casework.risk_analysis import Analysis
from relaas.casework.risk_entries import By, Entry, EntryKind
from relaas.casework.risk_law import RiskLaw, load_risk

TEAM = By(person=1, organisation=1, role="risk_team")
RECEPTION = By(person=2, organisation=2, role="reception")
COLLEAGUE = By(person=3, organisation=2, role="reception")
GUARDIAN = By(person=4, organisation=3, role="guardian")


def dutch_law() -> RiskLaw:
    law = load_risk()
    assert law is not None
    return law


@dataclass
class Told:
    """What is written, one thing after another."""

    law: RiskLaw = field(default_factory=dutch_law)
    entries: list[Entry] = field(default_factory=list)

    def write(self, kind: EntryKind, on: date, by: By, content: dict[str, Any], about: str = "") -> str:
        entry = Entry(id=f"entry-{len(self.entries)}", kind=kind, on=on, by=by, content=content, about=about)
        self.entries.append(entry)
        return entry.id

    def member(
        self, on: date, name: str, discipline: str, organisation: str, *, present: bool = True, conflict: bool = False,
        person: int | None = None,
    ) -> str:  # fmt: skip
        content = {
            "person": person, "name": name, "organisation": organisation, "discipline": discipline,
            "has_conflict": conflict, "conflict": "Verzonnen reden." if conflict else "", "is_present": present,
        }  # fmt: skip
        return self.write(EntryKind.MEMBER, on, TEAM, content)

    def whole_team(self, on: date) -> None:
        self.member(on, "Begeleider", "care", "Opvang")
        self.member(on, "Voogd", "guardianship", "Nidos")
        self.member(on, "Rechercheur", "detection", "Politie")
        self.member(on, "Psycholoog", "behaviour", "Praktijk")

    def level(self, on: date, domain: str, level: str, *, reasons: str = "Verzonnen reden.", rests_on: int = 1) -> str:
        content = {"domain": domain, "level": level, "reasons": reasons, "rests_on": rests_on}
        return self.write(EntryKind.LEVEL, on, TEAM, content)

    def every_domain(self, on: date, **levels: str) -> None:
        for domain in self.law.domains:
            self.level(on, domain, levels.get(domain, "none"))

    def establish(self, on: date) -> str:
        return self.write(EntryKind.ESTABLISHED, on, TEAM, {"act": "establish_risks"})

    def measure(self, on: date, domain: str, *, until: date, owner: By = RECEPTION, told: By | None = COLLEAGUE) -> str:
        content = {
            "domain": domain, "words": "Ander nummer.", "until": until, "owner": _named(owner),
            "escalates_to": _named(told) if told else None,
        }  # fmt: skip
        return self.write(EntryKind.MEASURE, on, RECEPTION, content)

    def prove(self, on: date, measure: str) -> str:
        content = {"words": "Nummer gewisseld.", "attachment": "", "seen_by": "Mentor"}
        return self.write(EntryKind.PROOF, on, RECEPTION, content, measure)

    def review(self, on: date, measure: str, effect: str) -> str:
        return self.write(EntryKind.REVIEW, on, TEAM, {"effect": effect, "reasons": "Verzonnen reden."}, measure)

    def accept(self, on: date, domain: str, level: str, by: By = RECEPTION) -> str:
        content = {"domain": domain, "level": level, "reasons": "Verzonnen reden.", "signed": _signed(by)}
        return self.write(EntryKind.ACCEPTANCE, on, by, content)

    def sign(self, on: date, acceptance: str, by: By) -> str:
        return self.write(EntryKind.SIGNATURE, on, by, {"signed": _signed(by)}, acceptance)

    def withdraw(self, on: date, answer: str) -> str:
        return self.write(EntryKind.WITHDRAWAL, on, RECEPTION, {"reasons": "Verzonnen reden."}, answer)

    @property
    def analysis(self) -> Analysis:
        return Analysis(law=self.law, entries=tuple(self.entries))


def _named(by: By) -> dict[str, Any]:
    return {
        "person": by.person, "organisation": by.organisation, "role": by.role, "name": f"Persoon {by.person}",
        "organisation_name": f"Organisatie {by.organisation}",
    }  # fmt: skip


def _signed(by: By) -> dict[str, str]:
    return {"name": f"Persoon {by.person}", "organisation": f"Organisatie {by.organisation}"}
