"""As whom a command runs: under a mandate that is named, or as the program itself."""

from dataclasses import dataclass
from datetime import date

from relaas.application.actors import Actor, actors_of
from relaas.storage.models.people import Person


class NoSuchMandate(Exception):
    """Nobody has that mandate today, or the name fits more than one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """The program itself, started by whoever runs the machine. It has no mandate, and is given nothing of a case."""

    role: str = "program"
    person_id: None = None
    mandate_id: None = None
    organisation_id: None = None


PROGRAM = Program()


def acting_as(name: str | None, *, today: date) -> Actor | Program:
    """The mandate of that name: ``username``, or ``username:role`` for who has several. Without a name, the program.

    Raises NoSuchMandate.
    """
    if name is None:
        return PROGRAM
    username, _, role = name.partition(":")
    person = Person.objects.filter(username=username).first()
    actors = [actor for actor in (actors_of(person, today) if person else ()) if role in ("", actor.role)]
    if len(actors) > 1:
        names = ", ".join(sorted({f"{username}:{actor.role}" for actor in actors}))
        raise NoSuchMandate(f"{name} has several mandates today. Say which: {names}.")
    if not actors:
        raise NoSuchMandate(f"No mandate that holds today is called {name}. Give a username, or username:role.")
    return actors[0]
