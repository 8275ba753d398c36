"""Requests for access in the database, with who decided them, and who could."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from relaas.storage.models.grants import AccessDecision, AccessGrant, AccessRequest
from relaas.storage.models.people import Mandate


def request_of(*, case_id: str, request_id: str) -> AccessRequest | None:
    """One request of a case, with who made it."""
    return requests_of(case_id).filter(pk=request_id).first()


def requests_of(case_id: str) -> QuerySet[AccessRequest]:
    """The requests of a case, the latest first, with who made them."""
    return (
        AccessRequest.objects.filter(case_id=case_id)
        .select_related("requested_by__organisation", "requested_by__person")
        .order_by("-requested_at", "-id")
    )


def decisions_of(requests: Sequence[AccessRequest]) -> dict[str, dict[str, AccessDecision]]:
    """What was decided on each request, by kind."""
    rows = AccessDecision.objects.filter(request__in=requests).select_related("by__person") if requests else ()
    found: dict[str, dict[str, AccessDecision]] = {}
    for row in rows:
        found.setdefault(row.request_id, {})[row.kind] = row
    return found


def ends_of(requests: Sequence[AccessRequest]) -> dict[str, datetime]:
    """Until when each request that was given is given."""
    names = {f"request:{request.pk}": request.pk for request in requests}
    cases = {request.case_id for request in requests}
    rows = AccessGrant.objects.filter(case_id__in=cases, written_by__in=names) if requests else ()
    return {names[row.written_by]: row.until_at for row in rows}


def unreviewed_emergencies(*, cases: Collection[str] | QuerySet[Any]) -> QuerySet[AccessRequest]:
    """Emergencies in some cases (their ids, or a query of them) that nobody reviewed, the latest first."""
    return (
        AccessRequest.objects.filter(is_emergency=True, case_id__in=cases)
        .exclude(decisions__kind=AccessDecision.Kind.REVIEWED)
        .select_related("case", "requested_by__organisation")
        .order_by("-requested_at", "-id")
    )


def mandates_in(holders: Iterable[tuple[str, int]], *, on: date) -> list[Mandate]:
    """The mandates that hold on a day in these roles at these organisations."""
    wanted = Q()
    for role, organisation in holders:
        wanted |= Q(role=role, organisation_id=organisation)
    if not wanted:
        return []
    holds = Q(person__is_active=True, from_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gte=on))
    return list(Mandate.objects.filter(wanted & holds))
