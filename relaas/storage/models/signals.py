"""What chain partners saw or heard of a child, and what somebody is still writing of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from relaas.storage.models.cases import ID_LENGTH, Case
from relaas.storage.models.people import Mandate
from relaas.storage.models.story import Identity, Recorded


class Signal(Recorded):
    """One signal. ``act`` is the sequence number of the act that it is in the case. Rows are only ever added.

    Sealed: indicators with how each is known, words, where and when. Who the child was said to be stands in
    ``claimed``, a version of its identity, for who may read that.
    """

    act = models.PositiveIntegerField()
    categories = models.PositiveBigIntegerField()
    claimed = models.ForeignKey(Identity, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)

    class Meta:
        db_table = "signal"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "act"], name="signal_of_act"),
            models.UniqueConstraint(fields=["case", "idempotency_key"], name="signal_recorded_once"),
        ]


class SignalReport(models.Model):
    """A report of one person in one role: being written, or sent. Its words are sealed under a key of its own, which
    has the name of its id. Once sent it holds no words, and says which case it went to."""

    id = models.CharField(primary_key=True, max_length=ID_LENGTH)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+", db_index=False)
    idempotency_key = models.CharField(max_length=64)
    saved_at = models.DateTimeField()
    ciphertext = models.BinaryField()
    sent_at = models.DateTimeField(null=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)

    class Meta:
        db_table = "signal_report"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mandate", "idempotency_key"], name="report_of_one_form"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, case__isnull=True) | Q(sent_at__isnull=False, case__isnull=False),
                name="report_is_sent_to_a_case",
            ),
        ]
