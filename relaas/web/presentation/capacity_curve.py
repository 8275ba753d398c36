"""How a pool went over time, drawn: the hours that should be there, those that are, and those of certified people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from relaas.capacity.strength import Strength
from relaas.casework.wording import word_day
from relaas.procedure.drawing import palette
from relaas.procedure.drawing.svg import document, element, text, text_width

WIDTH, HEIGHT = 720, 270
_LEFT, _RIGHT, _TOP, _BOTTOM = 44.0, 16.0, 34.0, 56.0
_SMALL = 11.0
# Each line has a dash and a width of its own: it can be told apart without its colour.
_LINES: tuple[tuple[str, Callable[[Strength], int], str, float, str | None], ...] = (
    ("posted", lambda one: one.posted, palette.QUIET, 1.5, "2 3"),
    ("present", lambda one: one.present, "#8a5a00", 1.8, "7 3"),
    ("on_trafficking", lambda one: one.on_trafficking, palette.HERE, 2.2, None),
    ("certified_hours", lambda one: one.certified_hours, "#1c6b36", 3.2, None),
)


def line_titles() -> dict[str, str]:
    """What each line says."""
    return {
        "posted": _("uren van alle functieplaatsen"),
        "present": _("uren van wie er is"),
        "on_trafficking": _("waarvan aan mensenhandel"),
        "certified_hours": _("waarvan door gecertificeerden"),
    }


def curve_svg(points: Sequence[Strength], *, today: date, name: str, language: str) -> str:
    """The curve as an SVG document; what lies after ``today`` is announced, and stands on a tinted ground.

    ``name`` begins every id in it. The same figures stand in the table beside it.
    """
    most = max((one.posted for one in points), default=0) or 1
    most = max(most, max((one.present for one in points), default=0))
    first, last = points[0].day, points[-1].day
    span = max((last - first).days, 1)

    def x(day: date) -> float:
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * (day - first).days / span

    def y(hours: int) -> float:
        return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * hours / most

    width, height = max(0.0, WIDTH - _RIGHT - x(today)), HEIGHT - _TOP - _BOTTOM
    ahead = element("rect", x=x(today), y=_TOP, width=width, height=height, fill="#eef2f6")
    lines = [
        element(
            "path", d=_steps([(x(one.day), y(of(one))) for one in points], WIDTH - _RIGHT), fill="none",
            stroke=colour, stroke_width=width, stroke_dasharray=dashes,
        )
        for _name, of, colour, width, dashes in _LINES
    ]  # fmt: skip
    here = element("path", d=f"M{x(today):.1f} {_TOP:g}V{HEIGHT - _BOTTOM:g}", stroke=palette.INK, stroke_width=1)
    return document(
        [ahead, _axis(most, y), *_years(points, x), *lines, here, _today(x(today), language, today), _legend()],
        width=WIDTH,
        height=HEIGHT,
        name=name,
        title=_("Uren per week, per maand"),
        desc=_("Dezelfde getallen staan in de tabel eronder."),
        language=language,
        kind="relaas-capacity",
    )


def _steps(places: Sequence[tuple[float, float]], right: float) -> str:
    """A line that stays at its height until it changes."""
    (left, height), *rest = places
    return f"M{left:.1f} {height:.1f}" + "".join(f"H{x:.1f}V{y:.1f}" for x, y in rest) + f"H{right:.1f}"


def _axis(most: int, y: Callable[[int], float]) -> str:
    ticks = sorted({0, most // 2, most})
    return element(
        "g",
        [
            element("path", d=f"M{_LEFT:g} {y(tick):.1f}H{WIDTH - _RIGHT:g}", stroke=palette.FAINT, stroke_width=1)
            + text(_LEFT - 6, y(tick) + 4, str(tick), size=11, text_anchor="end")
            for tick in ticks
        ],
    )


def _years(points: Sequence[Strength], x: Callable[[date], float]) -> list[str]:
    return [
        element("path", d=f"M{x(one.day):.1f} {_TOP:g}V{HEIGHT - _BOTTOM:g}", stroke=palette.FAINT, stroke_width=1)
        + text(x(one.day) + 3, _TOP + 11, str(one.day.year), size=11, fill=palette.QUIET)
        for one in points
        if one.day.month == 1 and x(one.day) < WIDTH - _RIGHT - 34
    ]


def _today(place: float, language: str, today: date) -> str:
    words = _("vandaag, %(day)s") % {"day": word_day(today, language)}
    return text(min(place, WIDTH - _RIGHT), _TOP - 6, words, size=11, text_anchor="end" if place > WIDTH / 2 else None)


def _legend() -> str:
    """What the lines say, two in a row."""
    titles, parts = line_titles(), []
    widest = max(text_width(words, _SMALL) for words in titles.values())
    for place, (name, _of, colour, width, dashes) in enumerate(_LINES):
        x, y = _LEFT + (place % 2) * (widest + 60), HEIGHT - 30 + 17 * (place // 2)
        line = f"M{x:g} {y - 4:g}h22"
        parts.append(element("path", d=line, stroke=colour, stroke_width=width, stroke_dasharray=dashes))
        parts.append(text(x + 27, y, titles[name], size=_SMALL))
    return element("g", parts)
