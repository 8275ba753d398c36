"""The random regimes reach every feature of the model, so that what the two readings agree on is all of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import Phase, find, settings

from relaas.procedure.model import Act, Counting, Force, Regime, Term
from tests.differential.procedure.random_regimes import regimes

Feature = Callable[[Regime], bool]


def some_term(wanted: Callable[[Term], bool]) -> Feature:
    return lambda regime: any(wanted(term) for term in regime.terms.values())


def some_act(wanted: Callable[[Act], bool]) -> Feature:
    return lambda regime: any(wanted(act) for act in regime.acts.values())


FEATURES: dict[str, Feature] = {
    "two tracks": lambda regime: len(regime.tracks) == 2,
    "term from an act": some_term(lambda term: any(anchor.startswith("act") for anchor in term.starts)),
    "term from the end of a term": some_term(lambda term: any(anchor.startswith("end") for anchor in term.starts)),
    "term from a status": some_term(lambda term: any("." in anchor for anchor in term.starts)),
    "term from a date": some_term(lambda term: "born_on" in term.starts),
    "first anchor": some_term(lambda term: term.anchor == "first"),
    "length by condition": some_term(lambda term: len(term.length) > 1),
    "length in hours": some_term(lambda term: any(case.length.in_hours for case in term.length)),
    "working days": some_term(lambda term: term.counting is Counting.WORKING),
    "termijnenwet": some_term(lambda term: term.atw),
    "extension": some_term(lambda term: bool(term.extends)),
    "extension more than once": some_term(lambda term: any(e.times > 1 for e in term.extends.values())),
    "suspension with a bound": some_term(lambda term: any(s.at_most != "none" for s in term.suspended)),
    "suspension without a bound": some_term(lambda term: any(s.at_most == "none" for s in term.suspended)),
    "stop": some_term(lambda term: bool(term.stops)),
    "power": some_act(lambda act: act.force is Force.MAY and not act.is_clock),
    "duty with a term": some_act(lambda act: act.force is Force.MUST and act.within_term is not None),
    "duty without a term": some_act(lambda act: act.force is Force.MUST and act.within == "none"),
    "duty whose lateness is a breach": some_act(lambda act: act.if_late is not None and act.if_late.breach),
    "event": some_act(lambda act: act.force is Force.HAPPENS),
    "power within a term": some_act(lambda act: act.force is Force.MAY and act.within_term is not None),
    "act after a term": some_act(lambda act: act.after is not None),
    "clock on the day after": some_act(lambda act: act.is_clock and act.fires == "day_after"),
    "clock on the last day": some_act(lambda act: act.is_clock and act.fires == "last_day"),
    "condition": some_act(lambda act: act.condition is not None),
    "condition on a counter": some_act(lambda act: act.condition is not None and "tellings" in act.condition.names),
    "condition on a track": some_act(lambda act: act.condition is not None and "road" in act.condition.names),
    "move by a table": some_act(lambda act: any(isinstance(move, dict) for move in act.to.values())),
    "move to a status": some_act(lambda act: any(isinstance(move, str) for move in act.to.values())),
    "several roles": some_act(lambda act: len(act.by) > 1),
    "fact set": some_act(lambda act: bool(act.sets)),
    "fact asked": some_act(lambda act: bool(act.asks)),
    "counter": some_act(lambda act: bool(act.adds)),
    "procedure opened": some_act(lambda act: act.opens is not None),
    "so many times": some_act(lambda act: act.times == 2),
    "many times": some_act(lambda act: act.times == "many"),
    "alternatives of one duty": lambda regime: (
        len(
            [
                act
                for act in regime.acts.values()
                if act.force is Force.MUST and act.within_term and act.by == ("warden",)
            ]
        )
        > 1
    ),
    "right with a condition": lambda regime: any(right.condition for right in regime.rights.values()),
    "right in several situations": lambda regime: any(len(right.during) > 1 for right in regime.rights.values()),
}


class TestTheGenerator:
    @pytest.mark.parametrize("feature", FEATURES)
    def test_reaches(self, feature: str) -> None:
        # Found, and not made as small as possible: that it exists is enough.
        look = settings(max_examples=1000, phases=[Phase.generate], database=None)
        assert find(regimes(), FEATURES[feature], settings=look)
