"""Who may see what, in words: each kind of information with the rules that give it, and what each waits for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from relaas.application.law import access_law
from relaas.application.story.access_page import RoleAccess
from relaas.story.access import Rule, Verb
from relaas.story.explaining import Explained, Ground, Lacks
from relaas.web.presentation.sources import SourceView, source_view


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleView:
    """One rule: for what it gives something, when, and what it rests on. ``lacks``: what it still waits for in a case;
    empty when it gives it now."""

    title: str
    purpose: str
    when: str
    lacks: str
    gives: bool
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryView:
    """One kind of information for one role. ``given``: now, in a case; of the law in general, by any rule."""

    title: str
    help: str
    given: bool
    rules: tuple[RuleView, ...]


def role_access_view(access: RoleAccess, language: str) -> tuple[CategoryView, ...]:
    """What a role reads in a case now, kind by kind."""
    return tuple(_explained(one, language) for one in access.categories)


def law_view(role: str, language: str) -> tuple[CategoryView, ...]:
    """What the law of access can give a role in any case, kind by kind."""
    law = access_law()
    return tuple(
        CategoryView(
            title=category.title.in_language(language),
            help=category.help.in_language(language),
            given=any(name in rule.of for rule in law.rules_of(role).values()),
            rules=tuple(_rule(rule, language) for rule in law.rules_of(role).values() if name in rule.of),
        )
        for name, category in law.information.categories.items()
    )


def gives(role: str, category: str, *, purpose: str | None = None) -> bool:
    """Whether some rule lets a role read a kind of information (for a purpose), in some case."""
    rules = access_law().rules_of(role).values()
    return any(category in rule.of and Verb.READ in rule.may and purpose in (None, rule.purpose) for rule in rules)


def _explained(explained: Explained, language: str) -> CategoryView:
    category = access_law().information.categories[explained.category]
    return CategoryView(
        title=category.title.in_language(language),
        help=category.help.in_language(language),
        given=explained.given,
        rules=tuple(_ground(explained, language)),
    )


def _ground(explained: Explained, language: str) -> Iterator[RuleView]:
    for ground in explained.grounds:
        yield _rule(access_law().rules[ground.rule], language, ground)


def _rule(rule: Rule, language: str, ground: Ground | None = None) -> RuleView:
    law, words = access_law(), lacks_in_words()
    return RuleView(
        title=rule.title.in_language(language),
        purpose=law.information.purposes[rule.purpose].title.in_language(language),
        when=", ".join(law.information.phases[phase].in_language(language) for phase in rule.when),
        lacks=", ".join(words[one] for one in ground.lacks) if ground is not None else "",
        gives=ground is None or ground.gives,
        sources=tuple(source_view(name, law.source(name), language) for name in rule.rests_on),
    )


def lacks_in_words() -> dict[Lacks, str]:
    """What a rule waits for."""
    return {
        Lacks.PHASE: _("niet in deze fase"),
        Lacks.CONSENT: _("wacht op toestemming"),
        Lacks.NO_OBJECTION: _("er is bezwaar gemaakt"),
        Lacks.REVIEW: _("wacht op een tweede paar ogen"),
        Lacks.RELEASE: _("alleen wat is vrijgegeven"),
        Lacks.TELLING: _("alleen het eigen verhoor"),
        Lacks.REVEAL: _("op verzoek, met een reden"),
        Lacks.EMERGENCY: _("alleen bij acuut gevaar"),
    }
