"""Invented organisations and people, one of each per role of the law, for tests that go through the pages."""

from datetime import date

from relaas.application.law import acting_roles, library
from relaas.storage.models.people import Mandate, Organisation, Person, RoleDefault

PASSWORD = "alleen-voor-de-proef"
BEGUN = date(2015, 1, 1)


def make_world(*, password: str | None = None) -> None:
    """A person per role, called by the role's name, at an organisation that takes the role by default."""
    roles = {role for regime in library().regimes.values() for role in acting_roles(regime)}
    titles = {role: regime.roles[role].title.nl for regime in library().regimes.values() for role in regime.roles}
    for role in sorted(roles):
        organisation = Organisation.objects.create(slug=role.replace("_", "-"), name=f"Organisatie van {titles[role]}")
        RoleDefault.objects.create(role=role, organisation=organisation)
        add_person(username=role, role=role, organisation=organisation, password=password)


def add_person(*, username: str, role: str, organisation: Organisation, password: str | None = None) -> Person:
    """Somebody with one mandate."""
    person = Person(username=username, name=f"Proefpersoon {username}")
    if password:
        person.set_password(password)
    else:
        person.set_unusable_password()
    person.save()
    Mandate.objects.create(person=person, organisation=organisation, role=role, from_on=BEGUN)
    return person
