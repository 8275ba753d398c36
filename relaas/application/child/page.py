"""*Where do I stand?* The child's own page, from what its role may see of its case."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.child.codes import MESSAGES, Visit, check_works
from relaas.application.child.messages import MessageSeen, messages_in
from relaas.application.course import project
from relaas.application.demonstration import is_demonstration
from relaas.application.door import Door, enter
from relaas.application.log import Action, logged
from relaas.application.oversight import READINGS
from relaas.application.seeing import acts_of
from relaas.application.story.own_copy import ReadBy, readers_of_account
from relaas.casework.child_view import ChildView, child_view
from relaas.procedure.evaluator import situation_on
from relaas.storage.histories import history_of, read_acts
from relaas.storage.models.cases import Placement
from relaas.story.access import Verb
from relaas.story.child_page_texts import PageWording, standard_child_page


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildPage:
    """The page on one day. ``wording`` are its words, ``languages`` those in which it can be had. ``may_write``: the
    child can say or ask something now."""

    today: date
    view: ChildView
    readers: tuple[ReadBy, ...]
    messages: tuple[MessageSeen, ...]
    may_write: bool
    wording: PageWording
    languages: tuple[PageWording, ...]


def child_page(
    *,
    visit: Visit,
    today: date,
    language: str | None = None,
    to_take_away: bool = False,
    now: datetime | None = None,
) -> ChildPage:
    """The page of the one case of a visit, in ``language`` or else in that of its code.

    ``to_take_away``: it leaves the program, which the log calls an export.
    Raises CodeNotAccepted when the code works no more; NotFound, CaseErased, CaseExpired, MandateEnded.
    """
    now = now or timezone.now()
    action = Action.EXPORT_CHILD_PAGE if to_take_away else Action.SEE_CHILD_PAGE
    with logged(actor=visit.actor, action=action, now=now, today=today, reads_only=True) as line:
        door = enter(actor=visit.actor, number=visit.number, at=now, today=today, line=line)
        check_works(door, visit.code)
        view = _view(door)
        readers = readers_of_account(door) if door.may(Verb.READ, READINGS) else ()
        messages = messages_in(door) if door.may(Verb.READ, MESSAGES) else ()
    return ChildPage(
        today=today,
        view=view,
        readers=readers,
        messages=messages,
        may_write=door.may(Verb.WRITE, MESSAGES),
        wording=page_wording(visit.actor, language or visit.language),
        languages=page_languages(visit.actor),
    )


def page_wording(actor: Actor, language: str) -> PageWording:
    """The words for a language; the Dutch ones where there are none that may be shown."""
    return standard_child_page().wordings(language, unreviewed=is_demonstration(actor))[0]


def page_languages(actor: Actor) -> tuple[PageWording, ...]:
    """The languages in which the page may be shown."""
    return standard_child_page().shown(unreviewed=is_demonstration(actor))


def _view(door: Door) -> ChildView:
    acts = read_acts(rows=acts_of(door.case), cipher=door.cipher)
    projection = project(door=door, acts=acts)
    projection.note()
    whole = situation_on(regime=door.regime, history=history_of(acts), today=door.today)
    return child_view(
        regime=door.regime,
        situation=projection.view.situation(whole),
        placed=_placed(door),
        sentences=standard_child_page(),
    )


def _placed(door: Door) -> list[str]:
    """The roles that work on the case today."""
    placements = Placement.objects.filter(case=door.case, from_on__lte=door.today)
    return [one.role for one in placements if one.until_on is None or one.until_on >= door.today]
