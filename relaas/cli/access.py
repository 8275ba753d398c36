"""``relaas access``: who may see what, on which ground, and why not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from relaas.cli.groups import HintingGroup
from relaas.cli.law_options import json_option, language_option
from relaas.cli.mandates import as_option, named_actor
from relaas.cli.serve import prepare, set_up_django
from relaas.kernel.faults import nearest
from relaas.story.access import AccessLaw, Rule
from relaas.story.access_library import standard_access
from relaas.story.explaining import Explained, Lacks

_WORDS = {
    "category": ("Informatie", "Information"),
    "rule": ("Regel", "Rule"),
    "may": ("Mag", "May"),
    "purpose": ("Doel", "Purpose"),
    "when": ("Wanneer", "When"),
    "written": ("Door", "Through"),
    "rests_on": ("Grond", "Ground"),
    "state": ("Nu", "Now"),
}
_LACKS = {
    Lacks.PHASE: ("niet in deze fase", "not in this phase"),
    Lacks.CONSENT: ("wacht op toestemming", "waits for consent"),
    Lacks.NO_OBJECTION: ("er is bezwaar gemaakt", "there is an objection"),
    Lacks.REVIEW: ("wacht op een tweede paar ogen", "waits for a second pair of eyes"),
    Lacks.RELEASE: ("alleen wat is vrijgegeven", "only what was released"),
    Lacks.TELLING: ("alleen het eigen verhoor", "only their own interview"),
    Lacks.REVEAL: ("op verzoek, met reden", "on request, with a reason"),
    Lacks.EMERGENCY: ("alleen bij acuut gevaar", "only in acute danger"),
}


@click.group(cls=HintingGroup)
def access() -> None:
    """Who may see what, on which ground, and why not."""


@access.command()
@click.argument("role")
@language_option
@json_option
def show(role: str, language: str, as_json: bool) -> None:
    """Every rule of ROLE: which information, for what, when, on which ground; and what is refused."""
    law = standard_access()
    authority = law.authority_of(role)
    if authority is None:
        raise click.UsageError(f'no authority has the role "{role}"{nearest(role, law.roles)}')
    rows = list(_rules(law, role, language))
    if as_json:
        click.echo(json.dumps({"role": role, "rules": rows}, ensure_ascii=False, indent=2))
        return
    console = Console(width=None if Console().is_terminal else 160)
    console.print(_table(rows, ("category", "may", "purpose", "when", "written", "rests_on"), language))
    console.print(authority.withheld.in_language(language))


@access.command("explain")
@click.argument("role")
@click.argument("number", metavar="CASE")
@click.argument("passage", required=False)
@as_option
@language_option
@json_option
def explain_access(role: str, number: str, passage: str | None, mandate: str, language: str, as_json: bool) -> None:
    """What ROLE sees of CASE (or of one PASSAGE of it) now, on which ground, and why not the rest."""
    set_up_django()
    prepare(Console(stderr=True))
    from django.utils import timezone

    from relaas.application.log import Refused
    from relaas.application.story.access_page import see_access

    try:
        found = see_access(
            actor=named_actor(mandate), number=number, today=timezone.localdate(), role=role, passage=passage
        )
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    law = standard_access()
    rows = [row for one in found.categories for row in _explained(law, one, language)]
    if as_json:
        click.echo(json.dumps({"role": role, "case": number, "phase": found.phase, "rows": rows}, ensure_ascii=False))
        return
    console = Console(width=None if Console().is_terminal else 160)
    console.print(law.information.phases[found.phase].in_language(language))
    console.print(_table(rows, ("category", "state", "rule", "rests_on"), language))


def _rules(law: AccessLaw, role: str, language: str) -> Iterator[dict[str, Any]]:
    for name, rule in law.rules_of(role).items():
        yield {
            "rule": name,
            "category": [law.information.categories[one].title.in_language(language) for one in rule.of],
            "may": list(rule.may),
            "purpose": law.information.purposes[rule.purpose].title.in_language(language),
            "when": [law.information.phases[phase].in_language(language) for phase in rule.when],
            "written": rule.title.in_language(language),
            "rests_on": _grounds(law, rule),
        }


def _explained(law: AccessLaw, explained: Explained, language: str) -> Iterator[dict[str, Any]]:
    title = law.information.categories[explained.category].title.in_language(language)
    if not explained.grounds:
        yield {
            "category": title,
            "state": _pick(("nee: geen regel", "no: no rule"), language),
            "rule": "",
            "rests_on": [],
        }
    for ground in explained.grounds:
        missing = ", ".join(_pick(_LACKS[one], language) for one in ground.lacks)
        yield {
            "category": title,
            "state": _pick(("ja", "yes"), language) if ground.gives else missing,
            "rule": ground.rule,
            "rests_on": _grounds(law, law.rules[ground.rule]),
        }


def _grounds(law: AccessLaw, rule: Rule) -> list[str]:
    return [f"{law.source(name).title} ({law.source(name).state})" for name in rule.rests_on]


def _table(rows: list[dict[str, Any]], columns: tuple[str, ...], language: str) -> Table:
    table = Table(*(_pick(_WORDS[column], language) for column in columns), show_lines=True)
    for row in rows:
        table.add_row(*("\n".join(value) if isinstance(value := row[column], list) else value for column in columns))
    return table


def _pick(words: tuple[str, str], language: str) -> str:
    return words[1] if language == "en" else words[0]
