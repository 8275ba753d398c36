"""The model of the file that says what capacity is counted, who keeps it and who sees it: ``law/capacity``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from relaas.kernel.faults import Fault, LawFaults, nearest
from relaas.kernel.law_file import IsoDuration, Name, OneOrMore, Part, Slug, Source, SourceState, Text
from relaas.kernel.law_shape import read_law_file, validated
from relaas.kernel.strict_yaml import Document

FILE = Path(__file__).resolve().parent.parent / "law" / "capacity" / "nl.yaml"


class PlanningRole(Part):
    """A role that only this file knows."""

    title: Text


class Pool(Part):
    """A kind of scarce people, by the name that the regimes give it. ``certificate``: what somebody of the pool should
    hold. ``works_on``: per track the statuses of a case in which the pool has work on it."""

    title: Text
    certificate: Name | None = None
    works_on: dict[Name, OneOrMore] = Field(default_factory=dict)
    rests_on: OneOrMore


class Certificate(Part):
    """Proof of expertise, and how long it lasts unless another end is given."""

    title: Text
    lasts: IsoDuration
    rests_on: OneOrMore


class CapacityLaw(Part):
    """What is counted. ``kept_by`` roles write the books of their organisation and see names; ``sees_totals`` roles see
    sums over organisations. ``warns_before``: how long ahead an end counts as a risk; a topic known by fewer than
    ``thin_below`` people is thin. ``full_week``: hours of one full post."""

    relaas: Literal[1]
    capacity: Slug
    title: Text
    roles: dict[Name, PlanningRole]
    kept_by: OneOrMore
    sees_totals: OneOrMore
    rests_on: OneOrMore
    pools: dict[Name, Pool]
    certificates: dict[Name, Certificate]
    topics: dict[Name, Text]
    warns_before: IsoDuration
    thin_below: int = Field(ge=1)
    full_week: int = Field(ge=1, le=60)
    warning_rests_on: OneOrMore
    sources: dict[Slug, Source]


def load_capacity(path: Path = FILE) -> CapacityLaw:
    """Read the file. Raises LawFaults with all faults."""
    faults: list[Fault] = []
    document = read_law_file(path, faults)
    law = None if document is None else validated(document, CapacityLaw, faults)
    if document is not None and law is not None:
        faults += _lint(law, document)
    if faults or law is None:
        raise LawFaults(faults)
    return law


@lru_cache(maxsize=2)
def capacity_law(path: Path = FILE) -> CapacityLaw:
    """The file, read once per process."""
    return load_capacity(path)


def _lint(law: CapacityLaw, document: Document) -> Iterator[Fault]:
    for place, cited in _citations(law):
        for cites in cited:
            if cites not in law.sources:
                yield document.fault(place, f'no source is called "{cites}"{nearest(cites, law.sources)}')
    for name, pool in law.pools.items():
        if pool.certificate is not None and pool.certificate not in law.certificates:
            message = f'no certificate is called "{pool.certificate}"{nearest(pool.certificate, law.certificates)}'
            yield document.fault(("pools", name, "certificate"), message)
    for name, source in law.sources.items():
        if source.state is SourceState.ASSUMED and source.reason is None:
            yield document.fault(("sources", name), "is assumed and gives no reason")


def _citations(law: CapacityLaw) -> Iterable[tuple[tuple[str, ...], tuple[str, ...]]]:
    yield ("rests_on",), law.rests_on
    yield ("warning_rests_on",), law.warning_rests_on
    for name, pool in law.pools.items():
        yield ("pools", name, "rests_on"), pool.rests_on
    for name, certificate in law.certificates.items():
        yield ("certificates", name, "rests_on"), certificate.rests_on
