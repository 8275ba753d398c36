"""Who used what a child told, from the log: for the child's own copy."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from relaas.storage.models.access_log import AccessEntry, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """Somebody in a role at an organisation had something of a case before them, for a purpose. No person is named."""

    at: datetime
    role: str
    organisation: str
    purpose: str


def uses_of(*, case_id: str, categories: Collection[str]) -> list[Used]:
    """When which role used something of one of these categories in a case, the earliest first.

    What was refused is no use, nor is a page on which there was nothing of the kind to be seen.
    """
    entries = AccessEntry.objects.filter(case_id=case_id, outcome=Outcome.DONE, organisation__isnull=False)
    rows = entries.exclude(categories="").order_by("pk")
    asked = set(categories)
    return [
        Used(at=at, role=role, organisation=organisation, purpose=purpose)
        for at, role, organisation, purpose, used in rows.values_list(
            "at", "role", "organisation__name", "purpose", "categories"
        )
        if asked & set(used.split())
    ]
