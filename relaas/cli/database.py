"""``relaas database``: make its tables ready, and the role with which pages are served."""

from __future__ import annotations

import click
from rich.console import Console

from relaas.cli.groups import HintingGroup
from relaas.cli.serve import prepare, set_up_django, tell_of_lock


@click.group(cls=HintingGroup)
def database() -> None:
    """Make the database ready, and the role with which pages are served from it."""


@database.command("prepare")
def prepare_only() -> None:
    """Bring tables and keys up to date, and serve nothing."""
    set_up_django(maintains=True)
    console = Console()
    prepare(console)
    tell_of_lock(console)
    console.print("Nothing is left to prepare.")


@database.command()
@click.argument("role")
def roles(role: str) -> None:
    """Let ROLE serve pages behind the second lock of PostgreSQL; it is made when it does not exist yet.

    The password of a new role is asked for, or read from standard input.
    """
    set_up_django(maintains=True)
    prepare(Console(stderr=True))
    from relaas.application.locking import NoRoles, make_application_role, needs_password

    try:
        is_new = needs_password(role)
        password = click.prompt("Password of the new role", hide_input=True, err=True) if is_new else None
        make_application_role(role=role, password=password)
    except NoRoles as error:
        raise click.ClickException(str(error)) from error
    Console().print(f"The role {role} can serve pages: name it in RELAAS_DATABASE_URL, the owner in RELAAS_OWNER_URL.")
