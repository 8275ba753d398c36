"""``relaas run``: prepare the database and serve the pages on this machine."""

from __future__ import annotations

import os
import socket
import sys
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

if TYPE_CHECKING:
    from relaas.application.demonstration import Account

ADDRESS = "127.0.0.1"
WORKERS = 2
THREADS = 4


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Where to serve.")
@click.option("--empty", is_flag=True, help="Load no demonstration cases into an empty database.")
def run(port: int, empty: bool) -> None:
    """Prepare the database, load invented demonstration cases into an empty one, and serve on this machine."""
    console = Console()
    _check_port(port)
    set_up_django(serves=True, maintains=True)
    prepare(console)
    tell_of_lock(console)
    if not empty:
        _load_demonstration(console)
    _write_missing_grants(console)
    _collect_static()
    _tell(console, port)
    os.environ.pop("RELAAS_OWNER_URL", None)
    os.execv(sys.executable, _gunicorn(port))  # noqa: S606 - our own interpreter, no shell


def set_up_django(*, serves: bool = False, maintains: bool = False) -> None:
    """Make Django ready, with what ``maintains`` as the owner of the tables where RELAAS_OWNER_URL names it.

    Ends with one line when the directory of data cannot be written.
    """
    if not maintains:
        os.environ.pop("RELAAS_OWNER_URL", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "relaas.config.settings")
    if serves:
        os.environ["RELAAS_SERVES"] = "1"
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise click.ClickException(str(error)) from error


def prepare(console: Console) -> None:
    """Tables and keys. Ends with one line when the database or its keys cannot be used."""
    from relaas.application import preparing

    known = (
        preparing.DatabaseUnreachable,
        preparing.SchemaTooNew,
        preparing.SchemaNotMigrated,
        preparing.KeysUnusable,
    )
    try:
        steps = preparing.prepare_database()
    except known as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(
            f"Relaas cannot write {error.filename}: {error.strerror}. Say where it may write: RELAAS_VAR=/path."
        ) from error
    if steps:
        console.print("The database is ready.")


def tell_of_lock(console: Console) -> None:
    """Say so when PostgreSQL does not hold the pages back. Ends with one line when their role cannot be used."""
    from relaas.application.locking import lock_stands_open
    from relaas.application.preparing import DatabaseUnreachable

    try:
        if lock_stands_open():
            console.print(
                "The second lock is open: the pages use a database role that owns the tables or passes by every rule. "
                "Close it with `relaas database roles`."
            )
    except DatabaseUnreachable as error:
        raise click.ClickException(str(error)) from error


def _write_missing_grants(console: Console) -> None:
    """Cases of before there were grants get theirs: until then nobody sees anything of them."""
    from relaas.application.rebuilding import cases_without_grants, rebuild_lists
    from relaas.application.running import AT_START

    if amount := cases_without_grants():
        with Progress(console=console) as progress:
            task = progress.add_task("Writing who may see what", total=amount)
            rebuild_lists(actor=AT_START, tell=lambda done: progress.advance(task, done))


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except PermissionError as error:
            raise click.ClickException(f"Port {port} is not open to you. Take one from 1024 up: --port 8000") from error
        except OSError as error:
            raise click.ClickException(
                f"Port {port} is taken, perhaps by a Relaas that runs already. Take another: --port {port + 1}"
            ) from error


def _load_demonstration(console: Console) -> None:
    from django.utils import timezone

    from relaas.application.demonstration import has_demonstration, is_empty, load_demonstration
    from relaas.application.demonstration_capacity import invent_capacity, is_capacity_invented
    from relaas.application.demonstration_risk import are_risks_shown, show_demonstration_risks
    from relaas.application.demonstration_signals import are_signals_reported, report_demonstration_signals
    from relaas.application.demonstration_story import is_story_told, tell_demonstration_story
    from relaas.application.locking import is_closed

    if not is_closed() and is_empty():
        with console.status("Inventing demonstration cases ..."):
            amount = load_demonstration(now=timezone.now())
        if amount:
            console.print(f"{amount} invented demonstration cases are loaded.")
    if not is_closed() and has_demonstration() and not is_story_told():
        with console.status("One invented child tells its story ..."):
            tell_demonstration_story(now=timezone.now())
    if not is_closed() and has_demonstration() and not are_signals_reported():
        with console.status("Partners report invented signals ..."):
            report_demonstration_signals(now=timezone.now())
    if not is_closed() and has_demonstration() and not are_risks_shown():
        with console.status("Two invented teams analyse risks ..."):
            show_demonstration_risks(now=timezone.now())
    if not is_closed() and has_demonstration() and not is_capacity_invented():
        with console.status("Inventing who works where ..."):
            invent_capacity(now=timezone.now())


def _collect_static() -> None:
    from django.core.management import call_command

    try:
        call_command("collectstatic", interactive=False, verbosity=0)
    except OSError as error:
        raise click.ClickException(
            f"Relaas cannot write {error.filename}: {error.strerror}. Say where it may write: RELAAS_VAR=/path."
        ) from error


def _tell(console: Console, port: int) -> None:
    from relaas.application.demonstration import PASSWORD, demonstration_accounts

    accounts = demonstration_accounts()
    if accounts:
        console.print(_table(accounts))
        console.print(f"Everybody's password: [bold]{PASSWORD}[/bold]. All cases and people are invented.")
    console.print(f"Relaas is at [bold]http://{ADDRESS}:{port}/[/bold]  (stop with Ctrl-C)")


def _table(accounts: tuple[Account, ...]) -> Table:
    table = Table(title="Demonstration accounts", title_justify="left")
    for heading in ("sign in as", "role", "organisation"):
        table.add_column(heading)
    for account in accounts:
        table.add_row(account.username, account.title.en, account.organisation)
    return table


def _gunicorn(port: int) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "relaas.config.wsgi:application",
        "--bind", f"{ADDRESS}:{port}",
        "--worker-class", "gthread", "--workers", str(WORKERS), "--threads", str(THREADS),
        "--preload", "--log-level", "warning", "--no-control-socket",
    ]  # fmt: skip
