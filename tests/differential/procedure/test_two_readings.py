"""The engine and the naive reading of the format give the same answers on random regimes and exact histories."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from relaas.kernel.when import When
from relaas.procedure.evaluator import situation_on
from relaas.procedure.history import History
from relaas.procedure.model import Force, Regime
from relaas.procedure.situation import Situation
from tests.differential.procedure.naive import NaiveCase
from tests.differential.procedure.random_regimes import ends_of_history, histories, regimes, tries


@st.composite
def cases(draw: st.DrawFn) -> tuple[Regime, History, date]:
    regime = draw(regimes())
    history = draw(histories(regime))
    return regime, history, ends_of_history(regime, history) + timedelta(days=draw(st.integers(-20, 80)))


def only(answers: dict[str, tuple[Any, ...]]) -> dict[str, Any]:
    """The answers of an exact history: one each."""
    assert all(len(values) == 1 for values in answers.values()), answers
    return {name: values[0] for name, values in answers.items()}


def day(answer: When | None) -> date | None:
    """The day of an exact date; None when there is none, or when it is not known yet."""
    if answer is None or answer.latest is None:
        return None
    assert answer.is_exact, answer
    return answer.latest


def as_told(situation: Situation) -> dict[str, Any]:
    """What the engine answers."""
    return {
        "statuses": only(situation.statuses),
        "facts": only(situation.facts),
        "counters": {name: least for name, (least, most) in situation.counters.items() if least == most},
        "certainty": situation.certainty,
        "rights": situation.rights,
        "open procedures": situation.open_procedures,
        "duties": sorted((duty.acts, duty.by, day(duty.since), day(duty.due_on)) for duty in situation.duties),
        "overdue": sorted(duty.acts for duty in situation.duties if duty.overdue),
        "powers": {power.act for power in situation.powers},
        "events": {event.act for event in situation.events},
        "terms": {term.term: (day(term.began_on), day(term.ends_on)) for term in situation.terms},
        "opened": [(opened.procedure, opened.act, day(opened.on)) for opened in situation.opened],
        "breaches": sorted((b.kind.value, b.acts, day(b.due_on), b.days.least) for b in situation.breaches),
        "uncertain days": situation.uncertain_days.least,
    }


def as_lived(case: NaiveCase) -> dict[str, Any]:
    """What the naive reading answers, in the same form."""
    due = {group: case.end_of(group[1]) if group[1] in case.regime.terms else None for group in case.duties()}
    return {
        "statuses": case.statuses,
        "facts": case.facts,
        "counters": case.counters,
        "certainty": (case.certainty(),),
        "rights": dict.fromkeys(case.rights(), True),
        "open procedures": dict.fromkeys(case.open_procedures(), True),
        "duties": sorted((acts, group[0], case.owed_since[group], due[group]) for group, acts in case.duties().items()),
        "overdue": sorted(acts for group, acts in case.duties().items() if (due[group] or date.max) < case.today),
        "powers": case.allowed(Force.MAY),
        "events": case.allowed(Force.HAPPENS),
        "terms": {name: (running.began_on, case.end_of(name)) for name, running in sorted(case.terms.items())},
        "opened": case.opened,
        "breaches": sorted(case.all_breaches()),
        "uncertain days": case.uncertain_days,
    }


class TestTheEngineAndTheNaiveReading:
    @tries
    @given(cases())
    def test_agree_on_every_exact_history(self, case: tuple[Regime, History, date]) -> None:
        regime, history, today = case
        told = as_told(situation_on(regime=regime, history=history, today=today))
        lived = as_lived(NaiveCase(regime).live_until(history, today))
        assert {name: told[name] for name in lived if told[name] != lived[name]} == {
            name: lived[name] for name in lived if told[name] != lived[name]
        }
