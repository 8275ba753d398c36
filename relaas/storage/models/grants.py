"""Who may see and do what in a case: dated rows, the one table that every reading, list, explanation and lock asks.

A row is written ahead and never changed, only cut short; the database refuses the rest.
"""

from datetime import UTC, datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from relaas.storage.models.cases import ID_LENGTH, Case
from relaas.storage.models.people import Mandate, Organisation, Person

ENDLESS = datetime(9000, 1, 1, tzinfo=UTC)


class AccessGrant(models.Model):
    """A role at an organisation (with ``person``: one person in it) may do ``verbs`` with ``categories`` from
    ``from_at`` up to, not including, ``until_at``. Verbs and categories are sets as numbers.

    ``rule`` is the rule of ``law/access`` on which it rests. With ``passage_id`` (or a file) or ``telling_id``
    it gives that one whole. ``is_foreseen``: placement, phase or consent wrote it, and what they say anew may cut it
    short. ``written_by`` says what wrote it: ``opening``, ``act:12``, ``consent:<id>``, ``release:<id>``,
    ``telling:<id>``, ``request:<id>``.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="grants", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.SlugField(max_length=60, db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    rule = models.SlugField(max_length=80, db_index=False)
    verbs = models.PositiveIntegerField()
    categories = models.PositiveBigIntegerField()
    passage_id = models.CharField(max_length=ID_LENGTH, blank=True)
    telling_id = models.CharField(max_length=ID_LENGTH, blank=True)
    needs_review = models.BooleanField(default=False)
    is_foreseen = models.BooleanField(default=False)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(default=ENDLESS)
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=60)

    class Meta:
        db_table = "access_grant"
        indexes: ClassVar = [
            models.Index(fields=["case", "organisation", "role"], name="grant_of_holder"),
            models.Index(fields=["organisation", "role", "case"], name="grant_across_cases"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until_at__gte=F("from_at")), name="grant_ends_after_it_begins")
        ]


class ConsentEvent(models.Model):
    """Somebody of the child's side agreed (or objected), or took that back. ``recorded_by`` may have written it down on
    their behalf."""

    id = models.CharField(primary_key=True, max_length=ID_LENGTH)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consent_events", db_index=False)
    consent = models.SlugField(max_length=60, db_index=False)
    party = models.SlugField(max_length=60, db_index=False)
    is_given = models.BooleanField()
    at = models.DateTimeField()
    recorded_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+", db_index=False)
    ciphertext = models.BinaryField()
    idempotency_key = models.CharField(max_length=64)

    class Meta:
        db_table = "consent_event"
        indexes: ClassVar = [models.Index(fields=["case", "at"], name="consent_of_case")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "idempotency_key"], name="consent_recorded_once")
        ]


class AccessRequest(models.Model):
    """Somebody asks for what a rule gives on request: revealing who a child is, or breaking the glass in acute danger.

    ``ciphertext`` holds the reason. ``is_alone``: there was nobody to decide with. The grant that it led to says
    ``request:<id>``.
    """

    id = models.CharField(primary_key=True, max_length=ID_LENGTH)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="access_requests", db_index=False)
    rule = models.SlugField(max_length=80, db_index=False)
    is_emergency = models.BooleanField()
    is_alone = models.BooleanField(default=False)
    requested_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+", db_index=False)
    requested_at = models.DateTimeField()
    ciphertext = models.BinaryField()
    idempotency_key = models.CharField(max_length=64)

    class Meta:
        db_table = "access_request"
        indexes: ClassVar = [models.Index(fields=["case", "requested_at"], name="request_of_case")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "idempotency_key"], name="access_requested_once")
        ]


class AccessDecision(models.Model):
    """A second person allows or refuses a request; or, afterwards, the data protection officer reviews an emergency."""

    class Kind(models.TextChoices):
        ALLOWED = "allowed"
        REFUSED = "refused"
        REVIEWED = "reviewed"

    id = models.CharField(primary_key=True, max_length=ID_LENGTH)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    ciphertext = models.BinaryField()

    class Meta:
        db_table = "access_decision"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "kind"], name="request_decided_once"),
        ]


class Notice(models.Model):
    """A role at an organisation is told that something happened in a case; never what it says. ``subject`` names it:
    ``request:<id>``, ``question:<id>``. Seen once, it goes from the list."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.SlugField(max_length=60, db_index=False)
    kind = models.SlugField(max_length=40, db_index=False)
    subject = models.CharField(max_length=60)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notice"
        indexes: ClassVar = [models.Index(fields=["organisation", "role", "seen_at", "at"], name="notice_list")]
