"""``relaas rebuild``: make the lists anew from the acts."""

from __future__ import annotations

import click
from rich.console import Console
from rich.progress import Progress

from relaas.cli.mandates import as_option, named_actor
from relaas.cli.serve import prepare, set_up_django


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Change nothing; fail when a list is not what the acts say.")
@as_option
def rebuild(only_check: bool, mandate: str) -> None:
    """Work out again, from the acts of every case, what is stored for lists. It opens every case, and is logged."""
    set_up_django(maintains=True)
    console = Console()
    prepare(console)
    from django.utils import timezone

    from relaas.application.log import MandateEnded
    from relaas.application.rebuilding import case_count, rebuild_lists

    actor = named_actor(mandate)
    with Progress(console=console) as progress:
        task = progress.add_task("Cases", total=case_count())
        try:
            done = rebuild_lists(
                actor=actor,
                now=timezone.now(),
                tell=lambda amount: progress.advance(task, amount),
                only_check=only_check,
            )
        except MandateEnded as error:
            raise click.ClickException(str(error)) from error
    console.print(f"{done.cases} cases; {len(done.differed)} were not what their acts say.")
    for number in done.differed:
        console.print(f"  {number}")
    if only_check and done.differed:
        raise click.exceptions.Exit(1)
