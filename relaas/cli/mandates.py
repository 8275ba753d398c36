"""As whom a command acts: whoever reads or changes cases at the command line does so under a mandate, and is logged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from relaas.application.actors import Actor

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
