"""One row for each case: its key, wrapped by a master key that is not in any database."""

from django.db import models


class CaseKey(models.Model):
    """The wrapped key of one case. Deleting the row makes everything written in the case unreadable, for good."""

    case_id = models.CharField(primary_key=True, max_length=26)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "case_key"
