"""Sources as a reader meets them: what it is called, where it can be read, and how sure we are of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from relaas.kernel.citations import CitationError, link
from relaas.kernel.law_file import Source, SourceState
from relaas.procedure.model import Regime


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """One source. ``foreign``: its title is Dutch while the page is not."""

    name: str
    title: str
    reference: str
    link: str | None
    quote: str
    kind: str
    assumed: bool
    reason: str
    foreign: bool


def source_view(name: str, source: Source, language: str) -> SourceView:
    """One source in the language of the page."""
    return SourceView(
        name=name,
        title=source.title,
        reference=source.ref or "",
        link=_link(source.ref),
        quote=source.quote or "",
        kind=source.kind.value,
        assumed=source.state is SourceState.ASSUMED,
        reason=source.reason.in_language(language) if source.reason else "",
        foreign=language != "nl",
    )


def sources_of(regime: Regime, names: Iterable[str], language: str) -> tuple[SourceView, ...]:
    """The sources of these names, in their order. Names of another regime are left out, and so is a second source that
    a reader could not tell from an earlier one by its title (several quotes of one page, say)."""
    views = [source_view(name, regime.source(name), language) for name in names if name in regime.sources]
    return tuple({(view.title, view.link): view for view in reversed(views)}.values())[::-1]


def _link(reference: str | None) -> str | None:
    try:
        return link(reference) if reference else None
    except CitationError:
        # A reference that its own kind refuses is shown as it is written, without an address.
        return None
