"""The model of a risk file: who is in the team, which domains are looked at, what a risk asks, what rests on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from relaas.kernel.faults import Fault, LawFaults, nearest
from relaas.kernel.law_file import IsoDuration, Name, OneOrMore, Part, Slug, Source, SourceState, Text
from relaas.kernel.law_shape import read_law_file, validated
from relaas.kernel.strict_yaml import Document
from relaas.procedure.library import LAW


class State(StrEnum):
    """What an act can ask of the analysis."""

    ASSESSED = "assessed"
    ANSWERED = "answered"
    PROVEN = "proven"


class Discipline(Part):
    """What somebody brings to the team. ``required``: without it there is no team."""

    title: Text
    required: bool = False


class Team(Part):
    """Who must be there: each required discipline, so many people, from so many organisations."""

    disciplines: dict[Name, Discipline]
    quorum: int = Field(ge=1)
    organisations: int = Field(ge=1)
    rests_on: OneOrMore


class Level(Part):
    """How serious a risk is; the order in the file is the order of seriousness."""

    title: Text
    help: Text
    asks_answer: bool


class Domain(Part):
    """What the team looks at. ``acceptable``: a risk in it can be accepted at all."""

    title: Text
    help: Text
    acceptable: bool = True
    rests_on: OneOrMore


class Evidence(Part):
    """On what a finding can rest."""

    title: Text


class AcceptanceRule(Part):
    """How long an acceptance lasts, and how many people of how many organisations sign it."""

    lasts: IsoDuration
    people: int = Field(ge=1)
    organisations: int = Field(ge=1)
    rests_on: OneOrMore


class AnswerRule(Part):
    """Within what a risk is answered that lost its answer or became graver."""

    within: IsoDuration
    rests_on: OneOrMore


class Effect(Part):
    """What a review can find of a measure. ``answers``: the measure still answers its risk."""

    title: Text
    answers: bool


class NamedPerson(Part):
    """How long after its day something late goes to the person named for it."""

    after: IsoDuration


class Supervision(Part):
    """How long after its day something late goes to who supervises."""

    after: IsoDuration
    roles: OneOrMore


class Escalation(Part):
    """With whom something late is, beside its owner."""

    named_person: NamedPerson
    supervision: Supervision
    rests_on: OneOrMore


class Proofs(Part):
    """What a regime still asks, in each status of a track, before the hardship path: of each group of acts one."""

    track: Name
    missing: dict[Name, tuple[tuple[str, ...], ...]]
    rests_on: OneOrMore


class Roles(Part):
    """Which roles do what in an analysis."""

    assess: OneOrMore
    answer: OneOrMore
    own: OneOrMore
    sign: OneOrMore
    review: OneOrMore


class RiskLaw(Part):
    """A risk file."""

    relaas: Literal[1]
    risk: Slug
    title: Text
    team: Team
    levels: dict[Name, Level]
    domains: dict[Name, Domain]
    evidence: dict[Name, Evidence]
    acceptance: AcceptanceRule
    answer: AnswerRule
    effects: dict[Name, Effect]
    escalation: Escalation
    roles: Roles
    acts: dict[Name, State]
    proofs: Proofs
    sources: dict[Slug, Source] = Field(default_factory=dict)

    def rank(self, level: str) -> int:
        """How serious a level is: its place in the file."""
        return list(self.levels).index(level)

    def asks_answer(self, level: str) -> bool:
        """Whether a risk of this level asks an answer."""
        return self.levels[level].asks_answer


def load_risk(root: Path = LAW) -> RiskLaw | None:
    """Read the one file under ``root/risk``; None where there is none: then there is no analysis, and nothing rests on
    it. Raises LawFaults with all faults."""
    faults: list[Fault] = []
    files = sorted((root / "risk").glob("*.yaml"))
    if not files:
        return None
    document = read_law_file(files[0], faults)
    law = None if document is None else validated(document, RiskLaw, faults)
    if document is not None and law is not None:
        faults += _lint(law, document)
    if document is not None and len(files) > 1:
        faults.append(document.fault((), f"there is more than one risk file: {files[1].name}; keep one"))
    if faults or law is None:
        raise LawFaults(faults)
    return law


@lru_cache(maxsize=4)
def risk_law(root: Path = LAW) -> RiskLaw | None:
    """The risk file of a law folder, read once per process."""
    return load_risk(root)


def _lint(law: RiskLaw, document: Document) -> Iterator[Fault]:
    for place, names in _resting(law):
        for name in names:
            if name not in law.sources:
                message = f'no source is called "{name}"{nearest(name, law.sources)}'
                yield document.fault((*place, "rests_on"), message)
    for name, source in law.sources.items():
        if source.state is SourceState.ASSUMED and source.reason is None:
            yield document.fault(("sources", name), "is assumed and gives no reason")
        if not any(name in names for _, names in _resting(law)):
            yield document.fault(("sources", name), "nothing rests on it; take it away")
    yield from _lint_team(law, document)
    yield from _lint_answers(law, document)


def _resting(law: RiskLaw) -> Iterator[tuple[tuple[str, ...], Iterable[str]]]:
    for name, part in (
        ("team", law.team),
        ("acceptance", law.acceptance),
        ("answer", law.answer),
        ("escalation", law.escalation),
        ("proofs", law.proofs),
    ):
        yield (name,), part.rests_on
    for name, domain in law.domains.items():
        yield ("domains", name), domain.rests_on


def _lint_team(law: RiskLaw, document: Document) -> Iterator[Fault]:
    required = sum(one.required for one in law.team.disciplines.values())
    if required > law.team.quorum:
        yield document.fault(("team", "quorum"), f"{required} disciplines are required, more than these people")
    if law.team.organisations > law.team.quorum:
        yield document.fault(("team", "organisations"), "more organisations than people")


def _lint_answers(law: RiskLaw, document: Document) -> Iterator[Fault]:
    if law.acceptance.organisations > law.acceptance.people:
        yield document.fault(("acceptance", "organisations"), "more organisations than people")
    asking = [level.asks_answer for level in law.levels.values()]
    if asking != sorted(asking) or not any(asking) or all(asking):
        yield document.fault(("levels",), "levels go up from those that ask no answer to those that do; have both")
    if all(effect.answers for effect in law.effects.values()):
        yield document.fault(("effects",), "no effect says that a measure does not answer its risk any more")
    lengths = (
        (("acceptance", "lasts"), law.acceptance.lasts),
        (("answer", "within"), law.answer.within),
        (("escalation", "named_person", "after"), law.escalation.named_person.after),
        (("escalation", "supervision", "after"), law.escalation.supervision.after),
    )
    for place, length in lengths:
        if length.in_hours:
            yield document.fault(place, "is counted in days, weeks, months or years")
