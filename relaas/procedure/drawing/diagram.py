"""A regime drawn by track: where a child can stand, and who can or must take it further."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from relaas.procedure.drawing import palette
from relaas.procedure.drawing.cards import (
    ACT_WIDTH,
    STATUS_WIDTH,
    act_card,
    act_lines,
    draw_acts,
    draw_lines,
    draw_status,
    lines_height,
    status_card,
)
from relaas.procedure.drawing.layout import Layout, Link, Point, Route, lay_out
from relaas.procedure.drawing.legend import legend
from relaas.procedure.drawing.mermaid import regime_mermaid
from relaas.procedure.drawing.moves import acts_without_moves, bundles
from relaas.procedure.drawing.svg import document, element, number, text, wrap
from relaas.procedure.drawing.words import word
from relaas.procedure.model import Regime

__all__ = ["regime_mermaid", "regime_svg"]

_MARGIN = 24.0
_HEAD = 34.0
_PAD = 20.0
_PAGE = 1280.0


@dataclass(frozen=True, slots=True)
class _Panel:
    name: str
    title: str
    width: float
    height: float
    drawn: str


def regime_svg(
    regime: Regime,
    *,
    language: str,
    here: Mapping[str, tuple[str, ...]] | None = None,
    visited: frozenset[tuple[str, str]] = frozenset(),
    name: str | None = None,
) -> str:
    """The regime as an SVG document, one panel per track.

    ``here``: per track the status, or the possible statuses, in which a case stands. ``visited``: the pairs (track,
    status) that it has been in. The drawing stands by itself: no style sheet, no script, nothing from outside. ``name``
    begins every id in it: give each drawing of a page its own.
    """
    name = name or f"regime-{regime.regime}"
    panels = [_track(regime, track, language, name, (here or {}).get(track, ()), visited) for track in regime.tracks]
    page = max([_PAGE, *(panel.width for panel in panels)])
    still = acts_without_moves(regime)
    panels += [_still(regime, still, language, page)] if still else []
    heading, y = _heading(regime, language, page)
    shown, height = legend(page, y, name, language, with_case=here is not None)
    drawn, bottom = _shelves(panels, page, y + height + 18)
    tracks = ", ".join(track.title.in_language(language) for track in regime.tracks.values())
    return document(
        [palette.patterns(name), heading, shown, drawn],
        width=page + 2 * _MARGIN,
        height=bottom + _MARGIN,
        name=name,
        title=word("diagram", language, regime.title.in_language(language)),
        desc=word("diagram_desc", language, tracks),
        language=language,
        kind="relaas-regime",
    )


def _heading(regime: Regime, language: str, page: float) -> tuple[str, float]:
    y = _MARGIN + 24
    parts = [text(_MARGIN, y, regime.title.in_language(language), size=24, font_weight=700, fill=palette.INK)]
    for line in wrap(regime.summary.in_language(language), 13, min(page, 980)):
        y += 19
        parts.append(text(_MARGIN, y, line, size=13, fill=palette.QUIET))
    return element("g", parts, class_="heading"), y + 16


def _track(
    regime: Regime, track: str, language: str, name: str, here: tuple[str, ...], visited: frozenset[tuple[str, str]]
) -> _Panel:
    cards = {
        status: status_card(regime, track, status, language, here=here, visited=(track, status) in visited)
        for status in regime.tracks[track].statuses
    }
    acts = {f"@{n}": act_card(regime, track, bundle, language) for n, bundle in enumerate(bundles(regime, track))}
    links = [Link(k, card.bundle.drawn_from, card.bundle.target, ACT_WIDTH, card.height) for k, card in acts.items()]
    layout = lay_out({status: (STATUS_WIDTH, card.height) for status, card in cards.items()}, links)
    parts = [_line(route, acts[route.link].stroke) for route in layout.routes]
    parts += [draw_acts(card, layout.places[key], track) for key, card in acts.items()]
    parts += [draw_status(card, layout.places[status], name) for status, card in cards.items()]
    title = regime.tracks[track].title.in_language(language)
    return _panel(track, title, layout, parts)


def _panel(name: str, title: str, layout: Layout, parts: Iterable[str]) -> _Panel:
    inner = element("g", parts, transform=f"translate({_PAD:g} {_HEAD + _PAD:g})")
    return _Panel(name, title, layout.width + 2 * _PAD, layout.height + _HEAD + 2 * _PAD, inner)


def _line(route: Route, stroke: palette.Stroke) -> str:
    points = route.points
    line = element(
        "path", d=_path(points), fill="none", stroke=stroke.colour, stroke_width=stroke.width,
        stroke_dasharray=stroke.dashes, stroke_linecap="round" if stroke.name == "happens" else None,
        class_=f"line {stroke.name}",
    )  # fmt: skip
    return line + _arrow_head(points, stroke) if route.to_target else line


def _path(points: tuple[Point, ...]) -> str:
    """Every second of three pieces curves, with both ends upright; what does not move is left out."""
    steps, (x, y) = [f"M{number(points[0][0])} {number(points[0][1])}"], points[0]
    for index, (nx, ny) in enumerate(points[1:], start=1):
        if index % 4 == 2 and abs(nx - x) > 0.5:
            middle = number((y + ny) / 2)
            steps.append(f"C{number(x)} {middle} {number(nx)} {middle} {number(nx)} {number(ny)}")
        elif abs(ny - y) > 0.05:
            steps.append(f"V{number(ny)}")
        x, y = nx, ny
    return "".join(steps)


def _arrow_head(points: tuple[Point, ...], stroke: palette.Stroke) -> str:
    x, y = points[-1]
    half = 3.6 + stroke.width * 0.8
    down = -1 if points[0][1] < y else 1
    tail = number(y + down * half * 2.1)
    head = f"M{number(x)} {number(y)}L{number(x - half)} {tail}H{number(x + half)}Z"
    return element("path", d=head, fill=stroke.colour, class_="head")


def _still(regime: Regime, acts: list[str], language: str, page: float) -> _Panel:
    """The acts that change no status, in columns."""
    columns = max(1, int((page - 2 * _PAD) // (ACT_WIDTH + 36)))
    width = (page - 2 * _PAD) / columns
    bottoms, parts = [0.0] * columns, []
    for act in acts:
        lines = act_lines(regime, regime.acts[act], language, width - 20)
        column = min(range(columns), key=bottoms.__getitem__)
        drawn = draw_lines(lines, column * width, bottoms[column])
        parts.append(element("g", drawn, class_=f"act {palette.stroke_of(regime.acts[act]).name}", data_act=act))
        bottoms[column] += lines_height(lines) + 12
    layout = Layout({}, (), page - 2 * _PAD, max(bottoms))
    return _panel("no-move", word("no_move", language), layout, parts)


def _shelves(panels: list[_Panel], page: float, y: float) -> tuple[str, float]:
    """Panels side by side as far as the page goes, in order."""
    rows: list[list[_Panel]] = []
    for panel in panels:
        if rows and sum(other.width + 18 for other in rows[-1]) + panel.width <= page:
            rows[-1].append(panel)
        else:
            rows.append([panel])
    parts = []
    for row in rows:
        x, height = _MARGIN, max(panel.height for panel in row)
        spare = (page - sum(panel.width for panel in row) - 18 * (len(row) - 1)) / len(row)
        for panel in row:
            parts.append(_framed(panel, x, y, panel.width + spare, height, spare / 2))
            x += panel.width + spare + 18
        y += height + 18
    return "".join(parts), y - 18


def _framed(panel: _Panel, x: float, y: float, width: float, height: float, aside: float) -> str:
    frame = element("rect", width=width, height=height, rx=10, fill=palette.PAPER, stroke=palette.FAINT, stroke_width=1)
    head = text(_PAD, 26, panel.title, size=16, font_weight=700, fill=palette.HERE)
    inner = element("g", panel.drawn, transform=f"translate({number(aside)} 0)") if aside > 0.5 else panel.drawn
    return element(
        "g",
        [frame, head, inner],
        transform=f"translate({number(x)} {number(y)})",
        class_="track",
        data_track=panel.name,
    )
