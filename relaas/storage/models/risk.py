"""The risk analysis: what was written in it, and, for lists, who must do what by when."""

from typing import ClassVar

from django.db import models

from relaas.storage.models.cases import ID_LENGTH, Case
from relaas.storage.models.people import Organisation, Person
from relaas.storage.models.story import Recorded


class RiskEntry(Recorded):
    """One entry of a risk analysis (`relaas.casework.risk_entries`). Sealed: everything that it says, also the domain.

    ``about`` is the entry that it is about. ``categories`` decides who sees it: risk and protection, and for what was
    taken from the account also what that carries. ``place`` orders the entries that a writer sees.
    """

    place = models.PositiveIntegerField()
    kind = models.SlugField(max_length=20, db_index=False)
    about = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    categories = models.PositiveBigIntegerField()
    act = models.PositiveIntegerField(null=True)

    class Meta:
        db_table = "risk_entry"
        indexes: ClassVar = [models.Index(fields=["case", "place"], name="risk_entry_of_case")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "idempotency_key"], name="risk_entry_written_once")
        ]


class RiskDue(models.Model):
    """Something that is due in a risk analysis from ``since_on`` up to and including ``until_on`` (for a question that
    names the day; no job keeps it right). Written anew with every entry, and can be made anew from the entries.

    ``escalates_on`` and ``supervised_on``: the first days on which it is late enough for the person named for it and
    for who supervises; the end of time where it never is.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="risks_due", db_index=False)
    entry = models.CharField(max_length=ID_LENGTH)
    kind = models.SlugField(max_length=20, db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.SlugField(max_length=60, db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    escalates_to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    since_on = models.DateField()
    until_on = models.DateField()
    due_on = models.DateField()
    escalates_on = models.DateField()
    supervised_on = models.DateField()

    class Meta:
        db_table = "risk_due"
        indexes: ClassVar = [
            models.Index(fields=["organisation", "role", "due_on", "case"], name="risk_due_of_role"),
            models.Index(fields=["case"], name="risk_due_of_case"),
        ]
