"""The account in the database: which passages a sight shows, decided there by the labels, never afterwards in Python.

Elsewhere these tables are asked only whether a request was stored before; `tests/architecture` holds that.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.lookups import Exact

from relaas.storage.models.story import (
    Attachment,
    AttachmentLabel,
    AttachmentState,
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
from relaas.storage.sealing import Kind
from relaas.storage.second_lock import next_position_behind_lock
from relaas.story.access import MOST_BITS
from relaas.story.grants import Labelled, Sight

T = TypeVar("T")

_EVERYTHING = (1 << MOST_BITS) - 1


class PassageRow(NamedTuple):
    """A passage as it is read with all the others of a case: a page has hundreds, and a model of each takes longer than
    finding and opening it."""

    pk: str
    telling_id: str
    position: int
    kind: str
    about_id: str | None
    language: str
    role: str
    ciphertext: bytes
    categories: int
    is_confirmed: bool

    @property
    def labelled(self) -> Labelled:
        """What decides who sees it."""
        return Labelled(
            passage=self.pk,
            telling=self.telling_id,
            categories=self.categories,
            is_confirmed=self.is_confirmed,
        )


PASSAGE_COLUMNS = (
    "pk", "telling_id", "position", "kind", "about_id", "language", "role", "ciphertext", "state__categories",
    "state__is_confirmed",
)  # fmt: skip


def read_passages(*, case_id: str, sight: Sight) -> list[PassageRow]:
    """The passages of a case that a sight shows, in the order in which they were told."""
    rows = Passage.objects.filter(_shows(sight), case_id=case_id).order_by("position").values_list(*PASSAGE_COLUMNS)
    return [PassageRow._make(row) for row in rows]


def visible_passages(*, case_id: str, sight: Sight) -> QuerySet[Passage]:
    """The same, to choose from, each with state and telling."""
    passages = Passage.objects.filter(_shows(sight), case_id=case_id)
    return passages.select_related("state", "telling").order_by("position")


def visible_facts(*, case_id: str, sight: Sight) -> QuerySet[CodedFact]:
    """The coded facts of a case that a sight shows. A trained person coded them, so they need no second one.

    A fact is also shown to whom every passage that it was taken from was given by name: it says no more than those.
    """
    shown = carries_only("categories", sight.plain | sight.reviewed)
    if sight.given or sight.given_reviewed:
        taken = FactCitation.objects.filter(fact=OuterRef("pk"))
        given = _given(sight, passage="passage_id", telling="passage__telling_id", state="passage__state__")
        shown |= Q(Exists(taken.filter(given))) & ~Q(Exists(taken.exclude(given)))
    return CodedFact.objects.filter(shown, case_id=case_id)


def visible_findings(*, case_id: str, sight: Sight, organisation_id: int) -> QuerySet[Finding]:
    """The findings of a case that a sight shows, and those of one's own organisation.

    A finding is shown to who may see what it carried when it was concluded and what each passage that it cites carries
    now: saying later that a passage carries more closes what was concluded from it too.
    """
    shown = carries_only("categories", sight.plain | sight.reviewed)
    closed = FindingCitation.objects.filter(finding=OuterRef("pk")).exclude(_state_shown(sight, "passage__state__"))
    return Finding.objects.filter(
        shown & ~Q(Exists(closed)) | Q(organisation_id=organisation_id),
        case_id=case_id,
    )


def visible_questions(*, case_id: str, sight: Sight) -> QuerySet[Question]:
    """The questions of a case of a kind that a sight shows."""
    return Question.objects.filter(carries_only("categories", sight.plain), case_id=case_id).order_by("id")


def visible_attachments(*, case_id: str, sight: Sight) -> QuerySet[Attachment]:
    """The documents and pictures of a case that a sight shows, each with its state, without their content."""
    shown = _state_shown(sight, "state__") | _given(sight, passage="pk", telling=None, state="state__")
    found = Attachment.objects.filter(shown, case_id=case_id)
    return found.select_related("organisation", "state").defer("content")


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


def add_attachment_as(attachment: Attachment, label: AttachmentLabel) -> None:
    """Store a new file as carrying what its first label says, not confirmed."""
    attachment.save(force_insert=True)
    label.save(force_insert=True)
    AttachmentState.objects.bulk_create(
        [AttachmentState(attachment=attachment, case_id=attachment.case_id, categories=label.categories)]
    )


def set_attachment_label(label: AttachmentLabel) -> None:
    """Store a label; from then on it decides who sees its file."""
    label.save(force_insert=True)
    AttachmentState.objects.filter(attachment_id=label.attachment_id).update(
        categories=label.categories, is_confirmed=label.confirms_id is not None
    )


def latest_attachment_labels(attachments: Iterable[str]) -> dict[str, AttachmentLabel]:
    """The label that holds for each of some files now."""
    labels = AttachmentLabel.objects.filter(attachment_id__in=list(attachments)).select_related("set_by")
    return {label.attachment_id: label for label in labels.order_by("id")}


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


def found_by_index(*, sealed_as: Kind, place: str) -> CodedFact | Identity | None:
    """What stands at a place of the blind index, for who writes the index anew and shows nothing of it."""
    if sealed_as is Kind.FACT:
        return CodedFact.objects.filter(pk=place).first()
    return Identity.objects.filter(pk=place).first() if sealed_as is Kind.IDENTITY else None


def identity_versions(case_id: str) -> QuerySet[Identity]:
    """What was written of who the child is, the latest first."""
    return Identity.objects.filter(case_id=case_id).select_related("organisation").order_by("-version")


def latest_identities(case_ids: Iterable[str]) -> dict[str, Identity]:
    """Of several cases, by their id, what was last written of who the child is; one question. A case of which nothing
    was written is not in it."""
    rows = Identity.objects.filter(case_id__in=list(case_ids)).order_by("case_id", "version")
    return {row.case_id: row for row in rows}


def _by_first(rows: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for key, value in rows:
        found.setdefault(key, []).append(value)
    return found


def _shows(sight: Sight) -> Q:
    """The passages that a sight shows."""
    return _state_shown(sight, "state__") | _given(sight, passage="pk", telling="telling_id", state="state__")


def _state_shown(sight: Sight, state: str) -> Q:
    """What is labelled like this is shown by its categories."""
    plain = carries_only(f"{state}categories", sight.plain)
    return plain | Q(**{f"{state}is_confirmed": True}) & carries_only(
        f"{state}categories", sight.plain | sight.reviewed
    )


def _given(sight: Sight, *, passage: str, telling: str | None, state: str) -> Q:
    """It was given by name: itself, or the telling of which it is a part."""

    def named(given: frozenset[str]) -> Q:
        itself = Q(**{f"{passage}__in": given})
        return itself if telling is None else itself | Q(**{f"{telling}__in": given})

    return named(sight.given) | Q(**{f"{state}is_confirmed": True}) & named(sight.given_reviewed)


def carries_only(field: str, seen: int) -> Q:
    """Something that carries at least one category and none beyond these."""
    beyond = F(field).bitand(_EVERYTHING ^ seen)
    return Q(Exact(beyond, 0), **{f"{field}__gt": 0})
