"""``relaas replay``: published cases through the law of their days, as tables, JSON or one page."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from relaas.casework.published import PublishedCases, read_published
from relaas.casework.replay import CaseReplay, replay_case
from relaas.casework.replay_mapping import ReplayData, standard_replay_data
from relaas.casework.replay_report import report_of_cases
from relaas.cli.replay_html import page_of
from relaas.cli.replay_table import print_report
from relaas.kernel.faults import LawFaults
from relaas.procedure.library import Library, standard_library


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--case", "name", metavar="ID", help="Only the case of this id.")
@click.option("--until", metavar="DATE", help="Up to and including this day (2019-06-06); default: the last event.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")
@click.option("--html", "html", type=click.Path(dir_okay=False, path_type=Path), help="Write one page to this file.")
@click.option("--language", type=click.Choice(["nl", "en"]), default="nl", show_default=True, help="Dutch or English.")
def replay(file: Path, name: str | None, until: str | None, as_json: bool, html: Path | None, language: str) -> None:
    """Replay published cases through the law of their days, beside the integral procedure."""
    day = _day(until)
    library, data = _law()
    replays = _replays(_cases(file), name=name, until=day, library=library, data=data)
    report = report_of_cases(replays=replays, promises=library.promises[data.mapping.promises], language=language)
    if html is not None:
        html.write_text(page_of(report=report, replays=replays), encoding="utf-8")
        click.echo(f"{html}", err=as_json)
    if as_json:
        click.echo(json.dumps({**report, "file": file.name}, ensure_ascii=False, indent=2))
    elif html is None:
        print_report(report)


def _cases(file: Path) -> PublishedCases:
    try:
        return read_published(name=str(file), text=file.read_text(encoding="utf-8"))
    except LawFaults as error:
        raise click.ClickException(f"{len(error.faults)} faults in the file of cases\n{error}") from error
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file} is not a text file in UTF-8: {error.reason}") from error


def _law() -> tuple[Library, ReplayData]:
    try:
        return standard_library(), standard_replay_data()
    except LawFaults as error:
        raise click.ClickException(f"the law files have faults (see: relaas law check)\n{error}") from error


def _replays(
    cases: PublishedCases, *, name: str | None, until: date | None, library: Library, data: ReplayData
) -> list[CaseReplay]:
    try:
        chosen = [cases.case(name)] if name is not None else list(cases.cases)
        return [replay_case(case=case, library=library, data=data, until=until) for case in chosen]
    except (KeyError, ValueError) as error:
        raise click.ClickException(str(error.args[0])) from error


def _day(until: str | None) -> date | None:
    if until is None:
        return None
    try:
        return date.fromisoformat(until)
    except ValueError as error:
        raise click.BadParameter(f'"{until}" is no date; write it as 2019-06-06', param_hint="--until") from error
