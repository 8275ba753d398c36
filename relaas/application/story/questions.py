"""What becomes of questions: bundled for the one follow-up, put to the child, answered, refused or withdrawn.

Whoever sees a question sees of its course only what its own part of the account bears out: an answer that it may not
read does not exist for it, and the question stays as it was.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.utils import timezone

from relaas.application.actors import Actor
from relaas.application.door import Door, Withheld, enter
from relaas.application.forms import FaultKind, FormFault, FormInvalid, checked_text
from relaas.application.identifiers import new_id
from relaas.application.log import Action, Refused, logged
from relaas.application.story.asking import QUESTIONS, QUESTIONS_OF_INVESTIGATION, Askable, askable
from relaas.application.story.notices import NoticeKind, tell
from relaas.application.story.projection import PassageShown, chosen, readable, shown
from relaas.application.story.telling import telling_acts
from relaas.application.story.unable import check_can_be_asked
from relaas.kernel.law_file import Text
from relaas.kernel.moments import amsterdam_date
from relaas.storage.models.story import Question, QuestionAnswer, QuestionStep
from relaas.storage.sealing import Kind
from relaas.storage.stories import PassageRow, answers_of, steps_of, tellings_of, visible_questions
from relaas.story.access import About, Verb

State = QuestionStep.State


class NoSuchQuestion(Refused):
    """No question of that identifier stands open to the actor; the same answer whether or not there is one."""


class QuestionClosed(Refused):
    """As far as the actor can see, the question was answered, refused or withdrawn already."""


class Step(StrEnum):
    """What the actor can do with a question now."""

    BUNDLE = "bundle"
    PUT = "put"
    ANSWER = "answer"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSeen:
    """One question. ``number`` counts within this projection only, and so do the numbers of the passages in
    ``answered_by``. ``state`` None: asked, and nothing more."""

    id: str
    number: int
    kind: str
    purpose: Text
    subjects: tuple[str, ...]
    words: str
    asked_at: datetime
    role: str
    organisation: str
    state: State | None
    reason: str
    put_on: date | None
    answered_by: tuple[int, ...]
    is_own: bool
    may: frozenset[Step]


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingToPut:
    """A telling in which questions can have been put to the child."""

    id: str
    held_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsPage:
    """The questions of a case for one actor. ``withheld``: a notice for each kind of question that the actor may not
    see, the same whether or not there are any. ``passages`` is what an answer can be chosen from, for who answers."""

    number: str
    name: str
    questions: tuple[QuestionSeen, ...]
    askable: tuple[Askable, ...]
    tellings: tuple[TellingToPut, ...]
    passages: tuple[PassageShown, ...]
    withheld: tuple[Withheld, ...]


def see_questions(*, actor: Actor, number: str, today: date, now: datetime | None = None) -> QuestionsPage:
    """The questions that the actor may see. Raises NotFound, NotGranted, MandateEnded."""
    now = now or timezone.now()
    with logged(actor=actor, action=Action.SEE_QUESTIONS, now=now, today=today, reads_only=True) as line:
        door = enter(actor=actor, number=number, at=now, today=today, line=line)
        if not (door.may(Verb.READ, QUESTIONS) or door.may(Verb.READ, QUESTIONS_OF_INVESTIGATION)):
            raise door.not_granted(Verb.READ, QUESTIONS)
        found = list(visible_questions(case_id=door.case.pk, sight=door.sight()).select_related("organisation"))
        _note_kinds(door, found)
        answers = door.may(Verb.ANSWER, QUESTIONS) or door.may(Verb.ANSWER, QUESTIONS_OF_INVESTIGATION)
        courses = _courses(door, found)
        return QuestionsPage(
            number=door.case.number,
            name=door.case.name,
            questions=tuple(_question(door, courses[one.pk], number) for number, one in enumerate(found, start=1)),
            askable=askable(door),
            tellings=_tellings(door) if answers else (),
            passages=shown(door, readable(door)) if answers else (),
            withheld=tuple(
                notice
                for notice in door.withheld(About.CASE)
                if notice.category in (QUESTIONS, QUESTIONS_OF_INVESTIGATION)
            ),
        )


def bundle_questions(
    *, actor: Actor, number: str, questions: Sequence[str], idempotency_key: str, now: datetime | None = None
) -> int:
    """Take questions together for the one follow-up; how many are bundled by this. Raises NotFound, FormInvalid,
    ChildUnableToTell, NoSuchQuestion, QuestionClosed, MandateEnded."""

    def bundled(door: Door) -> int:
        check_can_be_asked(door)
        return _take_step(door, Step.BUNDLE, questions, idempotency_key, {})

    return _following(actor, number, now, bundled)


def put_questions(
    *,
    actor: Actor,
    number: str,
    questions: Sequence[str],
    telling: str,
    idempotency_key: str,
    now: datetime | None = None,
) -> int:
    """Say that questions were put to the child in a telling of which the actor sees something; how many.

    Raises NotFound, FormInvalid, NoSuchQuestion, QuestionClosed, MandateEnded.
    """

    def put(door: Door) -> int:
        if telling not in {one.id for one in _tellings(door)}:
            raise FormInvalid((FormFault(field="telling", kind=FaultKind.NOT_AN_OPTION),))
        return _take_step(door, Step.PUT, questions, idempotency_key, {"telling": telling})

    return _following(actor, number, now, put)


def answer_question(
    *,
    actor: Actor,
    number: str,
    question: str,
    passages: Sequence[str],
    idempotency_key: str,
    now: datetime | None = None,
) -> int:
    """Say which passages answer a question; the actor must be able to read them. Who asked sees the answer as far as
    it may read them too. Raises NotFound, FormInvalid, NoSuchQuestion, QuestionClosed, MandateEnded."""

    def answered(door: Door) -> int:
        found = chosen(door, passages, field="passages")
        return _take_step(door, Step.ANSWER, [question], idempotency_key, {}, answers=found)

    return _following(actor, number, now, answered)


def refuse_question(
    *, actor: Actor, number: str, question: str, reason: str, idempotency_key: str, now: datetime | None = None
) -> int:
    """Refuse to put a question to the child, with a reason that everybody reads who sees the question.

    Raises NotFound, FormInvalid, NoSuchQuestion, QuestionClosed, MandateEnded.
    """

    def refused(door: Door) -> int:
        content = {"reason": checked_text(reason, field="reason")}
        taken = _take_step(door, Step.REFUSE, [question], idempotency_key, content)
        asked = visible_questions(case_id=door.case.pk, sight=door.sight()).get(pk=question)
        if taken:
            tell(
                case=door.case,
                holders=[(asked.role, asked.organisation_id)],
                kind=NoticeKind.QUESTION_REFUSED,
                subject=f"question:{question}",
                at=door.at,
            )
        return taken

    return _following(actor, number, now, refused)


def withdraw_question(
    *, actor: Actor, number: str, question: str, idempotency_key: str, now: datetime | None = None
) -> int:
    """Take back a question of one's own role. Raises NotFound, NoSuchQuestion, QuestionClosed, MandateEnded."""

    def withdrawn(door: Door) -> int:
        return _take_step(door, Step.WITHDRAW, [question], idempotency_key, {})

    return _following(actor, number, now, withdrawn)


@dataclass(frozen=True, slots=True)
class _Course:
    """A question with what the actor can see of its course: the steps, and per step the passages in its own part."""

    question: Question
    steps: tuple[QuestionStep, ...]
    answered_by: tuple[int, ...]

    @property
    def state(self) -> State | None:
        """How it stands. What was answered stays answered."""
        if self.answered_by:
            return State.ANSWERED
        return State(self.steps[-1].state) if self.steps else None

    @property
    def is_open(self) -> bool:
        return self.state in (None, State.BUNDLED, State.PUT)


_AFTER = {
    Step.BUNDLE: (State.BUNDLED, Verb.ANSWER),
    Step.PUT: (State.PUT, Verb.ANSWER),
    Step.ANSWER: (State.ANSWERED, Verb.ANSWER),
    Step.REFUSE: (State.REFUSED, Verb.ANSWER),
    Step.WITHDRAW: (State.WITHDRAWN, Verb.ASK),
}


def _following(actor: Actor, number: str, now: datetime | None, step: Callable[[Door], int]) -> int:
    now = now or timezone.now()
    today = amsterdam_date(now)
    with logged(actor=actor, action=Action.FOLLOW_QUESTION, now=now, today=today) as line:
        return step(enter(actor=actor, number=number, at=now, today=today, line=line, for_change=True))


def _take_step(
    door: Door,
    step: Step,
    questions: Sequence[str],
    idempotency_key: str,
    content: Mapping[str, Any],
    *,
    answers: Sequence[PassageRow] = (),
) -> int:
    state, verb = _AFTER[step]
    found = list(visible_questions(case_id=door.case.pk, sight=door.sight(verb)).filter(pk__in=list(questions)))
    if not questions:
        raise FormInvalid((FormFault(field="questions", kind=FaultKind.REQUIRED),))
    if len(found) != len(set(questions)) or (step is Step.WITHDRAW and not all(_is_own(door, one) for one in found)):
        raise NoSuchQuestion("no such question")
    keys = {one.pk: f"{idempotency_key}-{one.pk}" for one in found}
    if QuestionStep.objects.filter(case=door.case, idempotency_key__in=keys.values()).exists():
        return 0
    courses = _courses(door, found)
    if not all(step in _possible(door, courses[one.pk]) for one in found):
        raise QuestionClosed(f"{step} is not possible now")
    for question in found:
        row = _step(door, question, state, keys[question.pk], content)
        row.save(force_insert=True)
        QuestionAnswer.objects.bulk_create(
            QuestionAnswer(case=door.case, step=row, passage_id=one.pk) for one in answers
        )
    _note_kinds(door, found, verb)
    return len(found)


def _possible(door: Door, course: _Course) -> frozenset[Step]:
    if not course.is_open:
        return frozenset()
    steps = set()
    if door.sight(Verb.ANSWER).covers(course.question.categories):
        steps = {Step.PUT, Step.ANSWER, Step.REFUSE} | ({Step.BUNDLE} if course.state is None else set())
        steps -= {Step.PUT} if course.state is State.PUT else set()
    if _is_own(door, course.question) and door.sight(Verb.ASK).covers(course.question.categories):
        steps.add(Step.WITHDRAW)
    return frozenset(steps)


def _is_own(door: Door, question: Question) -> bool:
    return (question.role, question.organisation_id) == (door.actor.role, door.actor.organisation_id)


def _courses(door: Door, questions: Sequence[Question]) -> dict[str, _Course]:
    steps, answers = steps_of(questions), answers_of(questions)
    numbers = {one.passage.pk: one.number for one in readable(door)} if answers else {}
    found = {}
    for question in questions:
        theirs = steps.get(question.pk, [])
        seen = {
            step.pk: [numbers[passage] for passage in answers.get(step.pk, ()) if passage in numbers] for step in theirs
        }
        found[question.pk] = _Course(
            question,
            tuple(step for step in theirs if step.state != State.ANSWERED or seen[step.pk]),
            tuple(sorted({number for step in theirs for number in seen[step.pk]})),
        )
    return found


def _question(door: Door, course: _Course, number: int) -> QuestionSeen:
    question = course.question
    opened = door.cipher.open(kind=Kind.QUESTION, place=question.pk, sealed=bytes(question.ciphertext))
    written = {step.state: _written(door, step) for step in course.steps if step.state in (State.REFUSED, State.PUT)}
    telling = written.get(State.PUT, {}).get("telling", "")
    put = tellings_of(case_id=door.case.pk, ids=[telling]) if telling else {}
    return QuestionSeen(
        id=question.pk,
        number=number,
        kind=door.law.categories_in(question.categories)[0],
        purpose=door.law.information.purposes[question.purpose].title,
        subjects=door.law.categories_in(question.subject),
        words=opened["words"],
        asked_at=question.recorded_at,
        role=question.role,
        organisation=question.organisation.name,
        state=course.state,
        reason=written.get(State.REFUSED, {}).get("reason", ""),
        put_on=put[telling].held_on if telling in put else None,
        answered_by=course.answered_by,
        is_own=_is_own(door, question),
        may=_possible(door, course),
    )


def _written(door: Door, step: QuestionStep) -> dict[str, Any]:
    return door.cipher.open(kind=Kind.QUESTION, place=step.pk, sealed=bytes(step.ciphertext))


def _step(door: Door, question: Question, state: State, key: str, content: Mapping[str, Any]) -> QuestionStep:
    step_id = new_id(door.at)
    return QuestionStep(
        id=step_id,
        case=door.case,
        question=question,
        state=state,
        recorded_by_id=door.actor.mandate_id,
        organisation_id=door.actor.organisation_id,
        role=door.actor.role,
        recorded_at=door.at,
        ciphertext=door.cipher.seal(kind=Kind.QUESTION, place=step_id, content=dict(content)),
        idempotency_key=key,
    )


def _tellings(door: Door) -> tuple[TellingToPut, ...]:
    """The tellings of which the actor reads something, as acts of the law of the case in which the child is heard."""
    known = telling_acts(door.regime)
    read = dict.fromkeys(one.passage.telling_id for one in readable(door)) if known else {}
    tellings = tellings_of(case_id=door.case.pk, ids=read) if read else {}
    return tuple(TellingToPut(id=one.pk, held_on=one.held_on) for one in (tellings[pk] for pk in read))


def _note_kinds(door: Door, questions: Sequence[Question], verb: Verb = Verb.READ) -> None:
    kinds = 0
    for question in questions:
        kinds |= question.categories
    door.note(verb, kinds, parts=[question.pk for question in questions])
