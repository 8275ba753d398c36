"""What lists are made of: per case, what is so from which day until which, if nobody acts.

No job keeps these right. They are written together with an act and hold for every later day; a question names the day.
They can be made anew from the acts at any time.
"""

from typing import ClassVar

from django.db import models

from relaas.storage.models.cases import Case
from relaas.storage.models.people import Organisation


class CaseStage(models.Model):
    """How a case stands from ``since_on`` up to and including ``until_on``."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="stages", db_index=False)
    since_on = models.DateField()
    until_on = models.DateField()
    statuses = models.JSONField()
    certainty = models.CharField(max_length=60)
    next_term = models.SlugField(max_length=80, blank=True, db_index=False)
    next_term_on = models.DateField(null=True)
    length = models.PositiveIntegerField()

    class Meta:
        db_table = "case_stage"
        indexes: ClassVar = [models.Index(fields=["case", "since_on"], name="stage_of_case")]


class WorkItem(models.Model):
    """A role at an organisation owes one of ``acts`` from ``since_on`` up to and including ``until_on``.

    ``sort_on`` is the first day on which it can be due, and the end of time when it has no date. Without ``has_due`` no
    term has begun for it; with it, a bound that is null is not known.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="work", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.SlugField(max_length=60, db_index=False)
    acts = models.CharField(max_length=400)
    since_on = models.DateField()
    until_on = models.DateField()
    sort_on = models.DateField()
    has_due = models.BooleanField()
    due_earliest_on = models.DateField(null=True)
    due_latest_on = models.DateField(null=True)
    owed_earliest_on = models.DateField(null=True)
    owed_latest_on = models.DateField(null=True)
    is_bound = models.BooleanField()
    is_certain = models.BooleanField()

    class Meta:
        db_table = "work_item"
        # The work list of one role at one organisation, soonest first, is one range of this.
        indexes: ClassVar = [
            models.Index(fields=["organisation", "role", "sort_on", "case", "acts"], name="work_list"),
            # What one role owes in a few cases: each case is a range, also for a database without statistics.
            models.Index(fields=["case", "organisation", "role"], name="work_of_case"),
        ]
