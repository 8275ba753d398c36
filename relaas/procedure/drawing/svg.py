"""Writing SVG: elements, escaping, rounding, and how wide a text is.

Everything is said with attributes; there is no ``style`` and no style sheet, so that a drawing looks the same in a
file of its own and in a page whose policy refuses inline styles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

FONT = "Noto Sans, Segoe UI, Roboto, Helvetica, Arial, DejaVu Sans, sans-serif"

# Advance widths of the characters 32-126 in thousandths of the font size, of DejaVu Sans: the widest of the
# fonts above, so that a text that fits here fits everywhere.
_WIDTHS = (
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636,
    636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863,
    748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635,
    615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636,
    337, 636, 838,
)  # fmt: skip
_OTHER = 700
_BOLD = 1.11
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Nearly every attribute is made of these alone and needs no second look.
_PLAIN = re.compile("[ !#-%'-;=?-~]*")

_CAMEL = {
    "viewBox", "markerWidth", "markerHeight", "markerUnits", "refX", "refY", "patternUnits", "patternTransform",
}  # fmt: skip

Value = str | float | int | None


class _Widths(dict[str, int]):
    def __missing__(self, char: str) -> int:
        return _OTHER


_WIDTH_OF = _Widths((chr(code), width) for code, width in enumerate(_WIDTHS, start=32))


@lru_cache(maxsize=8192)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text is at most, in the fonts of ``FONT``."""
    return _width(text, size, bold)


def _width(text: str, size: float, bold: bool) -> float:
    return sum(map(_WIDTH_OF.__getitem__, text)) * size / 1000 * (_BOLD if bold else 1)


@lru_cache(maxsize=4096)
def wrap(text: str, size: float, width: float, *, bold: bool = False) -> tuple[str, ...]:
    """The text in lines of at most that width; a word that is wider than a line is broken."""
    lines: list[str] = []
    for piece in _pieces(text, size, width, bold):
        joined = f"{lines[-1]} {piece}" if lines else piece
        if lines and _width(joined, size, bold) <= width:
            lines[-1] = joined
        else:
            lines.append(piece)
    return tuple(lines) or ("",)


def _pieces(text: str, size: float, width: float, bold: bool) -> Iterable[str]:
    for part in text.split():
        while _width(part, size, bold) > width and len(part) > 4:
            keep = next(n for n in range(len(part) - 1, 1, -1) if n == 2 or _fits(part[:n] + "-", size, width, bold))
            yield part[:keep] + "-"
            part = part[keep:]
        yield part


def _fits(text: str, size: float, width: float, bold: bool) -> bool:
    return _width(text, size, bold) <= width


def shorten(text: str, size: float, width: float, *, bold: bool = False) -> str:
    """The text if it fits, else as much of its beginning as fits with an ellipsis; nothing when not even that does."""
    if text_width(text, size, bold=bold) <= width:
        return text
    for end in range(len(text) - 1, 2, -1):
        short = text[:end].rstrip() + "…"
        if _width(short, size, bold) <= width:
            return short
    return ""


def number(value: float) -> str:
    """A coordinate with one decimal at most."""
    return f"{round(value, 1) + 0.0:g}" if abs(value) < 100000 else str(round(value))


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """The text escaped for XML, without characters that XML cannot hold."""
    return escape(_NOT_IN_XML.sub("", text))


def element(name: str, children: Iterable[str] | str = (), **attributes: Value) -> str:
    """An element. ``class_`` is ``class``, other underscores become hyphens; None leaves an attribute out."""
    said = "".join([_attribute(key, value) for key, value in attributes.items() if value is not None])
    inner = children if isinstance(children, str) else "".join(children)
    return f"<{name}{said}>{inner}</{name}>" if inner else f"<{name}{said}/>"


def text(x: float, y: float, words: str, *, size: float = 12, fill: str = "#1d2733", **attributes: Value) -> str:
    """One line of text with its baseline at y."""
    return element("text", clean(words), x=x, y=y, font_size=size, fill=fill, **attributes)


def title(words: str) -> str:
    """The name of a shape: what a screen reader says and a pointer shows."""
    return element("title", clean(words))


def document(
    children: Iterable[str], *, width: float, height: float, name: str, title: str, desc: str, language: str, kind: str
) -> str:
    """A whole drawing. ``name`` makes its ids its own, so that several drawings can stand in one page."""
    head = [
        element("title", clean(title), id=f"{name}-title"),
        element("desc", clean(desc), id=f"{name}-desc"),
        element("rect", width=width, height=height, fill="#ffffff", class_="paper"),
    ]
    return element(
        "svg",
        [*head, *children],
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        lang="en" if language.startswith("en") else "nl",
        font_family=FONT,
        class_=kind,
    )


# A drawing says the same few colours, sizes and places over and over.
@lru_cache(maxsize=16384)
def _attribute(key: str, value: str | float) -> str:
    return f" {_written(key)}={_quoted(value)}"


def _written(key: str) -> str:
    return key if key in _CAMEL else key.rstrip("_").replace("_", "-")


def _quoted(value: str | float) -> str:
    if not isinstance(value, str):
        return f'"{number(float(value))}"'
    return f'"{value}"' if _PLAIN.fullmatch(value) else quoteattr(_NOT_IN_XML.sub("", value))
