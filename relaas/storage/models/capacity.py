"""What happened to the capacity of organisations, and the load that cases put on them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from relaas.storage.models.people import Mandate, Organisation


class CapacityEvent(models.Model):
    """One event of an organisation; only ever added. ``what`` is the event in plain words of the program: it is about
    people who work there, never about a child. ``number`` orders the events of the organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    on = models.DateField()
    what = models.JSONField()
    annuls = models.PositiveIntegerField(null=True)
    recorded_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()
    idempotency_key = models.CharField(max_length=64)

    class Meta:
        db_table = "capacity_event"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="capacity_event_has_its_own_place"),
            models.UniqueConstraint(fields=["organisation", "idempotency_key"], name="capacity_event_recorded_once"),
            models.CheckConstraint(
                condition=Q(annuls__isnull=True) | Q(annuls__lt=F("number")),
                name="capacity_event_annuls_an_earlier_one",
            ),
        ]


class StageOfOrganisation(models.Model):
    """How a case on which an organisation works stands, from when until when, without saying which case: a view, for
    counting. ``placed_until_on`` and ``until_on`` are included; null is no end."""

    id = models.BigIntegerField(primary_key=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.DO_NOTHING, related_name="+")
    role = models.SlugField(max_length=60)
    placed_from_on = models.DateField()
    placed_until_on = models.DateField(null=True)
    since_on = models.DateField()
    until_on = models.DateField()
    statuses = models.JSONField()

    class Meta:
        db_table = "stage_of_organisation"
        managed = False
