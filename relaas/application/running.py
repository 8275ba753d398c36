"""As whom a command runs: under a mandate that is named, or as the program itself."""

from dataclasses import dataclass
from datetime import date

from relaas.application.actors import Actor, actor_named


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
    return PROGRAM if name is None else actor_named(name, today)
