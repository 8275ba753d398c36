"""The model of a retention file: how long which kind of data is kept, from when, and what happens then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from relaas.kernel.faults import Fault, LawFaults, nearest
from relaas.kernel.law_file import IsoDuration, Name, OneOrMore, Part, Slug, Source, SourceState, Text
from relaas.kernel.law_shape import read_law_file, validated
from relaas.kernel.strict_yaml import Document
from relaas.procedure.library import LAW


class Event(StrEnum):
    """What a term of retention can run from."""

    OPENED = "opened"
    INFORMATION = "information"
    ENDED = "ended"


class AtEnd(StrEnum):
    """What the end of a term of retention does."""

    EXPIRE = "expire"
    MAY_ERASE = "may_erase"
    MUST_ERASE = "must_erase"


class HolderRole(Part):
    """A role that only this file knows: who decides on what is kept."""

    title: Text


class DataKind(Part):
    """A kind of data that is in a case when one of ``held_by`` works on it. Without a rule nobody knows how long it may
    be kept, and ``open_question`` says so."""

    title: Text
    held_by: OneOrMore
    open_question: Text | None = None


class Rule(Part):
    """One term of one kind of data.

    It runs from the event, or from the end of the rule named by ``after``; each of ``restarts_on`` that comes later
    starts it anew. ``open_to``: the roles that still read what has expired. ``erased_by``: the roles that may erase.
    """

    kind: Name
    title: Text
    from_event: Event | None = Field(default=None, alias="from")
    after: Slug | None = None
    restarts_on: tuple[Event, ...] = ()
    length: IsoDuration
    at_end: AtEnd
    open_to: OneOrMore = ()
    erased_by: OneOrMore = ()
    rests_on: OneOrMore

    @model_validator(mode="after")
    def _whole(self) -> Rule:
        if (self.from_event is None) == (self.after is None):
            raise ValueError("a rule runs from an event, or after another rule: one of the two")
        if self.at_end is AtEnd.EXPIRE and self.erased_by:
            raise ValueError("what expires is not erased: erased_by belongs with may_erase and must_erase")
        if self.at_end is not AtEnd.EXPIRE and (self.open_to or not self.erased_by):
            raise ValueError("what may or must be erased says by whom (erased_by), and not who still reads it")
        return self


class Ground(Part):
    """A reason to erase a case before its terms end."""

    title: Text
    erased_by: OneOrMore
    rests_on: OneOrMore


class Drafts(Part):
    """How long what somebody began to write and did not send is kept, from when it was last saved."""

    title: Text
    length: IsoDuration
    rests_on: OneOrMore = Field(min_length=1)


class RetentionLaw(Part):
    """A retention file. Without ``drafts`` nothing can be kept that is not sent."""

    relaas: Literal[1]
    retention: Slug
    title: Text
    roles: dict[Name, HolderRole] = Field(default_factory=dict)
    sources: dict[Slug, Source] = Field(default_factory=dict)
    kinds: dict[Name, DataKind] = Field(default_factory=dict)
    rules: dict[Slug, Rule] = Field(default_factory=dict)
    grounds: dict[Slug, Ground] = Field(default_factory=dict)
    drafts: Drafts | None = None


NO_LAW = RetentionLaw(
    relaas=1,
    retention="none",
    title=Text(nl="Geen bewaarregels", en="No rules of retention"),
)


def load_retention(root: Path = LAW) -> RetentionLaw:
    """Read the file under ``root/retention``; without one nothing expires and nothing may be erased.

    Raises LawFaults with all faults.
    """
    files = sorted((root / "retention").glob("*.yaml"))
    if not files:
        return NO_LAW
    faults: list[Fault] = []
    document = read_law_file(files[0], faults)
    law = None if document is None else validated(document, RetentionLaw, faults)
    if document is not None and law is not None:
        faults += _lint(law, document)
    if document is not None and len(files) > 1:
        faults.append(document.fault((), f"there is more than one retention file: {files[1].name}; keep one"))
    if faults or law is None:
        raise LawFaults(faults)
    return law


@lru_cache(maxsize=4)
def retention_law(root: Path = LAW) -> RetentionLaw:
    """The retention file of a law folder, read once per process."""
    return load_retention(root)


def _lint(law: RetentionLaw, document: Document) -> Iterator[Fault]:
    for part, elements in (("rules", law.rules), ("grounds", law.grounds)):
        for name, element in elements.items():
            yield from _lint_sources(law, (part, name, "rests_on"), element.rests_on, document)
    if law.drafts is not None:
        yield from _lint_sources(law, ("drafts", "rests_on"), law.drafts.rests_on, document)
    for name, rule in law.rules.items():
        if rule.kind not in law.kinds:
            message = f'no kind of data is called "{rule.kind}"{nearest(rule.kind, law.kinds)}'
            yield document.fault(("rules", name, "kind"), message)
        yield from _lint_after(law, name, rule, document)
    for name in law.grounds.keys() & law.rules.keys():
        yield document.fault(("grounds", name), "is the name of a rule too; give it another")
    yield from _lint_questions(law, document)


def _lint_questions(law: RetentionLaw, document: Document) -> Iterator[Fault]:
    """What is not known is said, and what is assumed has a reason."""
    ruled = {rule.kind for rule in law.rules.values()}
    for name, kind in law.kinds.items():
        if (name in ruled) == (kind.open_question is not None):
            yield document.fault(("kinds", name), "has a rule, or an open_question that says why not: one of the two")
    for name, source in law.sources.items():
        if source.state is SourceState.ASSUMED and source.reason is None:
            yield document.fault(("sources", name), "is assumed and gives no reason")


def _lint_sources(
    law: RetentionLaw, place: tuple[str, ...], names: Iterable[str], document: Document
) -> Iterator[Fault]:
    for source in names:
        if source not in law.sources:
            yield document.fault(place, f'no source is called "{source}"{nearest(source, law.sources)}')


def _lint_after(law: RetentionLaw, name: str, rule: Rule, document: Document) -> Iterator[Fault]:
    seen, place = {name}, ("rules", name, "after")
    while rule.after is not None:
        if rule.after not in law.rules:
            yield document.fault(place, f'no rule is called "{rule.after}"{nearest(rule.after, law.rules)}')
            return
        if rule.after in seen:
            yield document.fault(place, f"runs after itself, through {rule.after}")
            return
        seen.add(rule.after)
        rule = law.rules[rule.after]
