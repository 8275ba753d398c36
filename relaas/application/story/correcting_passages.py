"""Corrections and additions: what the child's side says of a passage, written beside it, never in its place."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.door import Door, enter
from relaas.application.log import Action, logged
from relaas.application.opening import KeyReused
from relaas.application.story.labelling import open_to
from relaas.application.story.passages import Words, check_words, passage_row
from relaas.application.story.telling import TOLD_TO_ONE, UNCATEGORISED
from relaas.kernel.moments import amsterdam_date
from relaas.storage.models.story import Passage
from relaas.storage.stories import add_passages, next_position
from relaas.story.access import Verb


class Remark(StrEnum):
    """What is said of a passage: it is not as it stands, or there is more."""

    CORRECTION = "correction"
    ADDITION = "addition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarked:
    """A remark that is written. ``again``: this same request had written it before."""

    passage: str
    again: bool


def correct_passage(
    *,
    actor: Actor,
    number: str,
    passage: str,
    remark: Remark,
    words: Words,
    idempotency_key: str,
    now: datetime | None = None,
) -> Remarked:
    """Write a correction of or an addition to a passage that the actor reads, as a passage of its own. Until somebody
    trained says what it carries only those see it who see what nobody categorised, whoever wrote it.

    Raises NotFound, NoSuchPassage, NotGranted, FormInvalid, KeyReused, MandateEnded.
    """
    now = now or timezone.now()
    today = amsterdam_date(now)
    with logged(actor=actor, action=Action.CORRECT_PASSAGE, now=now, today=today) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line, for_change=True)
        found = open_to(door, Verb.READ, passage)
        if not may_correct(door, found):
            raise door.not_granted(Verb.WRITE, UNCATEGORISED)
        earlier = Passage.objects.filter(case=door.case, idempotency_key=idempotency_key).first()
        if earlier is not None:
            return _again(actor, found, earlier)
        check_words([words])
        row = passage_row(
            actor=actor,
            case=door.case,
            cipher=door.cipher,
            telling_id=found.telling_id,
            position=next_position(case_id=door.case.pk),
            words=words,
            now=now,
            idempotency_key=idempotency_key,
            kind=remark.value,
            about_id=found.pk,
        )
        carried = door.law.mask([UNCATEGORISED, TOLD_TO_ONE] if found.telling.to_one else [UNCATEGORISED])
        add_passages([row], categories=carried)
        door.note(Verb.WRITE, carried, parts=[row.pk])
        return Remarked(passage=row.pk, again=False)


def may_correct(door: Door, passage: Passage) -> bool:
    """Whether the actor may write beside a passage that it reads."""
    return door.may(Verb.WRITE, UNCATEGORISED) or passage.telling_id in door.sight(Verb.WRITE).given


def _again(actor: Actor, found: Passage, earlier: Passage) -> Remarked:
    if (earlier.about_id, earlier.recorded_by_id) != (found.pk, actor.mandate_id):
        raise KeyReused("This key has written something else.")
    return Remarked(passage=earlier.pk, again=True)
