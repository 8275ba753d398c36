"""A case, who works on it, and the acts that make it up. Acts are only ever added; the database refuses the rest.

Every unique rule here carries the case, so that cases can one day be spread over several databases.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from relaas.storage.models.people import Mandate, Organisation, Person

ID_LENGTH = 26


class CaseCounter(models.Model):
    """One row: how many cases were ever begun. It gives each case its name and is never turned back."""

    begun = models.PositiveBigIntegerField(default=0)

    class Meta:
        db_table = "case_counter"


class Case(models.Model):
    """One child's case: which law governs it and why. Never changed after it is opened.

    ``number`` is public and tells neither order nor amount; ``name`` is what people say, never a child's name.
    ``regime_version`` is the fingerprint of the law file at opening. ``why`` says in fixed words why that law;
    ``ciphertext`` holds the reason that was written.
    """

    id = models.CharField(primary_key=True, max_length=ID_LENGTH)
    number = models.CharField(unique=True, max_length=12)
    name = models.CharField(unique=True, max_length=60)
    regime = models.SlugField(max_length=80)
    regime_version = models.CharField(max_length=64)
    why = models.JSONField()
    ciphertext = models.BinaryField()
    opened_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+", db_index=False)
    idempotency_key = models.CharField(unique=True, max_length=64)

    class Meta:
        db_table = "case_file"

    def __str__(self) -> str:
        return self.number


class Placement(models.Model):
    """An organisation works on a case in a role, from a day up to and including another (none: no end in sight)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="placements")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.SlugField(max_length=60, db_index=False)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "placement"
        # The list of cases of one role at one organisation is one range of this.
        indexes: ClassVar = [models.Index(fields=["organisation", "role", "-case"], name="placement_list")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="placement_ends_after_it_begins",
            )
        ]


class RecordedAct(models.Model):
    """One act of a case as somebody recorded it. ``act`` is empty when it only annuls an earlier one.

    ``earliest_on`` and ``latest_on`` bound the day on which it took effect; null is no bound. ``ciphertext`` holds the
    facts, the form and the reason, under the key of the case. ``annuls`` is the sequence number of what it corrects.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="acts", db_index=False)
    sequence = models.PositiveIntegerField()
    act = models.SlugField(max_length=80, blank=True, db_index=False)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.SlugField(max_length=60, db_index=False)
    earliest_on = models.DateField(null=True)
    latest_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    ciphertext = models.BinaryField()
    against_rules = models.BooleanField(default=False)
    annuls = models.PositiveIntegerField(null=True)
    idempotency_key = models.CharField(max_length=64)

    class Meta:
        db_table = "recorded_act"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "sequence"], name="act_has_its_own_place"),
            models.UniqueConstraint(fields=["case", "idempotency_key"], name="act_recorded_once"),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="act_counts_from_one"),
            models.CheckConstraint(
                condition=Q(annuls__isnull=True) | Q(annuls__lt=F("sequence")), name="act_annuls_an_earlier_one"
            ),
            models.CheckConstraint(condition=~Q(act="") | Q(annuls__isnull=False), name="act_or_annulment"),
        ]
