"""Looking up one value across cases: only coded facts, only exactly, only where the law gives that purpose."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.door import NotGranted, enter
from relaas.application.law import access_law
from relaas.application.log import Action, logged
from relaas.application.placed import CaseErased, CaseExpired, placed_today
from relaas.application.story.look_up import INDEXED, LookedUp, looked_up_value
from relaas.application.story.story_page import FactSeen, citations_of, fact_seen, known_passages, numbered, seen_facts
from relaas.storage.blind_index import look_up
from relaas.storage.grants import grants_in_force
from relaas.storage.models.cases import Case
from relaas.storage.sealing import Kind
from relaas.story.access import Verb
from relaas.story.grants import sight


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFound:
    """A case in which the value stands, and the facts that say so."""

    number: str
    name: str
    facts: tuple[FactSeen, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Across:
    """What was found. ``is_value`` False: what was given is no value of that kind, and nothing was looked up."""

    is_value: bool
    cases: tuple[CaseFound, ...]


def searchable_kinds(*, actor: Actor) -> tuple[str, ...]:
    """The kinds of fact that the actor's role may look up across cases; none for a role without that purpose."""
    return tuple(INDEXED) if _may_ever(actor) else ()


def search_across(*, actor: Actor, kind: str, value: str, today: date, now: datetime | None = None) -> Across:
    """The cases placed with the actor in which a coded fact of a kind has exactly this value, as far as the actor may
    look up facts across cases there now. What was asked is not kept; every case that is opened has its line in the log.

    Raises NotGranted for a role without that purpose, KeyError for a kind that is not looked up, MandateEnded.
    """
    now = now or timezone.now()
    asked = looked_up_value(kind, {INDEXED[kind][0]: value})
    with logged(actor=actor, action=Action.SEARCH_ACROSS, now=now, today=today, reads_only=True) as line:
        if not _may_ever(actor):
            raise _not_granted(actor)
        line.detail = kind
        places = look_up(kind=asked.index, text=asked.text) if asked is not None else ()
        facts = {place.place for place in places if place.sealed_as is Kind.FACT}
        candidates = Case.objects.filter(pk__in={place.case_id for place in places}).order_by("number")
        cases = [case for case in candidates if _may_search(actor, case, today, now)]
    if asked is None:
        return Across(is_value=False, cases=())
    found = (_found(actor, case, facts, asked, today, now) for case in cases)
    return Across(is_value=True, cases=tuple(one for one in found if one is not None))


def _may_ever(actor: Actor) -> bool:
    return any(Verb.SEARCH_ACROSS in rule.may for rule in access_law().rules_of(actor.role).values())


def _not_granted(actor: Actor) -> NotGranted:
    authority = access_law().authority_of(actor.role)
    why = authority.withheld if authority is not None else access_law().information.title
    return NotGranted(verb=Verb.SEARCH_ACROSS, categories=(), why=why)


def _may_search(actor: Actor, case: Case, today: date, now: datetime) -> bool:
    """Whether the case is placed with the actor and a grant to look up across cases holds there now."""
    if not case.placements.filter(placed_today(actor, today)).exists():
        return False
    grants = grants_in_force(
        case_id=case.pk, role=actor.role, organisation_id=actor.organisation_id, person_id=actor.person_id, at=now
    )
    return bool(sight(grants, verb=Verb.SEARCH_ACROSS, at=now))


def _found(actor: Actor, case: Case, facts: set[str], asked: LookedUp, today: date, now: datetime) -> CaseFound | None:
    try:
        seen = _opened(actor, case, facts, today, now)
    except (CaseErased, CaseExpired):
        return None
    same = tuple(_same(seen, asked))
    return CaseFound(number=case.number, name=case.name, facts=same) if same else None


def _opened(actor: Actor, case: Case, facts: set[str], today: date, now: datetime) -> list[FactSeen]:
    with logged(actor=actor, action=Action.SEARCH_ACROSS, now=now, today=today, reads_only=True) as line:
        door = enter(actor=actor, number=case.number, at=now, today=today, line=line)
        across = door.sight(Verb.SEARCH_ACROSS)
        open_facts = [fact for fact in seen_facts(door) if fact.pk in facts and across.covers(fact.categories)]
        for fact in open_facts:
            door.note(Verb.SEARCH_ACROSS, fact.categories, parts=[fact.pk])
        citations = citations_of(open_facts)
        numbers = numbered(known_passages(door))
    return [fact_seen(door, fact, numbers, citations) for fact in open_facts]


def _same(facts: Iterable[FactSeen], asked: LookedUp) -> Iterator[FactSeen]:
    for fact in facts:
        value = looked_up_value(fact.kind, fact.values)
        if value is not None and asked.matches(value):
            yield fact
