"""Coded facts in words, in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from babel import Locale
from django.utils.translation import gettext as _

from relaas.application.law import vocabularies
from relaas.application.story.story_page import FactSeen
from relaas.story.fact_kinds import Certainty, FactField, ValueType
from relaas.story.fact_values import countries


@dataclass(frozen=True, slots=True, kw_only=True)
class FactView:
    """A fact: what kind, its values by title, how sure the coder is of having understood, and from which passages."""

    id: str
    kind: str
    title: str
    values: tuple[tuple[str, str], ...]
    certainty: str
    cites: tuple[int, ...]


def fact_view(fact: FactSeen, language: str) -> FactView:
    """A fact in words."""
    known = vocabularies()
    kind = known.kind(fact.kind)
    return FactView(
        id=fact.id,
        kind=fact.kind,
        title=kind.title.in_language(language),
        values=tuple(
            (kind.fields[name].title.in_language(language), word_value(kind.fields[name], value, language))
            for name, value in fact.values.items()
            if name in kind.fields
        ),
        certainty=known.facts.certainties[Certainty(fact.certainty)].title.in_language(language),
        cites=fact.cites,
    )


def word_value(field: FactField, value: Any, language: str) -> str:
    """One value as people write it."""
    if isinstance(value, list | tuple):
        return ", ".join(word_value(field, one, language) for one in value)
    if field.type is ValueType.CHOICE:
        option = vocabularies().options(field).get(str(value))
        return option.title.in_language(language) if option is not None else str(value)
    if field.type is ValueType.COUNTRY:
        return country_names(language).get(str(value), str(value))
    if field.type is ValueType.FLAG:
        return _("Ja") if value else _("Nee")
    return str(value)


def country_names(language: str) -> Mapping[str, str]:
    """Every country by its code, in the order of its name."""
    names = Locale(language).territories
    return dict(sorted(((code, names[code]) for code in countries()), key=lambda item: item[1]))
