"""The two things a diagram is made of: the card of a status, and the card of acts on an arrow."""

from __future__ import annotations

from dataclasses import dataclass

from relaas.procedure.drawing import palette
from relaas.procedure.drawing.layout import Place
from relaas.procedure.drawing.moves import Bundle
from relaas.procedure.drawing.svg import element, text, text_width, title, wrap
from relaas.procedure.drawing.words import word, word_certainty, word_roles
from relaas.procedure.model import Act, Certainty, Regime, Status

STATUS_WIDTH = 196.0
ACT_WIDTH = 206.0
_BAND = 9.0
_TITLE, _SMALL = 13.0, 10.5
_TITLE_LINE, _SMALL_LINE = 16.5, 13.5
_ACT_TITLE = 11.5
_ACT_LINE = 14.5
_INDENT = 20.0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card."""

    words: str
    size: float
    bold: bool = False
    quiet: bool = False
    sign: str = ""


@dataclass(frozen=True, slots=True)
class StatusCard:
    """A status with its marks, ready to be drawn at a place."""

    track: str
    name: str
    status: Status
    lines: tuple[Line, ...]
    procedure: tuple[Line, ...]
    is_start: bool
    here: bool
    here_sure: bool
    visited: bool
    language: str

    @property
    def height(self) -> float:
        """As high as what it says."""
        badges = 20.0 if self.here else 0.0
        lines = sum(_TITLE_LINE if line.bold else _SMALL_LINE for line in self.lines)
        procedure = len(self.procedure) * _SMALL_LINE + 8 if self.procedure else 0.0
        return max(38.0, badges + lines + procedure + 16)


def status_card(
    regime: Regime, track: str, name: str, language: str, *, here: tuple[str, ...], visited: bool
) -> StatusCard:
    """The card of a status. ``here`` are the statuses of the track in which a case can stand."""
    element_, status = regime.tracks[track], regime.tracks[track].statuses[name]
    room = STATUS_WIDTH - 2 * _BAND - 14
    lines = [
        Line(part, _TITLE, bold=True) for part in wrap(status.title.in_language(language), _TITLE, room, bold=True)
    ]
    marks = [word_certainty(status.certainty, language)] if status.certainty is not Certainty.NONE else []
    marks += [word("final", language)] if status.final else []
    marks += [word("open_end", language)] if status.open_end else []
    lines += [Line(part, _SMALL, quiet=True) for mark in marks for part in wrap(mark, _SMALL, room)]
    procedure: list[str] = []
    if status.procedure:
        words = regime.procedures[status.procedure].title.in_language(language)
        procedure = list(wrap(word("procedure_open", language, words), _SMALL, room - 12))
    return StatusCard(
        track=track,
        name=name,
        status=status,
        lines=tuple(lines),
        procedure=tuple(Line(part, _SMALL) for part in procedure),
        is_start=element_.start == name,
        here=name in here,
        here_sure=here == (name,),
        visited=visited or name in here,
        language=language,
    )


def draw_status(card: StatusCard, place: Place, name: str) -> str:
    """The card at its place. ``name`` begins every id of the drawing."""
    look = palette.LOOKS[card.status.certainty]
    parts = [title(" · ".join(line.words for line in (*card.lines, *card.procedure)))]
    if card.here:
        parts.append(_frame(place, 5, fill="none", stroke=palette.HERE, stroke_width=4, rx=13, class_="here-ring"))
    border = palette.HERE if card.visited else look.border
    parts.append(
        _frame(
            place, 0, fill=look.fill, stroke=border, rx=9, class_="box", stroke_dasharray=look.dashes,
            stroke_width=max(2.2, look.border_width) if card.visited else look.border_width,
        )
    )  # fmt: skip
    if card.status.final:
        parts.append(_frame(place, -3.5, fill="none", stroke=border, stroke_width=0.9, rx=6, class_="final"))
    parts += _band(card, place, name)
    parts += _inside(card, place)
    classes = ["status", f"certainty-{card.status.certainty.value}"]
    classes += [word for word, so in (("here", card.here), ("visited", card.visited), ("start", card.is_start)) if so]
    return element(
        "g", parts, id=f"{name}-{card.track}-{card.name}", class_=" ".join(classes), data_track=card.track,
        data_status=card.name,
    )  # fmt: skip


def _frame(place: Place, out: float, **attributes: str | float | None) -> str:
    return element(
        "rect",
        (),
        x=place.x - out,
        y=place.y - out,
        width=place.width + 2 * out,
        height=place.height + 2 * out,
        **attributes,
    )


def _band(card: StatusCard, place: Place, name: str) -> list[str]:
    look = palette.LOOKS[card.status.certainty]
    if look.band is None:
        return []
    fill = palette.band_fill(name, look)
    y, height = place.y + 7, place.height - 14
    return [element("rect", x=place.x + 5, y=y, width=_BAND - 2, height=height, rx=2, fill=fill, class_="band")]


def _inside(card: StatusCard, place: Place) -> list[str]:
    parts, middle = [], place.x + place.width / 2
    y = place.y + (place.height - card.height) / 2 + 8
    if card.is_start:
        parts.append(element("circle", cx=place.x + place.width - 13, cy=place.y + 13, r=4.5, fill=palette.INK))
    if card.visited and not card.here:
        parts.append(_tick(place.x + place.width - 20, place.y + place.height - 12))
    if card.here:
        parts += _here_badge(card, middle, y)
        y += 20
    for line in card.lines:
        step = _TITLE_LINE if line.bold else _SMALL_LINE
        parts.append(_centred(line, middle, y + step - 4))
        y += step
    if card.procedure:
        parts += _pill(card.procedure, middle, y + 3)
    return parts


def _tick(x: float, y: float) -> str:
    return element(
        "path", d=f"M{x:g} {y:g}l4 4 8 -9", fill="none", stroke=palette.HERE, stroke_width=2.4, class_="tick"
    )


def _here_badge(card: StatusCard, middle: float, y: float) -> list[str]:
    words = word("here" if card.here_sure else "here_maybe", card.language)
    width = text_width(words, 10, bold=True) + 16
    return [
        element("rect", x=middle - width / 2, y=y - 1, width=width, height=16, rx=8, fill=palette.HERE),
        text(middle, y + 10.8, words, size=10, fill="#ffffff", font_weight=700, text_anchor="middle"),
    ]


def _pill(lines: tuple[Line, ...], middle: float, y: float) -> list[str]:
    width = max(text_width(line.words, line.size) for line in lines) + 16
    height = len(lines) * _SMALL_LINE + 4
    shapes = [
        element(
            "rect",
            x=middle - width / 2,
            y=y,
            width=width,
            height=height,
            rx=7,
            fill=palette.PROCEDURE,
            stroke="#5f8cc0",
            stroke_width=0.8,
            class_="procedure",
        )
    ]
    words = [_centred(line, middle, y + (n + 1) * _SMALL_LINE - 2.5, fill="#0a3f78") for n, line in enumerate(lines)]
    return shapes + words


def _centred(line: Line, x: float, y: float, fill: str | None = None) -> str:
    weight = 700 if line.bold else None
    colour = fill or (palette.QUIET if line.quiet else palette.INK)
    return text(x, y, line.words, size=line.size, fill=colour, text_anchor="middle", font_weight=weight)


@dataclass(frozen=True, slots=True)
class ActCard:
    """The acts of one bundle, ready to be drawn at a place."""

    bundle: Bundle
    acts: tuple[tuple[str, tuple[Line, ...]], ...]
    origin: tuple[Line, ...]
    stroke: palette.Stroke

    @property
    def height(self) -> float:
        """As high as what it says."""
        acts = sum(_lines_height(lines) for _, lines in self.acts)
        return 10 + _lines_height(self.origin) + acts + 6 * (len(self.acts) - 1 + bool(self.origin))


def act_card(regime: Regime, track: str, bundle: Bundle, language: str) -> ActCard:
    """The card of a bundle of acts; acts that lead here from many statuses name them."""
    origin: list[str] = []
    if not bundle.drawn_from:
        statuses = regime.tracks[track].statuses
        names = ", ".join(statuses[status].title.in_language(language) for status in bundle.sources)
        words = word("anywhere", language) if bundle.anywhere else word("from_statuses", language, names)
        origin = list(wrap(words, _SMALL, ACT_WIDTH - 16))
    return ActCard(
        bundle=bundle,
        acts=tuple((name, act_lines(regime, regime.acts[name], language)) for name in bundle.acts),
        origin=tuple(Line(part, _SMALL, quiet=True) for part in origin),
        stroke=palette.stroke_of(regime.acts[bundle.acts[0]]),
    )


def act_lines(regime: Regime, act: Act, language: str, width: float = ACT_WIDTH) -> tuple[Line, ...]:
    """What is said of an act: its title, who does it, its term, and whether a condition binds it."""
    stroke = palette.stroke_of(act)
    bold = stroke.name in ("must", "clock")
    said = wrap(act.title.in_language(language), _ACT_TITLE, width - _INDENT - 8, bold=bold)
    lines = [Line(part, _ACT_TITLE, bold=bold, sign="" if n else stroke.name) for n, part in enumerate(said)]
    small = [word_roles(regime, act.by, language)]
    for name, term in (("within", act.within_term), ("after", act.after), ("ends", act.at)):
        small += [word(name, language, regime.terms[term].title.in_language(language))] if term else []
    small += [word("condition", language)] if act.condition else []
    lines += [Line(part, _SMALL, quiet=True) for item in small for part in wrap(item, _SMALL, width - _INDENT - 8)]
    return tuple(lines)


def lines_height(lines: tuple[Line, ...]) -> float:
    """How high lines of an act are together."""
    return _lines_height(lines)


def _lines_height(lines: tuple[Line, ...]) -> float:
    return sum(_SMALL_LINE if line.quiet else _ACT_LINE for line in lines)


def draw_acts(card: ActCard, place: Place, track: str) -> str:
    """The card at its place."""
    ground = element(
        "rect", x=place.x, y=place.y, width=place.width, height=place.height, rx=4, fill="#ffffff",
        stroke=palette.FAINT, stroke_width=1, class_="ground",
    )  # fmt: skip
    rule = element("rect", x=place.x, y=place.y, width=3, height=place.height, rx=1.5, fill=card.stroke.colour)
    parts, y = [ground, rule], place.y + 4
    if card.origin:
        parts += draw_lines(card.origin, place.x + 9, y, indent=0)
        y += _lines_height(card.origin) + 6
    for name, lines in card.acts:
        drawn = [title(" · ".join(line.words for line in lines)), *draw_lines(lines, place.x + 8, y)]
        attributes = {"data_track": track, "data_act": name, "data_to": card.bundle.target}
        parts.append(
            element("g", drawn, class_=f"act {card.stroke.name}", data_from=" ".join(card.bundle.sources), **attributes)
        )
        y += _lines_height(lines) + 6
    return element("g", parts, class_="acts")


def draw_lines(lines: tuple[Line, ...], x: float, y: float, indent: float = _INDENT - 4) -> list[str]:
    """Lines under each other from a top left corner, with the sign of their force before the first."""
    parts = []
    for line in lines:
        y += _SMALL_LINE if line.quiet else _ACT_LINE
        if line.sign:
            parts.append(force_sign(line.sign, x + 5.5, y - 7))
        colour = palette.QUIET if line.quiet else palette.INK
        weight = 700 if line.bold else None
        parts.append(text(x + indent, y - 3, line.words, size=line.size, fill=colour, font_weight=weight))
    return parts


def force_sign(name: str, x: float, y: float) -> str:
    """The sign of a force around a middle: a clock, an exclamation mark in a disc, a ring, a small arrow."""
    colour = palette.STROKES[name].colour
    if name == "clock":
        face = element("circle", cx=x, cy=y, r=5, fill="#ffffff", stroke=colour, stroke_width=1.4)
        return face + element("path", d=f"M{x:g} {y - 3:g}v3h2.6", fill="none", stroke=colour, stroke_width=1.3)
    if name == "must":
        disc = element("circle", cx=x, cy=y, r=5.5, fill=colour)
        mark = element("path", d=f"M{x:g} {y - 3.4:g}v4M{x:g} {y + 2.2:g}v1.4", stroke="#ffffff", stroke_width=1.6)
        return disc + mark
    if name == "happens":
        return element(
            "circle", cx=x, cy=y, r=4.2, fill="#ffffff", stroke=colour, stroke_width=1.4, stroke_dasharray="2 1.4"
        )
    return element("path", d=f"M{x - 2.5:g} {y - 4:g}l5 4l-5 4", fill="none", stroke=colour, stroke_width=1.5)
