"""Where a phone number, a document number or a name stands, without saying which one."""

from typing import ClassVar

from django.db import models

from relaas.storage.models.cases import Case


class BlindIndexEntry(models.Model):
    """At this place of the case stands something with this blind value. Others can have the same by chance.

    ``key_version`` is the version of the index key; ``sealed_as`` and ``place`` are what opens it to see whether it is
    what was asked for.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="index_entries")
    kind = models.CharField(max_length=12)
    key_version = models.PositiveIntegerField()
    value = models.BinaryField()
    sealed_as = models.CharField(max_length=12)
    place = models.CharField(max_length=40)

    class Meta:
        db_table = "blind_index_entry"
        indexes: ClassVar = [models.Index(fields=["kind", "value"], name="blind_look_up")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "kind", "key_version", "value", "sealed_as", "place"], name="blind_entry_once"
            )
        ]
