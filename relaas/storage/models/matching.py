"""What a person decided about two cases being about one child, and which cases nobody looked at yet for that."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from relaas.storage.models.cases import ID_LENGTH, Case
from relaas.storage.models.people import Mandate, Organisation


class CaseLink(models.Model):
    """Somebody decided whether a case is about the child of another, or that for now all candidates were looked at.

    ``SAME`` joins ``case``, the newer one, to ``other``; a later row ``UNDONE`` of which ``undoes`` names it takes that
    back. Of ``NOT_SAME`` and ``CANNOT_SAY`` either case can be the newer. ``versions`` of who each child is said to be
    were compared: written anew, the question is open again. ``acts`` are the places in the other case of the signals
    that the joining recorded there, ``placed`` the placements that it added. Sealed, under the key of ``case``: why.
    """

    class Decision(models.TextChoices):
        SAME = "same"
        NOT_SAME = "not_same"
        CANNOT_SAY = "cannot_say"
        LOOKED = "looked"
        UNDONE = "undone"

    id = models.CharField(primary_key=True, max_length=ID_LENGTH)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links")
    other = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links_to", null=True)
    decision = models.CharField(max_length=10, choices=Decision.choices)
    version = models.PositiveIntegerField()
    other_version = models.PositiveIntegerField(default=0)
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, related_name="undone", null=True)
    acts = models.JSONField(default=list)
    placed = models.JSONField(default=list)
    recorded_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.SlugField(max_length=60, db_index=False)
    recorded_at = models.DateTimeField()
    ciphertext = models.BinaryField()
    idempotency_key = models.CharField(max_length=64)

    class Meta:
        db_table = "case_link"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "idempotency_key"], name="link_decided_once"),
            models.CheckConstraint(condition=Q(other__isnull=True) | ~Q(other=F("case")), name="link_of_two_cases"),
            models.CheckConstraint(
                condition=Q(decision="undone") ^ Q(undoes__isnull=True), name="link_undone_names_it"
            ),
            models.CheckConstraint(condition=Q(decision="looked") ^ Q(other__isnull=False), name="link_looked_at_none"),
        ]


class MatchDue(models.Model):
    """Nobody looked yet whether the child of this case has another case too. Made anew with each version of who the
    child is said to be, taken away when somebody looked; it can be made anew from both."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="match_due")
    version = models.PositiveIntegerField()
    since_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "match_due"
