"""The *why* as sentences: each reason with its sources and the reasons under it."""

from __future__ import annotations

from dataclasses import dataclass

from relaas.casework.wording import word_because
from relaas.procedure.explanation import Because
from relaas.procedure.model import Regime
from relaas.web.presentation.sources import SourceView, sources_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonView:
    """One sentence, what it rests on, and why it is so in its turn."""

    sentence: str
    sources: tuple[SourceView, ...]
    because: tuple[ReasonView, ...]


def reason_view(regime: Regime, because: Because, language: str) -> ReasonView:
    """A reason with everything under it."""
    return ReasonView(
        sentence=_capital(word_because(regime, because, language)),
        sources=sources_of(regime, because.rests_on, language),
        because=tuple(reason_view(regime, inner, language) for inner in because.because),
    )


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
