"""Concluding something from passages, for a purpose, citing them; and reading what was concluded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.door import Door, enter
from relaas.application.forms import FaultKind, FormFault, FormInvalid, checked_text
from relaas.application.identifiers import new_id
from relaas.application.log import Action, logged
from relaas.application.opening import KeyReused
from relaas.application.story.projection import PassageShown, Readable, readable, shown
from relaas.application.story.telling import TOLD_TO_ONE, UNCATEGORISED
from relaas.kernel.law_file import Text
from relaas.kernel.moments import amsterdam_date
from relaas.storage.models.story import Finding, FindingCitation
from relaas.storage.sealing import Kind
from relaas.storage.stories import PassageRow, cited_by, visible_findings
from relaas.story.access import Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Concluded:
    """A finding that is stored. ``again``: this same request had stored it before."""

    finding: str
    categories: tuple[str, ...]
    again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingSeen:
    """A finding. ``cites`` are the numbers of its passages in the actor's own part of the account, as far as they are
    in it. Which acts rest on it, the page of the case tells."""

    id: str
    words: str
    purpose: Text
    categories: tuple[str, ...]
    cites: tuple[int, ...]
    role: str
    organisation: str
    concluded_at: datetime
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsPage:
    """What was concluded in a case, as far as the actor may see it. ``passages`` is what can be cited, ``purposes``
    what the actor can conclude for, ``categories`` what a finding can be said to tell beyond its passages."""

    number: str
    name: str
    findings: tuple[FindingSeen, ...]
    passages: tuple[PassageShown, ...]
    purposes: tuple[str, ...]
    categories: tuple[str, ...]


def conclude(
    *,
    actor: Actor,
    number: str,
    purpose: str,
    words: str,
    cites: Sequence[str],
    idempotency_key: str,
    categories: Sequence[str] = (),
    now: datetime | None = None,
) -> Concluded:
    """Store what the actor concludes from passages that it may read, for a purpose for which it may read them.

    The finding is seen by who may see all that its passages carry and all that ``categories`` adds. Passages that no
    second person has categorised yet cannot be cited. The same key twice concludes once.
    Raises NotFound, NotGranted, FormInvalid, KeyReused, MandateEnded.
    """
    now = now or timezone.now()
    today = amsterdam_date(now)
    with logged(actor=actor, action=Action.CONCLUDE, now=now, today=today) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line, for_change=True)
        purposes = _purposes(door)
        if not purposes:
            raise door.not_granted(Verb.READ)
        earlier = Finding.objects.filter(case=door.case, idempotency_key=idempotency_key).first()
        if earlier is not None:
            if earlier.recorded_by_id != actor.mandate_id:
                raise KeyReused("This key has concluded something else.")
            return _concluded(door, earlier, again=True)
        words = checked_text(words, field="words")
        cited = _cited(door, cites)
        _check_choices(door, purpose, purposes, categories)
        finding = _finding(door, purpose, words, _carried(door, cited, categories), idempotency_key)
        finding.save(force_insert=True)
        FindingCitation.objects.bulk_create(
            FindingCitation(case=door.case, finding=finding, passage_id=passage.pk) for passage in cited
        )
        door.note(Verb.READ, finding.categories, parts=[finding.pk])
        return _concluded(door, finding, again=False)


def see_findings(*, actor: Actor, number: str, today: date, now: datetime | None = None) -> FindingsPage:
    """What was concluded, for one actor. Raises NotFound, NotGranted, MandateEnded."""
    now = now or timezone.now()
    with logged(actor=actor, action=Action.SEE_FINDINGS, now=now, today=today, reads_only=True) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line)
        purposes = _purposes(door)
        found = list(_visible(door))
        if not purposes and not found:
            raise door.not_granted(Verb.READ)
        carried = 0
        for one in found:
            carried |= one.categories
        door.note(Verb.READ, carried, parts=[one.pk for one in found])
        mine = readable(door)
        numbers = {one.passage.pk: one.number for one in mine}
        cited = cited_by(found)
        return FindingsPage(
            number=door.case.number,
            name=door.case.name,
            findings=tuple(
                _seen(door, one, [numbers[p] for p in cited.get(one.pk, ()) if p in numbers]) for one in found
            ),
            passages=shown(door, [one for one in mine if _can_be_cited(one)]),
            purposes=purposes,
            categories=_addable(door),
        )


def _purposes(door: Door) -> tuple[str, ...]:
    """The purposes for which the actor may read something of the account now."""
    account = door.law.mask(door.law.story_categories)
    rules = (grant.rule for grant in door.grants if Verb.READ in grant.verbs and grant.categories & account)
    return tuple(dict.fromkeys(door.law.rules[rule].purpose for rule in rules))


def _visible(door: Door) -> list[Finding]:
    found = visible_findings(
        case_id=door.case.pk, sight=door.sight(), organisation_id=door.actor.organisation_id
    ).select_related("organisation")
    return list(found.order_by("id"))


def _can_be_cited(one: Readable) -> bool:
    return one.passage.is_confirmed


def _cited(door: Door, cites: Sequence[str]) -> list[PassageRow]:
    if not cites:
        raise FormInvalid((FormFault(field="cites", kind=FaultKind.REQUIRED),))
    known = {one.passage.pk: one.passage for one in readable(door) if _can_be_cited(one)}
    if not set(cites) <= known.keys():
        raise FormInvalid((FormFault(field="cites", kind=FaultKind.NOT_AN_OPTION),))
    return [known[cite] for cite in dict.fromkeys(cites)]


def _addable(door: Door) -> tuple[str, ...]:
    return tuple(name for name in door.law.story_categories if name not in (UNCATEGORISED, TOLD_TO_ONE))


def _check_choices(door: Door, purpose: str, purposes: Sequence[str], categories: Sequence[str]) -> None:
    faults = []
    if purpose not in purposes:
        faults.append(FormFault(field="purpose", kind=FaultKind.NOT_AN_OPTION))
    if not set(categories) <= set(_addable(door)):
        faults.append(FormFault(field="categories", kind=FaultKind.NOT_AN_OPTION))
    if faults:
        raise FormInvalid(tuple(faults))


def _carried(door: Door, cited: Sequence[PassageRow], categories: Sequence[str]) -> int:
    carried = door.law.mask(categories)
    for passage in cited:
        carried |= passage.categories
    return carried


def _finding(door: Door, purpose: str, words: str, carried: int, idempotency_key: str) -> Finding:
    finding_id = new_id(door.at)
    return Finding(
        id=finding_id,
        case=door.case,
        purpose=purpose,
        categories=carried,
        recorded_by_id=door.actor.mandate_id,
        organisation_id=door.actor.organisation_id,
        role=door.actor.role,
        recorded_at=door.at,
        ciphertext=door.cipher.seal(kind=Kind.FINDING, place=finding_id, content={"words": words}),
        idempotency_key=idempotency_key,
    )


def _seen(door: Door, finding: Finding, cites: Sequence[int]) -> FindingSeen:
    opened = door.cipher.open(kind=Kind.FINDING, place=finding.pk, sealed=bytes(finding.ciphertext))
    return FindingSeen(
        id=finding.pk,
        words=opened["words"],
        purpose=door.law.information.purposes[finding.purpose].title,
        categories=door.law.categories_in(finding.categories),
        cites=tuple(sorted(cites)),
        role=finding.role,
        organisation=finding.organisation.name,
        concluded_at=finding.recorded_at,
        is_own=(finding.role, finding.organisation_id) == (door.actor.role, door.actor.organisation_id),
    )


def _concluded(door: Door, finding: Finding, *, again: bool) -> Concluded:
    return Concluded(finding=finding.pk, categories=door.law.categories_in(finding.categories), again=again)
