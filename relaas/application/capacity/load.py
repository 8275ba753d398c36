"""How many cases a pool has work on: counted over stages that do not say which case they are of."""

from __future__ import annotations

from datetime import date
from functools import lru_cache, reduce
from operator import or_

from django.conf import settings
from django.db.models import Q

from relaas.application.law import library
from relaas.capacity.capacity_law import Pool
from relaas.storage.models.capacity import StageOfOrganisation


def roles_of(pool: str) -> frozenset[str]:
    """The roles that draw on a pool, under any law."""
    return _roles_by_pool(settings.RELAAS_LAW).get(pool, frozenset())


@lru_cache(maxsize=4)
def _roles_by_pool(_law: object) -> dict[str, frozenset[str]]:
    """Read once for each folder of law."""
    found: dict[str, set[str]] = {}
    for regime in library().regimes.values():
        for name, role in regime.roles.items():
            if role.pool is not None:
                found.setdefault(role.pool, set()).add(name)
    return {pool: frozenset(names) for pool, names in found.items()}


def load_of(pool: str, law: Pool, *, today: date, organisation: int | None = None) -> int | None:
    """The cases of an organisation (or of all) on which a pool works today; None where the law does not say when.

    A case of which the stage is not certain counts as the first stage that it can be in.
    """
    if not law.works_on:
        return None
    placed = Q(placed_from_on__lte=today) & (Q(placed_until_on__isnull=True) | Q(placed_until_on__gte=today))
    working = reduce(or_, (Q(**{f"statuses__{track}__0__in": list(names)}) for track, names in law.works_on.items()))
    rows = StageOfOrganisation.objects.filter(
        placed, working, role__in=roles_of(pool), since_on__lte=today, until_on__gte=today
    )
    return rows.count() if organisation is None else rows.filter(organisation_id=organisation).count()
