"""``relaas law``: the law files, read, drawn and checked. Nothing here needs a database."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import click

from relaas.capacity.capacity_law import FILE as CAPACITY
from relaas.capacity.capacity_law import load_capacity
from relaas.casework.retention_law import load_retention
from relaas.casework.risk_law import load_risk
from relaas.cli import law_tables
from relaas.cli.groups import HintingGroup
from relaas.cli.law_options import json_option, language_option
from relaas.cli.law_schema import (
    schema_of_access,
    schema_of_capacity,
    schema_of_facts,
    schema_of_information,
    schema_of_promises,
    schema_of_regimes,
    schema_of_risk,
    schema_of_vocabularies,
)
from relaas.cli.law_vocabularies import vocabularies
from relaas.kernel.faults import Fault, LawFaults, nearest
from relaas.procedure.drawing.diagram import regime_mermaid, regime_svg
from relaas.procedure.library import LAW, Library, load_library, standard_library
from relaas.procedure.model import Regime, RegimeKind
from relaas.story.access_library import load_access
from relaas.story.child_page_texts import load_child_page
from relaas.story.leaflet_texts import load_leaflet
from relaas.story.message_law import load_message_law
from relaas.story.own_copy_texts import load_own_copy
from relaas.story.vocabularies import load_vocabularies

T = TypeVar("T")

_SCHEMAS = {
    "regimes": schema_of_regimes,
    "promises": schema_of_promises,
    "access": schema_of_access,
    "information": schema_of_information,
    "vocabularies": schema_of_vocabularies,
    "facts": schema_of_facts,
    "risk": schema_of_risk,
    "capacity": schema_of_capacity,
}

root_option = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with regimes/ and promises/ of your own, instead of the law that comes with the program.",
)


@click.group(cls=HintingGroup)
def law() -> None:
    """Read, draw and check the law files."""


law.add_command(vocabularies)


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
    law_tables.print_listing(law_tables.regimes(regimes, language), as_json)


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
        law_tables.print_listing(table, as_json=False)


def _listing(name: str, doc: str, table: Callable[[Regime, str], law_tables.Listing]) -> None:
    @law.command(name, help=doc)
    @click.argument("regime")
    @root_option
    @language_option
    @json_option
    def command(regime: str, root: Path | None, language: str, as_json: bool) -> None:
        law_tables.print_listing(table(_regime(regime, root), language), as_json)


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
    faults: list[Fault] = []
    counts = (
        _counted_laws,
        _counted_access,
        _counted_vocabularies,
        _counted_retention,
        _counted_risk,
        _counted_texts,
        _counted_messages,
        _counted_capacity,
    )
    found = [counted for count in counts for counted in count(root, faults)]
    if faults:
        _print_faults(LawFaults(faults), as_json)
        raise SystemExit(1)
    click.echo("[]" if as_json else f"{', '.join(found)}: no faults")


def _counted_laws(root: Path | None, faults: list[Fault]) -> list[str]:
    try:
        library = _load(root)
    except LawFaults as error:
        faults += error.faults
        return []
    return [f"{len(library.regimes)} regimes", f"{len(library.promises)} promises"]


def _counted_access(root: Path | None, faults: list[Fault]) -> list[str]:
    if (folder := _folder(root, "access")) is None or (found := _loaded(load_access, folder, faults)) is None:
        return []
    return [f"{len(found.authorities)} authorities", f"{len(found.rules)} rules of access"]


def _counted_vocabularies(root: Path | None, faults: list[Fault]) -> list[str]:
    folder = _folder(root, "vocabularies")
    if folder is None or (found := _loaded(load_vocabularies, folder, faults)) is None:
        return []
    return [f"{len(found.standards)} vocabularies", f"{len(found.facts.kinds)} kinds of fact"]


def _counted_retention(root: Path | None, faults: list[Fault]) -> list[str]:
    if _folder(root, "retention") is None or (found := _loaded(load_retention, _root(root), faults)) is None:
        return []
    return [f"{len(found.rules)} rules of retention"]


def _counted_risk(root: Path | None, faults: list[Fault]) -> list[str]:
    if _folder(root, "risk") is None or (found := _loaded(load_risk, _root(root), faults)) is None:
        return []
    return [f"{len(found.domains)} domains of risk"]


def _counted_capacity(root: Path | None, faults: list[Fault]) -> list[str]:
    if (folder := _folder(root, "capacity")) is None:
        return []
    found = _loaded(load_capacity, folder / CAPACITY.name, faults)
    return [] if found is None else [f"{len(found.pools)} kinds of scarce people"]


def _counted_texts(root: Path | None, faults: list[Fault]) -> list[str]:
    if (folder := _folder(root, "texts")) is None:
        return []
    copy = _loaded(load_own_copy, folder / "own-copy.yaml", faults)
    leaflet = _loaded(load_leaflet, folder / "reflection-leaflet.yaml", faults)
    page = _loaded(load_child_page, folder / "child-page.yaml", faults)
    named = (("the own copy", copy), ("the leaflet", leaflet), ("the child's page", page))
    return [f"{len(found.languages)} languages of {name}" for name, found in named if found is not None]


def _counted_messages(root: Path | None, faults: list[Fault]) -> list[str]:
    if (folder := _folder(root, "messages")) is None:
        return []
    found = _loaded(load_message_law, folder / "nl.yaml", faults)
    return [] if found is None else ["1 law of messages"]


def _root(root: Path | None) -> Path:
    return (root or LAW).resolve()


def _folder(root: Path | None, name: str) -> Path | None:
    """A part of the law; one's own folder need not have every part."""
    folder = _root(root) / name
    return folder if folder.is_dir() else None


def _loaded(load: Callable[[Path], T], folder: Path, faults: list[Fault]) -> T | None:
    try:
        return load(folder)
    except LawFaults as error:
        faults += error.faults
        return None


@law.command()
@click.option("--of", "subject", type=click.Choice(list(_SCHEMAS)), default="regimes", show_default=True)
def schema(subject: str) -> None:
    """The JSON Schema of law files, for editors."""
    click.echo(json.dumps(_SCHEMAS[subject](), ensure_ascii=False, indent=2))


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
