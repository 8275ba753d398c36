"""An act that does nothing but lengthen terms is used up when it has lengthened them as often as it can."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from relaas.kernel.when import When
from relaas.procedure.evaluator import situation_on
from relaas.procedure.history import Entry, History
from tests.unit.procedure.law_files import changed, load


@pytest.mark.parametrize("force", ["may", "happens"])
def test_is_used_up_whether_somebody_may_do_it_or_it_happens(tmp_path: Path, force: str) -> None:
    rain = {
        "title": {"nl": "Regen", "en": "Rain"},
        "by": "frog",
        "force": force,
        "times": "many",
        "rests_on": ["pond-act"],
    }
    law = changed({"acts.rain": rain, "terms.jumping.extends": {"rain": {"by": "P1W", "times": 1}}})
    regime = load(tmp_path, pond=law).regime("pond")
    days = {"croak": 2, "rain": 3}
    entries = [Entry(id=act, act=act, by="frog", on=When.exact(date(2016, 5, day))) for act, day in days.items()]
    again = Entry(id="again", act="rain", by="frog", on=When.exact(date(2016, 5, 4)))
    once = situation_on(regime=regime, history=History.of(entries), today=date(2016, 5, 4))
    twice = situation_on(regime=regime, history=History.of([*entries, again]), today=date(2016, 5, 4))
    assert "rain" not in {power.act for power in (*once.powers, *once.events)}
    assert [breach.why for breach in twice.breaches] == [("used_up",)]
