"""``relaas law vocabularies``: the kinds of fact that can be coded from an account, and what each maps to."""

from __future__ import annotations

import json

import click

from relaas.cli.law_options import json_option, language_option
from relaas.cli.law_tables import Listing, print_listing
from relaas.kernel.faults import LawFaults, nearest
from relaas.kernel.law_file import Text
from relaas.story.fact_kinds import FactField, FactKind, Option
from relaas.story.vocabularies import Vocabularies, standard_vocabularies

_YES = Text(nl="ja", en="yes")
_NO = Text(nl="nee", en="no")
_MANY = Text(nl="meer dan een", en="more than one")
_INDEXED = Text(nl="opzoekbaar", en="found by exact value")
_SENSITIVE = Text(nl="gevoelig", en="sensitive")
_NOT_COMPARED = Text(nl="niet vergeleken", en="not compared")


@click.command()
@click.argument("kind", required=False)
@language_option
@json_option
def vocabularies(kind: str | None, language: str, as_json: bool) -> None:
    """The kinds of coded fact and the public vocabularies; with KIND its fields and options, and what they map to."""
    known = _known()
    if kind is None:
        listings = [_kinds(known, language), _standards(known, language)]
    elif kind not in known.facts.kinds:
        hint = nearest(kind, known.facts.kinds)
        raise click.BadParameter(f'no kind of fact is called "{kind}"{hint}', param_hint="KIND")
    else:
        found = known.facts.kinds[kind]
        listings = [_fields(found, language), _options(known, found, language)]
        if not as_json:
            click.echo(f"{found.title.in_language(language)} ({kind})\n{found.summary.in_language(language)}\n")
    if as_json:
        whole = {listing.subject: listing.records() for listing in listings}
        click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
        return
    for listing in listings:
        print_listing(listing, as_json=False)


def _known() -> Vocabularies:
    try:
        return standard_vocabularies()
    except LawFaults as error:
        raise click.ClickException(f"the vocabularies have faults:\n{error}") from error


def _kinds(known: Vocabularies, language: str) -> Listing:
    rows: list[tuple[str | None, ...]] = [
        (
            name,
            kind.title.in_language(language),
            kind.category,
            (_YES if kind.compared else _NO).in_language(language),
            ", ".join(kind.fields),
            ", ".join(kind.maps),
        )
        for name, kind in known.facts.kinds.items()
    ]
    return Listing("fact-kinds", ("name", "title", "category", "compared", "fields", "maps"), rows, language)


def _standards(known: Vocabularies, language: str) -> Listing:
    rows: list[tuple[str | None, ...]] = [
        (name, one.title.in_language(language), one.version, str(sum(1 for _ in one.fields())), one.licence.name)
        for name, one in known.standards.items()
    ]
    return Listing("standards", ("name", "title", "version", "fields", "licence"), rows, language)


def _fields(kind: FactKind, language: str) -> Listing:
    rows: list[tuple[str | None, ...]] = [
        (
            name,
            field.title.in_language(language),
            field.options or field.type.value,
            ", ".join(remark.in_language(language) for remark in _remarks(kind, field)),
            ", ".join(field.maps),
        )
        for name, field in kind.fields.items()
    ]
    return Listing("fields", ("field", "title", "holds", "remarks", "maps"), rows, language)


def _remarks(kind: FactKind, field: FactField) -> list[Text]:
    remarks = {
        _MANY: field.many,
        _INDEXED: field.indexed,
        _SENSITIVE: field.sensitive,
        _NOT_COMPARED: not (kind.compared and field.compared),
    }
    return [words for words, holds in remarks.items() if holds]


def _options(known: Vocabularies, kind: FactKind, language: str) -> Listing:
    rows: list[tuple[str | None, ...]] = []
    for name in dict.fromkeys(field.options for field in kind.fields.values() if field.options):
        field = next(field for field in kind.fields.values() if field.options == name)
        for code, option in known.options(field).items():
            maps = ", ".join(option.maps) if isinstance(option, Option) else f"{name}={code}"
            rows.append((name, code, option.title.in_language(language), maps))
    return Listing("options", ("list", "option", "title", "maps"), rows, language)
