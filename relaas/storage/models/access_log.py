"""Who looked at what, and who did what. Lines are only ever added; the database itself refuses the rest."""

from django.db import models

from relaas.storage.models.cases import Case
from relaas.storage.models.people import Mandate, Organisation, Person


class Outcome(models.TextChoices):
    DONE = "done"
    REFUSED = "refused"


class AccessEntry(models.Model):
    """One reading or writing, done or refused, by whom in which role. Never a word of what a case says.

    ``detail`` is a word of the program: why it was refused, or which act it was.
    """

    at = models.DateTimeField()
    action = models.SlugField(max_length=40, db_index=False)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    detail = models.CharField(max_length=80, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.SlugField(max_length=60, db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        db_table = "access_entry"
