"""Which grants the law of access foresees for a case if nobody acts: the dated rows of every placement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from relaas.kernel.terms import last_moment
from relaas.story.access import AccessLaw, Phase, Rule, Written
from relaas.story.grants import Grant, Holder
from relaas.story.intervals import Interval, both, joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An organisation works on the case in a role."""

    holder: Holder
    during: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseSpan:
    """The case is in a phase."""

    phase: Phase
    during: Interval


def foreseen(
    *,
    law: AccessLaw,
    placed: Iterable[Placed],
    phases: Sequence[PhaseSpan],
    agreed: Mapping[str, Sequence[Interval]],
) -> tuple[Grant, ...]:
    """Every grant that placement and consent write. ``agreed`` says per consent and objection when the law may go on
    (`relaas.story.consents.allowed_during`); one that is missing there never was given."""
    return tuple(grant for one in placed for grant in _of_placement(law, one, phases, agreed))


def during_of(rule: Rule, phases: Sequence[PhaseSpan]) -> tuple[Interval, ...]:
    """When a case is in one of the phases of a rule."""
    return joined(span.during for span in phases if span.phase in rule.when)


def _of_placement(
    law: AccessLaw, placed: Placed, phases: Sequence[PhaseSpan], agreed: Mapping[str, Sequence[Interval]]
) -> Iterator[Grant]:
    for name, rule in law.rules_of(placed.holder.role).items():
        if rule.written not in (Written.PLACEMENT, Written.CONSENT):
            continue
        stretches = both([placed.during], during_of(rule, phases))
        if rule.consent is not None:
            stretches = both(stretches, agreed.get(rule.consent, ()))
        for during in stretches:
            yield granted(law=law, name=name, holder=placed.holder, during=during)


def on_request(*, law: AccessLaw, name: str, holder: Holder, at: datetime) -> Grant:
    """The grant of a rule that gives on request, from a moment on for as long as the rule says."""
    lasts = law.rules[name].lasts
    assert lasts is not None  # the loader holds it
    return granted(law=law, name=name, holder=holder, during=Interval(at, last_moment(start_at=at, length=lasts)))


def lapses_at(*, law: AccessLaw, name: str, asked_at: datetime) -> datetime | None:
    """When a request under a rule that a second person decides is past; None when nobody has to decide it."""
    rule = law.rules[name]
    waits = rule.lasts if rule.written is Written.EMERGENCY and rule.decided_by else rule.waits
    return None if waits is None else last_moment(start_at=asked_at, length=waits)


def granted(
    *,
    law: AccessLaw,
    name: str,
    holder: Holder,
    during: Interval,
    passage: str | None = None,
    telling: str | None = None,
) -> Grant:
    """The grant of one rule to one holder."""
    rule = law.rules[name]
    return Grant(
        holder=holder,
        rule=name,
        verbs=frozenset(rule.may),
        categories=law.mask(rule.of),
        during=during,
        needs_review=rule.needs_review,
        passage=passage,
        telling=telling,
    )
