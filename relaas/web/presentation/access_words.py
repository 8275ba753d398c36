"""The words of the law of access, as they stand on pages."""

from __future__ import annotations

from collections.abc import Iterable

from relaas.application.law import access_law
from relaas.story.access import Phase
from relaas.web.session import language_of_page, role_title


def word_category(name: str) -> str:
    """What a kind of information is called."""
    return access_law().information.categories[name].title.in_language(language_of_page())


def word_categories(names: Iterable[str]) -> str:
    """Several kinds of information, with commas."""
    return ", ".join(word_category(name) for name in names)


def word_purpose(name: str) -> str:
    """What a purpose is called."""
    return access_law().information.purposes[name].title.in_language(language_of_page())


def word_holder(role: str, organisation: str) -> str:
    """A role at an organisation."""
    return f"{role_title(role)} ({organisation})"


def word_role_names(roles: Iterable[str]) -> str:
    """Several roles, with commas."""
    return ", ".join(role_title(role) for role in roles)


def word_phase(phase: Phase) -> str:
    """When a rule holds."""
    return access_law().information.phases[phase].in_language(language_of_page())
