"""Which cases somebody may hold against each other, and who the children of those are said to be.

Asked under a pass for no case in particular, so that twenty candidates are one question. Each case needs a grant of its
own that lets the actor do so; one without is not there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from relaas.application.actors import Actor
from relaas.application.door import NotGranted
from relaas.application.law import access_law
from relaas.application.log import Line, Refused
from relaas.application.matching.finding import claimed_in
from relaas.application.placed import placed_today
from relaas.application.retention import is_closed_to, may_be_closed
from relaas.matching.evidence import Claimed
from relaas.storage.grants import grants_across
from relaas.storage.models.cases import Case, Placement
from relaas.storage.sealing import Kind, ciphers_of
from relaas.storage.second_lock import narrow_to, widen
from relaas.storage.stories import latest_identities
from relaas.story.access import Verb
from relaas.story.grants import Grant, sight

IDENTITY = "identity"


class NothingToCompare(Refused):
    """Nobody wrote down yet who the child of this case is said to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A case with who its child is said to be, in the version that was last written, and which role wrote it."""

    case: Case
    claimed: Claimed
    version: int
    written_at: datetime
    role: str


def matching_rules(role: str) -> tuple[str, ...]:
    """The rules that let a role hold children against each other; none for every other role."""
    rules = access_law().rules_of(role)
    return tuple(name for name, rule in rules.items() if Verb.MATCH in rule.may and IDENTITY in rule.of)


def require_matching(actor: Actor, line: Line) -> None:
    """Note in the log on which rules. Raises NotGranted for a role that holds no children against each other."""
    law, rules = access_law(), matching_rules(actor.role)
    if not rules:
        authority = law.authority_of(actor.role)
        why = authority.withheld if authority is not None else law.information.title
        raise NotGranted(verb=Verb.MATCH, categories=(IDENTITY,), why=why)
    line.purpose, line.grounds, line.categories = law.rules[rules[0]].purpose, rules, (IDENTITY,)


def matchable(*, actor: Actor, case_ids: Iterable[str], today: date, at: datetime) -> dict[str, Case]:
    """Of some cases, those placed with the actor today that a grant lets it hold against others, by their id."""
    asked = list(case_ids)
    if not asked:
        return {}
    placements = Placement.objects.filter(placed_today(actor, today), case_id__in=asked, case__erasure__isnull=True)
    cases = {one.case_id: one.case for one in placements.select_related("case")}
    grants = grants_across(
        case_ids=list(cases),
        role=actor.role,
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        at=at,
    )
    return {
        case_id: case
        for case_id, case in cases.items()
        if _may_match(grants.get(case_id, ()), at) and not _is_closed(actor, case, today)
    }


def known_of(cases: Mapping[str, Case]) -> dict[str, Known]:
    """Who the children of these cases are said to be: one question, and one for all keys. Nothing else is opened. A
    case of which nothing was written is not in it."""
    rows = latest_identities(cases) if cases else {}
    ciphers = ciphers_of(case_ids=rows)
    return {
        case_id: Known(
            case=cases[case_id],
            claimed=claimed_in(ciphers[case_id].open(kind=Kind.IDENTITY, place=row.pk, sealed=bytes(row.ciphertext))),
            version=row.version,
            written_at=row.recorded_at,
            role=row.role,
        )
        for case_id, row in rows.items()
    }


def _is_closed(actor: Actor, case: Case, today: date) -> bool:
    """Whether the case has expired and is closed to the role; what that turns on is seen under a pass for it."""
    if not may_be_closed(case, today):
        return False
    narrow_to(case_id=case.pk)
    try:
        return is_closed_to(role=actor.role, case=case, today=today)
    finally:
        widen()


def _may_match(grants: Iterable[Grant], at: datetime) -> bool:
    mask = access_law().mask([IDENTITY])
    held = list(grants)
    return all(sight(held, verb=verb, at=at).covers(mask) for verb in (Verb.READ, Verb.MATCH))
