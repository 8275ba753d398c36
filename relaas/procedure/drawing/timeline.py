"""The course of one case drawn across its tracks: statuses, acts, terms, and what was late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from relaas.kernel.when import When
from relaas.procedure.drawing import palette
from relaas.procedure.drawing.axis import Axis, axis_for, month_label
from relaas.procedure.drawing.chronicle import Chronicle, Mark, Segment
from relaas.procedure.drawing.svg import document, element, shorten, text, text_width, title, wrap
from relaas.procedure.drawing.term_rows import draw_terms
from relaas.procedure.drawing.timeline_text import timeline_text, word_mark, word_segment, word_when
from relaas.procedure.drawing.words import word, word_certainty, word_date
from relaas.procedure.model import CLOCK, Certainty, Status
from relaas.procedure.situation import Situation

__all__ = ["timeline_svg", "timeline_text"]

_LABELS = 150.0
_RIGHT = 18.0
_ROW = 24.0
_ROW_APART = 5.0
_SMALL = 10.5
_DISC = 8.0

Entry = tuple[Mark, tuple[str, ...]]


def timeline_svg(situation: Situation, *, language: str, width: int = 960, name: str | None = None) -> str:
    """The course of a case as an SVG document of that width.

    Where the known dates leave several courses, one is drawn and the drawing says so; a boundary whose date is not
    exactly known is hatched from its earliest to its latest day. ``timeline_text`` says the same in words. ``name``
    begins every id in it: give each drawing of a page its own.
    """
    name = name or f"timeline-{situation.regime.regime}"
    told = Chronicle(situation)
    axis = _axis(told, width)
    header, y = _header(told, axis, language)
    acts, y = _acts(told, axis, language, y)
    tracks, y = _tracks(told, axis, language, name, y)
    terms, y = draw_terms(told, axis, language, name, y + 10)
    grid = _grid(told, axis, y)
    listed, y = _list(told, language, width, y + 14)
    return document(
        [palette.patterns(name), grid, header, acts, tracks, terms, listed],
        width=width,
        height=round(y + 10),
        name=name,
        title=word("tl_title", language),
        desc=word("tl_desc", language, word_date(situation.today, language)),
        language=language,
        kind="relaas-timeline",
    )


def _axis(told: Chronicle, width: float) -> Axis:
    past = [mark.on for mark in told.marks]
    ahead = [bar.state.ends_on for bar in told.term_bars] + [on for _, on in told.fixed_days]
    return axis_for(past=past, ahead=ahead, today=told.situation.today, left=_LABELS, right=width - _RIGHT)


def _header(told: Chronicle, axis: Axis, language: str) -> tuple[str, float]:
    """Months and years, then today and the days to come, each label in a row where it has room."""
    situation = told.situation
    year = text(axis.left - 6, 16, str(axis.start.year), size=11, font_weight=700, text_anchor="end")
    parts = [year]
    for day, is_year in axis.months():
        weight, colour = (700, palette.INK) if is_year else (None, palette.QUIET)
        words = month_label(day, language)
        if axis.x(day) + text_width(words, 11, bold=is_year) < axis.right:
            parts.append(text(axis.x(day) + 3, 16, words, size=11, fill=colour, font_weight=weight))
    parts.append(element("path", d=f"M{axis.left:g} 22H{axis.right:g}", stroke=palette.QUIET, stroke_width=1))
    today = f"{word('tl_today', language)} {word_date(situation.today, language)}"
    labels = [(situation.today, today, palette.HERE)]
    for act, on in told.fixed_days:
        words = f"{situation.regime.acts[act].title.in_language(language)}: {word_when(on, language)}"
        day = on.latest or axis.end
        labels.append((day, words if axis.shows(day) else words + " →", "#6b3d86"))
    y = 36.0
    for day, words, colour in labels:
        parts.append(_label_at(axis, day, words, colour, y))
        y += 15
    return element("g", parts, class_="axis"), y


def _label_at(axis: Axis, day: date, words: str, colour: str, y: float) -> str:
    width, x = text_width(words, 11, bold=True), axis.x(day)
    start = x + 4 if x + 4 + width <= axis.right else x - 4 - width
    return text(max(2, start), y, words, size=11, fill=colour, font_weight=700)


def _grid(told: Chronicle, axis: Axis, bottom: float) -> str:
    parts = []
    for day, is_year in axis.months():
        colour = "#c3ccd5" if is_year else "#e6eaee"
        parts.append(_upright(axis.x(day), 22, bottom, stroke=colour, stroke_width=1))
    for number, (_, on) in enumerate(told.fixed_days):
        if on.latest is not None and axis.shows(on.latest):
            x, top = axis.x(on.latest), 42 + 15 * number
            parts.append(_upright(x, top, bottom, stroke="#6b3d86", stroke_width=1.6, stroke_dasharray="2 3"))
    parts.append(
        _upright(axis.x(told.situation.today), 26, bottom, stroke=palette.HERE, stroke_width=1.8, class_="today")
    )
    return element("g", parts, class_="grid")


def _upright(x: float, top: float, bottom: float, **attributes: str | float | None) -> str:
    return element("path", (), d=f"M{x:.1f} {top:g}V{bottom:g}", fill="none", **attributes)


def _row_label(words: str, y: float) -> str:
    lines = wrap(words, 11.5, _LABELS - 14, bold=True)[:2]
    first = y - (len(lines) - 1) * 6.5
    shown = (text(4, first + n * 13, line, size=11.5, font_weight=700) for n, line in enumerate(lines))
    return "".join(shown)


def _tracks(told: Chronicle, axis: Axis, language: str, name: str, y: float) -> tuple[str, float]:
    parts, situation = [], told.situation
    for track, found in told.segments.items():
        statuses = situation.regime.tracks[track].statuses
        row = [_row_label(situation.regime.tracks[track].title.in_language(language), y + _ROW / 2 + 4)]
        row += [_segment(axis, part, statuses[part.status], language, name, y, situation.today) for part in found]
        parts.append(element("g", row, class_="track", data_track=track))
        y += _ROW + _ROW_APART
    return "".join(parts), y


def _segment(axis: Axis, part: Segment, status: Status, language: str, name: str, y: float, today: date) -> str:
    look = palette.LOOKS[status.certainty]
    sure_from, ends = _sure(axis, part, today)
    words = status.title.in_language(language)
    full = f"{words} ({word_segment(part, language)})"
    full += f" · {word_certainty(status.certainty, language)}" if status.certainty is not Certainty.NONE else ""
    parts = [title(full)]
    low, high = axis.span(part.since)
    if part.since.latest is not None and high - low > 0.5 and part.since != When.unknown():
        parts.append(
            element(
                "rect",
                x=low,
                y=y + 3,
                width=high - low,
                height=_ROW - 6,
                fill=f"url(#{name}-unsure)",
                class_="uncertain",
            )
        )
    if ends - sure_from > 0.4:
        parts += _bar(sure_from, ends, y, look, name, words)
    return element("g", parts, class_=f"segment certainty-{status.certainty.value}", data_status=part.status)


def _sure(axis: Axis, part: Segment, today: date) -> tuple[float, float]:
    """From where to where a status surely holds."""
    known_from = axis.x(part.since.latest) if part.since.latest else axis.left
    until = part.until.earliest if part.until else today
    return known_from, axis.x(until) if until else axis.left


def _bar(left: float, right: float, y: float, look: palette.Look, name: str, words: str) -> list[str]:
    width = right - left
    parts = [
        element(
            "rect", x=left, y=y, width=width, height=_ROW, rx=min(4.0, width / 2), fill=look.fill, stroke=look.border,
            stroke_width=min(1.6, look.border_width), stroke_dasharray=look.dashes,
        )
    ]  # fmt: skip
    band = 5.0 if look.band and width > 12 else 0.0
    if band:
        fill = palette.band_fill(name, look)
        parts.append(element("rect", x=left + 2.5, y=y + 3, width=band, height=_ROW - 6, rx=1.5, fill=fill))
    fits = shorten(words, _SMALL, width - 10 - band)
    if fits:
        parts.append(text(left + 5 + band, y + _ROW / 2 + 3.8, fits, size=_SMALL))
    return parts


def _acts(told: Chronicle, axis: Axis, language: str, y: float) -> tuple[str, float]:
    """Numbered discs where acts happened; those close together stand under each other."""
    if not told.marks:
        return "", y + 6
    free: list[float] = []
    parts = [_row_label(word("tl_acts", language), y + 13)]
    for mark in told.marks:
        low, high = axis.span(mark.on)
        x = (low + high) / 2
        lane = next((n for n, until in enumerate(free) if low >= until), len(free))
        free[lane : lane + 1] = [max(high, x + _DISC) + _DISC + 1]
        parts.append(_disc(told.situation, mark, x, low, high, y + 9 + lane * 18, language))
    return element("g", parts, class_="acts"), y + 18 * len(free) + 8


def _disc(situation: Situation, mark: Mark, x: float, low: float, high: float, y: float, language: str) -> str:
    wrong = mark.irregular or bool(mark.breaches)
    colour = palette.LATE if wrong else palette.STROKES["clock" if mark.by == CLOCK else "must"].colour
    parts = [title(word_mark(situation, mark, language))]
    if high - low > 1:
        parts.append(
            element(
                "path",
                d=f"M{low:.1f} {y - 4:g}v8m0 -4H{high:.1f}m0 -4v8",
                fill="none",
                stroke=colour,
                stroke_width=1.4,
                stroke_dasharray="3 2",
            )
        )
    parts.append(_mark_shape(mark, x, y, colour, wrong=wrong))
    return element("g", parts, class_="act", data_act=mark.act)


def _mark_shape(mark: Mark, x: float, y: float, colour: str, *, wrong: bool) -> str:
    """Discs for what people did, rings for what the law did by itself, triangles for what broke a rule."""
    if wrong:
        d = f"M{x:.1f} {y - 10:.1f}l10 17.5h-20z"
        shape = element("path", d=d, fill=colour, stroke=colour, stroke_width=1.5, stroke_linejoin="round")
    else:
        fill = "#ffffff" if mark.by == CLOCK else colour
        shape = element("circle", cx=x, cy=y, r=_DISC, fill=fill, stroke=colour, stroke_width=1.6)
    ink = colour if mark.by == CLOCK and not wrong else "#ffffff"
    size = 9 if mark.number < 100 else 7
    return shape + text(
        x, y + (5 if wrong else 3.3), str(mark.number), size=size, fill=ink, font_weight=700, text_anchor="middle"
    )


def _list(told: Chronicle, language: str, width: float, y: float) -> tuple[str, float]:
    """The numbered acts in words, in two columns where there is room, read down the first."""
    situation, done = told.situation, told.marks
    notes = []
    if len(situation.branches) > 1:
        notes.append(word("tl_branches", language, len(situation.branches)))
    if not done:
        notes.append(word("tl_no_acts", language))
    parts = []
    for note in notes:
        y += 15
        parts.append(text(4, y, note, size=11.5, font_style="italic", fill=palette.INK))
    columns = 2 if width >= 720 and len(done) > 4 else 1
    room = width / columns - 40
    entries = [(mark, wrap(word_mark(situation, mark, language), 11, room)) for mark in done]
    bottom = y
    for number, column in enumerate(_halves(entries, columns)):
        left, line_y = 4 + number * width / columns, y + 6
        for mark, lines in column:
            parts.append(_entry(mark, lines, left, line_y))
            line_y += 14.0 * len(lines) + 7
        bottom = max(bottom, line_y)
    return element("g", parts, class_="list"), bottom


def _halves(entries: Sequence[Entry], columns: int) -> Iterator[Sequence[Entry]]:
    per_column = -(-len(entries) // columns)
    for start in range(0, len(entries), max(1, per_column)):
        yield entries[start : start + per_column]


def _entry(mark: Mark, lines: Sequence[str], x: float, y: float) -> str:
    wrong = mark.irregular or bool(mark.breaches)
    colour = palette.LATE if wrong else palette.STROKES["clock" if mark.by == CLOCK else "must"].colour
    parts = [_mark_shape(mark, x + 10, y + 10, colour, wrong=wrong)]
    ink = palette.LATE if wrong else palette.INK
    parts += [text(x + 26, y + 13.5 + 14 * n, line, size=11, fill=ink) for n, line in enumerate(lines)]
    return element("g", parts, data_act=mark.act)
