"""Who used a case, from the log: for the child's own copy."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from relaas.storage.models.access_log import AccessEntry, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """Somebody did something with a case, in a role at an organisation. No person is named."""

    at: datetime
    role: str
    organisation: str


def uses_of(*, case_id: str, actions: Collection[str]) -> list[Used]:
    """When which role did one of these things with a case, the earliest first. What was refused is no use."""
    entries = AccessEntry.objects.filter(case_id=case_id, action__in=actions, outcome=Outcome.DONE)
    rows = entries.order_by("pk").values_list("at", "role", "organisation__name")
    return [Used(at=at, role=role, organisation=organisation) for at, role, organisation in rows]
