"""One passage for one actor: what it says, what corrects it, and, for who labels it, who sees it and could."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.door import Door, enter
from relaas.application.log import Action, logged
from relaas.application.story.correcting_passages import may_correct
from relaas.application.story.labelling import open_to
from relaas.application.story.releasing import SeenBy, releasable_to, who_sees
from relaas.application.story.story_page import (
    FactSeen,
    PassageSeen,
    citations_of,
    fact_seen,
    known_passages,
    note_seen,
    numbered,
    passage_seen,
    seen_facts,
)
from relaas.application.story.telling import TOLD_TO_ONE, UNCATEGORISED
from relaas.procedure.model import Regime
from relaas.storage.stories import PassageRow, latest_label
from relaas.story.access import Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class PassagePage:
    """``remarks`` are the corrections of and additions to it that the actor sees. ``is_labelled`` and
    ``may_confirm`` (another person set the label, and nobody confirmed it) are for who labels it, as are ``choices``,
    ``releasable`` and ``seen_by``; for others those are empty. ``citable`` is from which passages a fact can be taken,
    where that was asked."""

    number: str
    name: str
    regime: Regime
    held_on: date
    passage: PassageSeen
    remarks: tuple[PassageSeen, ...]
    facts: tuple[FactSeen, ...]
    is_labelled: bool
    may_confirm: bool
    may_correct: bool
    choices: tuple[str, ...]
    releasable: tuple[str, ...]
    seen_by: tuple[SeenBy, ...]
    citable: tuple[PassageSeen, ...]


def see_passage(
    *,
    actor: Actor,
    number: str,
    passage: str,
    today: date,
    to_correct: bool = False,
    to_cite: bool = False,
    now: datetime | None = None,
) -> PassagePage:
    """One passage that the actor may read; with ``to_cite`` also those that a fact can cite beside it.

    Raises NotFound, NoSuchPassage, MandateEnded; with ``to_correct`` NotGranted when the actor may not write beside it.
    """
    now = now or timezone.now()
    with logged(actor=actor, action=Action.SEE_PASSAGE, now=now, today=today, reads_only=True) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line)
        found = open_to(door, Verb.READ, passage)
        if to_correct and not may_correct(door, found):
            raise door.not_granted(Verb.WRITE, UNCATEGORISED)
        known = known_passages(door)
        remarks = [one for one in known if one.about_id == found.pk]
        citations = citations_of(facts := seen_facts(door))
        facts = [fact for fact in facts if found.pk in citations.get(fact.pk, ())]
        citable = [one for one in known if _can_be_cited(door, one)] if to_cite else []
        row = next(one for one in known if one.pk == found.pk)
        note_seen(door, citable if row in citable else [row, *remarks, *citable], facts)
        label = latest_label(found.pk)
        may_label = door.sight(Verb.LABEL).shows(row.labelled)
        seen_by = who_sees(door, row.labelled) if may_label else ()
        releasable = releasable_to(door, row.labelled, seen_by)
    numbers = numbered(known)
    is_open = may_label and label is not None and label.confirms_id is None
    return PassagePage(
        number=door.case.number,
        name=door.case.name,
        regime=door.regime,
        held_on=found.telling.held_on,
        passage=passage_seen(door, row, numbers),
        remarks=tuple(passage_seen(door, one, numbers) for one in remarks),
        facts=tuple(fact_seen(door, fact, numbers, citations) for fact in facts),
        is_labelled=label is not None,
        may_confirm=is_open and label is not None and label.set_by.person_id != actor.person_id,
        may_correct=may_correct(door, found),
        choices=labels_of(door) if may_label else (),
        releasable=releasable,
        seen_by=seen_by,
        citable=tuple(passage_seen(door, one, numbers) for one in citable),
    )


def _can_be_cited(door: Door, passage: PassageRow) -> bool:
    return door.sight(Verb.LABEL).shows(passage.labelled) and door.sight(Verb.READ).shows(passage.labelled)


def labels_of(door: Door) -> tuple[str, ...]:
    """The categories that somebody can say a passage carries, in the order of the law of access."""
    return tuple(name for name in door.law.story_categories if name not in (UNCATEGORISED, TOLD_TO_ONE))
