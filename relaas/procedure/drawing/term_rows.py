"""The terms of a timeline: brackets with their last day, and what went beyond it in red with a sign."""

from __future__ import annotations

from typing import Any

from relaas.kernel.when import When
from relaas.procedure.drawing import palette
from relaas.procedure.drawing.axis import Axis
from relaas.procedure.drawing.chronicle import Chronicle, TermBar, phase_of
from relaas.procedure.drawing.svg import element, shorten, text, text_width, title
from relaas.procedure.drawing.timeline_text import word_last_day, word_term
from relaas.procedure.drawing.words import word
from relaas.procedure.situation import Situation, TermPhase

_LANE = 27.0
_SMALL = 10.5
_COLOURS = {
    TermPhase.RUNNING: palette.HERE,
    TermPhase.SUSPENDED: "#8a4a06",
    TermPhase.MISSED: palette.LATE,
    TermPhase.MET: "#1c6b36",
}
_SIGNS = {TermPhase.MET: "✓ ", TermPhase.SUSPENDED: "‖ ", TermPhase.MISSED: "! "}


def draw_terms(told: Chronicle, axis: Axis, language: str, name: str, y: float) -> tuple[str, float]:
    """The terms from a height on, in as many lanes as they need, and the height below them."""
    situation, bars = told.situation, told.term_bars
    if not bars:
        return "", y
    free: list[float] = []
    parts = [text(4, y + 14, word("tl_terms", language), size=11.5, font_weight=700)]
    for bar in bars:
        words, start, end = _label(situation, bar, axis, language)
        left, right = _extent(bar, axis, situation)
        lane = next((n for n, until in enumerate(free) if min(start, left) >= until), len(free))
        free[lane : lane + 1] = [max(end, right) + 10]
        drawn = [title(word_term(situation, bar, language)), *_bracket(bar, axis, situation, name, y + lane * _LANE)]
        halo: dict[str, Any] = {
            "stroke": "#ffffff",
            "stroke_width": 3,
            "paint_order": "stroke",
            "stroke_linejoin": "round",
        }
        drawn.append(text(start, y + lane * _LANE + 11, words, size=_SMALL, fill=_colour(bar), **halo))
        attributes = {"data_term": bar.state.term}
        parts.append(element("g", drawn, class_=f"term {phase_of(bar).value}", **attributes))
    return element("g", parts, class_="terms"), y + len(free) * _LANE + 4


def _label(situation: Situation, bar: TermBar, axis: Axis, language: str) -> tuple[str, float, float]:
    """What is written above a bracket, and from where to where."""
    term = situation.regime.terms[bar.state.term].title.in_language(language)
    sign = "! " if bar.late else _SIGNS.get(phase_of(bar), "")
    words = f"{sign}{term}, {word_last_day(bar.state.ends_on, language)}"
    words = shorten(words, _SMALL, axis.right - axis.left)
    width = text_width(words, _SMALL)
    start = min(axis.span(bar.state.began_on)[0], axis.right - width)
    return words, start, start + width


def _colour(bar: TermBar) -> str:
    return palette.LATE if bar.late else _COLOURS.get(phase_of(bar), palette.QUIET)


def _extent(bar: TermBar, axis: Axis, situation: Situation) -> tuple[float, float]:
    return axis.span(bar.state.began_on)[0], max(axis.span(bar.state.ends_on)[1], _overrun(bar, axis, situation) or 0)


def _overrun(bar: TermBar, axis: Axis, situation: Situation) -> float | None:
    """Up to where a duty under the term was, or is, late."""
    if not bar.breaches:
        return None
    until = [breach.until or When.exact(situation.today) for breach in bar.breaches]
    return max(axis.span(one)[1] for one in until)


def _bracket(bar: TermBar, axis: Axis, situation: Situation, name: str, y: float) -> list[str]:
    colour, state, base = _colour(bar), bar.state, y + 18
    began, ends = axis.span(state.began_on), axis.span(state.ends_on)
    dashes = "4 3" if phase_of(bar) in (TermPhase.SUSPENDED, TermPhase.STOPPED, TermPhase.IDLE) else None
    parts = [_unsure(low, high, base, name) for low, high in (began, ends) if high - low > 1]
    open_end = state.ends_on.latest is None or not axis.shows(state.ends_on.latest)
    close = "m-5 -3.5l5 3.5l-5 3.5" if open_end else "m0 -4v8"
    before = state.began_on.latest is not None and not axis.shows(state.began_on.latest)
    line = f"M{began[0]:.1f} {base:g}" if before else f"M{began[0]:.1f} {base - 4:g}v8m0 -4"
    line += f"H{ends[1]:.1f}{close}"
    width = 1.2 if phase_of(bar) in (TermPhase.STOPPED, TermPhase.IDLE, TermPhase.OVER) else 2.0
    parts.append(element("path", d=line, fill="none", stroke=colour, stroke_width=width, stroke_dasharray=dashes))
    if bar.ended_on is not None:
        low, high = axis.span(bar.ended_on)
        parts.append(
            element(
                "circle",
                cx=(low + high) / 2,
                cy=base,
                r=3.6,
                fill="#ffffff",
                stroke=colour,
                stroke_width=1.6,
                class_="done",
            )
        )
    overrun = _overrun(bar, axis, situation)
    if overrun is not None:
        parts.append(_late(ends[1], max(overrun, ends[1] + 2), base))
    return parts


def _unsure(low: float, high: float, base: float, name: str) -> str:
    return element(
        "rect", x=low, y=base - 4, width=high - low, height=8, fill=f"url(#{name}-unsure)", class_="uncertain"
    )


def _late(left: float, right: float, base: float) -> str:
    bar = element("rect", x=left, y=base - 3.5, width=right - left, height=7, fill=palette.LATE, class_="late")
    sign = element(
        "path", d=f"M{right:.1f} {base - 7:g}l7 12h-14z", fill=palette.LATE, stroke="#ffffff", stroke_width=1
    )
    mark = element("path", d=f"M{right:.1f} {base - 2.5:g}v3.6m0 1.4v1.2", stroke="#ffffff", stroke_width=1.4)
    return bar + sign + mark
