"""``relaas keys``: the keys that keep cases safe, and erasing a case by destroying its key."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from relaas.cli.groups import HintingGroup
from relaas.cli.mandates import as_option, named_actor, named_operator, operator_options
from relaas.cli.serve import prepare, set_up_django

if TYPE_CHECKING:
    from relaas.application.certificates import Certificate


@click.group(cls=HintingGroup)
def keys() -> None:
    """Look after the keys, and erase cases."""


@keys.command()
def status() -> None:
    """Which master keys there are, how many case keys each wraps, and what is not finished."""
    _ready()
    from relaas.application.erasing import unfinished_erasures
    from relaas.application.keys import master_key_states

    table = Table(title="Master keys", title_justify="left")
    for heading in ("version", "case keys", "state"):
        table.add_column(heading)
    with _trouble():
        for state in master_key_states():
            said = "wraps new keys" if state.wraps_new else "in use" if state.case_keys else "can be retired"
            table.add_row(str(state.version), f"{state.case_keys}", said if state.is_there else "MISSING")
    console = Console()
    console.print(table)
    console.print(_index_table())
    if left := unfinished_erasures():
        console.print(f"{left} erasures are not finished: relaas keys finish-erasures")


@keys.command()
@operator_options
def rotate(mandate: str | None, operator: str | None) -> None:
    """Make a new master key and wrap every case key with it, while everybody goes on working.

    Broken off, run it again: it goes on where it was.
    """
    _ready()
    from django.utils import timezone

    from relaas.application.keys import keys_behind
    from relaas.application.keys import rotate as rotate_keys

    actor, console = named_operator(mandate, operator), Console()
    with _trouble(), Progress(console=console) as progress:
        task = progress.add_task("Case keys", total=None)

        def tell(amount: int) -> None:
            if progress.tasks[0].total is None:
                progress.update(task, total=amount + keys_behind())
            progress.advance(task, amount)

        done = rotate_keys(actor=actor, now=timezone.now(), tell=tell)
    begun = "An earlier rotation was finished" if done.resumed else "A new master key was made"
    console.print(f"{begun}: {done.wrapped_anew} case keys are now wrapped with master key {done.version}.")
    for case in done.unreadable:
        console.print(f"  the key of case {case} did not open and was left as it is")
    if done.unreadable:
        raise click.exceptions.Exit(1)
    console.print("Earlier master keys stay until you retire them: relaas keys status")


@keys.command("rotate-index")
@as_option
def rotate_index(mandate: str) -> None:
    """Make a new index key and let everything that can be looked up be found with it, while everybody goes on working.

    It opens what can be looked up in every case, and gives nothing of it. Broken off, run it again: it goes on.
    """
    _ready()
    from django.utils import timezone

    from relaas.application.reindexing import IndexKeyGiven, index_cases_behind
    from relaas.application.reindexing import rotate_index as rotate_key

    actor, console = named_actor(mandate), Console()
    try:
        with _trouble(), Progress(console=console) as progress:
            task = progress.add_task("Cases", total=None)

            def tell(amount: int) -> None:
                if progress.tasks[0].total is None:
                    progress.update(task, total=amount + index_cases_behind())
                progress.advance(task, amount)

            done = rotate_key(actor=actor, now=timezone.now(), tell=tell)
    except IndexKeyGiven as error:
        raise click.ClickException(str(error)) from error
    begun = "An earlier rotation was finished" if done.resumed else "A new index key was made"
    console.print(f"{begun}: {done.written_anew} places are now found with index key {done.version}.")
    for place in done.left:
        console.print(f"  {place} holds nothing that can be looked up and was left as it is")
    if done.left:
        raise click.exceptions.Exit(1)


@keys.command()
@click.argument("version", type=click.IntRange(1))
@operator_options
def retire(version: int, mandate: str | None, operator: str | None) -> None:
    """Take away a master key that wraps nothing any more. Backups of the key store made with it cannot be read then."""
    _ready()
    from django.utils import timezone

    from relaas.application.keys import retire as retire_key

    actor = named_operator(mandate, operator)
    with _trouble():
        retire_key(version, actor=actor, now=timezone.now())
    Console().print(f"Master key {version} is gone. Destroy its copies too.")


@keys.command()
@click.argument("number")
@as_option
@click.option("--ground", required=True, help="The rule or ground of the retention law: see relaas retention rules.")
@click.option(
    "--reason-file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Why, in words; about the decision, not about the child.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the certificate as JSON.")
@click.option("--yes", is_flag=True, help="Do not ask whether this is meant.")
def erase(number: str, mandate: str, ground: str, reason_file: Path, as_json: bool, yes: bool) -> None:
    """Erase a case for good by destroying its key, and print the certificate of destruction."""
    _ready()
    from relaas.application.erasing import erase_case

    actor = named_actor(mandate)
    reason = _text_of(reason_file)
    if not yes:
        click.confirm(f"Erase case {number} for good? Nobody can bring it back.", abort=True, err=True)
    with _trouble():
        certificate = erase_case(actor=actor, number=number, ground=ground, reason=reason)
    _print(certificate, as_json)


@keys.command()
@click.argument("number")
@as_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")
def certificate(number: str, mandate: str, as_json: bool) -> None:
    """The certificate of destruction of an erased case."""
    _ready()
    from relaas.application.erasing import see_certificate

    with _trouble():
        _print(see_certificate(actor=named_actor(mandate), number=number), as_json)


@keys.command("finish-erasures")
@operator_options
def finish(mandate: str | None, operator: str | None) -> None:
    """Go on with erasures that were broken off, and destroy keys that came back with a backup of the key store."""
    _ready()
    from django.utils import timezone

    from relaas.application.erasing import finish_erasures

    actor = named_operator(mandate, operator)
    with _trouble():
        done = finish_erasures(actor=actor, now=timezone.now())
    Console().print(f"{len(done)} erasures were finished." if done else "Nothing was left to finish.")
    for number in done:
        Console().print(f"  {number}")


def _ready() -> None:
    set_up_django(maintains=True)
    prepare(Console(stderr=True))


def _index_table() -> Table:
    from relaas.application.reindexing import index_key_states

    table = Table(title="Index keys", title_justify="left")
    for heading in ("version", "entries"):
        table.add_column(heading)
    for version, entries in index_key_states().items():
        table.add_row(str(version), str(entries))
    return table


@contextmanager
def _trouble() -> Iterator[None]:
    """End with one line that says what stands in the way."""
    from relaas.application.keys import KeyTrouble
    from relaas.application.log import Refused

    try:
        yield
    except (Refused, *KeyTrouble) as error:
        raise click.ClickException(str(error)) from error


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise click.BadParameter(f"{file} is no text in UTF-8", param_hint="--reason-file") from error


def _print(found: Certificate, as_json: bool) -> None:
    say: Callable[[str], None] = click.echo
    say(json.dumps(found.as_json, ensure_ascii=False, indent=2) if as_json else found.as_text.rstrip())
