"""The invented garden act of ``law/``, and cases in it told as days and acts."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from relaas.kernel.outcomes import Allowed
from relaas.kernel.when import When
from relaas.procedure.evaluator import Refusal, may_act, situation_on
from relaas.procedure.history import Entry, History
from relaas.procedure.library import load_library
from relaas.procedure.model import Regime
from relaas.procedure.situation import Duty, Situation, TermState


@lru_cache(maxsize=1)
def garden() -> Regime:
    return load_library(Path(__file__).parent / "law").regime("garden")


def on(day: str | When) -> When:
    return day if isinstance(day, When) else When.exact(date.fromisoformat(day))


def case(*events: tuple[Any, ...]) -> History:
    """A case from (day, act) or (day, act, answers), done by the first role that may; asked seasons are summer."""
    entries = []
    for number, (day, act, *more) in enumerate(events):
        answers = more[0] if more else ({"season": "summer"} if act == "ask" else {})
        entries.append(Entry(id=f"e{number}", act=act, by=garden().acts[act].by[0], on=on(day), answers=answers))
    return History.of(entries)


def at(day: str, *events: tuple[Any, ...]) -> Situation:
    """What is so on a day in the case of these events."""
    return situation_on(regime=garden(), history=case(*events), today=date.fromisoformat(day))


def may(act: str, day: str, *events: tuple[Any, ...], role: str | None = None) -> Allowed | Refusal:
    role = role or garden().acts[act].by[0]
    return may_act(regime=garden(), history=case(*events), act=act, role=role, on=date.fromisoformat(day))


def duty(situation: Situation, act: str) -> Duty:
    return next(duty for duty in situation.duties if act in duty.acts)


def term(situation: Situation, name: str) -> TermState:
    return next(term for term in situation.terms if term.term == name)


def last_day(situation: Situation, name: str) -> str:
    return str(term(situation, name).ends_on)
