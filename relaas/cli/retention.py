"""``relaas retention``: how long cases are kept, and which of them are due. Nothing here erases a case."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from relaas.casework.retention_law import RetentionLaw, retention_law
from relaas.cli.groups import HintingGroup
from relaas.cli.mandates import as_option, named_actor, named_operator, operator_options
from relaas.cli.serve import prepare, set_up_django

if TYPE_CHECKING:
    from relaas.application.retention import Due


@click.group(cls=HintingGroup)
def retention() -> None:
    """See how long cases are kept, and which are due."""


@retention.command()
def rules() -> None:
    """The rules and grounds on which data expire and cases may be erased, with what each rests on."""
    law = retention_law()
    console = Console()
    table = Table(title=law.title.nl, title_justify="left")
    for heading in ("rule", "kind of data", "runs from", "length", "at its end", "rests on"):
        table.add_column(heading)
    for name, rule in law.rules.items():
        begins = rule.from_event or f"after {rule.after}"
        restarts = "".join(f", anew on {event}" for event in rule.restarts_on)
        table.add_row(
            name, rule.kind, f"{begins}{restarts}", str(rule.length), rule.at_end, _sources(law, rule.rests_on)
        )
    for name, ground in law.grounds.items():
        table.add_row(name, "the whole case", "", "", "may_erase", _sources(law, ground.rests_on))
    console.print(table)
    for name, kind in law.kinds.items():
        if kind.open_question:
            console.print(f"{name}: {kind.open_question.nl}")
    if law.drafts is not None:
        console.print(f"{law.drafts.title.nl}: {law.drafts.length}; {_sources(law, law.drafts.rests_on)}")


@retention.command()
@as_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")
def due(mandate: str, as_json: bool) -> None:
    """The cases of your organisation that have expired or may be erased, or hold something that must be."""
    set_up_django(maintains=True)
    prepare(Console(stderr=True))
    from django.utils import timezone

    from relaas.application.log import MandateEnded
    from relaas.application.retention import due as due_cases

    try:
        found = due_cases(actor=named_actor(mandate), today=timezone.localdate())
    except MandateEnded as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(json.dumps([_row(case) for case in found], indent=2))
        return
    table = Table(title="Due", title_justify="left")
    for heading in ("case", "name", "state", "since", "kinds of data", "held up by"):
        table.add_column(heading)
    for case in found:
        row = _row(case)
        kinds = ", ".join(f"{kind['kind']}: {kind['state']}" for kind in row["kinds"])
        table.add_row(row["number"], row["name"], row["state"], row["since"] or "", kinds, ", ".join(row["held_up_by"]))
    Console().print(table)


@retention.command("forget-drafts")
@operator_options
def forget_drafts(mandate: str | None, operator: str | None) -> None:
    """Forget signals that somebody began and did not send, when their term has ended. Run it daily."""
    set_up_django(maintains=True)
    prepare(Console(stderr=True))
    from django.utils import timezone

    from relaas.application.log import MandateEnded
    from relaas.application.signals.forgetting import forget_expired_reports

    try:
        forgotten = forget_expired_reports(actor=named_operator(mandate, operator), now=timezone.now())
    except MandateEnded as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{forgotten} forgotten")


def _row(case: Due) -> dict[str, Any]:
    kept = case.retention
    return {
        "number": case.number,
        "name": case.name,
        "state": kept.state.name.lower(),
        "since": kept.since and kept.since.isoformat(),
        "held_up_by": [kind.kind for kind in kept.held_up_by],
        "kinds": [
            {
                "kind": kind.kind,
                "state": kind.state.name.lower(),
                "rule": kind.rule,
                "since": kind.since and kind.since.isoformat(),
            }
            for kind in kept.kinds
        ],
    }


def _sources(law: RetentionLaw, names: tuple[str, ...]) -> str:
    return "; ".join(f"{law.sources[name].title} ({law.sources[name].state})" for name in names)
