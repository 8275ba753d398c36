"""What somebody sees who is about to record that the child told: the case, and whether the law allows it today."""

from dataclasses import dataclass
from datetime import date

from relaas.application.actors import Actor
from relaas.application.case_page import CasePage
from relaas.application.recording import ActRefused
from relaas.application.seeing import see_case
from relaas.application.story.telling import NotATelling
from relaas.casework.tellings import hears_child
from relaas.procedure.evaluator import Refusal, may_act_in


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingForm:
    """The case, and why the law does not allow the telling today; None when it does. It may have been on another day,
    which is judged when it is recorded."""

    case: CasePage
    refused_today: ActRefused | None


def see_telling_form(*, actor: Actor, number: str, act: str, today: date) -> TellingForm:
    """Begin to record a telling that the actor's role hears. Raises NotFound, NotATelling, MandateEnded."""
    seen = see_case(actor=actor, number=number, today=today)
    regime = seen.facts.regime
    if not hears_child(regime=regime, act=act, role=actor.role):
        raise NotATelling(f"{act} is no telling to {actor.role} in {regime.regime}")
    answer = may_act_in(situation=seen.situation, act=act, role=actor.role)
    refused = None
    if isinstance(answer, Refusal):
        refused = ActRefused(regime=regime, act=act, obstacles=answer.obstacles, rests_on=answer.rests_on)
    return TellingForm(case=seen, refused_today=refused)
