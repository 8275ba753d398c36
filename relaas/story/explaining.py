"""Why somebody may or may not do something with a kind of information: the rules that would give it, and what each
waits for. Read from the law and the grants, so that screen, command and refusal say the same."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from relaas.story.access import AccessLaw, ConsentKind, Phase, Rule, Verb, Written
from relaas.story.grants import Grant


class Lacks(StrEnum):
    """What a rule waits for before it gives something."""

    PHASE = "phase"
    CONSENT = "consent"
    NO_OBJECTION = "no_objection"
    REVIEW = "review"
    RELEASE = "release"
    TELLING = "telling"
    REVEAL = "reveal"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One rule that gives a category, and what it still lacks: nothing, when it gives it now. ``through`` is the grant
    that rests on it, when there is one in force."""

    rule: str
    lacks: tuple[Lacks, ...]
    through: Grant | None = None

    @property
    def gives(self) -> bool:
        """Whether it gives the category now."""
        return not self.lacks


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """Whether a role may do something with one category, and every rule that could give it. Without any: refused, since
    what no rule gives is refused."""

    category: str
    grounds: tuple[Ground, ...]

    @property
    def given(self) -> bool:
        """Whether some rule gives it."""
        return any(ground.gives for ground in self.grounds)


def explain(
    *,
    law: AccessLaw,
    role: str,
    categories: Collection[str],
    phase: Phase,
    grants: Sequence[Grant],
    at: datetime,
    verb: Verb = Verb.READ,
    is_confirmed: bool = True,
) -> tuple[Explained, ...]:
    """Per category, in the order of the law, what gives it to a role now or what every rule for it waits for.

    ``grants`` are those of the role in the case that are in force; ``phase`` is the phase of the case.
    """
    return tuple(
        Explained(
            category=name,
            grounds=tuple(
                _grounds(law, role, name, verb, phase, [g for g in grants if g.during.holds(at)], is_confirmed)
            ),
        )
        for name in law.information.categories
        if name in categories
    )


def _grounds(
    law: AccessLaw,
    role: str,
    category: str,
    verb: Verb,
    phase: Phase,
    grants: Sequence[Grant],
    is_confirmed: bool,
) -> Iterator[Ground]:
    for name, rule in law.rules_of(role).items():
        if verb in rule.may and category in rule.of:
            through = next((grant for grant in grants if grant.rule == name and verb in grant.verbs), None)
            lacks = tuple(_lacking(law, rule, phase, through, is_confirmed))
            yield Ground(rule=name, lacks=lacks, through=through)


def _lacking(law: AccessLaw, rule: Rule, phase: Phase, through: Grant | None, is_confirmed: bool) -> Iterator[Lacks]:
    if phase not in rule.when:
        yield Lacks.PHASE
    if through is None:
        yield from _act_that_writes_it(law, rule)
    if rule.needs_review and not is_confirmed:
        yield Lacks.REVIEW


def _act_that_writes_it(law: AccessLaw, rule: Rule) -> Iterator[Lacks]:
    if rule.written in _WRITTEN_BY:
        yield _WRITTEN_BY[rule.written]
    elif rule.consent is not None and law.information.consents[rule.consent].kind is ConsentKind.OBJECTION:
        yield Lacks.NO_OBJECTION


_WRITTEN_BY = {
    Written.CONSENT: Lacks.CONSENT,
    Written.RELEASE: Lacks.RELEASE,
    Written.TELLING: Lacks.TELLING,
    Written.REVEAL: Lacks.REVEAL,
    Written.EMERGENCY: Lacks.EMERGENCY,
}
