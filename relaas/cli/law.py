"""``relaas law``: the law files, read, drawn and checked. Nothing here needs a database."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from relaas.casework.retention_law import load_retention
from relaas.cli import law_tables
from relaas.cli.groups import HintingGroup
from relaas.cli.law_schema import schema_of_promises, schema_of_regimes
from relaas.procedure.drawing.diagram import regime_mermaid, regime_svg
from relaas.procedure.faults import LawFaults, nearest
from relaas.procedure.library import LAW, Library, load_library, standard_library
from relaas.procedure.model import Regime, RegimeKind

LANGUAGES = click.Choice(["nl", "en"])

language_option = click.option(
    "--language", type=LANGUAGES, default="nl", show_default=True, help="Dutch or English words."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")
root_option = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with regimes/ and promises/ of your own, instead of the law that comes with the program.",
)


@click.group(cls=HintingGroup)
def law() -> None:
    """Read, draw and check the law files."""


@law.command("list")
@click.option("--on", "day", metavar="DATE", help="Only what was law on this day (2016-03-17).")
@root_option
@language_option
@json_option
def list_regimes(day: str | None, root: Path | None, language: str, as_json: bool) -> None:
    """Every regime, and the days for which it was modelled."""
    regimes = sorted(
        _library(root).regimes.values(), key=lambda regime: (regime.line, regime.in_force.start or date.max)
    )
    if day is not None:
        asked = _day(day)
        regimes = [regime for regime in regimes if regime.kind is RegimeKind.LAW and regime.in_force.covers(asked)]
    _print(law_tables.regimes(regimes, language), as_json)


@law.command()
@click.argument("regime")
@root_option
@language_option
@json_option
def show(regime: str, root: Path | None, language: str, as_json: bool) -> None:
    """One regime whole: tracks, acts, terms, rights and roles."""
    found = _regime(regime, root)
    if as_json:
        click.echo(json.dumps(law_tables.whole(found), ensure_ascii=False, indent=2))
        return
    click.echo(f"{found.title.in_language(language)} ({found.regime})\n{found.summary.in_language(language)}\n")
    for table in law_tables.sections(found, language):
        _print(table, as_json=False)


def _listing(name: str, doc: str, table: Callable[[Regime, str], law_tables.Listing]) -> None:
    @law.command(name, help=doc)
    @click.argument("regime")
    @root_option
    @language_option
    @json_option
    def command(regime: str, root: Path | None, language: str, as_json: bool) -> None:
        _print(table(_regime(regime, root), language), as_json)


_listing("sources", "What a regime rests on, with the public address of each source.", law_tables.sources)
_listing("assumptions", "What nobody has checked, or what we chose ourselves, and why.", law_tables.assumptions)
_listing("open-questions", "What the sources leave undecided, and what is done meanwhile.", law_tables.open_questions)


@law.command()
@click.argument("regime")
@click.option("--format", "form", type=click.Choice(["svg", "mermaid"]), default="svg", show_default=True)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@root_option
@language_option
def draw(regime: str, form: str, output: Path | None, root: Path | None, language: str) -> None:
    """Draw a regime by track."""
    found = _regime(regime, root)
    draw_as = regime_svg if form == "svg" else regime_mermaid
    drawn = draw_as(found, language=language)
    if output is None:
        click.echo(drawn)
        return
    try:
        output.write_text(drawn + "\n", encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}. Choose another file.") from error


@law.command()
@root_option
@json_option
def check(root: Path | None, as_json: bool) -> None:
    """Validate every law file and print all faults at once; the exit code is 1 when there is one."""
    try:
        library = _load(root)
        retention = load_retention(root.resolve() if root else LAW)
    except LawFaults as error:
        _print_faults(error, as_json)
        raise SystemExit(1) from None
    if as_json:
        click.echo("[]")
    else:
        counts = (
            f"{len(library.regimes)} regimes, {len(library.promises)} promises, {len(retention.rules)} retention rules"
        )
        click.echo(f"{counts}: no faults")


@law.command()
@click.option("--of", "subject", type=click.Choice(["regimes", "promises"]), default="regimes", show_default=True)
def schema(subject: str) -> None:
    """The JSON Schema of law files, for editors."""
    found = schema_of_regimes() if subject == "regimes" else schema_of_promises()
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))


def _load(root: Path | None) -> Library:
    return load_library(root.resolve()) if root else standard_library()


def _library(root: Path | None) -> Library:
    try:
        return _load(root)
    except LawFaults as error:
        _print_faults(error, as_json=False)
        raise SystemExit(1) from None


def _regime(name: str, root: Path | None) -> Regime:
    library = _library(root)
    if name not in library.regimes:
        raise click.BadParameter(f'no regime is called "{name}"{nearest(name, library.regimes)}', param_hint="REGIME")
    return library.regimes[name]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f'"{text}" is not a date; write 2016-03-17', param_hint="--on") from None


def _print_faults(error: LawFaults, as_json: bool) -> None:
    if as_json:
        rows = [{"file": f.file, "line": f.line, "place": f.place, "message": f.message} for f in error.faults]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for fault in error.faults:
        click.echo(str(fault), err=True)
    count = len(error.faults)
    click.echo(f"{count} fault{'s' if count != 1 else ''}", err=True)


def _print(listing: law_tables.Listing, as_json: bool) -> None:
    if as_json:
        rows: list[dict[str, Any]] = [dict(zip(listing.keys, row, strict=True)) for row in listing.rows]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        law_tables.print_table(listing)
