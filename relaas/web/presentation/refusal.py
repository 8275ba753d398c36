"""Why something was not recorded, in words: the law does not allow it, or the case has moved on."""

from __future__ import annotations

from dataclasses import dataclass

from relaas.application.recording import ActRefused
from relaas.casework.wording import word_obstacle
from relaas.web.presentation.sources import SourceView, sources_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalView:
    """The reasons why the law does not allow an act, and where they stand. ``withheld`` is the ground on which other
    reasons are kept back, when there are."""

    reasons: tuple[str, ...]
    withheld: str
    sources: tuple[SourceView, ...]
    can_be_fact: bool


def refusal_view(refused: ActRefused, language: str) -> RefusalView:
    """A refusal in sentences."""
    return RefusalView(
        reasons=tuple(word_obstacle(refused.regime, obstacle, language) for obstacle in refused.obstacles),
        withheld=refused.withheld.in_language(language) if refused.withheld else "",
        sources=sources_of(refused.regime, refused.rests_on, language),
        can_be_fact=refused.can_be_recorded_as_fact,
    )
