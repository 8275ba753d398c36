"""Coding facts: what a trained person takes from passages, in the words of a vocabulary, each citing its passages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.door import Door, enter
from relaas.application.identifiers import new_id
from relaas.application.law import vocabularies
from relaas.application.log import Action, Refused, logged
from relaas.application.opening import KeyReused
from relaas.application.story.labelling import NoSuchPassage
from relaas.application.story.look_up import looked_up_value
from relaas.application.story.telling import TOLD_TO_ONE
from relaas.kernel.moments import amsterdam_date
from relaas.storage.blind_index import add_to_index
from relaas.storage.models.story import CodedFact, FactCitation, Passage
from relaas.storage.sealing import Kind
from relaas.storage.stories import add_fact, visible_facts, visible_passages
from relaas.story import facts as coding
from relaas.story.access import Verb
from relaas.story.fact_kinds import Certainty


class NoSuchFact(Refused):
    """No fact of that identifier stands open to the actor, or a later one replaces it already."""


class FactInvalid(Refused):
    """This is no fact of its kind. ``faults`` are all of its faults, each with its field and without any value."""

    def __init__(self, faults: tuple[coding.FactFault, ...]) -> None:
        super().__init__(", ".join(fault.field or "the whole" for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class FactCoded:
    """A fact that is kept. ``again``: this same request had kept it before."""

    fact: str
    again: bool


def code_fact(
    *,
    actor: Actor,
    number: str,
    kind: str,
    values: Mapping[str, Any],
    certainty: Certainty,
    cites: Sequence[str],
    idempotency_key: str,
    now: datetime | None = None,
) -> FactCoded:
    """Keep a fact that was taken from passages all of which the actor labels. It is information of the category of its
    kind; what one authority heard apart stays apart. The same key keeps it once.

    Raises NotFound, NoSuchPassage, FactInvalid, KeyReused, MandateEnded.
    """
    now = now or timezone.now()
    with logged(actor=actor, action=Action.CODE_FACT, now=now, today=amsterdam_date(now)) as line:
        door = enter(actor=actor, number=number, at=now, today=amsterdam_date(now), line=line, for_change=True)
        passages = _cited(door, cites)
        return _keep(door, kind, values, certainty, passages, idempotency_key, replaces=None)


def replace_fact(
    *,
    actor: Actor,
    number: str,
    fact: str,
    values: Mapping[str, Any],
    certainty: Certainty,
    idempotency_key: str,
    now: datetime | None = None,
) -> FactCoded:
    """Keep a fact that corrects an earlier one: of the same kind, from the same passages. The earlier one stays stored
    and is shown no more. Raises as ``code_fact``, and NoSuchFact."""
    now = now or timezone.now()
    with logged(actor=actor, action=Action.CODE_FACT, now=now, today=amsterdam_date(now)) as line:
        door = enter(actor=actor, number=number, at=now, today=amsterdam_date(now), line=line, for_change=True)
        earlier = visible_facts(case_id=door.case.pk, sight=door.sight()).filter(pk=fact).first()
        if earlier is None:
            raise NoSuchFact("no such fact")
        cites = FactCitation.objects.filter(fact=earlier).order_by("passage_id").values_list("passage_id", flat=True)
        passages = _cited(door, list(cites))
        return _keep(door, earlier.kind, values, certainty, passages, idempotency_key, replaces=earlier)


def _cited(door: Door, cites: Sequence[str]) -> list[Passage]:
    asked = tuple(dict.fromkeys(cites))
    found = list(visible_passages(case_id=door.case.pk, sight=door.sight(Verb.LABEL)).filter(pk__in=asked))
    if not asked or len(found) != len(asked):
        raise NoSuchPassage("no such passage")
    return found


def _keep(
    door: Door,
    kind: str,
    values: Mapping[str, Any],
    certainty: Certainty,
    passages: Sequence[Passage],
    idempotency_key: str,
    replaces: CodedFact | None,
) -> FactCoded:
    earlier = CodedFact.objects.filter(case=door.case, idempotency_key=idempotency_key).first()
    if earlier is not None:
        if (earlier.recorded_by_id, earlier.kind) != (door.actor.mandate_id, kind):
            raise KeyReused("This key has kept another fact.")
        return FactCoded(fact=earlier.pk, again=True)
    if replaces is not None and CodedFact.objects.filter(replaces=replaces).exists():
        raise NoSuchFact("a later fact replaces it already")
    coded = _coded(door, kind, values, certainty, passages)
    fact_id = new_id(door.at)
    categories = _categories(door, kind, passages)
    row = CodedFact(
        id=fact_id,
        case=door.case,
        kind=kind,
        categories=categories,
        certainty=coded.certainty.value,
        replaces=replaces,
        recorded_by_id=door.actor.mandate_id,
        organisation_id=door.actor.organisation_id,
        role=door.actor.role,
        recorded_at=door.at,
        ciphertext=door.cipher.seal(kind=Kind.FACT, place=fact_id, content=dict(coded.values)),
        idempotency_key=idempotency_key,
    )
    add_fact(row, cites=coded.cites)
    if (look_up := looked_up_value(kind, coded.values)) is not None:
        add_to_index(case=door.case, kind=look_up.index, text=look_up.text, sealed_as=Kind.FACT, place=fact_id)
    door.note(Verb.LABEL, categories, parts=[fact_id, *coded.cites])
    return FactCoded(fact=fact_id, again=False)


def _coded(
    door: Door, kind: str, values: Mapping[str, Any], certainty: Certainty, passages: Sequence[Passage]
) -> coding.CodedFact:
    try:
        return coding.code_fact(
            vocabularies=vocabularies(),
            kind=kind,
            values=values,
            certainty=certainty,
            cites=tuple(passage.pk for passage in passages),
            coder=str(door.actor.mandate_id),
            coded_at=door.at,
        )
    except coding.FactFaults as error:
        raise FactInvalid(error.faults) from error


def _categories(door: Door, kind: str, passages: Sequence[Passage]) -> int:
    to_one = door.law.mask([TOLD_TO_ONE])
    apart = to_one if any(passage.state.categories & to_one for passage in passages) else 0
    return door.law.mask([vocabularies().kind(kind).category]) | apart
