"""How a drawing looks: colours with enough contrast, and never colour alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from relaas.procedure.drawing.svg import element
from relaas.procedure.model import Act, Certainty, Force

INK = "#1b2733"
QUIET = "#4c5a68"
FAINT = "#d5dce3"
PAPER = "#f7f9fb"
HERE = "#0a4f96"
LATE = "#a6201b"
PROCEDURE = "#e2ecf8"


@dataclass(frozen=True, slots=True)
class Look:
    """How a status of one certainty class is drawn."""

    fill: str
    border: str
    border_width: float
    dashes: str | None
    band: str | None


LOOKS = {
    Certainty.NONE: Look("#f3f5f7", "#768595", 1.2, None, None),
    Certainty.TEMPORARY: Look("#fff7e3", "#9a6200", 1.4, None, "temporary"),
    Certainty.DURABLE: Look("#e7f4ea", "#1c6b36", 2.4, None, "durable"),
    Certainty.LOST: Look("#fcebe9", "#a6201b", 1.6, "6 3", "lost"),
}


@dataclass(frozen=True, slots=True)
class Stroke:
    """How the arrow of an act is drawn."""

    name: str
    colour: str
    width: float
    dashes: str | None = None


STROKES = {
    "must": Stroke("must", "#12395b", 2.6),
    "may": Stroke("may", "#5a6978", 1.2),
    "happens": Stroke("happens", "#5a6978", 1.8, "0.1 4.5"),
    "clock": Stroke("clock", "#8a4a06", 1.6, "7 4"),
}


def stroke_of(act: Act) -> Stroke:
    """The arrow of an act, by its force."""
    return STROKES["clock" if act.is_clock else Force(act.force).value]


def patterns(name: str) -> str:
    """The bands that tell certainty classes apart without colour, with ids that begin with the drawing's name."""
    return element("defs", _patterns(name))


def band_fill(name: str, look: Look) -> str:
    """What fills the band of a status."""
    return f"url(#{name}-{look.band})"


def _patterns(name: str) -> Iterator[str]:
    temporary, durable, lost = (LOOKS[c] for c in (Certainty.TEMPORARY, Certainty.DURABLE, Certainty.LOST))
    slash = "M-2 2L2 -2M0 8L8 0M6 10L10 6"
    back = "M-2 6L2 10M0 0L8 8M6 -2L10 2"
    yield _pattern(f"{name}-temporary", "#ffe3a3", element("path", d=slash, stroke=temporary.border, stroke_width=1.6))
    yield _pattern(f"{name}-durable", durable.border, "")
    yield _pattern(f"{name}-lost", "#f6c9c5", element("path", d=slash + back, stroke=lost.border, stroke_width=1.2))
    yield _pattern(f"{name}-unsure", "#ffffff", element("path", d=slash, stroke=QUIET, stroke_width=1))


def _pattern(key: str, ground: str, drawn: str) -> str:
    base = element("rect", width=8, height=8, fill=ground)
    return element("pattern", base + drawn, id=key, width=8, height=8, patternUnits="userSpaceOnUse")
