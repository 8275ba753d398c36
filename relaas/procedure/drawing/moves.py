"""What is drawn of a regime: per track its acts by the moves that they make, those that do the same taken together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from relaas.procedure.drawing.palette import stroke_of
from relaas.procedure.graph import edges
from relaas.procedure.model import Regime

# From so many statuses on, lines from each of them would tell less than words do.
_TOO_MANY_LINES = 4


@dataclass(frozen=True, slots=True)
class Bundle:
    """Acts of one kind that lead from the same statuses to the same status. ``drawn_from``: those that get a line."""

    sources: tuple[str, ...]
    target: str
    acts: tuple[str, ...]
    drawn_from: tuple[str, ...]
    anywhere: bool


def bundles(regime: Regime, track: str) -> list[Bundle]:
    """The bundles of a track, in the order of the regime."""
    order = {status: number for number, status in enumerate(regime.tracks[track].statuses)}
    sources: dict[tuple[str, str, bool], list[str]] = {}
    for source, act, target in edges(regime, track):
        sources.setdefault((act, target, order[source] < order[target]), []).append(source)
    together: dict[tuple[tuple[str, ...], str, str], list[str]] = {}
    for act, target, found in _joined(sources):
        together.setdefault((tuple(found), target, stroke_of(regime.acts[act]).name), []).append(act)
    return [_bundle(found, target, tuple(acts), len(order)) for (found, target, _), acts in together.items()]


def _joined(sources: dict[tuple[str, str, bool], list[str]]) -> Iterator[tuple[str, str, list[str]]]:
    """Sources before and after the target apart, since lines to them run apart; but many sources are one list."""
    for (act, target, before), found in sources.items():
        others = sources.get((act, target, not before), [])
        if len(found) + len(others) < _TOO_MANY_LINES:
            yield act, target, found
        elif before or not others:
            yield act, target, found + others


def _bundle(found: tuple[str, ...], target: str, acts: tuple[str, ...], statuses: int) -> Bundle:
    many = len(found) >= _TOO_MANY_LINES
    return Bundle(found, target, acts, () if many else found, many and len(found) == statuses - 1)


def acts_without_moves(regime: Regime) -> list[str]:
    """The acts that leave every track where it is."""
    moving = {act for track in regime.tracks for _, act, _ in edges(regime, track)}
    return [act for act in regime.acts if act not in moving]
