"""Letting a child be found by who it is said to be, and finding the cases that may be about it."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from relaas.matching.evidence import Claimed
from relaas.matching.keys import name_keys
from relaas.storage.blind_index import IndexKind, NothingToLookUp, Sharing, cases_by_name_key, look_up, set_name_keys
from relaas.storage.models.cases import Case
from relaas.storage.models.matching import MatchDue
from relaas.storage.sealing import Kind

# A key that more cases share finds none by itself: it would only make the search slow.
MOST_SHARING = 200
# So many are opened and compared, those first that share most and rarest keys.
MOST_OPENED = 20
_DOCUMENT = 1000.0


def claimed_in(content: Mapping[str, Any]) -> Claimed:
    """Who a child is said to be, from what was written (`relaas.application.story.identity`)."""
    return Claimed(
        names=tuple(content.get("names", ())),
        born_on=content.get("born_on_claimed"),
        nationalities=tuple(content.get("nationalities", ())),
        languages=tuple(content.get("languages", ())),
        documents=tuple(content.get("documents", ())),
        photo=content.get("photo") or "",
    )


def let_be_matched(*, case: Case, content: Mapping[str, Any], place: str, version: int, at: datetime) -> None:
    """Let the names be found in any spelling, and ask for somebody to look whether the child has another case. Call it
    in the transaction in which a version of who the child is is written."""
    set_name_keys(case=case, keys=keys_to_match(content), sealed_as=Kind.IDENTITY, place=place)
    set_due(case=case, version=version, at=at)


def keys_to_match(content: Mapping[str, Any]) -> frozenset[str]:
    """The keys by which a child is found, from what was written of who it is."""
    claimed = claimed_in(content)
    return name_keys(claimed.names, born_on=claimed.born_on).all


def set_due(*, case: Case, version: int, at: datetime) -> None:
    """Somebody must look at this case again."""
    MatchDue.objects.filter(case=case).delete()
    MatchDue.objects.create(case=case, version=version, since_at=at)


def likely_cases(claimed: Claimed) -> list[str]:
    """The cases to open first, without opening any: those that share most and rarest keys of names, and those in which
    the same document stands. A name that many share is looked up with another, and with the year of birth."""
    found: dict[str, float] = defaultdict(float)
    for document in claimed.documents:
        with suppress(NothingToLookUp):
            for place in look_up(kind=IndexKind.DOCUMENT, text=document):
                if place.sealed_as is Kind.IDENTITY:
                    found[place.case_id] += _DOCUMENT
    keys = name_keys(claimed.names, born_on=claimed.born_on, looking=True)
    hits = cases_by_name_key(keys=[*keys.with_day, *keys.double, *keys.single], most=MOST_SHARING)
    _add(found, (one for one in hits.values() if not one.is_common))
    if all(hits[key].is_common for key in keys.double):
        by_year = cases_by_name_key(keys=keys.with_year, most=MOST_SHARING)
        _add(found, by_year.values())
        if not found:
            # Nothing of this child is rare: better some of those who share most than none at all.
            _add(found, hits.values())
    ordered = sorted(found, key=lambda case_id: (-found[case_id], case_id))
    return ordered[: MOST_OPENED + 1]  # the case itself is among them


def _add(found: dict[str, float], sharings: Iterable[Sharing]) -> None:
    """The fewer share a key, the more it says."""
    for sharing in sharings:
        if sharing.cases:
            weight = 1 + math.log(2 * MOST_SHARING / len(sharing.cases))
            for case_id in sharing.cases:
                found[case_id] += weight
