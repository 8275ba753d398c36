"""Who looked at what, and who did what. Entries are only added, in a chain; the database itself refuses the rest."""

from typing import ClassVar

from django.db import models

from relaas.storage.models.cases import Case
from relaas.storage.models.people import Mandate, Organisation, Person


class Outcome(models.TextChoices):
    DONE = "done"
    REFUSED = "refused"


class AccessEntry(models.Model):
    """One use, done or refused, by whom in which role, and why they may. Never a word of what a case says.

    ``sequence`` counts without a gap, ``previous`` is the hash of the entry before and ``hash`` that of this one
    (``relaas.kernel.chain``). ``detail`` is a word of the program: why it was refused, or which act it was.
    ``grounds``, ``categories`` and ``parts`` are words with a space between. ``sealed_reason`` opens with the key of
    the case only. Without a person it was the program itself.

    The database holds no foreign keys here: an entry must be writable whatever somebody claimed to be, and must stay.
    """

    sequence = models.BigAutoField(primary_key=True)
    format = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    action = models.SlugField(max_length=40, db_index=False)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    detail = models.CharField(max_length=80, blank=True)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False, null=True
    )
    on_behalf_of = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False, null=True
    )
    mandate = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False, null=True
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False, null=True
    )
    role = models.SlugField(max_length=60, db_index=False)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False, null=True
    )
    purpose = models.SlugField(max_length=60, blank=True, db_index=False)
    grounds = models.TextField(blank=True)
    categories = models.TextField(blank=True)
    parts = models.TextField(blank=True)
    sealed_reason = models.BinaryField(null=True)
    processing = models.SlugField(max_length=60, blank=True, db_index=False)
    trace = models.CharField(max_length=32, blank=True)
    source = models.CharField(max_length=16, blank=True)
    previous = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        db_table = "access_entry"
        # Who read a case, newest first, is one range of this.
        indexes: ClassVar = [models.Index(fields=["case", "-sequence"], name="access_of_case")]


class LogHead(models.Model):
    """One row: where the log ends. Whoever adds an entry holds it, so that entries are added one after another."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.PositiveBigIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "log_head"
