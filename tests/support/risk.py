"""A risk analysis of an invented child, for tests of what comes after it: complete, and with nothing to answer."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from relaas.kernel.identifiers import sortable_id

TEAM = (
    ("Verzonnen begeleider", "Opvang", "care"),
    ("Verzonnen voogd", "Nidos", "guardianship"),
    ("Verzonnen rechercheur", "Politie", "detection"),
    ("Verzonnen psycholoog", "Praktijk", "behaviour"),
)


def write_complete_analysis(*, actor: Any, number: str, now: datetime, level: str = "none") -> None:
    """Write in the database what a whole team would write through the pages, at once: as the owner of the tables."""
    from relaas.application.law import access_law, risk_analysis_law
    from relaas.storage.models import Case

    case, law = Case.objects.get(number=number), risk_analysis_law()
    if law is None:
        return
    members = [
        ("member", {"person": None, "name": name, "organisation": organisation, "discipline": discipline,
                    "has_conflict": False, "conflict": "", "is_present": True})
        for name, organisation, discipline in TEAM
    ]  # fmt: skip
    found = [
        entry
        for domain in law.domains
        for entry in (
            ("finding", {"domain": domain, "words": "Proeftekst.", "evidence": "observation", "where": "Proeftekst.",
                         "cites": ""}),
            ("level", {"domain": domain, "level": level, "reasons": "Proeftekst.", "rests_on": 1}),
        )
    ]  # fmt: skip
    write_entries(case, actor, now, [*members, *found], categories=access_law().mask(["risk_and_safety"]))


def write_entries(case: Any, actor: Any, now: datetime, written: list[tuple[str, Any]], *, categories: int) -> None:
    """Entries as they are, whatever the rules say."""
    from relaas.storage.models import RiskEntry
    from relaas.storage.sealing import Kind, cipher_of

    cipher, begun = cipher_of(case_id=case.pk), RiskEntry.objects.filter(case=case).count()
    rows = []
    for place, (kind, content) in enumerate(written, start=begun + 1):
        entry_id = sortable_id(moment=now, randomness=sha256(f"{case.pk} {place}".encode()).digest()[:10])
        rows.append(
            RiskEntry(
                id=entry_id,
                case=case,
                place=place,
                kind=kind,
                categories=categories,
                recorded_by_id=actor.mandate_id,
                organisation_id=actor.organisation_id,
                role=actor.role,
                recorded_at=now,
                ciphertext=cipher.seal(kind=Kind.RISK, place=entry_id, content=content),
                idempotency_key=f"written-{place}",
            )
        )
    RiskEntry.objects.bulk_create(rows)
