"""As whom a command runs: under a mandate that is named, as an operator of the machine, or as the program itself."""

import re
from dataclasses import dataclass
from datetime import date

from relaas.application.actors import Actor, actor_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """The program itself, started by whoever runs the machine. It has no mandate, and is given nothing of a case.

    ``detail`` is what its lines of the log say: why it does it by itself, or which operator had it do it.
    """

    role: str = "program"
    detail: str = ""
    person_id: None = None
    mandate_id: None = None
    organisation_id: None = None


PROGRAM = Program()
# What the program does by itself when it starts.
AT_START = Program(detail="at_start")
OPERATOR = "operator"
_OPERATOR = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", re.ASCII)


class NoNameOfAnOperator(Exception):
    """What was given is no name under which a person is known on a machine."""


def operating(name: str) -> Program:
    """Somebody who looks after the machine and has no mandate; keys can be looked after so, cases cannot be read.

    The name stands in the log. Raises NoNameOfAnOperator.
    """
    if not _OPERATOR.fullmatch(name):
        raise NoNameOfAnOperator("Write the name under which you are known on this machine: letters, digits, . _ or -")
    return Program(role=OPERATOR, detail=f"{OPERATOR}:{name}")


def acting_as(name: str | None, *, today: date) -> Actor | Program:
    """The mandate of that name: ``username``, or ``username:role`` for who has several. Without a name, the program.

    Raises NoSuchMandate.
    """
    return PROGRAM if name is None else actor_named(name, today)
