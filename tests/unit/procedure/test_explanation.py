"""An explanation comes to an end, and there is one for everything that is shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from relaas.kernel.when import When
from relaas.procedure.evaluator import situation_on
from relaas.procedure.explanation import Because, Why, why_term
from relaas.procedure.history import Entry, History
from relaas.procedure.situation import Situation
from tests.unit.procedure.law_files import Changes, changed, load

TITLE = {"nl": "Iets", "en": "Something"}
SHORTER_ONCE_PAST: dict[str, Any] = {
    "terms.jumping.length": [{"if": "cold", "is": "P1W"}, {"is": "P2W"}],
    "acts.chill": {"title": TITLE, "by": "clock", "at": "jumping", "sets": {"cold": True}, "times": 1,
                   "rests_on": ["pond-act"]},
}  # fmt: skip
STARTED_ONLY_BY_A_LEAP: dict[str, Any] = {
    "terms.drying": {"title": TITLE, "from": ["water.wet"], "length": "P1D", "atw": False, "rests_on": ["pond-act"]},
    "acts.slide": {"title": TITLE, "by": "clock", "at": "jumping", "from": {"water": "dry"}, "to": {"water": "wet"},
                   "rests_on": ["pond-act"]},
    "acts.shake": {"title": TITLE, "by": "frog", "after": "drying", "times": 1, "rests_on": ["pond-act"]},
}  # fmt: skip


def pond(root: Path, changes: Changes, today: str, *acts: tuple[str, When]) -> Situation:
    regime = load(root, pond=changed(changes)).regime("pond")
    history = History.of(Entry(id=f"e{n}", act=act, by="frog", on=on) for n, (act, on) in enumerate(acts))
    return situation_on(regime=regime, history=history, today=date.fromisoformat(today))


def kinds(reason: Because) -> list[Why]:
    return [reason.kind, *(kind for inner in reason.because for kind in kinds(inner))]


class TestTheReasonForATerm:
    def test_comes_to_an_end_where_its_length_depends_on_what_its_own_end_does(self, tmp_path: Path) -> None:
        croaked = ("croak", When.exact(date(2016, 5, 2)))
        reason = why_term(pond(tmp_path, SHORTER_ONCE_PAST, "2016-06-30", croaked), "jumping")
        assert Why.CLOCK in kinds(reason)
        assert kinds(reason).count(Why.TERM) == 1

    def test_is_given_for_a_term_that_has_begun_in_another_possible_course(self, tmp_path: Path) -> None:
        croaked = ("croak", When(earliest=date(2016, 5, 2), latest=date(2016, 5, 31)))
        situation = pond(tmp_path, STARTED_ONLY_BY_A_LEAP, "2016-05-20", croaked)
        started = ["drying" in branch.started for branch in situation.branches]
        assert set(started) == {True, False}
        assert {why_term(situation, state.term).kind for state in situation.terms} == {Why.TERM}
