"""The child's account: tellings, passages and what was made of them. Rows are only ever added.

Every word is sealed under the key of the case. What decides who sees a passage or a file stands beside it as numbers,
in the two tables here that change (`PassageState`, `AttachmentState`), which can be made anew from the labels.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from relaas.storage.models.cases import ID_LENGTH, Case
from relaas.storage.models.people import Mandate, Organisation


class Recorded(models.Model):
    """What every row of the account says of itself: which case, who wrote it down, when, and that only once."""

    id = models.CharField(primary_key=True, max_length=ID_LENGTH)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.SlugField(max_length=60, db_index=False)
    recorded_at = models.DateTimeField()
    ciphertext = models.BinaryField()
    idempotency_key = models.CharField(max_length=64)

    class Meta:
        abstract = True


class Telling(Recorded):
    """One occasion on which the child gave its account. ``act`` is the sequence number of the act that it is in the
    case; ``audience`` the role that heard it; ``to_one``: one authority heard the child apart from the one account.

    Sealed: place, who was present, interpreter, recording, breaks, how the child was doing, in what language.
    """

    act = models.PositiveIntegerField()
    audience = models.SlugField(max_length=60, db_index=False)
    to_one = models.BooleanField()
    held_on = models.DateField()

    class Meta:
        db_table = "telling"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "act"], name="telling_of_act"),
            models.UniqueConstraint(fields=["case", "idempotency_key"], name="telling_recorded_once"),
        ]


class Passage(Recorded):
    """Words of the child, in the order in which they were told. Sealed: the words and their translation.

    A correction or an addition is a passage of its own that points at the one it is about.
    """

    class Kind(models.TextChoices):
        TOLD = "told"
        CORRECTION = "correction"
        ADDITION = "addition"

    telling = models.ForeignKey(Telling, on_delete=models.PROTECT, related_name="passages", db_index=False)
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    about = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    language = models.CharField(max_length=20)

    class Meta:
        db_table = "passage"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "position"], name="passage_has_its_own_place"),
            models.UniqueConstraint(fields=["case", "idempotency_key"], name="passage_recorded_once"),
            models.CheckConstraint(
                condition=Q(kind="told", about__isnull=True) | (~Q(kind="told") & Q(about__isnull=False)),
                name="passage_is_about_another_or_told",
            ),
        ]


class PassageLabel(models.Model):
    """A trained person says what kinds of information a passage carries, or a second one confirms it (``confirms``)."""

    id = models.CharField(primary_key=True, max_length=ID_LENGTH)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="labels")
    categories = models.PositiveBigIntegerField()
    confirms = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    set_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()

    class Meta:
        db_table = "passage_label"


class PassageState(models.Model):
    """How a passage stands now: its latest label, and whether that is confirmed. Can be made anew from the labels."""

    passage = models.OneToOneField(Passage, on_delete=models.CASCADE, primary_key=True, related_name="state")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    telling = models.ForeignKey(Telling, on_delete=models.CASCADE, related_name="+", db_index=False)
    position = models.PositiveIntegerField()
    categories = models.PositiveBigIntegerField()
    is_confirmed = models.BooleanField(default=False)

    class Meta:
        db_table = "passage_state"
        indexes: ClassVar = [models.Index(fields=["case", "position"], name="state_of_case")]


class CodedFact(Recorded):
    """What a trained person took from passages, in the words of a vocabulary. Sealed: its values. ``certainty`` is how
    sure the coder is of having understood. ``replaces`` is an earlier fact that this one corrects."""

    kind = models.SlugField(max_length=60, db_index=False)
    categories = models.PositiveBigIntegerField()
    certainty = models.SlugField(max_length=20, db_index=False)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    cites = models.ManyToManyField(Passage, through="FactCitation", related_name="+")

    class Meta:
        db_table = "coded_fact"
        indexes: ClassVar = [models.Index(fields=["case", "id"], name="fact_of_case")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "idempotency_key"], name="fact_recorded_once")]


class FactCitation(models.Model):
    """A fact was taken from this passage."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    fact = models.ForeignKey(CodedFact, on_delete=models.PROTECT, related_name="citations")
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        db_table = "fact_citation"


class Question(Recorded):
    """Something that somebody still wants to know of the child. Sealed: its words. ``rule`` is what lets them ask,
    ``categories`` the kind of question (it decides who sees it), ``subject`` the kind of information it asks for."""

    rule = models.SlugField(max_length=80, db_index=False)
    purpose = models.SlugField(max_length=60, db_index=False)
    categories = models.PositiveBigIntegerField()
    subject = models.PositiveBigIntegerField()

    class Meta:
        db_table = "question"
        indexes: ClassVar = [models.Index(fields=["case", "id"], name="question_of_case")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "idempotency_key"], name="question_asked_once")
        ]


class QuestionStep(Recorded):
    """What became of a question: bundled for the follow-up, put to the child, answered by passages, or refused."""

    class State(models.TextChoices):
        BUNDLED = "bundled"
        PUT = "put"
        ANSWERED = "answered"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=10, choices=State.choices)
    answered_by = models.ManyToManyField(Passage, through="QuestionAnswer", related_name="+")

    class Meta:
        db_table = "question_step"
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "idempotency_key"], name="question_step_once")]


class QuestionAnswer(models.Model):
    """This passage answers the question."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    step = models.ForeignKey(QuestionStep, on_delete=models.PROTECT, related_name="answers")
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        db_table = "question_answer"


class Finding(Recorded):
    """What somebody concludes from passages, for a purpose. Sealed: its words. Procedures use these, not passages."""

    purpose = models.SlugField(max_length=60, db_index=False)
    categories = models.PositiveBigIntegerField()
    cites = models.ManyToManyField(Passage, through="FindingCitation", related_name="+")

    class Meta:
        db_table = "finding"
        indexes: ClassVar = [models.Index(fields=["case", "id"], name="finding_of_case")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "idempotency_key"], name="finding_recorded_once")
        ]


class FindingCitation(models.Model):
    """A finding rests on this passage."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="citations")
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        db_table = "finding_citation"


class FindingUse(models.Model):
    """An act of the case rests on this finding."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="uses")
    act = models.PositiveIntegerField()

    class Meta:
        db_table = "finding_use"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "act", "finding"], name="finding_used_once_by_an_act")
        ]


class Identity(Recorded):
    """Who the child is: the latest version holds. Sealed: names, birth, nationality, languages, papers."""

    version = models.PositiveIntegerField()

    class Meta:
        db_table = "identity"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "version"], name="identity_version"),
            models.UniqueConstraint(fields=["case", "idempotency_key"], name="identity_written_once"),
        ]


class Attachment(Recorded):
    """A document or picture in the account. Sealed: its name and what was found on it; ``content`` is the sealed file,
    cleaned. ``media_type`` is what its bytes say it is. What it carries stands in its labels."""

    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        db_table = "attachment"
        indexes: ClassVar = [models.Index(fields=["case", "id"], name="attachment_of_case")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "idempotency_key"], name="attachment_stored_once")
        ]


class AttachmentLabel(models.Model):
    """A trained person says what kinds of information a file carries (the first one who added it), or a second person
    confirms it (``confirms``)."""

    id = models.CharField(primary_key=True, max_length=ID_LENGTH)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="labels")
    categories = models.PositiveBigIntegerField()
    confirms = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    set_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()

    class Meta:
        db_table = "attachment_label"


class AttachmentState(models.Model):
    """How a file stands now: its latest label, and whether that is confirmed. Can be made anew from the labels."""

    attachment = models.OneToOneField(Attachment, on_delete=models.CASCADE, primary_key=True, related_name="state")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    categories = models.PositiveBigIntegerField()
    is_confirmed = models.BooleanField(default=False)

    class Meta:
        db_table = "attachment_state"
