"""Organisations, the people who work there, and since when and until when each may act in which role."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q


class Organisation(models.Model):
    """Where people work. An organisation is never deleted: what it recorded stays its own."""

    slug = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=120)

    class Meta:
        db_table = "organisation"

    def __str__(self) -> str:
        return self.name


class RoleDefault(models.Model):
    """Which organisation takes a role in a new case when nobody says otherwise. Roles are those of the law files."""

    role = models.SlugField(primary_key=True, max_length=60)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "role_default"


class Person(AbstractBaseUser):
    """Somebody who can sign in. What they may do, their mandates say; nobody may do everything."""

    username = models.CharField(unique=True, max_length=80)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[BaseUserManager] = BaseUserManager()

    class Meta:
        db_table = "person"

    def __str__(self) -> str:
        return self.name


class Mandate(models.Model):
    """A person acts in a role for an organisation, from a day up to and including another (none: no end in sight)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.SlugField(max_length=60)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "mandate"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="mandate_ends_after_it_begins"
            )
        ]
