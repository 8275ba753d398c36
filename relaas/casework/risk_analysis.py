"""A risk analysis as it stands on a day: what it lacks, which risks have no answer, what is late, and with whom.

All of it follows from the entries, the law of the analysis and the day. No job expires anything: an acceptance answers
nothing the day after its last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from relaas.casework.risk_entries import (
    Acceptance,
    By,
    Disagreement,
    Entry,
    EntryKind,
    Judged,
    Measure,
    Member,
    Named,
    Proof,
    Review,
    RiskFinding,
    Signature,
)
from relaas.casework.risk_law import RiskLaw, State
from relaas.kernel.durations import Duration
from relaas.kernel.terms import last_day

_ONE_DAY = timedelta(days=1)


class LackKind(StrEnum):
    """What can be missing."""

    DISCIPLINE = "discipline"
    QUORUM = "quorum"
    ORGANISATIONS = "organisations"
    DOMAIN = "domain"
    REASONS = "reasons"
    FINDINGS = "findings"
    ANSWER = "answer"
    PROOF = "proof"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """Something that is missing: of which discipline or domain; ``entry`` is the measure; ``short``: how many more."""

    kind: LackKind
    subject: str = ""
    entry: str = ""
    short: int = 0


class Cause(StrEnum):
    """Why a risk has no answer."""

    ESTABLISHED = "established"
    RAISED = "raised"
    EXPIRED = "expired"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """A risk without an answer on a day. ``due_on`` None: the regime has the term for it."""

    domain: str
    level: str
    since: date
    due_on: date | None
    cause: Cause
    owner: By

    def days_overdue_on(self, day: date) -> int:
        """How many days its answer is late; 0 when it is not."""
        return 0 if self.due_on is None else max((day - self.due_on).days, 0)


class DueKind(StrEnum):
    """What can be due. The value is stored."""

    MEASURE = "measure"
    ACCEPTANCE = "acceptance"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something that somebody must do from ``since`` up to and including ``until`` (None: until it is done).

    ``escalates_on`` and ``supervised_on`` are the first days on which it is with the person who was named for it and
    with who supervises. For an acceptance, which is no duty, there are none.
    """

    kind: DueKind
    entry: str
    owner: By
    escalates_to: By | None
    since: date
    until: date | None
    due_on: date
    escalates_on: date | None
    supervised_on: date | None


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """The analysis of one case. ``entries`` in the order in which they were written."""

    law: RiskLaw
    entries: Sequence[Entry]

    def _of(self, kind: EntryKind) -> list[Entry]:
        return [entry for entry in self.entries if entry.kind is kind]

    @cached_property
    def established(self) -> Entry | None:
        """When it was last established."""
        found = self._of(EntryKind.ESTABLISHED)
        return found[-1] if found else None

    @cached_property
    def _place_of_round(self) -> int:
        """How many entries belong to rounds that were established."""
        places = [place for place, entry in enumerate(self.entries, 1) if entry.kind is EntryKind.ESTABLISHED]
        return places[-1] if places else 0

    @cached_property
    def _this_round(self) -> frozenset[str]:
        return frozenset(entry.id for entry in self.entries[self._place_of_round :])

    # --- the team and what it found ---------------------------------------------------------------------------------

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """Everybody in the team, each as last written."""
        latest: dict[Any, Member] = {}
        for entry in self._of(EntryKind.MEMBER):
            content = entry.content
            key = content.get("person") or (content["name"].casefold(), content["organisation"].casefold())
            latest[key] = Member(
                entry=entry.id,
                name=content["name"],
                organisation=content["organisation"],
                discipline=content["discipline"],
                person=content.get("person"),
                has_conflict=content["has_conflict"],
                conflict=content["conflict"],
                is_present=content["is_present"],
                is_of_this_round=entry.id in self._this_round,
            )
        return tuple(latest.values())

    def has_conflict(self, person: int) -> bool:
        """Whether somebody in the team said to have a conflict of interest here."""
        return any(member.person == person and member.has_conflict for member in self.members)

    @cached_property
    def findings(self) -> tuple[RiskFinding, ...]:
        """What was found, as far as it is among the entries."""
        return tuple(
            RiskFinding(
                entry=entry.id,
                domain=entry.content["domain"],
                words=entry.content["words"],
                evidence=entry.content["evidence"],
                where=entry.content["where"],
                cites=entry.content["cites"],
                on=entry.on,
                by=entry.by,
            )
            for entry in self._of(EntryKind.FINDING)
        )

    @cached_property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """Who sees what otherwise."""
        return tuple(
            Disagreement(
                entry=entry.id,
                domain=entry.content["domain"],
                who=entry.content["who"],
                why=entry.content["why"],
                on=entry.on,
            )
            for entry in self._of(EntryKind.DISAGREEMENT)
        )

    @cached_property
    def _levels(self) -> dict[str, list[Judged]]:
        found: dict[str, list[Judged]] = {}
        for entry in self._of(EntryKind.LEVEL):
            judged = Judged(
                entry=entry.id,
                domain=entry.content["domain"],
                level=entry.content["level"],
                reasons=entry.content["reasons"],
                on=entry.on,
                by=entry.by,
                is_of_this_round=entry.id in self._this_round,
            )
            found.setdefault(judged.domain, []).append(judged)
        return found

    def judged(self, domain: str) -> Judged | None:
        """How serious the team holds a domain, as last written."""
        found = self._levels.get(domain)
        return found[-1] if found else None

    @cached_property
    def risks(self) -> dict[str, Judged]:
        """The risks that bind, by domain: what was established, or something graver written since. Nothing graver is
        taken back before the analysis is established anew."""
        if self.established is None:
            return {}
        found = {}
        for domain, levels in self._levels.items():
            before = [one for one in levels if not one.is_of_this_round][-1:]
            after = [one for one in levels if one.is_of_this_round]
            binding = max([*before, *after], key=lambda one: self.law.rank(one.level))
            if self.law.asks_answer(binding.level):
                found[domain] = binding
        return {domain: found[domain] for domain in self.law.domains if domain in found}

    # --- answers ----------------------------------------------------------------------------------------------------

    def _about(self, kind: EntryKind, entry: str) -> list[Entry]:
        return [one for one in self._of(kind) if one.about == entry]

    def _withdrawal(self, entry: str) -> Entry | None:
        return next(iter(self._about(EntryKind.WITHDRAWAL, entry)), None)

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure, with what became of it."""
        return tuple(self._measure(entry) for entry in self._of(EntryKind.MEASURE))

    def _measure(self, entry: Entry) -> Measure:
        content, withdrawn = entry.content, self._withdrawal(entry.id)
        proofs = self._about(EntryKind.PROOF, entry.id)
        return Measure(
            entry=entry.id,
            domain=content["domain"],
            words=content["words"],
            owner=_named(content["owner"]),
            until=content["until"],
            escalates_to=_named(content["escalates_to"]) if content.get("escalates_to") else None,
            on=entry.on,
            proof=_proof(proofs[-1]) if proofs else None,
            reviews=tuple(self._review(one) for one in self._about(EntryKind.REVIEW, entry.id)),
            withdrawn_on=withdrawn.on if withdrawn else None,
            withdrawn_because=withdrawn.content["reasons"] if withdrawn else "",
        )

    def _review(self, entry: Entry) -> Review:
        effect = entry.content["effect"]
        return Review(
            entry=entry.id,
            effect=effect,
            reasons=entry.content["reasons"],
            on=entry.on,
            still_answers=self.law.effects[effect].answers,
        )

    @cached_property
    def acceptances(self) -> tuple[Acceptance, ...]:
        """Every acceptance, with who signed it."""
        return tuple(self._acceptance(entry) for entry in self._of(EntryKind.ACCEPTANCE))

    @property
    def answers(self) -> tuple[Measure | Acceptance, ...]:
        """Every measure and every acceptance."""
        return (*self.measures, *self.acceptances)

    def _acceptance(self, entry: Entry) -> Acceptance:
        withdrawn = self._withdrawal(entry.id)
        signatures = tuple(_signature(one) for one in (entry, *self._about(EntryKind.SIGNATURE, entry.id)))
        signed_on = self._signed_on(signatures)
        return Acceptance(
            entry=entry.id,
            domain=entry.content["domain"],
            level=entry.content["level"],
            reasons=entry.content["reasons"],
            signatures=signatures,
            signed_on=signed_on,
            last_day=None if signed_on is None else _after(signed_on, self.law.acceptance.lasts),
            withdrawn_on=withdrawn.on if withdrawn else None,
            withdrawn_because=withdrawn.content["reasons"] if withdrawn else "",
        )

    def _signed_on(self, signatures: Sequence[Signature]) -> date | None:
        """The day on which enough people of enough organisations had signed."""
        rule = self.law.acceptance
        for place, signature in enumerate(signatures, start=1):
            so_far = signatures[:place]
            people = {one.by.person for one in so_far}
            organisations = {one.by.organisation for one in so_far}
            if len(people) >= rule.people and len(organisations) >= rule.organisations:
                return signature.on
        return None

    def _accepts(self, acceptance: Acceptance, risk: Judged, day: date) -> bool:
        is_enough = self.law.rank(risk.level) <= self.law.rank(acceptance.level)
        return self.law.domains[risk.domain].acceptable and is_enough and acceptance.is_in_force_on(day)

    def answers_to(self, domain: str, day: date) -> tuple[Measure | Acceptance, ...]:
        """What answers the risk in a domain on a day."""
        risk = self.risks.get(domain)
        if risk is None:
            return ()
        measures = [one for one in self.measures if one.domain == domain and one.answers_on(day)]
        accepted = [one for one in self.acceptances if one.domain == domain and self._accepts(one, risk, day)]
        return (*measures, *accepted)

    def unanswered_on(self, day: date) -> tuple[Unanswered, ...]:
        """Every risk that nothing answers on a day."""
        return tuple(
            self._unanswered(risk, day) for domain, risk in self.risks.items() if not self.answers_to(domain, day)
        )

    def _unanswered(self, risk: Judged, day: date) -> Unanswered:
        """Since when, and because of what: the last thing that befell the risk or its answers up to the day."""
        ends = [(one, cause) for one, cause in self._ends(risk) if one[0] <= day]
        assert self.established is not None
        is_established = not risk.is_of_this_round
        start = self.established.on if is_established else risk.on
        begun = (start, Cause.ESTABLISHED if is_established else Cause.RAISED)
        (since, owner), cause = max(
            [((begun[0], risk.by), begun[1]), *ends], key=lambda found: (found[0][0], found[1] is not begun[1])
        )
        due = {
            Cause.ESTABLISHED: None,
            Cause.EXPIRED: since - _ONE_DAY,
        }.get(cause, _after(since, self.law.answer.within))
        return Unanswered(domain=risk.domain, level=risk.level, since=since, due_on=due, cause=cause, owner=owner)

    def _ends(self, risk: Judged) -> Iterator[tuple[tuple[date, By], Cause]]:
        """The days from which something that did answer the risk does so no more, and whose answer it was."""
        for measure in self.measures:
            end = measure.ended_on
            if measure.domain == risk.domain and end is not None and measure.answers_on(end - _ONE_DAY):
                yield (end, measure.owner.by), Cause.ENDED
        for one in self.acceptances:
            if one.domain != risk.domain or one.last_day is None:
                continue
            expires = one.last_day + _ONE_DAY
            end = min(expires, one.withdrawn_on or expires)
            if self._accepts(one, risk, end - _ONE_DAY):
                yield (end, one.signatures[0].by), Cause.EXPIRED if end == expires else Cause.ENDED

    def overdue_on(self, day: date) -> tuple[Measure, ...]:
        """The measures whose day is past without proof."""
        return tuple(one for one in self.measures if one.days_overdue_on(day))

    def accepted_on(self, day: date) -> tuple[Acceptance, ...]:
        """The acceptances that are in force on a day: they are counted."""
        return tuple(one for one in self.acceptances if one.is_in_force_on(day))

    # --- what it lacks ----------------------------------------------------------------------------------------------

    def lacks(self, state: State, day: date) -> tuple[Lack, ...]:
        """Everything that is missing for a state, at once."""
        if state is State.ASSESSED:
            return (*self._lacks_in_team(), *self._lacks_in_domains())
        unanswered = [Lack(kind=LackKind.ANSWER, subject=one.domain) for one in self.unanswered_on(day)]
        if state is State.ANSWERED:
            return tuple(unanswered)
        unproven = [one for one in self.measures if one.lacks_proof_on(day)]
        return (*unanswered, *(Lack(kind=LackKind.PROOF, subject=one.domain, entry=one.entry) for one in unproven))

    def _lacks_in_team(self) -> Iterator[Lack]:
        team, counting = self.law.team, [member for member in self.members if member.counts]
        present = {member.discipline for member in counting}
        for name, discipline in team.disciplines.items():
            if discipline.required and name not in present:
                yield Lack(kind=LackKind.DISCIPLINE, subject=name)
        if len(counting) < team.quorum:
            yield Lack(kind=LackKind.QUORUM, short=team.quorum - len(counting))
        organisations = {member.organisation.casefold() for member in counting}
        if len(organisations) < team.organisations:
            yield Lack(kind=LackKind.ORGANISATIONS, short=team.organisations - len(organisations))

    def _lacks_in_domains(self) -> Iterator[Lack]:
        """A level is written with its findings and reasons; that they are there is looked at once more."""
        for domain in self.law.domains:
            judged = self.judged(domain)
            if judged is None or not judged.is_of_this_round:
                yield Lack(kind=LackKind.DOMAIN, subject=domain)
                continue
            if not judged.reasons.strip():
                yield Lack(kind=LackKind.REASONS, subject=domain)
            if not next(entry for entry in self.entries if entry.id == judged.entry).content.get("rests_on"):
                yield Lack(kind=LackKind.FINDINGS, subject=domain)

    # --- what is due ------------------------------------------------------------------------------------------------

    def dues(self) -> tuple[Due, ...]:
        """What is due from the last entry on, if nobody writes anything more: it holds for every later day."""
        if not self.entries:
            return ()
        now = max(entry.on for entry in self.entries)
        return (*self._due_measures(now), *self._due_answers(now), *self._standing_acceptances(now))

    def _due_measures(self, now: date) -> Iterator[Due]:
        for one in self.measures:
            if one.proof is None and one.answers_on(now):
                to = one.escalates_to.by if one.escalates_to else None
                yield self._late(DueKind.MEASURE, one.entry, one.owner.by, to, since=one.on, due_on=one.until)

    def _due_answers(self, now: date) -> Iterator[Due]:
        """A risk can lose its answer today, or on the day after an acceptance ends."""
        lapses = {one.last_day + _ONE_DAY for one in self.acceptances if one.last_day and one.last_day >= now}
        days = sorted({now, *lapses})
        standing: dict[str, Unanswered] = {}
        for day in days:
            for one in self.unanswered_on(day):
                standing.setdefault(one.domain, one)
        for one in standing.values():
            if one.due_on is not None:
                entry = self.risks[one.domain].entry
                yield self._late(DueKind.ANSWER, entry, one.owner, None, since=one.since, due_on=one.due_on)

    def _standing_acceptances(self, now: date) -> Iterator[Due]:
        for one in self.accepted_on(now):
            assert one.signed_on is not None
            assert one.last_day is not None
            yield Due(
                kind=DueKind.ACCEPTANCE,
                entry=one.entry,
                owner=one.signatures[0].by,
                escalates_to=None,
                since=one.signed_on,
                until=one.last_day,
                due_on=one.last_day,
                escalates_on=None,
                supervised_on=None,
            )

    def _late(self, kind: DueKind, entry: str, owner: By, to: By | None, *, since: date, due_on: date) -> Due:
        rule = self.law.escalation
        return Due(
            kind=kind,
            entry=entry,
            owner=owner,
            escalates_to=to,
            since=since,
            until=None,
            due_on=due_on,
            escalates_on=_after(due_on, rule.named_person.after) if to is not None else None,
            supervised_on=_after(due_on, rule.supervision.after),
        )


def seen_mark(entries: Iterable[Entry]) -> str:
    """Stands for exactly these entries: another one as soon as there is one more."""
    ids = [entry.id for entry in entries]
    return f"{len(ids)}-{ids[-1] if ids else 'none'}"


def _named(content: Any) -> Named:
    by = By(person=content["person"], organisation=content["organisation"], role=content["role"])
    return Named(by=by, name=content["name"], organisation=content["organisation_name"])


def _proof(entry: Entry) -> Proof:
    content = entry.content
    return Proof(
        entry=entry.id,
        words=content["words"],
        attachment=content["attachment"],
        seen_by=content["seen_by"],
        on=entry.on,
    )


def _signature(entry: Entry) -> Signature:
    signed = entry.content["signed"]
    return Signature(by=entry.by, name=signed["name"], organisation=signed["organisation"], on=entry.on)


def _after(day: date, length: Duration) -> date:
    return last_day(start_on=day, length=length)
