"""As whom a command acts: whoever reads or changes cases at the command line does so under a mandate, and is logged.

Keys can be looked after without one, by an operator who says who they are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from relaas.application.actors import Actor
    from relaas.application.running import Program

as_option = click.option(
    "--as",
    "mandate",
    required=True,
    metavar="MANDATE",
    help="Under whose mandate: a username, or username:role for who has several.",
)


def named_actor(mandate: str) -> Actor:
    """The actor of that name today. Ends with one line when there is none."""
    from django.utils import timezone

    from relaas.application.actors import NoSuchMandate, actor_named

    try:
        return actor_named(mandate, timezone.localdate())
    except NoSuchMandate as error:
        raise click.BadParameter(str(error), param_hint="--as") from error


def operator_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The two ways to say who looks after the keys; `named_operator` takes what was given."""
    mandate = click.option("--as", "mandate", metavar="MANDATE", help="Under whose mandate, for who has one.")
    operator = click.option("--operator", metavar="NAME", help="Who you are on this machine, for who has no mandate.")
    return mandate(operator(command))


def named_operator(mandate: str | None, operator: str | None) -> Actor | Program:
    """Who looks after the keys. Ends with one line unless exactly one of both was given, and is right."""
    from relaas.application.running import NoNameOfAnOperator, operating

    if (mandate is None) == (operator is None):
        raise click.UsageError("Say who you are, for the log: --as MANDATE, or --operator NAME for who has no mandate.")
    if mandate is not None:
        return named_actor(mandate)
    assert operator is not None
    try:
        return operating(operator)
    except NoNameOfAnOperator as error:
        raise click.BadParameter(str(error), param_hint="--operator") from error
