"""Invented regimes and histories, drawn at random: small, without meaning, and always accepted by the lint."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from relaas.kernel.when import When
from relaas.procedure.assembly import Assembled
from relaas.procedure.history import Entry, History
from relaas.procedure.lint import lint
from relaas.procedure.model import FactType, Regime

BEGIN = date(2016, 2, 24)  # before a leap day, Easter and Liberation Day
TRACKS = {"road": ("gate", "path", "hill", "lake"), "house": ("open", "shut", "gone")}
LENGTHS = ("P1D", "P3D", "P5D", "P2W", "P1M", "P6W", "P3M", "PT48H")
DAYS = ("P1D", "P2D", "P5D", "P10D")
BOUNDS = ("P3D", "P2W", "P1M")
GUARDS = (
    "flag", "not flag", "choice == 'ash'", "choice != 'oak'", "choice in ('ash', 'elm')", "flag or choice == 'oak'",
    "tellings < 2", "tellings >= 1", "road == 'path'", "house != 'gone' and not flag", "not (flag and tellings == 1)",
)  # fmt: skip
ROLES = ("warden", "walker")
FACTS = ("flag", "choice", "born_on")

# How many random cases are tried: few each time, as many as the profile says with --hypothesis-profile=thorough.
PROFILE = settings.default or settings()
tries = settings(PROFILE, max_examples=PROFILE.max_examples if PROFILE.max_examples > 100 else 40)

names = st.sampled_from


@st.composite
def regimes(draw: st.DrawFn) -> Regime:
    """A regime with one or two tracks, up to three terms, and acts of every kind."""
    tracks = {name: TRACKS[name] for name in (("road",) if draw(st.booleans()) else ("road", "house"))}
    acts = [f"act_{number}" for number in range(draw(st.integers(2, 6)))]
    ends = [f"end_{number}" for number in range(draw(st.integers(0, 2)))]
    terms = [f"term_{number}" for number in range(draw(st.integers(1, 3)))]
    content: dict[str, Any] = {
        "relaas": 1, "regime": "invented", "kind": "proposal", "line": "invented",
        "title": _text("invented"), "summary": _text("invented for a test"),
        "sources": {"src": {"title": "s", "kind": "study", "state": "cited"}},
        "roles": {role: {"title": _text(role), "side": "state"} for role in ROLES},
        "procedures": {"walk": {"title": _text("walk")}},
        "facts": {
            "flag": {"title": _text("flag"), "type": "flag", "start": draw(st.booleans())},
            "choice": {"title": _text("choice"), "type": "choice", "of": {o: _text(o) for o in ("ash", "oak", "elm")}},
            "born_on": {"title": _text("date"), "type": "date"},
        },
        "counters": {"tellings": {"title": _text("tellings")}},
        "tracks": {name: draw(_tracks(name, statuses)) for name, statuses in tracks.items()},
        "terms": {name: draw(_terms(tracks, acts, ends)) for name in terms},
        "acts": {name: draw(_acts(tracks, terms)) for name in acts},
        "rights": {"rest": draw(_rights(tracks))},
        "uncertainty": {"from": draw(st.lists(names(acts), min_size=1, max_size=2, unique=True)), "rests_on": "src"},
    }  # fmt: skip
    content["acts"].update({name: draw(_clock_acts(tracks, terms)) for name in ends})
    _mend(content, tracks)
    return _accepted(content)


@st.composite
def histories(draw: st.DrawFn, regime: Regime, *, most: int = 9) -> History:
    """A history with exact dates, in any order of acts, whether or not they were allowed."""
    recordable = [name for name, act in regime.acts.items() if not act.is_clock]
    day, entries = BEGIN, []
    for number in range(draw(st.integers(0, most))):
        day += timedelta(days=draw(st.integers(0, 25)))
        act = draw(names(recordable))
        entries.append(
            Entry(
                id=f"e{number}",
                act=act,
                by=draw(names(ROLES)),
                on=When.exact(day),
                answers=draw(answers(regime, act)),
            )
        )
    return History.of(entries)


@st.composite
def answers(draw: st.DrawFn, regime: Regime, act: str) -> dict[str, Any]:
    """An answer to everything that an act asks."""
    given: dict[str, Any] = {}
    for fact in regime.acts[act].asks:
        element = regime.facts[fact]
        if element.type is FactType.DATE:
            given[fact] = BEGIN + timedelta(days=draw(st.integers(-60, 120)))
        else:
            given[fact] = draw(names((False, True) if element.type is FactType.FLAG else tuple(element.of)))
    return given


def ends_of_history(regime: Regime, history: History) -> date:
    """The day of the last act, or of the beginning when there is none."""
    return max((entry.on.latest or BEGIN for entry in history.entries), default=BEGIN)


def _text(words: str) -> dict[str, str]:
    return {"nl": words, "en": words}


@st.composite
def _tracks(draw: st.DrawFn, name: str, statuses: tuple[str, ...]) -> dict[str, Any]:

    elements = {}
    for status in statuses:
        element: dict[str, Any] = {"title": _text(status), "open_end": "src"}
        element["certainty"] = draw(names(("none", "none", "temporary", "durable", "lost")))
        if draw(st.booleans()):
            element["procedure"] = "walk"
        elements[status] = element
    return {"title": _text(name), "start": statuses[0], "statuses": elements}


@st.composite
def _places(draw: st.DrawFn, tracks: dict[str, tuple[str, ...]], *, least: int = 0) -> dict[str, list[str]]:
    chosen = draw(st.lists(names(sorted(tracks)), min_size=least, max_size=2, unique=True))
    return {t: draw(st.lists(names(tracks[t]), min_size=1, max_size=2, unique=True)) for t in chosen}


@st.composite
def _terms(draw: st.DrawFn, tracks: dict[str, tuple[str, ...]], acts: list[str], ends: list[str]) -> dict[str, Any]:
    entered = [f"{track}.{status}" for track, statuses in tracks.items() for status in statuses]
    counting = draw(names(("calendar", "calendar", "working")))
    lengths = DAYS if counting == "working" else LENGTHS
    hours = False
    length: Any = draw(names(lengths))
    if draw(st.booleans()):
        length = [{"if": draw(_guards(tracks)), "is": draw(names(lengths))}, {"is": length}]
        hours = any(case["is"].startswith("PT") for case in length)
    term: dict[str, Any] = {
        "title": _text("term"), "rests_on": "src", "atw": draw(st.booleans()), "counting": counting, "length": length,
        "from": draw(st.lists(names([*acts, *ends, *entered, "born_on"]), min_size=1, max_size=2, unique=True)),
        "anchor": draw(names(("latest", "latest", "first"))),
    }  # fmt: skip
    if draw(st.booleans()) and not hours and not str(length).startswith("PT"):
        by, times = draw(names(DAYS)), draw(st.integers(1, 2))
        term["extends"] = {draw(names(acts)): {"by": by, "times": times}}
    if draw(st.booleans()):
        bounds = ("none", *BOUNDS)
        term["suspended"] = [{"while": draw(_places(tracks, least=1)), "at_most": draw(names(bounds))}]
    if draw(st.booleans()):
        term["stops"] = [draw(names(acts))]
    return term


@st.composite
def _guards(draw: st.DrawFn, tracks: dict[str, tuple[str, ...]]) -> str:
    return draw(names([guard for guard in GUARDS if "house" in tracks or "house" not in guard]))


@st.composite
def _moves(draw: st.DrawFn, tracks: dict[str, tuple[str, ...]], *, least: int = 0) -> dict[str, Any]:
    moves: dict[str, Any] = {}
    for track in draw(st.lists(names(sorted(tracks)), min_size=least, max_size=2, unique=True)):
        target = names(tracks[track])
        table = st.dictionaries(names(tracks[track]), target, min_size=1, max_size=3)
        moves[track] = draw(st.one_of(target, target, table))
    return moves


@st.composite
def _acts(draw: st.DrawFn, tracks: dict[str, tuple[str, ...]], terms: list[str]) -> dict[str, Any]:
    act: dict[str, Any] = {
        "title": _text("act"), "rests_on": "src", "from": draw(_places(tracks)), "to": draw(_moves(tracks)),
        "by": draw(names((["warden"], ["walker"], ["warden", "walker"]))), "times": draw(names((1, 2, "many", "many"))),
        "force": draw(names(("may", "must", "must", "happens"))), **draw(_effects()),
    }  # fmt: skip
    if draw(st.integers(0, 2)) == 0:
        act["if"] = draw(_guards(tracks))
    if act["force"] == "must":
        act["within"] = draw(names([*terms, *terms, "none"]))
        act["if_late"] = {"breach": draw(st.booleans())}
    elif act["force"] == "may" and draw(st.booleans()):
        act[draw(names(("within", "after")))] = draw(names(terms))
    return act


@st.composite
def _effects(draw: st.DrawFn) -> dict[str, Any]:
    effects: dict[str, Any] = {}
    if draw(st.integers(0, 2)) == 0:
        effects["asks"] = draw(st.lists(names(FACTS), min_size=1, max_size=2, unique=True))
    if draw(st.integers(0, 3)) == 0:
        effects["sets"] = draw(names(({"flag": True}, {"flag": False}, {"choice": "oak"})))
    if draw(st.integers(0, 3)) == 0:
        effects["adds"] = {"tellings": draw(st.integers(1, 2))}
    if draw(st.integers(0, 3)) == 0:
        effects["opens"] = "walk"
    return effects


@st.composite
def _clock_acts(draw: st.DrawFn, tracks: dict[str, tuple[str, ...]], terms: list[str]) -> dict[str, Any]:
    act: dict[str, Any] = {
        "title": _text("end"), "rests_on": "src", "by": "clock", "at": draw(names(terms)),
        "from": draw(_places(tracks)), "to": draw(_moves(tracks, least=1)),
        "fires": draw(names(("day_after", "day_after", "last_day"))), "times": draw(names((1, "many"))),
    }  # fmt: skip
    if draw(st.integers(0, 3)) == 0:
        act["if"] = draw(_guards(tracks))
    if draw(st.integers(0, 3)) == 0:
        act["sets"] = {"flag": draw(st.booleans())}
    return act


@st.composite
def _rights(draw: st.DrawFn, tracks: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    places = draw(st.lists(_places(tracks, least=1), min_size=1, max_size=2))
    right: dict[str, Any] = {"title": _text("rest"), "rests_on": "src", "while": places}
    if draw(st.booleans()):
        right["if"] = draw(_guards(tracks))
    return right


def _mend(content: dict[str, Any], tracks: dict[str, tuple[str, ...]]) -> None:
    """Give every status an act that leads to it, and every term an act for which it matters."""
    acts = content["acts"]
    for track, statuses in tracks.items():
        targets = {
            target
            for act in acts.values()
            if (move := act["to"].get(track)) is not None
            for target in (move.values() if isinstance(move, dict) else (move,))
        }
        for status in set(statuses[1:]) - targets:
            acts[f"enter_{status}"] = _plain_act(to={track: status})
    for term in content["terms"]:
        if not any(term in (act.get("within"), act.get("after"), act.get("at")) for act in acts.values()):
            acts[f"use_{term}"] = _plain_act(within=term)


def _plain_act(**more: Any) -> dict[str, Any]:
    return {"title": _text("act"), "rests_on": "src", "by": "walker", "times": "many", "to": {}, **more}


def _accepted(content: dict[str, Any]) -> Regime:
    regime = Regime.model_validate(content)
    faults = lint(regime, promises={}, fault=Assembled(content=content).fault)
    assert not faults, [str(fault) for fault in faults]
    return regime
