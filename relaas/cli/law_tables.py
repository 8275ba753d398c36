"""What ``relaas law`` prints: each listing as rows with keys, for a table and for JSON alike."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from relaas.kernel.citations import CitationError, link
from relaas.kernel.durations import Duration
from relaas.kernel.law_file import Part, Source
from relaas.procedure.guards import Guard
from relaas.procedure.model import CLOCK, Act, Force, Regime, Term

# Wide enough for a reader of a file or a pipe, where no terminal says how wide it is.
_WIDTH_WITHOUT_TERMINAL = 140

_WORDS: dict[str, tuple[str, str]] = {
    "act": ("Handeling", "Act"),
    "acts": ("Handelingen", "Acts"),
    "assumptions": ("Aannames", "Assumptions"),
    "by": ("Door", "By"),
    "category": ("Categorie", "Category"),
    "certainty": ("Zekerheid", "Certainty"),
    "compared": ("Vergeleken tussen zaken", "Compared across cases"),
    "concerns": ("Betreft", "Concerns"),
    "counting": ("Telling", "Counting"),
    "fact-kinds": ("Soorten feiten", "Kinds of fact"),
    "field": ("Veld", "Field"),
    "fields": ("Velden", "Fields"),
    "force": ("Aard", "Force"),
    "from": ("Vanaf", "From"),
    "holds": ("Bevat", "Holds"),
    "kind": ("Soort", "Kind"),
    "length": ("Lengte", "Length"),
    "licence": ("Licentie", "Licence"),
    "line": ("Lijn", "Line"),
    "link": ("Adres", "Address"),
    "list": ("Lijst", "List"),
    "maps": ("Komt overeen met", "Maps to"),
    "meanwhile": ("Wat dit bestand intussen doet", "What this file does meanwhile"),
    "moves": ("Verandert", "Changes"),
    "name": ("Naam", "Name"),
    "open-questions": ("Open vragen", "Open questions"),
    "option": ("Keuze", "Option"),
    "options": ("Keuzes", "Options"),
    "procedure": ("Open procedure", "Open procedure"),
    "question": ("Vraag", "Question"),
    "quote": ("Citaat", "Quote"),
    "reason": ("Waarom deze waarde", "Why this value"),
    "ref": ("Vindplaats", "Reference"),
    "regimes": ("Regelingen", "Regimes"),
    "remarks": ("Bijzonderheden", "Remarks"),
    "rests_on": ("Berust op", "Rests on"),
    "rights": ("Rechten", "Rights"),
    "roles": ("Rollen", "Roles"),
    "side": ("Kant", "Side"),
    "sources": ("Bronnen", "Sources"),
    "standards": ("Openbare vocabulaires", "Public vocabularies"),
    "state": ("Staat", "State"),
    "status": ("Status", "Status"),
    "statuses": ("Statussen", "Statuses"),
    "terms": ("Termijnen", "Terms"),
    "title": ("Titel", "Title"),
    "to": ("Tot en met", "Up to and including"),
    "track": ("Spoor", "Track"),
    "version": ("Versie", "Version"),
    "within": ("Binnen", "Within"),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """A titled table; ``keys`` name its columns in JSON."""

    subject: str
    keys: tuple[str, ...]
    rows: list[tuple[str | None, ...]]
    language: str

    def records(self) -> list[dict[str, str | None]]:
        """The rows with the names of their columns."""
        return [dict(zip(self.keys, row, strict=True)) for row in self.rows]


def print_listing(listing: Listing, as_json: bool) -> None:
    """Print a listing as JSON for programs, or as a table for people."""
    if as_json:
        click.echo(json.dumps(listing.records(), ensure_ascii=False, indent=2))
    else:
        print_table(listing)


def print_table(listing: Listing) -> None:
    """Print a listing as a table that fits the terminal, or a fixed width where there is none."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_WIDTH_WITHOUT_TERMINAL)
    table = Table(title=_word(listing.subject, listing.language), title_justify="left", show_lines=False)
    for key in listing.keys:
        table.add_column(_word(key, listing.language), overflow="fold")
    for row in listing.rows:
        table.add_row(*(escape(cell or "") for cell in row))
    console.print(table)


def regimes(found: Iterable[Regime], language: str) -> Listing:
    """The regimes and the days for which they were modelled."""
    rows: list[tuple[str | None, ...]] = [
        (r.regime, r.kind.value, r.line, _text(r.in_force.start), _text(r.in_force.to), r.title.in_language(language))
        for r in found
    ]
    return Listing("regimes", ("name", "kind", "line", "from", "to", "title"), rows, language)


def sources(regime: Regime, language: str) -> Listing:
    """Every source, with its public address where it has one."""
    keys = ("name", "kind", "state", "title", "quote", "ref", "link")
    rows = [(n, s.kind.value, s.state.value, s.title, s.quote, s.ref, _link(s)) for n, s in regime.sources.items()]
    return Listing("sources", keys, [*rows], language)


def assumptions(regime: Regime, language: str) -> Listing:
    """The sources that nobody checked, or that are a choice, with the reason."""
    rows: list[tuple[str | None, ...]] = [
        (name, source.title, source.reason.in_language(language) if source.reason else None)
        for name, source in regime.assumptions().items()
    ]
    return Listing("assumptions", ("name", "title", "reason"), rows, language)


def open_questions(regime: Regime, language: str) -> Listing:
    """What the sources leave undecided."""
    keys = ("name", "question", "meanwhile", "concerns", "rests_on")
    rows: list[tuple[str | None, ...]] = [
        (n, q.question.in_language(language), q.meanwhile.in_language(language), _list(q.concerns), _list(q.rests_on))
        for n, q in regime.open_questions.items()
    ]
    return Listing("open-questions", keys, rows, language)


def sections(regime: Regime, language: str) -> Iterator[Listing]:
    """The sections of a regime that say what can happen."""
    yield _statuses(regime, language)
    yield _acts(regime, language)
    yield _terms(regime, language)
    rights: list[tuple[str | None, ...]] = [
        (n, r.title.in_language(language), _list(r.rests_on)) for n, r in regime.rights.items()
    ]
    yield Listing("rights", ("name", "title", "rests_on"), rights, language)
    roles: list[tuple[str | None, ...]] = [
        (n, r.title.in_language(language), r.side.value) for n, r in regime.roles.items()
    ]
    yield Listing("roles", ("name", "title", "side"), roles, language)


def whole(regime: Regime) -> Any:
    """The assembled regime in the words of the format, ready for JSON."""
    return _plain(regime)


def _statuses(regime: Regime, language: str) -> Listing:
    rows: list[tuple[str | None, ...]] = [
        (track, name, status.title.in_language(language), status.certainty.value, status.procedure)
        for track, element in regime.tracks.items()
        for name, status in element.statuses.items()
    ]
    return Listing("statuses", ("track", "status", "title", "certainty", "procedure"), rows, language)


def _acts(regime: Regime, language: str) -> Listing:
    keys = ("name", "title", "by", "force", "within", "moves", "rests_on")
    rows: list[tuple[str | None, ...]] = [
        (n, a.title.in_language(language), _list(a.by), _force(a), a.within or a.at, _moves(a), _list(a.rests_on))
        for n, a in regime.acts.items()
    ]
    return Listing("acts", keys, rows, language)


def _terms(regime: Regime, language: str) -> Listing:
    keys = ("name", "title", "from", "length", "counting", "rests_on")
    rows: list[tuple[str | None, ...]] = [
        (n, t.title.in_language(language), _list(t.starts), _lengths(t), t.counting.value, _list(t.rests_on))
        for n, t in regime.terms.items()
    ]
    return Listing("terms", keys, rows, language)


def _force(act: Act) -> str:
    return CLOCK if act.is_clock else Force(act.force).value


def _moves(act: Act) -> str:
    found = []
    for track, move in act.to.items():
        found += [f"{track}: {a} → {b}" for a, b in move.items()] if isinstance(move, dict) else [f"{track} → {move}"]
    return ", ".join(found)


def _lengths(term: Term) -> str:
    cases = [f"{c.length} ({c.condition.text})" if c.condition else str(c.length) for c in term.length]
    return ", ".join(cases)


def _link(source: Source) -> str | None:
    try:
        return link(source.ref) if source.ref else None
    except CitationError:
        return None


def _list(items: Iterable[str]) -> str:
    return ", ".join(items)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _word(key: str, language: str) -> str:
    dutch, english = _WORDS[key]
    return english if language == "en" else dutch


def _plain(value: Any) -> Any:
    if isinstance(value, Part):
        said = {info.alias or name: getattr(value, name) for name, info in type(value).model_fields.items()}
        return {key: _plain(item) for key, item in said.items() if item not in (None, (), {})}
    if isinstance(value, Guard):
        return value.text
    if isinstance(value, Duration):
        return str(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | bool) or value is None else str(value)
