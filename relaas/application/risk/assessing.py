"""The team and what it finds: who is in it, what was found in each domain, on what it rests, and how serious it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from relaas.application.actors import Actor
from relaas.application.forms import FaultKind
from relaas.application.risk.analysing import TEAM, Colleague, Faults, New, OpenAnalysis, Written, colleagues, writing
from relaas.casework.risk_entries import EntryKind
from relaas.storage.stories import visible_findings

OF_ACCOUNT = "finding"
HEALTH = "health"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something found, and on what it rests: ``evidence`` is the sort, ``where`` says it in words, ``cites`` is the
    finding of the account that it rests on. ``tells_health``: it says something of the child's health."""

    words: str
    evidence: str
    where: str = ""
    cites: str = ""
    tells_health: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent:
    """Who in the team sees it otherwise, and why."""

    who: str
    why: str


def put_member(
    *,
    actor: Actor,
    number: str,
    colleague: str,
    discipline: str,
    has_conflict: bool | None,
    conflict: str,
    is_present: bool | None,
    seen: str,
    idempotency_key: str,
    name: str = "",
    organisation: str = "",
    now: datetime | None = None,
) -> Written:
    """Put somebody in the team, or say anew how it is with them: with which discipline, whether they were there, and
    whether they have a conflict of interest. ``colleague`` is the key of somebody on the case; without one the name and
    the organisation are given in words.

    Raises NotFound, NotGranted, FormInvalid, AnalysisMovedOn, KeyReused, MandateEnded.
    """

    def make(opened: OpenAnalysis) -> list[New]:
        faults = Faults()
        known = {one.key: one for one in colleagues(opened.door)} if colleague else {}
        who = known.get(colleague)
        if colleague and who is None:
            faults.add("colleague", FaultKind.NOT_AN_OPTION)
        content = {**_who(who, name, organisation, faults), "discipline": discipline}
        faults.option(discipline, opened.law.team.disciplines, "discipline")
        for field, value in (("has_conflict", has_conflict), ("is_present", is_present)):
            if value is None:
                faults.add(field, FaultKind.REQUIRED)
            content[field] = value
        content["conflict"] = faults.text(conflict, "conflict", required=bool(has_conflict))
        faults.check()
        return [New(kind=EntryKind.MEMBER, content=content)]

    return writing(
        actor=actor, number=number, roles=lambda law: law.roles.assess, scope=TEAM, seen=seen,
        idempotency_key=idempotency_key, now=now, make=make,
    )  # fmt: skip


def assess(
    *,
    actor: Actor,
    number: str,
    domain: str,
    level: str,
    reasons: str,
    seen: str,
    idempotency_key: str,
    found: Sequence[Found] = (),
    dissent: Sequence[Dissent] = (),
    now: datetime | None = None,
) -> Written:
    """Say how serious a domain is and why, with what was found in it and who sees it otherwise. At least one finding
    must be there, now or from before.

    Raises NotFound, NotGranted, NoSuchEntry, FormInvalid, AnalysisMovedOn, KeyReused, MandateEnded.
    """

    def make(opened: OpenAnalysis) -> list[New]:
        opened.check_domain(domain)
        faults = Faults()
        faults.option(level, opened.law.levels, "level")
        why = faults.text(reasons, "reasons")
        findings = [_finding(opened, domain, one, faults) for one in found]
        others = [_dissent(domain, one, faults) for one in dissent]
        earlier = [one.entry for one in opened.analysis.findings if one.domain == domain]
        if not findings and not earlier:
            faults.add("words", FaultKind.REQUIRED)
        faults.check()
        rests_on = len(earlier) + len(findings)
        judged = {"domain": domain, "level": level, "reasons": why, "rests_on": rests_on}
        return [New(kind=EntryKind.LEVEL, content=judged), *findings, *others]

    return writing(
        actor=actor, number=number, roles=lambda law: law.roles.assess, scope=domain, seen=seen,
        idempotency_key=idempotency_key, now=now, make=make,
    )  # fmt: skip


def _who(who: Colleague | None, name: str, organisation: str, faults: Faults) -> dict[str, Any]:
    if who is not None:
        return {"person": who.person, "name": who.name, "organisation": who.organisation}
    return {
        "person": None,
        "name": faults.text(name, "name"),
        "organisation": faults.text(organisation, "organisation"),
    }


def _finding(opened: OpenAnalysis, domain: str, one: Found, faults: Faults) -> New:
    words = faults.text(one.words, "words")
    faults.option(one.evidence, opened.law.evidence, "evidence")
    of_account = one.evidence == OF_ACCOUNT
    where = faults.text(one.where, "where", required=not of_account)
    carried = opened.door.law.mask([HEALTH]) if one.tells_health else 0
    if of_account:
        carried |= _carried(opened, one.cites, faults)
    content = {
        "domain": domain,
        "words": words,
        "evidence": one.evidence,
        "where": where,
        "cites": one.cites if of_account else "",
    }
    return New(kind=EntryKind.FINDING, content=content, categories=carried)


def _carried(opened: OpenAnalysis, cites: str, faults: Faults) -> int:
    """What a finding of the account carries; the actor must be able to see it."""
    door = opened.door
    seen = visible_findings(case_id=door.case.pk, sight=door.sight(), organisation_id=door.actor.organisation_id)
    found = seen.filter(pk=cites).values_list("categories", flat=True).first() if cites else None
    if found is None:
        faults.add("cites", FaultKind.NOT_AN_OPTION if cites else FaultKind.REQUIRED)
    return found or 0


def _dissent(domain: str, one: Dissent, faults: Faults) -> New:
    content = {"domain": domain, "who": faults.text(one.who, "who"), "why": faults.text(one.why, "why")}
    return New(kind=EntryKind.DISAGREEMENT, content=content)
