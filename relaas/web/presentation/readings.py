"""Who read what, in words: purpose and ground as the law of access says them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from relaas.application.law import access_law
from relaas.application.readers import Reading
from relaas.web.presentation.case import word_moment
from relaas.web.presentation.sources import SourceView, source_view


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundView:
    """A rule of the law of access, and what it rests on."""

    title: str
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingView:
    """One use of a case. ``purpose`` says so itself where it is kept back."""

    moment: str
    role: str
    organisation: str
    person: str
    refused: bool
    purpose: str
    grounds: tuple[GroundView, ...]
    categories: str


def reading_view(reading: Reading, role: str, language: str) -> ReadingView:
    """One use in the language of the page; ``role`` is what its role is called."""
    law = access_law()
    categories, purposes = law.information.categories, law.information.purposes
    purpose = purposes.get(reading.purpose)
    return ReadingView(
        moment=word_moment(reading.at, language),
        role=role or _("het programma zelf"),
        organisation=reading.organisation or "",
        person=reading.person or "",
        refused=not reading.done,
        purpose=_("Niet te zien")
        if reading.purpose_withheld
        else purpose.title.in_language(language)
        if purpose
        else "",
        grounds=tuple(_ground(name, language) for name in reading.grounds if name in law.rules),
        categories=", ".join(
            categories[name].title.in_language(language) for name in reading.categories if name in categories
        ),
    )


def _ground(name: str, language: str) -> GroundView:
    law = access_law()
    rule = law.rules[name]
    return GroundView(
        title=rule.title.in_language(language),
        sources=tuple(source_view(source, law.source(source), language) for source in rule.rests_on),
    )
