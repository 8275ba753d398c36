"""The child's own page: the codes that open it, and what the child writes there. Rows are only ever added, but for the
list of what is still to be answered."""

from typing import ClassVar

from django.db import models

from relaas.storage.models.cases import ID_LENGTH, Case
from relaas.storage.models.people import Mandate, Organisation
from relaas.storage.models.story import Recorded

DIGEST_LENGTH = 64


class ChildCode(models.Model):
    """A code that opens the child's page of one case until the end of a day. Only a keyed hash of it is kept.

    ``reader`` is the mandate of the child's role under which the page is read.
    """

    id = models.CharField(primary_key=True, max_length=ID_LENGTH)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    reader = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+", db_index=False)
    language = models.CharField(max_length=20)
    last_day = models.DateField()
    recorded_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()
    idempotency_key = models.CharField(max_length=64)

    class Meta:
        db_table = "child_code"
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "idempotency_key"], name="code_made_once")]


class ChildCodeEnd(models.Model):
    """A code was withdrawn."""

    code = models.OneToOneField(ChildCode, on_delete=models.PROTECT, primary_key=True, related_name="end")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "child_code_end"


class WrongTries(models.Model):
    """How often something was tried that is no code, and when last. ``of`` is a keyed hash: of the beginning of what
    was typed, or of the address from which it came."""

    of = models.CharField(primary_key=True, max_length=DIGEST_LENGTH)
    amount = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        db_table = "wrong_tries"


class ChildMessage(Recorded):
    """What a child wrote on its page. Sealed: its words."""

    class Kind(models.TextChoices):
        WRONG = "wrong"
        QUESTION = "question"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    categories = models.PositiveBigIntegerField()
    language = models.CharField(max_length=20)

    class Meta:
        db_table = "child_message"
        indexes: ClassVar = [models.Index(fields=["case", "id"], name="message_of_case")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "idempotency_key"], name="message_sent_once")]


class MessageAnswer(Recorded):
    """What was answered. Sealed: its words."""

    message = models.OneToOneField(ChildMessage, on_delete=models.PROTECT, related_name="answer")
    categories = models.PositiveBigIntegerField()

    class Meta:
        db_table = "message_answer"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "idempotency_key"], name="message_answered_once")
        ]


class MessageDuty(models.Model):
    """A role at an organisation owes a child an answer, until a day. It goes from the list with the answer."""

    message = models.OneToOneField(ChildMessage, on_delete=models.PROTECT, primary_key=True, related_name="duty")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.SlugField(max_length=60, db_index=False)
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "message_duty"
        indexes: ClassVar = [models.Index(fields=["organisation", "answered_at", "due_on"], name="message_list")]
