"""Invented organisations and people, one of each per role of the law, for tests that go through the pages."""

from datetime import date

from django.contrib.auth.hashers import make_password

from relaas.application.law import acting_roles, capacity_law, library, watching_roles
from relaas.storage.models.people import Mandate, Organisation, Person, RoleDefault

BEGUN = date(2015, 1, 1)


def make_world(*, password: str | None = None) -> None:
    """A person per role, called by the role's name, at an organisation that takes the role by default."""
    regimes = library().regimes.values()
    roles = {role for regime in regimes for role in (*acting_roles(regime), *watching_roles(regime))}
    roles |= {*capacity_law().roles, "rapporteur"}
    titles = {role: regime.roles[role].title.nl for regime in regimes for role in regime.roles}
    titles |= {role: one.title.nl for role, one in capacity_law().roles.items()}
    hashed = make_password(password)
    for role in sorted(roles):
        organisation = Organisation.objects.create(slug=role.replace("_", "-"), name=f"Organisatie van {titles[role]}")
        RoleDefault.objects.create(role=role, organisation=organisation)
        add_person(username=role, role=role, organisation=organisation, hashed=hashed)


def add_person(*, username: str, role: str, organisation: Organisation, hashed: str = "!") -> Person:
    """Somebody with one mandate; without a hashed password nobody can sign in as them."""
    person = Person.objects.create(username=username, name=f"Proefpersoon {username}", password=hashed)
    Mandate.objects.create(person=person, organisation=organisation, role=role, from_on=BEGUN)
    return person


def add_colleague(*, password: str | None = None) -> Person:
    """A second person in the story team, who looks at what the first one said of a passage."""
    organisation = Organisation.objects.get(slug="story-team")
    return add_person(
        username="story_team_2", role="story_team", organisation=organisation, hashed=make_password(password)
    )
