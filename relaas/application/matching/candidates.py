"""The cases that nobody looked at yet, and per case the candidates: what speaks for and against, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.log import Action, Line, logged
from relaas.application.matching.finding import MOST_OPENED, likely_cases
from relaas.application.matching.sight import (
    Known,
    NothingToCompare,
    known_of,
    matchable,
    require_matching,
)
from relaas.application.placed import NotFound
from relaas.matching.evidence import Claimed, Evidence, evidence_between
from relaas.storage.links import decided_between, join_of, joins_among, latest_joins
from relaas.storage.models.cases import Case
from relaas.storage.models.matching import CaseLink, MatchDue
from relaas.storage.sealing import Kind, cipher_of

PAGE = 50
Decision = CaseLink.Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class DueCase:
    """A case that somebody must look at, and since when: when it was last written who its child is said to be."""

    number: str
    name: str
    opened_on: date
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinedCase:
    """A joining that stands: a case, and the older one to which it belongs now."""

    number: str
    name: str
    into_number: str
    into_name: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingPage:
    """What is to be looked at, the newest first, and the latest joinings. ``has_more``: there are others still."""

    due: tuple[DueCase, ...]
    has_more: bool
    joined: tuple[JoinedCase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A case that may be about the same child, who that is said to be, and the reasons. ``is_older``: it was opened
    before the case that is looked at. ``through`` is a case that was joined to this one and is itself the likeness.
    ``undecided_since`` is when somebody wrote that it could not be said yet."""

    number: str
    name: str
    opened_on: date
    is_older: bool
    version: int
    claimed: Claimed
    evidence: Evidence
    through: str | None
    undecided_since: datetime | None
    why_undecided: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatesPage:
    """A case, who its child is said to be, and the candidates, the likeliest first. ``is_due``: nobody has looked at
    this version. ``joined_into``: it belongs to another case now, since ``joined_since``, for ``why_joined``."""

    number: str
    name: str
    opened_on: date
    version: int
    role: str
    written_at: datetime
    claimed: Claimed
    candidates: tuple[Candidate, ...]
    is_due: bool
    joined_into: JoinedCase | None
    why_joined: str


def see_matching(*, actor: Actor, today: date, now: datetime | None = None) -> MatchingPage:
    """What is to be looked at and what was joined. It opens nothing of any case.

    Raises NotGranted for a role that does not hold children against each other, MandateEnded.
    """
    now = now or timezone.now()
    with logged(actor=actor, action=Action.SEE_MATCHING, now=now, today=today, reads_only=True) as line:
        require_matching(actor, line)
        line.categories = ()
        rows = list(MatchDue.objects.order_by("-since_at", "-case_id")[: PAGE + 1])
        links = latest_joins(PAGE)
        asked = {row.case_id for row in rows} | {link.case_id for link in links} | _others(links)
        cases = matchable(actor=actor, case_ids=asked, today=today, at=now)
    return MatchingPage(
        due=tuple(_due(cases[row.case_id], row.since_at) for row in rows[:PAGE] if row.case_id in cases),
        has_more=len(rows) > PAGE,
        joined=tuple(_joined(link) for link in links if link.case_id in cases and link.other_id in cases),
    )


def see_candidates(*, actor: Actor, number: str, today: date, now: datetime | None = None) -> CandidatesPage:
    """The candidates for a case. Of no more than the likeliest twenty is opened who the child is said to be; each of
    those has its own line in the log. What was decided not to be the same is left out until either is written anew.

    Raises NotGranted, NotFound, NothingToCompare, MandateEnded.
    """
    now = now or timezone.now()
    with logged(actor=actor, action=Action.SEE_CANDIDATES, now=now, today=today, reads_only=True) as line:
        require_matching(actor, line)
        line.case = case = Case.objects.filter(number=number).first()
        mine = {} if case is None else matchable(actor=actor, case_ids=[case.pk], today=today, at=now)
        if case is None or case.pk not in mine:
            raise NotFound(f"No case with number {number} is placed with {actor.role} at {actor.organisation}.")
        this = known_of(mine).get(case.pk)
        if this is None:
            raise NothingToCompare(f"Nothing is written yet of who the child of case {number} is.")
        likely = [one for one in likely_cases(this.claimed) if one != case.pk][:MOST_OPENED]
        others = known_of(matchable(actor=actor, case_ids=likely, today=today, at=now))
        line.others = tuple(_line(line, known) for known in others.values())
        link = join_of(case.pk)
        return CandidatesPage(
            number=case.number,
            name=case.name,
            opened_on=case.opened_on,
            version=this.version,
            role=this.role,
            written_at=this.written_at,
            claimed=this.claimed,
            candidates=tuple(_candidates(this, others, actor, today, now)) if link is None else (),
            is_due=MatchDue.objects.filter(case=case).exists(),
            joined_into=None if link is None else _joined(link),
            why_joined="" if link is None else reason_of(link),
        )


def reason_of(link: CaseLink) -> str:
    """Why it was decided, in the words of who decided."""
    cipher = cipher_of(case_id=link.case_id)
    return str(cipher.open(kind=Kind.REASON, place=link.pk, sealed=bytes(link.ciphertext))["reason"])


def is_settled(link: CaseLink, versions: dict[str, int]) -> bool:
    """Whether two were decided not to be one child, on what is still the latest of both."""
    compared = {link.case_id: link.version, link.other_id or "": link.other_version}
    return link.decision == Decision.NOT_SAME and all(versions[one] == version for one, version in compared.items())


def _candidates(this: Known, others: dict[str, Known], actor: Actor, today: date, now: datetime) -> Iterable[Candidate]:
    """One for each case to which the likeness leads, with the likeliest of its cases as the reason."""
    decided = decided_between(this.case.pk, others)
    joins = joins_among(others)
    roots = matchable(actor=actor, case_ids=_others(joins.values()), today=today, at=now)
    found: dict[str, tuple[tuple[float, float], Candidate]] = {}
    for case_id, known in others.items():
        link, join = decided.get(case_id), joins.get(case_id)
        versions = {this.case.pk: this.version, case_id: known.version}
        root = known.case if join is None else roots.get(join.other_id or "")
        evidence = evidence_between(this.claimed, known.claimed)
        is_out = root is None or root == this.case or not evidence.is_candidate
        if is_out or (link is not None and is_settled(link, versions)):
            continue
        assert root is not None
        if root.pk not in found or found[root.pk][0] < evidence.order:
            found[root.pk] = evidence.order, _candidate(this, known, root, evidence, link)
    ordered = sorted(found.values(), key=lambda pair: pair[0], reverse=True)
    return [candidate for _, candidate in ordered]


def _candidate(this: Known, known: Known, root: Case, evidence: Evidence, link: CaseLink | None) -> Candidate:
    is_undecided = link is not None and link.decision == Decision.CANNOT_SAY
    return Candidate(
        number=root.number,
        name=root.name,
        opened_on=root.opened_on,
        is_older=(root.opened_at, root.pk) < (this.case.opened_at, this.case.pk),
        version=known.version,
        claimed=known.claimed,
        evidence=evidence,
        through=None if root.pk == known.case.pk else known.case.name,
        undecided_since=link.recorded_at if link is not None and is_undecided else None,
        why_undecided=reason_of(link) if link is not None and is_undecided else "",
    )


def _line(line: Line, known: Known) -> Line:
    return Line(case=known.case, purpose=line.purpose, grounds=line.grounds, categories=line.categories)


def _due(case: Case, since: datetime) -> DueCase:
    return DueCase(number=case.number, name=case.name, opened_on=case.opened_on, since=since)


def _joined(link: CaseLink) -> JoinedCase:
    assert link.other is not None
    return JoinedCase(
        number=link.case.number,
        name=link.case.name,
        into_number=link.other.number,
        into_name=link.other.name,
        since=link.recorded_at,
    )


def _others(links: Iterable[CaseLink]) -> set[str]:
    return {link.other_id for link in links if link.other_id is not None}
