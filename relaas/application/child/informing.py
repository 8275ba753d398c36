"""Telling a child of the reflection period: the leaflet in its language, its own clock, and what it understood."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.course import project
from relaas.application.demonstration import is_demonstration
from relaas.application.door import enter
from relaas.application.log import Action, logged
from relaas.application.recording import Recorded, record_in
from relaas.application.seeing import acts_of
from relaas.casework.course_view import SeenSituation
from relaas.casework.reflection import ReflectionLaw, reflection_law
from relaas.kernel.moments import amsterdam_date
from relaas.kernel.when import When
from relaas.procedure.evaluator import situation_on
from relaas.procedure.model import Regime
from relaas.procedure.phases import TermPhase
from relaas.procedure.situation import TermState
from relaas.procedure.spans import when
from relaas.storage.histories import history_of, read_acts
from relaas.story.access import Verb
from relaas.story.leaflet_texts import LeafletWording, standard_leaflet

PROCEDURE = "procedure"
LEAFLET = "leaflet"


@dataclass(frozen=True, slots=True, kw_only=True)
class TermSeen:
    """A term as a clock. ``is_still``: it stands still, for instance while the child is away."""

    term: str
    began_on: When
    ends_on: When
    is_still: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """From a day on the child stood in another ``status`` of reflection: told, wished, silent, changed its mind."""

    status: str
    since: When


@dataclass(frozen=True, slots=True, kw_only=True)
class ReflectionPage:
    """Where a child stands with the reflection period. ``wording`` None: there are no words in the language asked that
    may be shown; ``languages`` are those that there are. ``informs_by`` are the acts with which the actor can tell the
    child now, ``seen`` marks what was seen of the case. ``asylum_rest`` are clocks of something else."""

    number: str
    name: str
    regime: Regime
    today: date
    law: ReflectionLaw
    status: tuple[str, ...]
    clock: TermSeen | None
    asylum_rest: tuple[TermSeen, ...]
    turns: tuple[Turn, ...]
    informs_by: tuple[str, ...]
    is_informed: bool
    seen: str
    language: str
    wording: LeafletWording | None
    languages: tuple[LeafletWording, ...]


def see_reflection(
    *,
    actor: Actor,
    number: str,
    today: date,
    language: str | None = None,
    to_take_away: bool = False,
    now: datetime | None = None,
) -> ReflectionPage | None:
    """The page, with the leaflet in ``language``; None for a case whose law knows no reflection period.

    ``to_take_away``: the leaflet leaves the program, which the log calls an export.
    Raises NotFound, CaseErased, CaseExpired, NotGranted, MandateEnded.
    """
    now = now or timezone.now()
    action = Action.EXPORT_LEAFLET if to_take_away else Action.SEE_REFLECTION
    with logged(actor=actor, action=action, now=now, today=today, reads_only=True) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line)
        door.require(Verb.READ, PROCEDURE)
        acts = read_acts(rows=acts_of(door.case), cipher=door.cipher)
        projection = project(door=door, acts=acts)
        projection.note()
        whole = situation_on(regime=door.regime, history=history_of(acts), today=today)
    law = reflection_law(door.regime)
    if law is None:
        return None
    situation, leaflet = projection.view.situation(whole), standard_leaflet()
    unreviewed = is_demonstration(actor)
    steps = [step for step in situation.branches[0].steps if law.track in door.regime.acts[step.act].to]
    return ReflectionPage(
        number=door.case.number,
        name=door.case.name,
        regime=door.regime,
        today=today,
        law=law,
        status=situation.statuses.get(law.track, ()),
        clock=next((_term(state) for state in situation.terms if state.term == law.term), None),
        asylum_rest=tuple(_term(state) for state in situation.terms if state.term in leaflet.asylum_rest),
        turns=tuple(_turns(situation, law)),
        informs_by=_informs_by(situation, law, actor.role),
        is_informed=any(step.act in law.informing for step in steps),
        seen=projection.seen,
        language=language or "nl",
        wording=leaflet_wording(language or "nl", unreviewed=unreviewed),
        languages=leaflet.shown(unreviewed=unreviewed),
    )


def inform_child(
    *,
    actor: Actor,
    number: str,
    act: str,
    on: When,
    form: Mapping[str, Any],
    leaflet_language: str,
    seen: str,
    idempotency_key: str,
    against_rules: str | None = None,
    now: datetime | None = None,
) -> Recorded:
    """Record that a child was told, with what it understood. Which version of the leaflet was given is filled in here;
    none where there are no words in that language that may be shown, and somebody told it by word of mouth.

    Raises as ``relaas.application.recording.record_act``.
    """
    now = now or timezone.now()
    today = amsterdam_date(now)
    with logged(actor=actor, action=Action.RECORD_ACT, now=now, today=today) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line, for_change=True)
        line.detail = act[:80]
        element = door.regime.acts.get(act)
        wording = leaflet_wording(leaflet_language, unreviewed=is_demonstration(actor))
        given = dict(form)
        if element is not None and LEAFLET in element.records:
            given[LEAFLET] = wording.fingerprint if wording is not None else None
        return record_in(
            door=door,
            act=act,
            on=on,
            answers={},
            form=given,
            seen=seen,
            idempotency_key=idempotency_key,
            against_rules=against_rules,
        )


def leaflet_wording(language: str, *, unreviewed: bool) -> LeafletWording | None:
    """The leaflet in a language; None when there is none, or none that may be shown. No other stands in its place: what
    a child cannot read tells it nothing."""
    leaflet = standard_leaflet()
    found = leaflet.find(language)
    return found if found is not None and leaflet.is_shown(found, unreviewed=unreviewed) else None


def _informs_by(situation: SeenSituation, law: ReflectionLaw, role: str) -> tuple[str, ...]:
    owed = [act for duty in situation.duties if role in duty.by for act in duty.acts]
    powers = [power.act for power in situation.powers if role in power.by]
    return tuple(act for act in law.informing if act in (*owed, *powers))


def _turns(situation: SeenSituation, law: ReflectionLaw) -> Iterator[Turn]:
    """Where the child stood, one after the other, without the beginning."""
    before = None
    for stretch in situation.branches[0].stretches:
        status = stretch.node.statuses.get(law.track)
        if before is not None and status is not None and status != before:
            yield Turn(status=status, since=when(stretch.since))
        before = status


def _term(state: TermState) -> TermSeen:
    return TermSeen(
        term=state.term,
        began_on=state.began_on,
        ends_on=state.ends_on,
        is_still=state.phases == (TermPhase.SUSPENDED,),
    )
