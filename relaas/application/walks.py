"""Invented courses of cases: people who do what a regime lets them do, in time or late, drawn from a seeded stream.

Every act of a walk was allowed by the evaluator on its day. Walks know no particular law: they follow whatever regime
they are given, so demonstrations and benchmarks reach every law that there is.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from relaas.kernel.outcomes import Allowed
from relaas.kernel.when import When
from relaas.procedure.evaluator import may_act, situation_on
from relaas.procedure.history import Answer, Entry, History
from relaas.procedure.model import Act, FactType, FieldType, FormField, Regime
from relaas.procedure.situation import Situation

_INVENTED = "Verzonnen voorbeeld, geen echt kind."
# Children in these cases were born so long before the case began that most come of age within a year or two.
_YEARS_BEFORE_ADULT = (0.3, 3.5)
# What is chosen may have become impossible while people waited; then they choose again, but not for ever.
_TRIES_PER_ACT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkedAct:
    """One act of a walk, with everything that its form asks."""

    act: str
    by: str
    on: date
    answers: Mapping[str, Answer]
    form: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """An invented case: the day on which it was opened, and its acts in order."""

    regime: Regime
    opened_on: date
    acts: tuple[WalkedAct, ...]

    @property
    def history(self) -> History:
        """The acts as the engine sees them."""
        return History(tuple(_entry(number, act) for number, act in enumerate(self.acts, start=1)))


def walk(
    *,
    regime: Regime,
    opened_on: date,
    today: date,
    most_acts: int,
    chance: Random,
    begun: tuple[WalkedAct, ...] = (),
    since: date | None = None,
    pace: float = 1.0,
    familiar: Counter[str] | None = None,
) -> Walk:
    """A case that is opened on a day and goes on up to today, or until it has so many acts.

    ``begun`` are acts that it has already, up to ``since``. With a ``pace`` below one people wait less. ``familiar``
    counts what other walks did, and makes this one seek what they seldom did.
    """
    acts = [*begun]
    done = Counter(act.act for act in begun)
    day = since or opened_on
    for _ in range(_TRIES_PER_ACT * (most_acts - len(begun))):
        if len(acts) >= most_acts:
            break
        history = History(tuple(_entry(number, act) for number, act in enumerate(acts, start=1)))
        situation = situation_on(regime=regime, history=history, today=day)
        choice = _choose(situation, done, familiar or Counter(), chance)
        day += timedelta(days=round(pace * _pause(situation, choice, chance)))
        if day > today:
            break
        if choice is not None and (act := _act(regime, history, choice, day, opened_on, chance)) is not None:
            acts.append(act)
            done[choice] += 1
            if familiar is not None:
                familiar[choice] += 1
    return Walk(regime=regime, opened_on=opened_on, acts=tuple(acts))


def _entry(number: int, act: WalkedAct) -> Entry:
    return Entry(id=str(number), act=act.act, by=act.by, on=When.exact(act.on), answers=act.answers)


def _choose(situation: Situation, done: Counter[str], familiar: Counter[str], chance: Random) -> str | None:
    """Mostly what is owed, often what is allowed, seldom an event of life; and seldom the same thing again."""
    weights = dict(_weights(situation))
    options = [(name, weight / (1 + 4 * done[name]) / (1 + familiar[name])) for name, weight in weights.items()]
    options.append(("", sum(weight for _, weight in options) / 20 or 1))
    (name,) = chance.choices([name for name, _ in options], [weight for _, weight in options])
    return name or None


def _weights(situation: Situation) -> Iterator[tuple[str, float]]:
    for duty in situation.duties:
        for act in duty.acts:
            yield act, 8 / len(duty.acts)
    for power in situation.powers:
        asks_date = any(situation.regime.facts[f].type is FactType.DATE for f in situation.regime.acts[power.act].asks)
        yield power.act, 6 if asks_date else 2
    for event in situation.events:
        yield event.act, 0.1


def _pause(situation: Situation, act: str | None, chance: Random) -> int:
    """How many days pass first: somewhere within the term, now and then a few days past it."""
    ends = [duty.due_on for duty in situation.duties if act in duty.acts]
    ends += [power.until for power in situation.powers if act == power.act]
    latest = ends[0].latest if ends and ends[0] is not None else None
    if latest is None or latest < situation.today:
        return chance.randint(1, 21)
    left = min((latest - situation.today).days, 150)
    return left + chance.randint(1, 12) if chance.random() < 0.12 else chance.randint(0, left)


def _act(regime: Regime, history: History, name: str, day: date, opened_on: date, chance: Random) -> WalkedAct | None:
    element = regime.acts[name]
    role = chance.choice(element.by)
    if not isinstance(may_act(regime=regime, history=history, act=name, role=role, on=day), Allowed):
        return None
    return WalkedAct(
        act=name,
        by=role,
        on=day,
        answers={fact: _answer(regime, fact, opened_on, chance) for fact in element.asks},
        form=dict(_form(element, day, chance)),
    )


def _answer(regime: Regime, fact: str, opened_on: date, chance: Random) -> Answer:
    element = regime.facts[fact]
    if element.type is FactType.FLAG:
        return chance.random() < 0.35
    if element.type is FactType.CHOICE:
        return chance.choice(list(element.of))
    years = [case.length.years for term in regime.terms.values() if fact in term.starts for case in term.length]
    until_then = chance.uniform(*_YEARS_BEFORE_ADULT)
    return opened_on - timedelta(days=round((min(years, default=0) - until_then) * 365.25)) if years else opened_on


def _form(act: Act, day: date, chance: Random) -> Iterator[tuple[str, Any]]:
    for name, field in act.records.items():
        if field.required or chance.random() < 0.5:
            yield name, _field(field, day, chance)


def _field(field: FormField, day: date, chance: Random) -> Any:
    match field.type:
        case FieldType.CHOICE:
            return chance.choice(list(field.of))
        case FieldType.DATE:
            return day
        case FieldType.NUMBER:
            return chance.randint(1, 5)
        case FieldType.FLAG:
            return chance.random() < 0.5
        case FieldType.TEXT | FieldType.LONG_TEXT:
            return _INVENTED
