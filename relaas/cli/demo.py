"""``relaas demo``: add many invented cases, to see how lists and pages behave."""

from __future__ import annotations

import click
from rich.console import Console
from rich.progress import Progress

from relaas.cli.serve import prepare, set_up_django


@click.command()
@click.option("--cases", default=1000, show_default=True, type=click.IntRange(1), help="How many cases to add.")
@click.option("--seed", default=1, show_default=True, help="The same number gives the same cases on the same day.")
def demo(cases: int, seed: int) -> None:
    """Add invented cases to the database. Every act in them is one that the law allowed on its day."""
    set_up_django(maintains=True)
    console = Console()
    prepare(console)
    from django.utils import timezone

    from relaas.application.demonstration import load_many

    with Progress(console=console) as progress:
        task = progress.add_task("Cases", total=cases)
        load_many(amount=cases, now=timezone.now(), seed=seed, tell=lambda amount: progress.advance(task, amount))
