"""One passage for one actor: what it says, what corrects it, and, for who labels it, who sees it and could."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.door import Door, enter
from relaas.application.log import Action, logged
from relaas.application.story.correcting_passages import may_correct
from relaas.application.story.labelling import open_to, releasing_rule
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
from relaas.storage.grants import all_in_force, phases_of
from relaas.storage.models.cases import Placement
from relaas.storage.models.people import Organisation
from relaas.storage.models.story import Passage
from relaas.storage.stories import PassageRow, latest_label
from relaas.story.access import Verb
from relaas.story.granting import during_of
from relaas.story.grants import Grant, Holder, Sight, sight


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenBy:
    """Who sees the passage, on which rules. ``waits``: only once a second person confirmed what it carries."""

    role: str
    organisation: str
    rules: tuple[str, ...]
    waits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PassagePage:
    """``remarks`` are the corrections of and additions to it that the actor sees. ``is_labelled`` and
    ``may_confirm`` (another person set the label, and nobody confirmed it) are for who labels it, as are ``choices``,
    ``releasable`` and ``seen_by``; for others those are empty."""

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


def see_passage(
    *,
    actor: Actor,
    number: str,
    passage: str,
    today: date,
    to_correct: bool = False,
    now: datetime | None = None,
) -> PassagePage:
    """One passage that the actor may read. Raises NotFound, NoSuchPassage, MandateEnded; with ``to_correct`` NotGranted
    when the actor may not write beside it."""
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
        row = next(one for one in known if one.pk == found.pk)
        note_seen(door, [row, *remarks], facts)
        label = latest_label(found.pk)
        may_release = door.sight(Verb.RELEASE).shows(row.labelled)
        may_label = door.sight(Verb.LABEL).shows(row.labelled)
        seen_by = _seen_by(door, row) if may_label else ()
        releasable = _releasable(door, found, seen_by) if may_release else ()
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
    )


def labels_of(door: Door) -> tuple[str, ...]:
    """The categories that somebody can say a passage carries, in the order of the law of access."""
    return tuple(name for name in door.law.story_categories if name not in (UNCATEGORISED, TOLD_TO_ONE))


def _seen_by(door: Door, passage: PassageRow) -> tuple[SeenBy, ...]:
    held: dict[Holder, list[Grant]] = {}
    for grant in all_in_force(case_id=door.case.pk, at=door.at):
        held.setdefault(grant.holder, []).append(grant)
    names = dict(Organisation.objects.filter(pk__in=[one.organisation for one in held]).values_list("pk", "name"))
    found = (_as_seen(door, passage, holder, grants, names[holder.organisation]) for holder, grants in held.items())
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (one.role, one.organisation)))


def _as_seen(
    door: Door, passage: PassageRow, holder: Holder, grants: Iterable[Grant], organisation: str
) -> SeenBy | None:
    now = passage.labelled
    then = replace(now, is_confirmed=True)
    seen: Sight = sight(grants, verb=Verb.READ, at=door.at)
    if not seen.shows(then):
        return None
    rules = [grant.rule for grant in grants if Verb.READ in grant.verbs and _gives(grant, passage)]
    return SeenBy(
        role=holder.role,
        organisation=organisation,
        rules=tuple(dict.fromkeys(rules)),
        waits=not seen.shows(now),
    )


def _gives(grant: Grant, passage: PassageRow) -> bool:
    if grant.passage is not None or grant.telling is not None:
        return passage.pk == grant.passage or passage.telling_id == grant.telling
    return bool(grant.categories & passage.categories)


def _releasable(door: Door, passage: Passage, seen_by: Iterable[SeenBy]) -> tuple[str, ...]:
    """The roles on the case to which the actor can release it now, and that do not have it anyway."""
    phases = phases_of(door.case, door.regime)
    placed = Q(until_on__isnull=True) | Q(until_on__gte=door.today)
    roles = Placement.objects.filter(placed, case=door.case, from_on__lte=door.today).order_by("role")
    have = {one.role for one in seen_by}
    found = []
    for role in dict.fromkeys(roles.values_list("role", flat=True)):
        rule = releasing_rule(door, passage, role) if role not in have else None
        if rule is not None and any(during.holds(door.at) for during in during_of(door.law.rules[rule], phases)):
            found.append(role)
    return tuple(found)
