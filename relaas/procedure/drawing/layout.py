"""Layered layout of one track: boxes in rows from top to bottom, link blocks in rows between them, lines that never
cross a box.

A *link* is a block of text with lines from its sources and an arrow to its target. Boxes stand in the even rows, blocks
in the odd ones; a line that passes a row gets a narrow lane in it. Within a row everything has its own place, so
nothing overlaps; between rows lines curve freely. (Sugiyama's method: longest path, barycentres, and places by
isotonic regression.)
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

Point = tuple[float, float]

_LANE = 8.0
_APART = 22.0
_GAP = 26.0
_MOST_GAP = 64.0
_COMPONENTS_APART = 40.0
_SWEEPS = 10
_STRAIGHT = 12.0


@dataclass(frozen=True, slots=True)
class Link:
    """A block that joins boxes: its sources all stand before its target in the reading order, or all after it.

    Without sources it only points to its target ("from anywhere").
    """

    key: str
    sources: tuple[str, ...]
    target: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a box or block stands: its top left corner and its size."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Route:
    """A line from one thing to another: points between which it runs straight down or up, or curves, in turn."""

    link: str
    points: tuple[Point, ...]
    to_target: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """Places by key, the lines, and the size of the whole."""

    places: Mapping[str, Place]
    routes: tuple[Route, ...]
    width: float
    height: float


@dataclass(slots=True)
class _Item:
    key: str
    width: float
    height: float
    row: int
    x: float = 0.0
    above: list[_Item] = field(default_factory=list)
    below: list[_Item] = field(default_factory=list)
    is_lane: bool = False


@dataclass(slots=True)
class _Chain:
    """A line as the things it passes, from top to bottom; ``upward`` when it runs from its end to its beginning."""

    link: str
    items: list[_Item]
    upward: bool
    to_target: bool


def lay_out(boxes: Mapping[str, tuple[float, float]], links: Sequence[Link]) -> Layout:
    """Find a place for every box and block. The order of the boxes is the order in which they are meant to be read.

    What no line joins is laid out by itself and stands side by side.
    """
    found = []
    for keys in _joined(tuple(boxes), links):
        own = {key: boxes[key] for key in boxes if key in keys}
        found.append(_lay_out_joined(own, [link for link in links if link.target in keys]))
    return _side_by_side(found)


def _joined(keys: tuple[str, ...], links: Sequence[Link]) -> list[set[str]]:
    groups = [{key} for key in keys]
    for link in links:
        ends = {link.target, *link.sources}
        touched = [group for group in groups if group & ends]
        merged = set().union(*touched)
        groups = [merged if group is touched[0] else group for group in groups if group not in touched[1:]]
    return groups


def _side_by_side(layouts: Sequence[Layout]) -> Layout:
    places: dict[str, Place] = {}
    routes: list[Route] = []
    x = 0.0
    for part in layouts:
        places |= {k: Place(p.x + x, p.y, p.width, p.height) for k, p in part.places.items()}
        for route in part.routes:
            routes.append(Route(route.link, tuple((a + x, b) for a, b in route.points), route.to_target))
        x += part.width + _COMPONENTS_APART
    return Layout(places, tuple(routes), x - _COMPONENTS_APART, max(part.height for part in layouts))


def _lay_out_joined(boxes: Mapping[str, tuple[float, float]], links: Sequence[Link]) -> Layout:
    rows = _rows_of_boxes(tuple(boxes), links)
    items = {key: _Item(key, width, height, rows[key]) for key, (width, height) in boxes.items()}
    chains: list[_Chain] = []
    everything = list(items.values())
    for link in links:
        block = _Item(link.key, link.width, link.height, _row_of_block(link, rows, everything))
        everything.append(block)
        chains += _chains(link, block, items, everything)
    layers = _layers(everything)
    _order(layers)
    _place(layers)
    tops = _tops(layers, chains)
    return _finished(layers, chains, tops)


def _rows_of_boxes(keys: tuple[str, ...], links: Sequence[Link]) -> dict[str, int]:
    """Longest paths along the reading order; what only leads onward is pulled down to where it leads."""
    order = {key: number for number, key in enumerate(keys)}
    pairs = {tuple(sorted((source, link.target), key=order.__getitem__)) for link in links for source in link.sources}
    rows = dict.fromkeys(keys, 0)
    for key in keys:
        rows[key] = max((rows[upper] + 2 for upper, lower in pairs if lower == key), default=0)
    for key in reversed(keys):
        lowers = [rows[lower] for upper, lower in pairs if upper == key]
        if lowers and not any(lower == key for _, lower in pairs) and key != keys[0]:
            rows[key] = max(0, min(lowers) - 2)
    return rows


def _row_of_block(link: Link, rows: Mapping[str, int], items: Iterable[_Item]) -> int:
    """The emptiest row between the sources and the target, of those nearest to them."""
    target, sources = rows[link.target], link.sources
    if not sources:
        candidates = [target + 1] if target == 0 else [target - 1, target + 1]
    elif all(rows[source] < target for source in sources):
        candidates = list(range(max(rows[source] for source in sources) + 1, target, 2))
    else:
        candidates = list(range(target + 1, min(rows[source] for source in sources), 2))
    widths = {row: sum(item.width + _APART for item in items if item.row == row) for row in candidates}
    return min(candidates, key=lambda row: (widths[row], row))


def _chains(link: Link, block: _Item, items: Mapping[str, _Item], everything: list[_Item]) -> list[_Chain]:
    ends = [(items[source], False) for source in link.sources] + [(items[link.target], True)]
    found = []
    for end, to_target in ends:
        upper, lower = (end, block) if end.row < block.row else (block, end)
        lanes = [_Item("", _LANE, 0, row, is_lane=True) for row in range(upper.row + 1, lower.row)]
        everything += lanes
        passed = [upper, *lanes, lower]
        for one, other in pairwise(passed):
            one.below.append(other)
            other.above.append(one)
        goes_down = (end is upper) != to_target
        found.append(_Chain(link.key, passed, upward=not goes_down, to_target=to_target))
    return found


def _layers(items: Iterable[_Item]) -> list[list[_Item]]:
    found: dict[int, list[_Item]] = {}
    for item in items:
        found.setdefault(item.row, []).append(item)
    return [found.get(row, []) for row in range(max(found) + 1)]


def _order(layers: list[list[_Item]]) -> None:
    """Barycentre sweeps down and up; the order with the fewest crossings is kept."""
    best, fewest = [list(layer) for layer in layers], _crossings(layers)
    for sweep in range(2 * _SWEEPS):
        downward = sweep % 2 == 0
        positions = {id(item): n for layer in layers for n, item in enumerate(layer)}
        for layer in layers if downward else reversed(layers):
            ranks = {id(item): _rank(item, downward, positions) for item in layer}
            layer.sort(key=lambda item: ranks[id(item)])
        crossings = _crossings(layers)
        if crossings < fewest:
            best, fewest = [list(layer) for layer in layers], crossings
    for layer, order in zip(layers, best, strict=True):
        layer[:] = order


def _rank(item: _Item, downward: bool, positions: Mapping[int, int]) -> float:
    neighbours = item.above if downward else item.below
    if not neighbours:
        return positions[id(item)]
    return sum(positions[id(other)] for other in neighbours) / len(neighbours)


def _crossings(layers: list[list[_Item]]) -> int:
    found = 0
    for upper, lower in pairwise(layers):
        positions = {id(item): n for n, item in enumerate(lower)}
        passed: list[int] = []
        for item in upper:
            ends = sorted(positions[id(below)] for below in item.below)
            found += sum(len(passed) - bisect_right(passed, end) for end in ends)
            for end in ends:
                insort(passed, end)
    return found


def _place(layers: list[list[_Item]]) -> None:
    """Give everything its x: near what it is joined to, in order, and apart."""
    for layer in layers:
        _spread(layer, [0.0] * len(layer))
    for sweep in range(5 * _SWEEPS):
        both = sweep >= 2 * _SWEEPS
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            _spread(layer, [_wish(item, sweep % 2 == 0, both) for item in layer])
    left = min(item.x - item.width / 2 for layer in layers for item in layer)
    for layer in layers:
        for item in layer:
            item.x -= left


def _wish(item: _Item, downward: bool, both: bool) -> float:
    joined = item.above + item.below if both else (item.above if downward else item.below)
    if not joined:
        return item.x
    weights = [_STRAIGHT if other.is_lane and item.is_lane else 1.0 for other in joined]
    return sum(w * other.x for w, other in zip(weights, joined, strict=True)) / sum(weights)


def _spread(layer: list[_Item], wishes: Sequence[float]) -> None:
    """The places nearest to the wishes (least squares) that keep the order and the distances."""
    offsets, offset = [], 0.0
    for before, item in zip([None, *layer], layer, strict=False):
        if before is not None:
            apart = _APART / 2 if before.is_lane and item.is_lane else _APART
            offset += before.width / 2 + apart + item.width / 2
        offsets.append(offset)
    pools: list[tuple[float, float, int]] = []  # (sum of weighted wishes, sum of weights, count)
    for item, wish, offset in zip(layer, wishes, offsets, strict=True):
        weight = _STRAIGHT if item.is_lane else 1.0
        pools.append((weight * (wish - offset), weight, 1))
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] > pools[-1][0] / pools[-1][1]:
            last = pools.pop()
            pools[-1] = (pools[-1][0] + last[0], pools[-1][1] + last[1], pools[-1][2] + last[2])
    levels = [total / weight for total, weight, count in pools for _ in range(count)]
    for item, level, offset in zip(layer, levels, offsets, strict=True):
        item.x = level + offset


def _tops(layers: list[list[_Item]], chains: Iterable[_Chain]) -> list[tuple[float, float]]:
    """Per row its top and bottom; where lines run far aside the rows stand further apart."""
    aside = dict.fromkeys(range(len(layers)), 0.0)
    for chain in chains:
        for upper, lower in pairwise(chain.items):
            aside[upper.row] = max(aside[upper.row], abs(upper.x - lower.x))
    found, y = [], 0.0
    for row, layer in enumerate(layers):
        bottom = y + max((item.height for item in layer), default=0.0)
        found.append((y, bottom))
        y = bottom + (min(_MOST_GAP, _GAP + aside[row] / 12) if layer else 0.0)
    return found


def _finished(layers: list[list[_Item]], chains: list[_Chain], tops: list[tuple[float, float]]) -> Layout:
    places = {}
    for layer, (top, bottom) in zip(layers, tops, strict=True):
        for item in layer:
            if not item.is_lane:
                y = (top + bottom - item.height) / 2
                places[item.key] = Place(item.x - item.width / 2, y, item.width, item.height)
    ports = _ports(layers)
    routes = tuple(_route(chain, tops, ports) for chain in chains)
    width = max(item.x + item.width / 2 for layer in layers for item in layer)
    return Layout(places, routes, width, tops[-1][1])


def _ports(layers: list[list[_Item]]) -> dict[tuple[int, int], float]:
    """Where a line between two things leaves the upper or enters the lower one: side by side, in the order of x."""
    found: dict[tuple[int, int], float] = {}
    for item in (item for layer in layers for item in layer):
        for side in (item.above, item.below):
            ordered = sorted(side, key=lambda other: other.x)
            step = min(26.0, item.width * 0.72 / max(1, len(ordered)))
            for number, other in enumerate(ordered):
                aside = 0.0 if item.is_lane else (number - (len(ordered) - 1) / 2) * step
                found[id(item), id(other)] = item.x + aside
    return found


def _route(chain: _Chain, tops: list[tuple[float, float]], ports: Mapping[tuple[int, int], float]) -> Route:
    points: list[Point] = []
    for upper, lower in pairwise(chain.items):
        leaves, enters = ports[id(upper), id(lower)], ports[id(lower), id(upper)]
        points += [(leaves, _edge(upper, tops, 1)), (leaves, tops[upper.row][1])]
        points += [(enters, tops[lower.row][0]), (enters, _edge(lower, tops, -1))]
    return Route(chain.link, tuple(reversed(points)) if chain.upward else tuple(points), chain.to_target)


def _edge(item: _Item, tops: list[tuple[float, float]], side: int) -> float:
    top, bottom = tops[item.row]
    if item.is_lane:
        return bottom if side == 1 else top
    return (top + bottom + side * item.height) / 2
