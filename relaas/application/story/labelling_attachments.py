"""What a file carries: said anew, confirmed by a second person, and given whole to a role that would not see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.door import Door, enter
from relaas.application.identifiers import new_id
from relaas.application.log import Action, logged
from relaas.application.story.attaching import (
    AttachmentSeen,
    Choosable,
    NoSuchAttachment,
    as_labelled,
    attachment_seen,
    choosable,
    labelling_sight,
    note_read,
    require_labels,
)
from relaas.application.story.labelling import NeedsAnother
from relaas.application.story.releasing import SeenBy, releasable_to, release, who_sees
from relaas.kernel.moments import amsterdam_date
from relaas.procedure.model import Regime
from relaas.storage.models.story import Attachment, AttachmentLabel
from relaas.storage.stories import latest_attachment_labels, set_attachment_label, visible_attachments
from relaas.story.access import Verb
from relaas.story.grants import Sight


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentPage:
    """One file for who says what it carries: what it is said to carry, who sees it and could. ``may_confirm``: another
    person said it and nobody confirmed it."""

    number: str
    name: str
    regime: Regime
    attachment: AttachmentSeen
    categories: tuple[str, ...]
    may_confirm: bool
    choosable: tuple[Choosable, ...]
    releasable: tuple[str, ...]
    seen_by: tuple[SeenBy, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentLabelled:
    """A label that is set. ``again``: it was the one that held already."""

    attachment: str
    categories: tuple[str, ...]
    is_confirmed: bool
    again: bool


def see_labelling(
    *, actor: Actor, number: str, attachment: str, today: date, now: datetime | None = None
) -> AttachmentPage:
    """One file of which the actor can say what it carries. Raises NotFound, NoSuchAttachment, MandateEnded."""
    now = now or timezone.now()
    with logged(actor=actor, action=Action.SEE_ATTACHMENTS, now=now, today=today, reads_only=True) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line)
        found = _open_to(door, labelling_sight(door), attachment)
        note_read(door, [found])
        seen_by = who_sees(door, as_labelled(found))
        seen = attachment_seen(door, found)
        held = latest_attachment_labels([found.pk]).get(found.pk)
        return AttachmentPage(
            number=door.case.number,
            name=door.case.name,
            regime=door.regime,
            attachment=seen,
            categories=door.law.categories_in(found.state.categories),
            may_confirm=seen.needs_second and held is not None and held.set_by.person_id != actor.person_id,
            choosable=choosable(door),
            releasable=releasable_to(door, as_labelled(found), seen_by),
            seen_by=seen_by,
        )


def label_attachment(
    *, actor: Actor, number: str, attachment: str, categories: Sequence[str], now: datetime | None = None
) -> AttachmentLabelled:
    """Say which categories a file carries; what was confirmed before is confirmed no more.

    Raises NotFound, NoSuchAttachment, NotGranted, FormInvalid, MandateEnded.
    """
    now = now or timezone.now()
    today = amsterdam_date(now)
    with logged(actor=actor, action=Action.LABEL_ATTACHMENT, now=now, today=today) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line, for_change=True)
        found = _open_to(door, labelling_sight(door), attachment)
        require_labels(door, categories)
        held = latest_attachment_labels([found.pk]).get(found.pk)
        if held is not None and held.categories == door.law.mask(categories):
            return _labelled(door, held, again=True)
        return _set(door, found, door.law.mask(categories), confirms=None)


def confirm_attachment(
    *, actor: Actor, number: str, attachment: str, now: datetime | None = None
) -> AttachmentLabelled:
    """Confirm what another person said a file carries.

    Raises NotFound, NoSuchAttachment, NeedsAnother, MandateEnded.
    """
    now = now or timezone.now()
    today = amsterdam_date(now)
    with logged(actor=actor, action=Action.CONFIRM_ATTACHMENT, now=now, today=today) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line, for_change=True)
        found = _open_to(door, labelling_sight(door), attachment)
        held = latest_attachment_labels([found.pk]).get(found.pk)
        if held is not None and held.confirms_id is not None:
            return _labelled(door, held, again=True)
        if held is None or held.set_by.person_id == actor.person_id:
            raise NeedsAnother("a label is confirmed by another person than the one who set it")
        return _set(door, found, held.categories, confirms=held)


def release_attachment(*, actor: Actor, number: str, attachment: str, role: str, now: datetime | None = None) -> int:
    """Give one file to a role that works on the case today; how many organisations now have it.

    Raises NotFound, NoSuchAttachment, NotReleasable, MandateEnded.
    """
    now = now or timezone.now()
    today = amsterdam_date(now)
    with logged(actor=actor, action=Action.RELEASE_ATTACHMENT, now=now, today=today) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line, for_change=True)
        return release(door, as_labelled(_open_to(door, door.sight(Verb.RELEASE), attachment)), role)


def _open_to(door: Door, sight: Sight, attachment: str) -> Attachment:
    found = visible_attachments(case_id=door.case.pk, sight=sight).filter(pk=attachment).first()
    if found is None:
        raise NoSuchAttachment("no such attachment")
    return found


def _set(
    door: Door, attachment: Attachment, categories: int, *, confirms: AttachmentLabel | None
) -> AttachmentLabelled:
    label = AttachmentLabel(
        id=new_id(door.at),
        case=door.case,
        attachment=attachment,
        categories=categories,
        confirms=confirms,
        set_by_id=door.actor.mandate_id,
        set_at=door.at,
    )
    set_attachment_label(label)
    door.note(Verb.LABEL, categories, parts=[attachment.pk])
    return _labelled(door, label, again=False)


def _labelled(door: Door, label: AttachmentLabel, *, again: bool) -> AttachmentLabelled:
    return AttachmentLabelled(
        attachment=label.attachment_id,
        categories=door.law.categories_in(label.categories),
        is_confirmed=label.confirms_id is not None,
        again=again,
    )
