"""Terms as clocks that each stand by themselves: when they began, where today is, when they end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from relaas.procedure.drawing.palette import FAINT, HERE, INK, PROCEDURE, QUIET
from relaas.procedure.drawing.svg import document, element, text, text_width

WIDTH, LEFT, RIGHT = 640.0, 12.0, 628.0
_ROW, _TOP, _BAR, _APART = 116.0, 22.0, 22.0, 34.0
_TO_BAR = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One term. ``end`` None: nobody can tell yet. ``words`` say beginning and end; ``is_apart``: it is of something
    else than the first, and drawn so."""

    title: str
    begin: date
    end: date | None
    is_still: bool
    begin_words: str
    end_words: str
    still_words: str
    is_apart: bool = False


def clocks_svg(clocks: Sequence[Clock], *, today: date, today_words: str, title: str, desc: str, language: str) -> str:
    """The clocks below each other on one scale. Those that are apart are below a line, in another look."""
    start = min([today, *(clock.begin for clock in clocks)])
    ends = [clock.end for clock in clocks if clock.end is not None]
    end = max([today, *ends])
    scale = _Scale(start, end)
    drawn: list[str] = []
    y = _TOP
    for place, clock in enumerate(clocks):
        if clock.is_apart and place:
            drawn.append(element("line", x1=LEFT, x2=RIGHT, y1=y - 12, y2=y - 12, stroke=QUIET, stroke_dasharray="2 5"))
            y += _APART - 12
        drawn += _clock(clock, scale, today, y)
        drawn += _today(scale.x(today), y, today_words)
        y += _ROW
    return document(
        drawn, width=WIDTH, height=y - 20, name="clocks", title=title, desc=desc, language=language, kind="clocks"
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    start: date
    end: date

    def x(self, day: date) -> float:
        return LEFT + (day - self.start).days / max((self.end - self.start).days, 1) * (RIGHT - LEFT)


def _clock(clock: Clock, scale: _Scale, today: date, y: float) -> Iterator[str]:
    left = scale.x(clock.begin)
    right = RIGHT if clock.end is None else scale.x(clock.end)
    colour, ground = (QUIET, "#ffffff") if clock.is_apart else (HERE, PROCEDURE)
    dashes = "5 4" if clock.is_still or clock.is_apart or clock.end is None else None
    yield text(LEFT, y, clock.title, size=15, fill=INK, font_weight="bold")
    box: dict[str, Any] = {"y": y + _TO_BAR, "height": _BAR, "rx": 0 if clock.is_apart else 4}
    yield element(
        "rect", x=left, width=max(right - left, 2), fill=ground, stroke=colour, stroke_dasharray=dashes, **box
    )
    past = min(scale.x(today), right)
    if past > left and not clock.is_apart:
        yield element("rect", x=left, width=past - left, fill=FAINT if clock.is_still else colour, **box)
    yield text(left, y + 64, clock.begin_words, size=13, fill=INK)
    width = text_width(clock.end_words, 13)
    below = y + 64 if right - left > width + text_width(clock.begin_words, 13) + 12 else y + 81
    yield text(max(min(right, RIGHT) - width, LEFT), below, clock.end_words, size=13, fill=INK)
    if clock.is_still:
        yield text(left, y + 81, clock.still_words, size=13, fill="#8a4a06", font_weight="bold")


def _today(x: float, y: float, words: str) -> Iterator[str]:
    """A mark on the bar of a clock, with its word between the title and the bar."""
    half = text_width(words, 13) / 2
    yield element("line", x1=x, x2=x, y1=y + _TO_BAR - 4, y2=y + _TO_BAR + _BAR + 4, stroke="#8a4a06", stroke_width=2)
    yield text(min(max(x, LEFT + half), RIGHT - half), y + 17, words, size=13, fill="#8a4a06", text_anchor="middle")
