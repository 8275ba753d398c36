"""Which cases were erased, by whose decision, and when their key was really gone. Rows are only ever added."""

from django.db import models

from relaas.storage.models.cases import ID_LENGTH, Case
from relaas.storage.models.people import Mandate, Organisation, Person


class Erasure(models.Model):
    """The decision to erase a case. From this row on nobody reads the case, whether its key is gone yet or not.

    ``ground`` is a rule or a ground of the retention law. ``ciphertext`` holds the reason, under a key of its own
    (``key_id`` in the key store), because the key of the case is destroyed.
    """

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="erasure")
    decided_at = models.DateTimeField()
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.SlugField(max_length=60, db_index=False)
    ground = models.SlugField(max_length=80, db_index=False)
    key_id = models.CharField(max_length=ID_LENGTH)
    ciphertext = models.BinaryField()

    class Meta:
        db_table = "erasure"


class KeyDestruction(models.Model):
    """The key of an erased case was destroyed at this moment. A second row: it had come back with a backup."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="key_destructions")
    at = models.DateTimeField()

    class Meta:
        db_table = "key_destruction"
