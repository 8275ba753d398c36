"""A drawn case shows when it was where, what was done, which terms ran and what was late, and says so in words too."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest

from relaas.kernel.law_file import Text
from relaas.kernel.when import When
from relaas.procedure.drawing.timeline import timeline_svg, timeline_text
from relaas.procedure.evaluator import situation_on
from relaas.procedure.history import Entry, History
from relaas.procedure.library import load_library
from relaas.procedure.model import Regime
from relaas.procedure.situation import Situation
from tests.support.example_law import write_example_law

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Regime:
    return load_library(write_example_law(tmp_path_factory.mktemp("law") / "my-law")).regime("small-permit")


def case(regime: Regime, *acts: tuple[str, When], today: date) -> Situation:
    entries = [Entry(id=str(n), act=act, by=regime.acts[act].by[0], on=on) for n, (act, on) in enumerate(acts, start=1)]
    return situation_on(regime=regime, history=History.of(entries), today=today)


def on(day: str) -> When:
    return When.exact(date.fromisoformat(day))


@pytest.fixture
def late_case(small: Regime) -> Situation:
    acts = [("ask", on("2016-01-11")), ("give_advice", on("2016-02-01")), ("grant", on("2016-04-01"))]
    return case(small, *acts, today=date(2016, 9, 1))


def nodes(drawn: str, kind: str) -> list[ElementTree.Element]:
    return [n for n in ElementTree.fromstring(drawn).iter(f"{SVG}g") if kind in n.get("class", "").split()]


class TestTheTimeline:
    def test_has_a_row_per_track_with_its_statuses_in_order(self, late_case: Situation) -> None:
        drawn = timeline_svg(late_case, language="nl")
        rows = {
            n.get("data-track"): [p.get("data-status") for p in n if p.get("data-status")]
            for n in nodes(drawn, "track")
        }
        assert rows == {"residence": ["none_yet", "asked", "granted"], "whereabouts": ["present"]}

    def test_marks_every_act_once_in_its_row(self, late_case: Situation) -> None:
        acts = [node.get("data-act") for node in nodes(timeline_svg(late_case, language="nl"), "act")]
        assert acts == ["ask", "give_advice", "grant"]

    def test_marks_what_the_end_of_a_term_did(self, small: Regime) -> None:
        situation = case(small, ("ask", on("2016-01-11")), ("grant", on("2016-02-01")), today=date(2017, 6, 1))
        acts = [node.get("data-act") for node in nodes(timeline_svg(situation, language="nl"), "act")]
        assert acts == ["ask", "grant", "settle"]

    def test_shows_terms_with_their_last_day(self, late_case: Situation) -> None:
        # Eight weeks from Monday 11 January 2016 end on Monday 7 March.
        assert "Beslistermijn, t/m 7 mrt 2016" in timeline_svg(late_case, language="nl")

    def test_shows_what_was_late_by_a_sign_and_in_words(self, late_case: Situation) -> None:
        drawn = timeline_svg(late_case, language="nl")
        assert 'class="late"' in drawn
        assert "te laat gedaan (25 dagen)" in " ".join(ElementTree.fromstring(drawn).itertext())

    def test_hatches_what_is_not_exactly_known(self, small: Regime) -> None:
        situation = case(small, ("ask", When.month(2016, 1)), today=date(2016, 6, 1))
        assert 'class="uncertain"' in timeline_svg(situation, language="nl")

    def test_does_not_hatch_what_is(self, late_case: Situation) -> None:
        assert 'class="uncertain"' not in timeline_svg(late_case, language="nl")

    def test_marks_an_act_against_the_rules(self, small: Regime) -> None:
        situation = case(small, ("grant", on("2016-02-01")), today=date(2016, 6, 1))
        assert "in strijd met de regels" in timeline_svg(situation, language="nl")

    @pytest.mark.parametrize("width", [320, 640, 960, 1400])
    def test_is_as_wide_as_was_asked(self, late_case: Situation, width: int) -> None:
        assert f'viewBox="0 0 {width} ' in timeline_svg(late_case, language="nl", width=width)

    def test_of_a_case_without_acts_says_so(self, small: Regime) -> None:
        assert "There is nothing to show." in timeline_svg(case(small, today=date(2016, 6, 1)), language="en")

    def test_of_unknown_dates_is_drawn_too(self, small: Regime) -> None:
        situation = case(small, ("ask", When.unknown()), ("refuse", When.year(2016)), today=date(2017, 6, 1))
        assert timeline_svg(situation, language="nl").startswith("<svg")

    def test_says_when_it_is_one_of_several_courses(self, small: Regime) -> None:
        acts = [("ask", on("2015-01-05")), ("grant", When.month(2015, 2)), ("disappear", When.month(2016, 2))]
        situation = case(small, *acts, today=date(2017, 6, 1))
        assert len(situation.branches) == 2
        assert "een van 2 mogelijke verlopen" in timeline_svg(situation, language="nl")

    def test_needs_no_style_sheet_no_script_and_nothing_from_outside(self, late_case: Situation) -> None:
        drawn = timeline_svg(late_case, language="nl")
        assert not re.search(r"\sstyle=|<style|<script|href=|<image", drawn)

    def test_has_a_name_and_a_description_and_ids_of_its_own(self, late_case: Situation) -> None:
        root = ElementTree.fromstring(timeline_svg(late_case, language="en", name="first"))
        assert root.get("aria-labelledby") == "first-title first-desc"
        assert all(node.get("id", "first-").startswith("first-") for node in root.iter())

    def test_escapes_what_is_written_in_a_regime(self, small: Regime) -> None:
        act = small.acts["ask"].model_copy(update={"title": Text(nl="<b>&", en="x")})
        nasty = small.model_copy(update={"acts": {**small.acts, "ask": act}})
        drawn = timeline_svg(case(nasty, ("ask", on("2016-01-11")), today=date(2016, 2, 1)), language="nl")
        assert "<b>" not in drawn
        assert "<b>&" in "".join(ElementTree.fromstring(drawn).itertext())


class TestTheTimelineInWords:
    def test_says_all_that_is_drawn(self, late_case: Situation) -> None:
        assert timeline_text(late_case, language="en") == [
            "today: 1 Sep 2016",
            "Residence: Nothing asked yet (from the beginning); Asked for (from 11 Jan 2016); Permit (from 1 Apr 2016)",
            "Whereabouts: Present (from the beginning)",
            "1. 11 Jan 2016: Ask for a permit (by Child)",
            "2. 1 Feb 2016: Explain (by Office)",
            "3. 1 Apr 2016: Grant the permit (by Office) · done late (25 days)",
            "term: Decision term · until 7 Mar 2016 · missed · late: 25 days",
            "term: Validity of the permit · until 1 Apr 2017 · running",
        ]

    def test_says_dates_as_far_as_they_are_known(self, small: Regime) -> None:
        lines = timeline_text(case(small, ("ask", When.month(2016, 1)), today=date(2016, 2, 1)), language="nl")
        assert "1. tussen 1 jan 2016 en 31 jan 2016: Vergunning vragen (door Kind)" in lines
