"""Asking: first the account itself, and only what is not found there becomes a question to the child.

What somebody wants to know may itself be secret: a question for a secret purpose is of a kind of its own, of which the
child's side sees nothing, neither that it is there nor how many there are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.door import Door, enter
from relaas.application.forms import FaultKind, FormFault, FormInvalid, checked_text
from relaas.application.identifiers import new_id
from relaas.application.log import Action, Refused, logged
from relaas.application.opening import KeyReused
from relaas.application.story.notices import NoticeKind, holders_of, tell
from relaas.application.story.projection import PassageShown, Readable, readable, shown
from relaas.application.story.telling import TOLD_TO_ONE, UNCATEGORISED
from relaas.application.story.unable import check_can_be_asked
from relaas.kernel.law_file import Text
from relaas.kernel.moments import amsterdam_date
from relaas.storage.models.story import CodedFact, Question
from relaas.storage.sealing import Kind
from relaas.storage.stories import visible_facts
from relaas.story.access import Verb, Written

QUESTIONS = "questions"
QUESTIONS_OF_INVESTIGATION = "questions_of_investigation"
_OF_ITSELF = (Written.PLACEMENT, Written.CONSENT)


class LookFirst(Refused):
    """The asker has not confirmed, of what its own part of the account holds now, that the answer is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Askable:
    """A ground on which the actor can ask now, and about which kinds of information."""

    rule: str
    title: Text
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactShown:
    """A coded fact opened for the actor."""

    id: str
    kind: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the asker's own part of the account holds of a subject. ``seen`` stands for exactly this: give it back when
    asking."""

    subject: str
    passages: tuple[PassageShown, ...]
    facts: tuple[FactShown, ...]
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question that is asked. ``again``: this same request had asked it before."""

    question: str
    kind: str
    again: bool


def askable(door: Door) -> tuple[Askable, ...]:
    """The grounds on which the actor can ask now."""
    rules = dict.fromkeys(grant.rule for grant in door.grants if Verb.ASK in grant.verbs)
    subjects = subjects_of(door)
    return tuple(Askable(rule=rule, title=door.law.rules[rule].title, subjects=subjects) for rule in rules)


def subjects_of(door: Door) -> tuple[str, ...]:
    """What the actor's role can ask about: kinds of information that placement or consent gives it in some phase. What
    its purpose never gives it, it cannot ask for either."""
    given = {
        category
        for rule in door.law.rules_of(door.actor.role).values()
        if Verb.READ in rule.may and rule.written in _OF_ITSELF
        for category in rule.of
    }
    return tuple(name for name in door.law.story_categories if name in given - {UNCATEGORISED, TOLD_TO_ONE})


def look_before_asking(*, actor: Actor, number: str, rule: str, subject: str, now: datetime | None = None) -> Look:
    """What the actor's own part of the account already holds of a subject. Raises NotFound, NotGranted, FormInvalid.

    In the log it is a reading of the account like any other: that somebody is about to ask may be a secret.
    """
    now = now or timezone.now()
    today = amsterdam_date(now)
    with logged(actor=actor, action=Action.SEE_STORY, now=now, today=today, reads_only=True) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line)
        kind_of_question(door, rule)
        _check_subject(door, subject)
        passages, facts = _held(door, subject)
        return Look(
            subject=subject,
            passages=shown(door, passages),
            facts=tuple(_fact(door, fact) for fact in facts),
            seen=_seen(passages, facts),
        )


def ask(
    *,
    actor: Actor,
    number: str,
    rule: str,
    subject: str,
    words: str,
    seen: str,
    idempotency_key: str,
    now: datetime | None = None,
) -> Asked:
    """Store a question. ``seen`` is that of the `Look` of which the asker says that it holds no answer.

    The same key twice asks once. Raises NotFound, NotGranted, ChildUnableToTell, FormInvalid, LookFirst, KeyReused,
    MandateEnded.
    """
    now = now or timezone.now()
    today = amsterdam_date(now)
    with logged(actor=actor, action=Action.ASK_QUESTION, now=now, today=today) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line, for_change=True)
        kind = kind_of_question(door, rule)
        earlier = Question.objects.filter(case=door.case, idempotency_key=idempotency_key).first()
        if earlier is not None:
            if earlier.recorded_by_id != actor.mandate_id:
                raise KeyReused("This key has asked another question.")
            return Asked(question=earlier.pk, kind=kind, again=True)
        check_can_be_asked(door)
        _check_subject(door, subject)
        words = checked_text(words, field="words")
        if seen != _seen(*_held(door, subject)):
            raise LookFirst(f"look first at what is held of {subject}")
        door.require(Verb.ASK, kind)
        question = _question(door, rule, kind, subject, words, idempotency_key)
        question.save(force_insert=True)
        tell(
            case=door.case,
            holders=holders_of(door, Verb.ANSWER, kind),
            kind=NoticeKind.QUESTION_ASKED,
            subject=f"question:{question.pk}",
            at=now,
        )
        return Asked(question=question.pk, kind=kind, again=False)


def kind_of_question(door: Door, rule: str) -> str:
    """The kind of question that a rule lets the actor ask. Raises NotGranted when it lets them ask nothing now."""
    asks = any(grant.rule == rule and Verb.ASK in grant.verbs for grant in door.grants)
    purpose = door.law.rules[rule].purpose if asks else ""
    is_secret = asks and door.law.information.purposes[purpose].secret
    kind = QUESTIONS_OF_INVESTIGATION if is_secret else QUESTIONS
    if not asks or not door.may(Verb.ASK, kind):
        raise door.not_granted(Verb.ASK)
    return kind


def _check_subject(door: Door, subject: str) -> None:
    if subject not in subjects_of(door):
        raise FormInvalid((FormFault(field="subject", kind=FaultKind.NOT_AN_OPTION),))


def _held(door: Door, subject: str) -> tuple[list[Readable], list[CodedFact]]:
    asked = door.law.mask([subject])
    passages = [one for one in readable(door) if one.passage.categories & asked]
    facts = visible_facts(case_id=door.case.pk, sight=door.sight()).order_by("id")
    return passages, [fact for fact in facts if fact.categories & asked]


def _seen(passages: Sequence[Readable], facts: Sequence[CodedFact]) -> str:
    """A word that is another one as soon as something else is held."""
    held = [one.passage.pk for one in passages] + [fact.pk for fact in facts]
    return sha256(" ".join(held).encode()).hexdigest()[:32]


def _fact(door: Door, fact: CodedFact) -> FactShown:
    door.note(Verb.READ, fact.categories, parts=[fact.pk])
    values = door.cipher.open(kind=Kind.FACT, place=fact.pk, sealed=bytes(fact.ciphertext))
    return FactShown(id=fact.pk, kind=fact.kind, values=values)


def _question(door: Door, rule: str, kind: str, subject: str, words: str, idempotency_key: str) -> Question:
    question_id = new_id(door.at)
    return Question(
        id=question_id,
        case=door.case,
        rule=rule,
        purpose=door.law.rules[rule].purpose,
        categories=door.law.mask([kind]),
        subject=door.law.mask([subject]),
        recorded_by_id=door.actor.mandate_id,
        organisation_id=door.actor.organisation_id,
        role=door.actor.role,
        recorded_at=door.at,
        ciphertext=door.cipher.seal(kind=Kind.QUESTION, place=question_id, content={"words": words}),
        idempotency_key=idempotency_key,
    )
