"""What somebody sees who is about to record that the child told: the case, and whether the law allows it today."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.case_page import CasePage
from relaas.application.door import enter
from relaas.application.log import Action, logged
from relaas.application.recording import ActRefused, as_seen, open_file, refusal_of
from relaas.application.seeing import see_case
from relaas.application.story.telling import NotATelling
from relaas.casework.tellings import hears_child
from relaas.kernel.when import When


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
    return TellingForm(case=seen, refused_today=_refused(actor, number, act, today))


def _refused(actor: Actor, number: str, act: str, today: date) -> ActRefused | None:
    """Judged on all there is, told as far as the actor may see it."""
    now = timezone.now()
    with logged(actor=actor, action=Action.SEE_CASE, now=now, today=today, reads_only=True) as line:
        file = open_file(enter(actor=actor, number=number, at=now, today=today, line=line))
        refusal = refusal_of(file=file, history=file.history, act=act, on=When.exact(today))
        file.projection.note()
        return None if refusal is None else as_seen(file=file, refusal=refusal)
