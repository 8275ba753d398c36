"""The account in the database: which passages a sight shows, decided there by the labels, never afterwards in Python.

Elsewhere these tables are asked only whether a request was stored before; `tests/architecture` holds that.
"""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db.models import F, Q, QuerySet
from django.db.models.lookups import Exact

from relaas.storage.models.story import (
    Attachment,
    CodedFact,
    FactCitation,
    Finding,
    FindingCitation,
    FindingUse,
    Identity,
    Passage,
    PassageLabel,
    PassageState,
    Question,
    QuestionAnswer,
    QuestionStep,
    Telling,
)
from relaas.storage.second_lock import next_position_behind_lock
from relaas.story.access import MOST_BITS
from relaas.story.grants import Sight

T = TypeVar("T")

_EVERYTHING = (1 << MOST_BITS) - 1


def visible_passages(*, case_id: str, sight: Sight) -> QuerySet[Passage]:
    """The passages of a case that a sight shows, in the order in which they were told, each with state and telling."""
    given = Q(pk__in=sight.given) | Q(telling_id__in=sight.given)
    given_reviewed = Q(pk__in=sight.given_reviewed) | Q(telling_id__in=sight.given_reviewed)
    seen = carries_only("state__categories", sight.plain) | given
    seen_reviewed = Q(state__is_confirmed=True) & (
        carries_only("state__categories", sight.plain | sight.reviewed) | given_reviewed
    )
    passages = Passage.objects.filter(seen | seen_reviewed, case_id=case_id)
    return passages.select_related("state", "telling").order_by("position")


def visible_facts(*, case_id: str, sight: Sight) -> QuerySet[CodedFact]:
    """The coded facts of a case that a sight shows. A trained person coded them, so they need no second one."""
    return CodedFact.objects.filter(carries_only("categories", sight.plain | sight.reviewed), case_id=case_id)


def visible_findings(*, case_id: str, sight: Sight, organisation_id: int) -> QuerySet[Finding]:
    """The findings of a case that a sight shows, and those of one's own organisation."""
    shown = carries_only("categories", sight.plain | sight.reviewed)
    return Finding.objects.filter(shown | Q(organisation_id=organisation_id), case_id=case_id)


def visible_questions(*, case_id: str, sight: Sight) -> QuerySet[Question]:
    """The questions of a case of a kind that a sight shows."""
    return Question.objects.filter(carries_only("categories", sight.plain), case_id=case_id).order_by("id")


def visible_attachments(*, case_id: str, sight: Sight) -> QuerySet[Attachment]:
    """The documents and pictures of a case that a sight shows, without their content.

    One person says what they carry, and no second one: to who sees only what was confirmed they are not shown.
    """
    shown = carries_only("categories", sight.plain) | Q(pk__in=sight.given)
    return Attachment.objects.filter(shown, case_id=case_id).select_related("organisation").defer("content")


def attachments_from(*, case_id: str, organisation_id: int) -> int:
    """How many files one organisation added to a case."""
    return Attachment.objects.filter(case_id=case_id, organisation_id=organisation_id).count()


def attachment_added_with(*, case_id: str, idempotency_key: str) -> Attachment | None:
    """The file that this request added to a case before, without its content."""
    return Attachment.objects.filter(case_id=case_id, idempotency_key=idempotency_key).defer("content").first()


def tellings_of(*, case_id: str, ids: Iterable[str]) -> dict[str, Telling]:
    """Some tellings of a case by their id."""
    return {telling.pk: telling for telling in Telling.objects.filter(case_id=case_id, pk__in=list(ids))}


def all_tellings(*, case_id: str) -> QuerySet[Telling]:
    """Every telling of a case, for who writes down what was told."""
    return Telling.objects.filter(case_id=case_id).order_by("id")


def next_position(*, case_id: str) -> int:
    """The place of the next passage of a case. Call it while nobody else can change the case.

    Also for a writer who may not read them all, and so cannot count them behind the second lock.
    """
    behind_lock = next_position_behind_lock()
    if behind_lock is not None:
        return behind_lock
    latest = Passage.objects.filter(case_id=case_id).order_by("-position").values_list("position", flat=True).first()
    return (latest or 0) + 1


def add_passages(passages: list[Passage], *, categories: int) -> None:
    """Store new passages as carrying these categories, not confirmed."""
    Passage.objects.bulk_create(passages)
    PassageState.objects.bulk_create(
        PassageState(
            passage=passage,
            case_id=passage.case_id,
            telling_id=passage.telling_id,
            position=passage.position,
            categories=categories,
        )
        for passage in passages
    )


def add_fact(fact: CodedFact, *, cites: Iterable[str]) -> None:
    """Store a coded fact with the passages from which it was taken."""
    fact.save(force_insert=True)
    FactCitation.objects.bulk_create(
        FactCitation(case_id=fact.case_id, fact=fact, passage_id=passage) for passage in cites
    )


def set_label(label: PassageLabel) -> None:
    """Store a label; from then on it decides who sees its passage."""
    label.save(force_insert=True)
    PassageState.objects.filter(passage_id=label.passage_id).update(
        categories=label.categories, is_confirmed=label.confirms_id is not None
    )


def latest_label(passage_id: str) -> PassageLabel | None:
    """The label that holds for a passage now."""
    return PassageLabel.objects.filter(passage_id=passage_id).select_related("set_by").order_by("-id").first()


def own_findings(*, case_id: str, organisation_id: int, role: str) -> QuerySet[Finding]:
    """What a role at an organisation concluded in a case itself."""
    return Finding.objects.filter(case_id=case_id, organisation_id=organisation_id, role=role).order_by("id")


def cited_by(findings: Sequence[Finding]) -> dict[str, list[str]]:
    """The passages that each finding rests on."""
    rows = FindingCitation.objects.filter(finding__in=findings).values_list("finding_id", "passage_id")
    return _by_first(rows) if findings else {}


def acts_resting_on(findings: Sequence[Finding]) -> dict[str, list[int]]:
    """The acts of the case that rest on each finding."""
    rows = FindingUse.objects.filter(finding__in=findings).values_list("finding_id", "act")
    return _by_first(rows) if findings else {}


def steps_of(questions: Sequence[Question]) -> dict[str, list[QuestionStep]]:
    """What became of each question, in order."""
    found: dict[str, list[QuestionStep]] = {}
    for step in QuestionStep.objects.filter(question__in=questions).order_by("recorded_at", "id") if questions else ():
        found.setdefault(step.question_id, []).append(step)
    return found


def answers_of(questions: Sequence[Question]) -> dict[str, list[str]]:
    """The passages that each step names as an answer."""
    rows = QuestionAnswer.objects.filter(step__question__in=questions).values_list("step_id", "passage_id")
    return _by_first(rows) if questions else {}


def identity_versions(case_id: str) -> QuerySet[Identity]:
    """What was written of who the child is, the latest first."""
    return Identity.objects.filter(case_id=case_id).select_related("organisation").order_by("-version")


def _by_first(rows: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for key, value in rows:
        found.setdefault(key, []).append(value)
    return found


def carries_only(field: str, seen: int) -> Q:
    """Something that carries at least one category and none beyond these."""
    beyond = F(field).bitand(_EVERYTHING ^ seen)
    return Q(Exact(beyond, 0), **{f"{field}__gt": 0})
