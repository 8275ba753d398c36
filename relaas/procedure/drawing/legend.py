"""The legend of a diagram: every sign that it uses, in words."""

from __future__ import annotations

from relaas.procedure.drawing import palette
from relaas.procedure.drawing.cards import force_sign
from relaas.procedure.drawing.svg import element, text, text_width
from relaas.procedure.drawing.words import word, word_certainty
from relaas.procedure.model import Certainty

_MARGIN = 24.0
_ROW = 24.0
_SIZE = 11.5


def legend(page: float, top: float, name: str, language: str, *, with_case: bool) -> tuple[str, float]:
    """The legend from a height on, and how high it is. What tells of a case is left out where there is none."""
    samples = [(_box(certainty, name), word_certainty(certainty, language)) for certainty in Certainty]
    samples.append((_procedure(), word("legend_procedure", language)))
    samples.append((element("circle", cx=14, cy=0, r=4.5, fill=palette.INK), word("legend_start", language)))
    samples.append((_final(), word("final", language)))
    samples += [(_arrow(stroke), word(f"legend_{key}", language)) for key, stroke in palette.STROKES.items()]
    if with_case:
        samples += [(_here(), word("legend_here", language)), (_visited(), word("legend_visited", language))]
    parts, x, y = [], _MARGIN, top + 12
    for drawn, words in samples:
        width = 40 + text_width(words, _SIZE) + 26
        if x + width - 26 > _MARGIN + page:
            x, y = _MARGIN, y + _ROW
        label = text(38, 4, words, size=_SIZE, fill=palette.INK)
        parts.append(element("g", drawn + label, transform=f"translate({x:.5g} {y:.6g})"))
        x += width
    return element("g", parts, class_="legend", aria_label=word("legend", language)), y + 12 - top


def _box(certainty: Certainty, name: str) -> str:
    look = palette.LOOKS[certainty]
    box = element(
        "rect", x=0, y=-8, width=29, height=16, rx=4, fill=look.fill, stroke=look.border,
        stroke_width=look.border_width, stroke_dasharray=look.dashes,
    )  # fmt: skip
    if look.band is None:
        return box
    return box + element("rect", x=4, y=-5, width=6, height=10, fill=palette.band_fill(name, look))


def _procedure() -> str:
    return element(
        "rect", x=0, y=-7, width=29, height=14, rx=7, fill=palette.PROCEDURE, stroke="#5f8cc0", stroke_width=0.8
    )


def _final() -> str:
    outer = element("rect", x=0, y=-8, width=29, height=16, rx=4, fill="none", stroke=palette.QUIET, stroke_width=1.2)
    return outer + element(
        "rect", x=3, y=-5, width=23, height=10, rx=2, fill="none", stroke=palette.QUIET, stroke_width=0.9
    )


def _arrow(stroke: palette.Stroke) -> str:
    line = element(
        "path", d="M0 0H22", stroke=stroke.colour, stroke_width=stroke.width, stroke_dasharray=stroke.dashes,
        stroke_linecap="round" if stroke.name == "happens" else None,
    )  # fmt: skip
    head = element("path", d="M30 0L21 -4.5V4.5Z", fill=stroke.colour)
    return line + head + element("g", force_sign(stroke.name, 9, 0))


def _here() -> str:
    box = element("rect", x=4, y=-6, width=21, height=12, rx=3, fill="#ffffff", stroke=palette.HERE, stroke_width=2)
    return box + element(
        "rect", x=0, y=-10, width=29, height=20, rx=6, fill="none", stroke=palette.HERE, stroke_width=2
    )


def _visited() -> str:
    box = element("rect", x=0, y=-8, width=29, height=16, rx=4, fill="#ffffff", stroke=palette.HERE, stroke_width=2.2)
    return box + element("path", d="M11 0l4 4 8 -9", fill="none", stroke=palette.HERE, stroke_width=2.4)
