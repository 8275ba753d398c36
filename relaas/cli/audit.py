"""``relaas audit``: whether the log is still what was written, and a head of it for a witness."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
from rich.console import Console
from rich.progress import Progress

from relaas.cli.groups import HintingGroup
from relaas.cli.serve import prepare, set_up_django

if TYPE_CHECKING:
    from relaas.application.auditing import Verdict

BROKEN = 1
CANNOT_BE_CHECKED = 2


@click.group(cls=HintingGroup)
def audit() -> None:
    """Verify the log of who saw and did what, and let a witness keep where it ends."""


@audit.command()
@click.option("--witness", type=click.Path(path_type=Path), help="A file of heads that `relaas audit witness` wrote.")
@click.option("--key", type=click.Path(path_type=Path), help="The witness's public key, if not the one of this place.")
def verify(witness: Path | None, key: Path | None) -> None:
    """Go through the whole log and name the first entry that is not as it was written.

    Ends with 0 when all is right, 1 when the log is broken, 2 when it cannot be checked. Writes nothing.
    """
    try:
        set_up_django(maintains=True)
    except click.ClickException as error:
        _cannot(error.message)
    from relaas.application.auditing import LogUnreadable, count_entries, verify_log
    from relaas.application.witness import WitnessUnusable, heads_in

    try:
        heads = heads_in(file=witness, public_key=key) if witness else {}
        total = count_entries()
    except (LogUnreadable, WitnessUnusable) as error:
        _cannot(str(error))
    console = Console()
    with Progress(console=console) as progress:
        task = progress.add_task("Entries", total=total)
        verdict = verify_log(heads_seen=heads, tell=lambda amount: progress.advance(task, amount))
    _tell(console, verdict, len(heads))


@audit.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "mandate", metavar="MANDATE", help="The mandate you act under: username, or username:role.")
def witness(file: Path, mandate: str | None) -> None:
    """Add where the log ends now to FILE, signed. Keep FILE where whoever runs the database cannot write."""
    set_up_django(maintains=True)
    prepare(Console())
    from django.utils import timezone

    from relaas.application.actors import NoSuchMandate
    from relaas.application.auditing import witness_log
    from relaas.application.log import MandateEnded
    from relaas.application.running import acting_as
    from relaas.application.witness import WitnessUnusable, public_key_file

    now = timezone.now()
    try:
        sequence = witness_log(file=file, actor=acting_as(mandate, today=timezone.localdate(now)), now=now)
    except (MandateEnded, NoSuchMandate, WitnessUnusable) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{file} has seen the log up to entry {sequence}. Others check it with {public_key_file()}")


def _tell(console: Console, verdict: Verdict, heads: int) -> None:
    if verdict.fault is None:
        seen = f", and {heads} heads of the witness agree" if heads else "; no witness was asked"
        console.print(f"{verdict.entries} entries, each as it was written{seen}.")
        return
    fault = verdict.fault
    console.print(f"The log is broken at entry {fault.sequence}: {_WRONG[fault.wrong.value]}", style="red")
    if heads:
        console.print(f"The witness agrees with everything up to entry {fault.since}.")
    raise click.exceptions.Exit(BROKEN)


_WRONG = {
    "missing": "it is missing.",
    "moved": "it does not follow from the entry before it. Entries were moved, or the one before was replaced.",
    "changed": "it does not say what was written.",
    "unknown_format": "it is of a format that this program does not know.",
    "rewritten": "the witness saw another entry. The chain was written anew somewhere before it.",
    "cut_off": "the witness saw it, and the log ends before it.",
    "head_differs": "the log ends here, but says that it ends elsewhere. Entries were taken off its end or put there.",
}


def _cannot(message: str) -> NoReturn:
    click.echo(f"Error: {message}", err=True)
    raise click.exceptions.Exit(CANNOT_BE_CHECKED)
