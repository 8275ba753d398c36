"""Seeing a risk analysis: as far as the actor may see it, with what they can do in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.door import Withheld, enter
from relaas.application.log import Action, logged
from relaas.application.risk.analysing import TEAM, Colleague, OpenAnalysis, colleagues, open_analysis
from relaas.application.risk.answering import owns
from relaas.application.risk.assessing import HEALTH
from relaas.application.story.finding_uses import FindingBrief, findings_beside
from relaas.casework.risk_analysis import Analysis, Lack
from relaas.casework.risk_law import RiskLaw, State
from relaas.kernel.law_file import Text
from relaas.procedure.model import Regime


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskPage:
    """The analysis of a case for one actor. ``marks`` says by team, domain and answer what was seen of it: give that
    back when writing. ``colleagues`` is who can be named, ``account`` what a finding can rest on. ``health_withheld``:
    findings about health are not shown, the same whether or not there are any."""

    number: str
    name: str
    regime: Regime
    today: date
    law: RiskLaw
    analysis: Analysis
    marks: Mapping[str, str]
    lacks: Mapping[State, tuple[Lack, ...]]
    may_assess: bool
    may_answer: bool
    may_sign: bool
    may_review: bool
    owned: frozenset[str]
    me: int
    my_organisation: int
    colleagues: tuple[Colleague, ...]
    account: tuple[FindingBrief, ...]
    health_withheld: Text | None


def see_risk(*, actor: Actor, number: str, today: date, now: datetime | None = None) -> RiskPage:
    """The analysis as it stands today. Raises NotFound, NotGranted, MandateEnded."""
    now = now or timezone.now()
    with logged(actor=actor, action=Action.SEE_RISK, now=now, today=today, reads_only=True) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line)
        opened = open_analysis(door)
        law, analysis = opened.law, opened.analysis
        line.parts = (*line.parts, f"entries:{len(analysis.entries)}")
        may_assess, may_answer = opened.may(law.roles.assess), opened.may(law.roles.answer)
        return RiskPage(
            number=door.case.number,
            name=door.case.name,
            regime=door.regime,
            today=today,
            law=law,
            analysis=analysis,
            marks=_marks(opened),
            lacks={state: analysis.lacks(state, today) for state in State},
            may_assess=may_assess,
            may_answer=may_answer,
            may_sign=opened.may(law.roles.sign),
            may_review=opened.may(law.roles.review),
            owned=_owned(opened),
            me=actor.person_id,
            my_organisation=actor.organisation_id,
            colleagues=colleagues(door) if may_assess or may_answer else (),
            account=findings_beside(door, ()) if may_assess else (),
            health_withheld=_health_withheld(door.withheld()),
        )


def _marks(opened: OpenAnalysis) -> dict[str, str]:
    scopes = (TEAM, *opened.law.domains, *(one.entry for one in opened.analysis.answers))
    return {scope: opened.seen(scope) for scope in scopes}


def _owned(opened: OpenAnalysis) -> frozenset[str]:
    if not opened.may(opened.law.roles.own):
        return frozenset()
    return frozenset(one.entry for one in opened.analysis.measures if owns(opened, one))


def _health_withheld(withheld: tuple[Withheld, ...]) -> Text | None:
    return next((notice.why for notice in withheld if notice.category == HEALTH), None)
