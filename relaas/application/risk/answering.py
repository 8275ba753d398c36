"""Answering risks: measures with owner, day, proof and effect, or an acceptance that two organisations sign."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from relaas.application.actors import Actor
from relaas.application.forms import FaultKind
from relaas.application.log import Refused
from relaas.application.risk.analysing import (
    Colleague,
    Faults,
    New,
    NoSuchEntry,
    OpenAnalysis,
    Written,
    colleagues,
    named,
    writing,
)
from relaas.casework.risk_entries import Acceptance, EntryKind, Measure
from relaas.casework.risk_law import RiskLaw


class AcceptanceImpossible(Refused):
    """A risk in this domain cannot be accepted: only a measure answers it."""


class NothingToAccept(Refused):
    """No established risk in this domain asks an answer."""


class ConflictOfInterest(Refused):
    """Who has a conflict of interest in this case signs no acceptance in it."""


class OtherSignatoryNeeded(Refused):
    """An acceptance is signed by different people of different organisations: this one signed it already."""


class NotTheOwner(Refused):
    """Only the role at the organisation that owns a measure shows that it was carried out."""


class NothingMoreToSay(Refused):
    """It was withdrawn, signed or proven already, or, for a review, there is no proof of it yet."""


def add_measure(
    *,
    actor: Actor,
    number: str,
    domain: str,
    words: str,
    owner: str,
    until: date | None,
    seen: str,
    idempotency_key: str,
    escalates_to: str = "",
    now: datetime | None = None,
) -> Written:
    """Answer the risk in a domain with a measure. ``owner`` and ``escalates_to`` are keys of colleagues on the case;
    the second is somebody else of the owner's organisation, and is asked for where there is somebody else.

    Raises NotFound, NotGranted, NoSuchEntry, FormInvalid, AnalysisMovedOn, KeyReused, MandateEnded.
    """

    def make(opened: OpenAnalysis) -> list[New]:
        opened.check_domain(domain)
        faults = Faults()
        known = {one.key: one for one in colleagues(opened.door)}
        text = faults.text(words, "words")
        who = _owner(opened, known, owner, faults)
        if until is None:
            faults.add("until", FaultKind.REQUIRED)
        elif until < opened.door.today:
            faults.add("until", FaultKind.IN_THE_PAST)
        told = _told_when_late(known, who, escalates_to, faults)
        faults.check()
        assert who is not None
        content = {
            "domain": domain,
            "words": text,
            "owner": named(who),
            "until": until,
            "escalates_to": named(told) if told else None,
        }
        return [New(kind=EntryKind.MEASURE, content=content)]

    return _writing(actor, number, lambda law: law.roles.answer, domain, seen, idempotency_key, now, make)


def accept(
    *,
    actor: Actor,
    number: str,
    domain: str,
    reasons: str,
    has_conflict: bool | None,
    seen: str,
    idempotency_key: str,
    now: datetime | None = None,
) -> Written:
    """Propose to accept the risk in a domain, and sign that first. It answers nothing until the law's number of people
    and organisations has signed.

    Raises NotFound, NotGranted, NoSuchEntry, AcceptanceImpossible, NothingToAccept, ConflictOfInterest, FormInvalid,
    AnalysisMovedOn, KeyReused, MandateEnded.
    """

    def make(opened: OpenAnalysis) -> list[New]:
        opened.check_domain(domain)
        if not opened.law.domains[domain].acceptable:
            raise AcceptanceImpossible("cannot be accepted")
        risk = opened.analysis.risks.get(domain)
        if risk is None:
            raise NothingToAccept("no risk to accept")
        faults = Faults()
        why = faults.text(reasons, "reasons")
        _check_conflict(opened, has_conflict, faults)
        content = {"domain": domain, "level": risk.level, "reasons": why, "signed": _signed(opened)}
        return [New(kind=EntryKind.ACCEPTANCE, content=content)]

    return _writing(actor, number, lambda law: law.roles.sign, domain, seen, idempotency_key, now, make)


def sign(
    *,
    actor: Actor,
    number: str,
    acceptance: str,
    has_conflict: bool | None,
    seen: str,
    idempotency_key: str,
    now: datetime | None = None,
) -> Written:
    """Sign an acceptance that somebody of another organisation proposed.

    Raises NotFound, NotGranted, NoSuchEntry, NothingMoreToSay, OtherSignatoryNeeded, ConflictOfInterest, FormInvalid,
    AnalysisMovedOn, KeyReused, MandateEnded.
    """

    def make(opened: OpenAnalysis) -> list[New]:
        found = acceptance_of(opened, acceptance)
        if found.signed_on is not None or found.withdrawn_on is not None:
            raise NothingMoreToSay("signed or withdrawn")
        mine = opened.door.actor
        if any(one.by.person == mine.person_id or one.by.organisation == mine.organisation_id
               for one in found.signatures):  # fmt: skip
            raise OtherSignatoryNeeded("another person of another organisation signs")
        _check_conflict(opened, has_conflict, Faults())
        return [New(kind=EntryKind.SIGNATURE, content={"signed": _signed(opened)}, about=acceptance)]

    return _writing(actor, number, lambda law: law.roles.sign, acceptance, seen, idempotency_key, now, make)


def prove(
    *,
    actor: Actor,
    number: str,
    measure: str,
    words: str,
    seen_by: str,
    seen: str,
    idempotency_key: str,
    attachment: str = "",
    now: datetime | None = None,
) -> Written:
    """Show that a measure was carried out: what shows it, who saw it, and where a document of it is.

    Raises NotFound, NotGranted, NoSuchEntry, NotTheOwner, NothingMoreToSay, FormInvalid, AnalysisMovedOn, KeyReused,
    MandateEnded.
    """

    def make(opened: OpenAnalysis) -> list[New]:
        found = measure_of(opened, measure)
        if not owns(opened, found):
            raise NotTheOwner("another organisation owns it")
        if found.proof is not None or found.withdrawn_on is not None:
            raise NothingMoreToSay("proven or withdrawn")
        faults = Faults()
        content = {
            "words": faults.text(words, "words"),
            "seen_by": faults.text(seen_by, "seen_by"),
            "attachment": faults.text(attachment, "attachment", required=False),
        }
        faults.check()
        return [New(kind=EntryKind.PROOF, content=content, about=measure)]

    return _writing(actor, number, lambda law: law.roles.own, measure, seen, idempotency_key, now, make)


def review(
    *,
    actor: Actor,
    number: str,
    measure: str,
    effect: str,
    reasons: str,
    seen: str,
    idempotency_key: str,
    now: datetime | None = None,
) -> Written:
    """Say what a measure that was carried out turned out to do. One that did not work answers its risk no more.

    Raises NotFound, NotGranted, NoSuchEntry, NothingMoreToSay, FormInvalid, AnalysisMovedOn, KeyReused, MandateEnded.
    """

    def make(opened: OpenAnalysis) -> list[New]:
        found = measure_of(opened, measure)
        if found.proof is None or found.withdrawn_on is not None:
            raise NothingMoreToSay("not proven, or withdrawn")
        faults = Faults()
        faults.option(effect, opened.law.effects, "effect")
        content = {"effect": effect, "reasons": faults.text(reasons, "reasons")}
        faults.check()
        return [New(kind=EntryKind.REVIEW, content=content, about=measure)]

    return _writing(actor, number, lambda law: law.roles.review, measure, seen, idempotency_key, now, make)


def withdraw(
    *,
    actor: Actor,
    number: str,
    answer: str,
    reasons: str,
    seen: str,
    idempotency_key: str,
    now: datetime | None = None,
) -> Written:
    """Take back a measure or an acceptance, with reasons: from today its risk has to be answered otherwise.

    Raises NotFound, NotGranted, NoSuchEntry, NothingMoreToSay, FormInvalid, AnalysisMovedOn, KeyReused, MandateEnded.
    """

    def make(opened: OpenAnalysis) -> list[New]:
        found = {one.entry: one for one in opened.analysis.answers}.get(answer)
        if found is None:
            raise NoSuchEntry("no such answer")
        if found.withdrawn_on is not None:
            raise NothingMoreToSay("withdrawn")
        faults = Faults()
        content = {"reasons": faults.text(reasons, "reasons")}
        faults.check()
        return [New(kind=EntryKind.WITHDRAWAL, content=content, about=answer)]

    return _writing(actor, number, lambda law: law.roles.answer, answer, seen, idempotency_key, now, make)


def measure_of(opened: OpenAnalysis, entry: str) -> Measure:
    """A measure of the analysis. Raises NoSuchEntry."""
    for one in opened.analysis.measures:
        if one.entry == entry:
            return one
    raise NoSuchEntry("no such measure")


def acceptance_of(opened: OpenAnalysis, entry: str) -> Acceptance:
    """An acceptance of the analysis. Raises NoSuchEntry."""
    for one in opened.analysis.acceptances:
        if one.entry == entry:
            return one
    raise NoSuchEntry("no such acceptance")


def owns(opened: OpenAnalysis, measure: Measure) -> bool:
    """Whether the actor's role at its organisation owns a measure."""
    mine = opened.door.actor
    return (measure.owner.by.role, measure.owner.by.organisation) == (mine.role, mine.organisation_id)


def _owner(opened: OpenAnalysis, known: dict[str, Colleague], owner: str, faults: Faults) -> Colleague | None:
    who = known.get(owner)
    if who is None or who.role not in opened.law.roles.own:
        faults.add("owner", FaultKind.NOT_AN_OPTION if owner else FaultKind.REQUIRED)
        return None
    return who


def _told_when_late(
    known: dict[str, Colleague], owner: Colleague | None, told: str, faults: Faults
) -> Colleague | None:
    """Somebody else at the owner's organisation. Where the owner is alone there, lateness goes to supervision."""
    if owner is None:
        return None
    others = {
        key: one
        for key, one in known.items()
        if one.organisation_id == owner.organisation_id and one.person != owner.person
    }
    if told in others:
        return others[told]
    if told or others:
        faults.add("escalates_to", FaultKind.NOT_AN_OPTION if told else FaultKind.REQUIRED)
    return None


def _check_conflict(opened: OpenAnalysis, declared: bool | None, faults: Faults) -> None:
    if declared is None:
        faults.add("has_conflict", FaultKind.REQUIRED)
    faults.check()
    if declared or opened.analysis.has_conflict(opened.door.actor.person_id):
        raise ConflictOfInterest("a conflict of interest")


def _signed(opened: OpenAnalysis) -> dict[str, str]:
    actor = opened.door.actor
    return {"name": actor.person, "organisation": actor.organisation}


def _writing(
    actor: Actor,
    number: str,
    roles: Callable[[RiskLaw], Iterable[str]],
    scope: str,
    seen: str,
    idempotency_key: str,
    now: datetime | None,
    make: Callable[[OpenAnalysis], list[New]],
) -> Written:
    return writing(
        actor=actor, number=number, roles=roles, scope=scope, seen=seen, idempotency_key=idempotency_key, now=now,
        make=make,
    )  # fmt: skip
