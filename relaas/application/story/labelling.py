"""Saying what kinds of information a passage carries, having that confirmed by a second person, and releasing one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.door import Door, enter
from relaas.application.forms import FaultKind, FormFault, FormInvalid
from relaas.application.identifiers import new_id
from relaas.application.log import Action, Refused, logged
from relaas.application.story.releasing import release
from relaas.application.story.telling import TOLD_TO_ONE, UNCATEGORISED
from relaas.kernel.moments import amsterdam_date
from relaas.storage.models.story import Passage, PassageLabel
from relaas.storage.stories import latest_label, set_label, visible_passages
from relaas.story import grants
from relaas.story.access import Verb


class NoSuchPassage(Refused):
    """No passage of that identifier stands open to the actor; the same answer whether or not there is one."""


class NeedsAnother(Refused):
    """A label is confirmed by another person than the one who set it, while it is the one that holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A label that is set. ``again``: it was the one that held already."""

    passage: str
    categories: tuple[str, ...]
    is_confirmed: bool
    again: bool


def label_passage(
    *, actor: Actor, number: str, passage: str, categories: Sequence[str], now: datetime | None = None
) -> Labelled:
    """Say which categories a passage carries. That it was told to one authority stays with it, whatever is said.

    Raises NotFound, NoSuchPassage, FormInvalid, MandateEnded.
    """
    now = now or timezone.now()
    with logged(actor=actor, action=Action.LABEL_PASSAGE, now=now, today=amsterdam_date(now)) as line:
        door = enter(actor=actor, number=number, at=now, today=amsterdam_date(now), line=line, for_change=True)
        found = open_to(door, Verb.LABEL, passage)
        _check_categories(door, categories)
        to_one = door.law.mask([TOLD_TO_ONE]) & found.state.categories
        carried = door.law.mask(categories) | to_one
        held = latest_label(found.pk)
        if held is not None and held.categories == carried:
            return _labelled(door, held, again=True)
        label = PassageLabel(
            id=new_id(now), case=door.case, passage=found, categories=carried, set_by_id=actor.mandate_id, set_at=now
        )
        set_label(label)
        door.note(Verb.LABEL, carried, parts=[found.pk])
        return _labelled(door, label, again=False)


def confirm_label(*, actor: Actor, number: str, passage: str, now: datetime | None = None) -> Labelled:
    """Confirm what another person said it carries. Raises NotFound, NoSuchPassage, NeedsAnother, MandateEnded."""
    now = now or timezone.now()
    with logged(actor=actor, action=Action.CONFIRM_LABEL, now=now, today=amsterdam_date(now)) as line:
        door = enter(actor=actor, number=number, at=now, today=amsterdam_date(now), line=line, for_change=True)
        found = open_to(door, Verb.LABEL, passage)
        held = latest_label(found.pk)
        if held is not None and held.confirms_id is not None:
            return _labelled(door, held, again=True)
        if held is None or held.set_by.person_id == actor.person_id:
            raise NeedsAnother("a label is confirmed by another person than the one who set it")
        label = PassageLabel(
            id=new_id(now),
            case=door.case,
            passage=found,
            categories=held.categories,
            confirms=held,
            set_by_id=actor.mandate_id,
            set_at=now,
        )
        set_label(label)
        door.note(Verb.LABEL, held.categories, parts=[found.pk])
        return _labelled(door, label, again=False)


def release_passage(*, actor: Actor, number: str, passage: str, role: str, now: datetime | None = None) -> int:
    """Give one passage whole to a role that works on the case; how many organisations now have it.

    Raises NotFound, NoSuchPassage, NotReleasable, MandateEnded.
    """
    now = now or timezone.now()
    today = amsterdam_date(now)
    with logged(actor=actor, action=Action.RELEASE_PASSAGE, now=now, today=today) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line, for_change=True)
        return release(door, _as_labelled(open_to(door, Verb.RELEASE, passage)), role)


def open_to(door: Door, verb: Verb, passage: str) -> Passage:
    """A passage with which the actor may do this. Raises NoSuchPassage."""
    found = visible_passages(case_id=door.case.pk, sight=door.sight(verb)).filter(pk=passage).first()
    if found is None:
        raise NoSuchPassage("no such passage")
    return found


def _check_categories(door: Door, categories: Sequence[str]) -> None:
    known = set(door.law.story_categories) - {UNCATEGORISED, TOLD_TO_ONE}
    if not categories:
        raise FormInvalid((FormFault(field="categories", kind=FaultKind.REQUIRED),))
    if not set(categories) <= known:
        raise FormInvalid((FormFault(field="categories", kind=FaultKind.NOT_AN_OPTION),))


def _labelled(door: Door, label: PassageLabel, *, again: bool) -> Labelled:
    return Labelled(
        passage=label.passage_id,
        categories=door.law.categories_in(label.categories),
        is_confirmed=label.confirms_id is not None,
        again=again,
    )


def _as_labelled(passage: Passage) -> grants.Labelled:
    return grants.Labelled(
        passage=passage.pk,
        telling=passage.telling_id,
        categories=passage.state.categories,
        is_confirmed=passage.state.is_confirmed,
    )
