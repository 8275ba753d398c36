"""Who takes part in several cases at once, by role alone."""

from collections.abc import Collection, Iterable

from django.db import connection

from relaas.storage.models.cases import Placement
from relaas.storage.second_lock import is_closed


def roles_in(case_ids: Collection[str]) -> dict[str, frozenset[str]]:
    """Per case the roles that work or worked on it; behind the second lock only of cases on which the bearer works."""
    found: dict[str, set[str]] = {}
    for case_id, role in _rows(list(case_ids)):
        found.setdefault(case_id, set()).add(role)
    return {case_id: frozenset(roles) for case_id, roles in found.items()}


def _rows(case_ids: list[str]) -> Iterable[tuple[str, str]]:
    if not case_ids:
        return ()
    if not is_closed():
        return Placement.objects.filter(case_id__in=case_ids).values_list("case_id", "role")
    with connection.cursor() as cursor:
        cursor.execute("SELECT in_case, as_role FROM relaas_lock.roles_in(%s)", [case_ids])
        return list(cursor.fetchall())
