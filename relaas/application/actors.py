"""Who acts: a person, in a role, for an organisation, by a mandate that holds today."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from relaas.storage.models.people import Mandate, Person


class NoSuchMandate(Exception):
    """Nobody of that name has a mandate that holds, or somebody has several and it must be said which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person under one of their mandates. Made in this module only; every use case checks that it still holds."""

    mandate_id: int
    person_id: int
    person: str
    role: str
    organisation_id: int
    organisation: str


def actors_of(user: AbstractBaseUser | AnonymousUser, today: date) -> tuple[Actor, ...]:
    """As whom a signed-in person can act today: one for each mandate that holds; none without a mandate."""
    if not isinstance(user, Person) or not user.is_active:
        return ()
    mandates = Mandate.objects.filter(_covers(today), person_id=user.pk).select_related("organisation", "person")
    return tuple(_actor(mandate) for mandate in mandates.order_by("from_on", "pk"))


def actor_under(mandate_id: int, today: date) -> Actor | None:
    """Who acts under a mandate without signing in: the child, on its own page. None when it does not hold."""
    mandates = Mandate.objects.filter(_covers(today), pk=mandate_id, person__is_active=True)
    found = mandates.select_related("organisation", "person").first()
    return None if found is None else _actor(found)


def mandates_of(*, role: str, organisation_id: int, today: date) -> list[int]:
    """The mandates of a role at an organisation that hold, the earliest first."""
    found = Mandate.objects.filter(_covers(today), role=role, organisation_id=organisation_id, person__is_active=True)
    return list(found.order_by("from_on", "pk").values_list("pk", flat=True))


def actor_named(text: str, today: date) -> Actor:
    """As whom a command acts: a username, or username:role for a person with several mandates. Raises NoSuchMandate."""
    username, _, role = text.partition(":")
    person = Person.objects.filter(username=username, is_active=True).first()
    found = [actor for actor in (actors_of(person, today) if person else ()) if role in ("", actor.role)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise NoSuchMandate(f"{text} has no mandate that holds on {today}. Write the username, or username:role.")
    roles = ", ".join(f"{username}:{actor.role}" for actor in found)
    raise NoSuchMandate(f"{username} has several mandates. Say which: {roles}")


def holds(actor: Actor, today: date) -> bool:
    """Whether the actor's mandate is what it says, and holds today."""
    found = Mandate.objects.filter(pk=actor.mandate_id, person__is_active=True).values_list(
        "person_id", "organisation_id", "role", "from_on", "until_on"
    )
    for *whose, from_on, until_on in found:
        is_same = whose == [actor.person_id, actor.organisation_id, actor.role]
        return is_same and from_on <= today and (until_on is None or today <= until_on)
    return False


def _actor(mandate: Mandate) -> Actor:
    return Actor(
        mandate_id=mandate.pk,
        person_id=mandate.person_id,
        person=mandate.person.name,
        role=mandate.role,
        organisation_id=mandate.organisation_id,
        organisation=mandate.organisation.name,
    )


def _covers(today: date) -> Q:
    return Q(from_on__lte=today) & (Q(until_on__isnull=True) | Q(until_on__gte=today))
