"""What the child writes on its page, and the answer: between the child and who may answer it, and nobody else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.child.codes import MESSAGES, Visit, check_works
from relaas.application.door import Door, enter
from relaas.application.forms import FaultKind, FormFault, FormInvalid, checked_text
from relaas.application.identifiers import new_id
from relaas.application.log import Action, Refused, logged
from relaas.application.opening import KeyReused
from relaas.kernel.moments import amsterdam_date
from relaas.storage.models.cases import Placement
from relaas.storage.models.child import ChildMessage, MessageAnswer, MessageDuty
from relaas.storage.sealing import Kind
from relaas.story.access import Verb
from relaas.story.message_law import standard_message_law

LONGEST = 2000
MessageKind = ChildMessage.Kind


class NoSuchMessage(Refused):
    """No message of that identifier waits for an answer of the actor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSeen:
    """One message, with its answer if there is one. ``due_on``: the last day on which an answer is in time."""

    id: str
    kind: MessageKind
    words: str
    language: str
    sent_on: date
    due_on: date | None
    answer: str
    answered_on: date | None

    def is_overdue(self, today: date) -> bool:
        """Whether an answer should have been there."""
        return not self.answer and self.due_on is not None and self.due_on < today


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagesPage:
    """The messages of a case, latest first."""

    number: str
    name: str
    today: date
    messages: tuple[MessageSeen, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageOwed:
    """A child waits for an answer of the actor's organisation. ``is_mine``: of the actor's own role. What is not one's
    own is on the list only once it is late."""

    number: str
    name: str
    due_on: date
    is_mine: bool


def send_message(
    *, visit: Visit, kind: str, words: str, language: str, idempotency_key: str, now: datetime | None = None
) -> str:
    """Say that something is wrong, or ask something; its identifier. Who owes the answer has it on its list at once.

    Raises FormInvalid, CodeNotAccepted, NotFound, NotGranted, MandateEnded.
    """
    now = now or timezone.now()
    today = amsterdam_date(now)
    with logged(actor=visit.actor, action=Action.SEND_MESSAGE, now=now, today=today) as line:
        door = enter(actor=visit.actor, number=visit.number, at=now, today=today, line=line, for_change=True)
        check_works(door, visit.code)
        door.require(Verb.WRITE, MESSAGES)
        earlier = ChildMessage.objects.filter(case=door.case, idempotency_key=idempotency_key).first()
        if earlier is not None:
            return earlier.pk
        if kind not in MessageKind.values:
            raise FormInvalid((FormFault(field="kind", kind=FaultKind.NOT_AN_OPTION),))
        text = checked_text(words, field="words", longest=LONGEST)
        return _send(door, kind, text, language, idempotency_key)


def see_messages(*, actor: Actor, number: str, today: date, now: datetime | None = None) -> MessagesPage:
    """The messages of the child of a case, for who may answer them. Raises NotFound, NotGranted, MandateEnded."""
    now = now or timezone.now()
    with logged(actor=actor, action=Action.SEE_MESSAGES, now=now, today=today, reads_only=True) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line)
        door.require(Verb.ANSWER, MESSAGES)
        messages = messages_in(door)
    return MessagesPage(number=door.case.number, name=door.case.name, today=today, messages=messages)


def answer_message(
    *, actor: Actor, number: str, message: str, words: str, idempotency_key: str, now: datetime | None = None
) -> None:
    """Answer the child, which reads it on its page. Raises FormInvalid, NoSuchMessage, KeyReused, NotFound, NotGranted,
    MandateEnded."""
    now = now or timezone.now()
    today = amsterdam_date(now)
    with logged(actor=actor, action=Action.ANSWER_MESSAGE, now=now, today=today) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line, for_change=True)
        door.require(Verb.ANSWER, MESSAGES)
        earlier = MessageAnswer.objects.filter(case=door.case, idempotency_key=idempotency_key).first()
        if earlier is not None:
            if (earlier.recorded_by_id, earlier.message_id) != (actor.mandate_id, message):
                raise KeyReused("This key has answered another message.")
            return
        text = checked_text(words, field="words", longest=LONGEST)
        waiting = ChildMessage.objects.filter(case=door.case, pk=message, answer__isnull=True).first()
        if waiting is None:
            raise NoSuchMessage("no such message waits for an answer")
        _answer(door, waiting, text, idempotency_key)


def messages_in(door: Door) -> tuple[MessageSeen, ...]:
    """The messages of a case, for who may read them, latest first."""
    found = ChildMessage.objects.filter(case=door.case).select_related("answer", "duty").order_by("-id")
    messages = tuple(_message(door, one) for one in found)
    door.note(Verb.READ, door.law.mask([MESSAGES]), parts=[one.id for one in messages])
    return messages


def messages_owed(actor: Actor, today: date) -> tuple[MessageOwed, ...]:
    """The children that wait for an answer of the actor's organisation, soonest first: those of the actor's role, and
    whoever's role it is once the answer is late."""
    found = MessageDuty.objects.filter(
        organisation_id=actor.organisation_id, answered_at__isnull=True, case__erasure__isnull=True
    ).select_related("case")
    return tuple(
        MessageOwed(number=one.case.number, name=one.case.name, due_on=one.due_on, is_mine=one.role == actor.role)
        for one in found.order_by("due_on", "message_id")
        if one.role == actor.role or one.due_on < today
    )


def _send(door: Door, kind: str, text: str, language: str, idempotency_key: str) -> str:
    message_id = new_id(door.at)
    message = ChildMessage(
        id=message_id,
        kind=kind,
        language=language,
        categories=door.law.mask([MESSAGES]),
        ciphertext=door.cipher.seal(kind=Kind.MESSAGE, place=message_id, content={"words": text}),
        **_by(door),
        idempotency_key=idempotency_key,
    )
    message.save(force_insert=True)
    law = standard_message_law().answer
    for role, organisation_id in _owing(door, (law.by,)):
        duty = MessageDuty(
            message=message,
            case=door.case,
            organisation_id=organisation_id,
            role=role,
            due_on=law.due_on(door.today),
        )
        duty.save(force_insert=True)
    return message_id


def _owing(door: Door, roles: Iterable[str]) -> list[tuple[str, int]]:
    """The one organisation that owes the answer: the latest with which the case is placed in that role."""
    placements = Placement.objects.filter(case=door.case, role__in=list(roles)).order_by("-from_on", "-pk")
    return [(one.role, one.organisation_id) for one in placements[:1]]


def _answer(door: Door, message: ChildMessage, text: str, idempotency_key: str) -> None:
    answer_id = new_id(door.at)
    answer = MessageAnswer(
        id=answer_id,
        message=message,
        categories=message.categories,
        ciphertext=door.cipher.seal(kind=Kind.ANSWER, place=answer_id, content={"words": text}),
        **_by(door),
        idempotency_key=idempotency_key,
    )
    answer.save(force_insert=True)
    MessageDuty.objects.filter(message=message).update(answered_at=door.at)
    door.note(Verb.ANSWER, message.categories, parts=[message.pk])


def _by(door: Door) -> dict[str, object]:
    return {
        "case": door.case,
        "recorded_by_id": door.actor.mandate_id,
        "organisation_id": door.actor.organisation_id,
        "role": door.actor.role,
        "recorded_at": door.at,
    }


def _message(door: Door, message: ChildMessage) -> MessageSeen:
    answer = getattr(message, "answer", None)
    duty = getattr(message, "duty", None)
    return MessageSeen(
        id=message.pk,
        kind=MessageKind(message.kind),
        words=_words(door, Kind.MESSAGE, message),
        language=message.language,
        sent_on=amsterdam_date(message.recorded_at),
        due_on=None if duty is None else duty.due_on,
        answer="" if answer is None else _words(door, Kind.ANSWER, answer),
        answered_on=None if answer is None else amsterdam_date(answer.recorded_at),
    )


def _words(door: Door, kind: Kind, row: ChildMessage | MessageAnswer) -> str:
    return str(door.cipher.open(kind=kind, place=row.pk, sealed=bytes(row.ciphertext))["words"])
