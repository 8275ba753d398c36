"""One row for each case: its key, wrapped by a master key that is not in any database."""

from typing import ClassVar

from django.db import models


class CaseKey(models.Model):
    """The wrapped key of one case. Deleting the row makes everything written in the case unreadable, for good.

    ``master_version`` says which master key wrapped it.
    """

    case_id = models.CharField(primary_key=True, max_length=26)
    wrapped = models.BinaryField()
    master_version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "case_key"
        indexes: ClassVar = [models.Index(fields=["master_version"], name="key_by_master")]
