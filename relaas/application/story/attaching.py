"""Documents and pictures of a case: taken in clean, kept sealed, shown and handed out to who may see all they carry."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.door import Door, Withheld, enter
from relaas.application.forms import FaultKind, FormFault, FormInvalid
from relaas.application.identifiers import new_id
from relaas.application.log import Action, Refused, logged
from relaas.application.opening import KeyReused
from relaas.application.story.cleaning import EXTENSIONS, CleanFile, FileRefused, cleaned
from relaas.application.story.identity import IDENTITY
from relaas.application.story.telling import TOLD_TO_ONE, UNCATEGORISED
from relaas.kernel.law_file import Text
from relaas.kernel.moments import amsterdam_date
from relaas.storage.models.story import Attachment, AttachmentLabel
from relaas.storage.sealing import Kind
from relaas.storage.stories import add_attachment_as, attachment_added_with, attachments_from, visible_attachments
from relaas.story.access import About, Verb
from relaas.story.grants import Labelled, Sight

LONGEST_NAME = 120
_PATHS = ("/", "\\")


class NoSuchAttachment(Refused):
    """No document of that identifier stands open to the actor; the same answer whether or not there is one."""


class TooManyAttachments(Refused):
    """The actor's organisation has added as many files to this case as it can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choosable:
    """A kind of information that the actor can say a file carries."""

    category: str
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentSeen:
    """One document or picture. ``name`` is what its file was called by who added it. ``may_label``: the actor says
    what it carries, or confirms what another said; ``needs_second``: police and IND see it only after that."""

    id: str
    name: str
    media_type: str
    size: int
    categories: tuple[Text, ...]
    organisation: str
    added_at: datetime
    may_label: bool
    needs_second: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentsPage:
    """What the actor sees of the documents of a case. ``withheld`` has a notice for each category that they may not
    read, the same whether or not there is anything in it. ``choosable`` is empty for who can add nothing."""

    number: str
    name: str
    attachments: tuple[AttachmentSeen, ...]
    withheld: tuple[Withheld, ...]
    choosable: tuple[Choosable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file to hand out. ``file_name`` says nothing of what is in it."""

    file_name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A file that is kept. ``again``: this same request had added it before."""

    id: str
    again: bool


def see_attachments(*, actor: Actor, number: str, today: date, now: datetime | None = None) -> AttachmentsPage:
    """The documents of a case as far as the actor may see them. Raises NotFound, MandateEnded."""
    now = now or timezone.now()
    with logged(actor=actor, action=Action.SEE_ATTACHMENTS, now=now, today=today, reads_only=True) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line)
        found = list(visible_attachments(case_id=door.case.pk, sight=door.sight()).order_by("-id"))
        note_read(door, found)
        seen = tuple(attachment_seen(door, attachment) for attachment in found)
    return AttachmentsPage(
        number=door.case.number,
        name=door.case.name,
        attachments=seen,
        withheld=(*door.withheld(), *door.withheld(About.IDENTITY)),
        choosable=choosable(door),
    )


def get_attachment(*, actor: Actor, number: str, attachment: str, today: date, now: datetime | None = None) -> Download:
    """One file, opened. Raises NotFound, NoSuchAttachment, MandateEnded."""
    now = now or timezone.now()
    with logged(actor=actor, action=Action.SEE_ATTACHMENT, now=now, today=today, reads_only=True) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line)
        visible = visible_attachments(case_id=door.case.pk, sight=door.sight())
        found = visible.filter(pk=attachment).defer(None).first()
        if found is None:
            raise NoSuchAttachment("no such attachment")
        note_read(door, [found])
        content = door.cipher.open_bytes(
            kind=Kind.ATTACHMENT, place=_place_of_content(found.pk), sealed=bytes(found.content)
        )
    return Download(
        file_name=f"{door.case.number}-{found.pk}.{EXTENSIONS[found.media_type]}",
        media_type=found.media_type,
        content=content,
    )


def add_attachment(
    *,
    actor: Actor,
    number: str,
    name: str,
    content: bytes,
    categories: Sequence[str],
    idempotency_key: str,
    now: datetime | None = None,
) -> Added:
    """Clean a file and keep it, as carrying these categories. Nothing is kept of a file that is refused.

    The account is added to by who labels it, papers by who writes down who the child is. Raises NotFound,
    NotGranted, FormInvalid, FileRefused, TooManyAttachments, KeyReused, MandateEnded.
    """
    now = now or timezone.now()
    today = amsterdam_date(now)
    made = _cleaned(content)
    with logged(actor=actor, action=Action.ADD_ATTACHMENT, now=now, today=today) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line, for_change=True)
        require_labels(door, categories)
        earlier = attachment_added_with(case_id=door.case.pk, idempotency_key=idempotency_key)
        if earlier is not None:
            if earlier.recorded_by_id != actor.mandate_id:
                raise KeyReused("This key has added another file.")
            return Added(id=earlier.pk, again=True)
        if attachments_from(case_id=door.case.pk, organisation_id=actor.organisation_id) >= settings.RELAAS_UPLOADS:
            raise TooManyAttachments(f"{actor.organisation} has added {settings.RELAAS_UPLOADS} files already")
        if isinstance(made, FileRefused):
            raise made
        added = _store(door, made, _plain_name(name), door.law.mask(categories), idempotency_key)
        door.note(Verb.WRITE, door.law.mask(categories), parts=[added])
        return Added(id=added, again=False)


def _cleaned(content: bytes) -> CleanFile | FileRefused:
    """Done before the case is held, since drawing a picture anew takes longer than others should wait for."""
    try:
        return cleaned(content, largest=settings.RELAAS_UPLOAD_MB * 1_000_000)
    except FileRefused as refusal:
        return refusal


def _store(door: Door, clean: CleanFile, name: str, categories: int, idempotency_key: str) -> str:
    attachment_id = new_id(door.at)
    attachment = Attachment(
        id=attachment_id,
        case=door.case,
        media_type=clean.media_type,
        size=len(clean.content),
        content=door.cipher.seal_bytes(
            kind=Kind.ATTACHMENT, place=_place_of_content(attachment_id), content=clean.content
        ),
        recorded_by_id=door.actor.mandate_id,
        organisation_id=door.actor.organisation_id,
        role=door.actor.role,
        recorded_at=door.at,
        ciphertext=door.cipher.seal(kind=Kind.ATTACHMENT, place=attachment_id, content={"name": name}),
        idempotency_key=idempotency_key,
    )
    label = AttachmentLabel(
        id=new_id(door.at),
        case=door.case,
        attachment=attachment,
        categories=categories,
        set_by_id=door.actor.mandate_id,
        set_at=door.at,
    )
    add_attachment_as(attachment, label)
    return attachment_id


def _place_of_content(attachment_id: str) -> str:
    return f"{attachment_id}.content"


def attachment_seen(door: Door, attachment: Attachment) -> AttachmentSeen:
    """One file of ``visible_attachments``, without its content."""
    described = door.cipher.open(kind=Kind.ATTACHMENT, place=attachment.pk, sealed=bytes(attachment.ciphertext))
    known, state = door.law.information.categories, attachment.state
    account = door.law.mask(door.law.story_categories)
    return AttachmentSeen(
        id=attachment.pk,
        name=described["name"],
        media_type=attachment.media_type,
        size=attachment.size,
        categories=tuple(known[category].title for category in door.law.categories_in(state.categories)),
        organisation=attachment.organisation.name,
        added_at=attachment.recorded_at,
        may_label=labelling_sight(door).shows(as_labelled(attachment)),
        needs_second=bool(state.categories & account) and not state.is_confirmed,
    )


def as_labelled(attachment: Attachment) -> Labelled:
    """What decides who sees a file. It is part of no telling."""
    state = attachment.state
    return Labelled(passage=attachment.pk, telling="", categories=state.categories, is_confirmed=state.is_confirmed)


def labelling_sight(door: Door) -> Sight:
    """The files of which the actor says what they carry: of the account who labels it, papers who writes down who the
    child is."""
    papers = door.law.mask([IDENTITY]) if door.may(Verb.WRITE, IDENTITY) else 0
    return door.sight(Verb.LABEL).joined(Sight(plain=papers))


def note_read(door: Door, attachments: Sequence[Attachment]) -> None:
    """Say in the log which files are shown."""
    carried = 0
    for attachment in attachments:
        carried |= attachment.state.categories
    door.note(Verb.READ, carried, parts=[attachment.pk for attachment in attachments])


def choosable(door: Door) -> tuple[Choosable, ...]:
    """What the actor can say a file carries."""
    return tuple(
        Choosable(category=name, title=door.law.information.categories[name].title)
        for name in _choices(door)
        if all(door.may(verb, category) for verb, category in _needed([name]))
    )


def _choices(door: Door) -> list[str]:
    """Whoever adds a file can say what it shows, so that nothing waits uncategorised; and nothing in it was told."""
    return [name for name in (*door.law.story_categories, IDENTITY) if name not in (UNCATEGORISED, TOLD_TO_ONE)]


def _needed(categories: Sequence[str]) -> list[tuple[Verb, str]]:
    """What one must be allowed to add a file that carries these: it is labelled at once, by who is trained for that."""
    needed = [(Verb.LABEL, UNCATEGORISED)] if any(category != IDENTITY for category in categories) else []
    return needed + ([(Verb.WRITE, IDENTITY)] if IDENTITY in categories else [])


def require_labels(door: Door, categories: Sequence[str]) -> None:
    """Check that the actor can say that a file carries these. Raises FormInvalid, NotGranted."""
    if not categories:
        raise FormInvalid((FormFault(field="categories", kind=FaultKind.REQUIRED),))
    if not set(categories) <= set(_choices(door)):
        raise FormInvalid((FormFault(field="categories", kind=FaultKind.NOT_AN_OPTION),))
    for verb, category in _needed(categories):
        door.require(verb, category)


def _plain_name(name: str) -> str:
    """What a file was called, without the folders it was in and without signs that make a name read as another."""
    for separator in _PATHS:
        name = name.rpartition(separator)[2]
    plain = "".join(sign for sign in name if unicodedata.category(sign) not in ("Cc", "Cf", "Zl", "Zp")).strip()
    return plain[:LONGEST_NAME].strip(". ") or "-"
