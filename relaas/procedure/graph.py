"""Circles in a regime: acts that lead a track back to where it was, so that they can be repeated for ever."""

from __future__ import annotations

from collections.abc import Iterator

from relaas.procedure.model import Act, Regime

Edge = tuple[str, str, str]  # from status, act, to status


def edges(regime: Regime, track: str) -> list[Edge]:
    """Every change of status in a track: (status, act, status)."""
    found: list[Edge] = []
    for name, act in regime.acts.items():
        found += [(source, name, target) for source, target in moves(regime, act, track) if source != target]
    return found


def moves(regime: Regime, act: Act, track: str) -> list[tuple[str, str]]:
    """The pairs (from, to) by which an act can move a track, from every status in which it is possible."""
    move = act.to.get(track)
    if move is None:
        return []
    statuses = act.frm.get(track, tuple(regime.tracks[track].statuses)) if track in regime.tracks else ()
    if isinstance(move, dict):
        return [(status, move[status]) for status in statuses if status in move]
    return [(status, move) for status in statuses]


def circles(regime: Regime) -> Iterator[list[str]]:
    """One circle of acts without ``times`` per track that has any; the acts are named in order."""
    for track in regime.tracks:
        free = [edge for edge in edges(regime, track) if regime.acts[edge[1]].times is None]
        circle = _circle(free)
        if circle:
            yield circle


def _circle(free: list[Edge]) -> list[str]:
    onward: dict[str, list[tuple[str, str]]] = {}
    for source, act, target in free:
        onward.setdefault(source, []).append((act, target))
    done: set[str] = set()
    for start in onward:
        found = _search(start, onward, done, [], [])
        if found:
            return found
    return []


def _search(
    status: str, onward: dict[str, list[tuple[str, str]]], done: set[str], trail: list[str], acts: list[str]
) -> list[str]:
    if status in trail:
        return acts[trail.index(status) :]
    if status in done:
        return []
    for act, target in onward.get(status, ()):
        found = _search(target, onward, done, [*trail, status], [*acts, act])
        if found:
            return found
    done.add(status)
    return []
