"""A drawn regime says what the regime says, keeps everything apart, and needs nothing but itself."""

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest

from relaas.kernel.law_file import Text
from relaas.procedure.drawing.cards import ACT_WIDTH, STATUS_WIDTH
from relaas.procedure.drawing.diagram import regime_mermaid, regime_svg
from relaas.procedure.drawing.layout import Layout, Link, lay_out
from relaas.procedure.drawing.mermaid import act_label, state_id
from relaas.procedure.drawing.moves import bundles
from relaas.procedure.drawing.svg import shorten, text_width, wrap
from relaas.procedure.graph import edges
from relaas.procedure.library import load_library, standard_library
from relaas.procedure.model import Regime
from tests.support.example_law import write_example_law

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Regime:
    root = write_example_law(tmp_path_factory.mktemp("law") / "my-law")
    return load_library(root).regime("small-permit")


@pytest.fixture(scope="module")
def every_regime(small: Regime) -> list[Regime]:
    return [small, *standard_library().regimes.values()]


@pytest.fixture(scope="module")
def every_drawing(every_regime: list[Regime]) -> list[tuple[Regime, str]]:
    return [(regime, regime_svg(regime, language="nl")) for regime in every_regime]


@pytest.fixture(scope="module")
def every_layout(every_regime: list[Regime]) -> list[tuple[Regime, list[Layout]]]:
    return [(regime, layouts(regime)) for regime in every_regime]


def parsed(drawn: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawn)


def marked(root: ElementTree.Element, kind: str) -> list[ElementTree.Element]:
    return [node for node in root.iter(f"{SVG}g") if kind in node.get("class", "").split()]


class TestTheDrawing:
    def test_has_every_status_of_every_regime(self, every_drawing: list[tuple[Regime, str]]) -> None:
        for regime, svg in every_drawing:
            root = parsed(svg)
            drawn = {(node.get("data-track"), node.get("data-status")) for node in marked(root, "status")}
            assert drawn == {(t, s) for t, track in regime.tracks.items() for s in track.statuses}, regime.regime

    def test_has_every_move_of_every_act_and_no_other(self, every_drawing: list[tuple[Regime, str]]) -> None:
        for regime, svg in every_drawing:
            drawn = set()
            for node in marked(parsed(svg), "act"):
                for source in node.get("data-from", "").split():
                    drawn.add((node.get("data-track"), source, node.get("data-act"), node.get("data-to")))
            assert drawn == {(track, *edge) for track in regime.tracks for edge in edges(regime, track)}, regime.regime

    def test_has_the_acts_that_change_no_status_too(self, every_drawing: list[tuple[Regime, str]]) -> None:
        for regime, svg in every_drawing:
            acts = marked(parsed(svg), "act")
            assert {node.get("data-act") for node in acts} == set(regime.acts), regime.regime

    def test_names_who_acts_and_by_when(self, small: Regime) -> None:
        drawn = regime_svg(small, language="nl")
        assert "door Loket" in drawn
        assert "binnen: Beslistermijn" in drawn

    def test_tells_the_kinds_of_acts_apart(self, small: Regime) -> None:
        kinds = {
            node.get("data-act"): node.get("class") for node in marked(parsed(regime_svg(small, language="nl")), "act")
        }
        assert kinds["grant"] == "act must"
        assert kinds["ask"] == "act may"
        assert kinds["settle"] == "act clock"
        assert kinds["disappear"] == "act happens"

    def test_says_certainty_in_words_and_by_a_band_and_not_by_colour_alone(self, small: Regime) -> None:
        root = parsed(regime_svg(small, language="en"))
        granted = next(node for node in marked(root, "status") if node.get("data-status") == "granted")
        assert "temporary certainty" in "".join(granted.itertext())
        assert any(node.get("class") == "band" for node in granted)

    def test_shows_where_a_case_stands_and_has_been(self, small: Regime) -> None:
        drawn = regime_svg(
            small, language="nl", here={"residence": ("asked",)}, visited=frozenset({("residence", "none_yet")})
        )
        assert [node.get("data-status") for node in marked(parsed(drawn), "here")] == ["asked"]
        assert {node.get("data-status") for node in marked(parsed(drawn), "visited")} == {"none_yet", "asked"}

    def test_says_that_a_case_possibly_stands_in_several_places(self, small: Regime) -> None:
        drawn = regime_svg(small, language="nl", here={"residence": ("granted", "refused")})
        assert drawn.count("HIER?") == 2

    def test_needs_no_style_sheet_no_script_and_nothing_from_outside(
        self, every_drawing: list[tuple[Regime, str]]
    ) -> None:
        for _, svg in every_drawing:
            assert not re.search(r"\sstyle=|<style|<script|\son\w+=|href=|<image", svg)
            assert set(re.findall(r"https?://[^\"]+", svg)) == {"http://www.w3.org/2000/svg"}

    def test_has_a_name_and_a_description_and_ids_of_its_own(self, small: Regime) -> None:
        root = parsed(regime_svg(small, language="en", name="one"))
        assert root.get("aria-labelledby") == "one-title one-desc"
        ids = [node.get("id") for node in root.iter() if node.get("id")]
        assert len(ids) == len(set(ids))
        assert all(key is not None and key.startswith("one-") for key in ids)

    def test_escapes_what_is_written_in_a_regime(self, small: Regime) -> None:
        nasty = small.model_copy(update={"title": Text(nl="<script>&\"'\x07", en="x")})
        assert "<script" not in regime_svg(nasty, language="nl")
        assert "<script>&\"'" in "".join(parsed(regime_svg(nasty, language="nl")).itertext())


class TestTheMermaidDiagram:
    def test_has_every_status_and_every_move_of_every_regime(self, every_regime: list[Regime]) -> None:
        for regime in every_regime:
            lines = {line.strip() for line in regime_mermaid(regime, language="en").splitlines()}
            for track, element in regime.tracks.items():
                for status in element.statuses:
                    assert any(
                        line.startswith("state") and line.endswith(f" as {state_id(track, status)}") for line in lines
                    )
                for source, act, target in edges(regime, track):
                    label = act_label(regime, regime.acts[act], "en")
                    assert f"{state_id(track, source)} --> {state_id(track, target)} : {label}" in lines

    def test_writes_signs_of_its_own_as_codes(self, small: Regime) -> None:
        act = small.acts["ask"].model_copy(update={"title": Text(nl='a:b;c"d', en="x")})
        assert act_label(small, act, "nl") == "a#58;b#59;c#34;d (door Kind)"


def layouts(regime: Regime) -> list[Layout]:
    found = []
    for track, element in regime.tracks.items():
        links = [
            Link(f"@{n}", bundle.drawn_from, bundle.target, ACT_WIDTH, 40.0 + 25 * len(bundle.acts))
            for n, bundle in enumerate(bundles(regime, track))
        ]
        found.append(lay_out(dict.fromkeys(element.statuses, (STATUS_WIDTH, 60.0)), links))
    return found


class TestTheLayout:
    def test_keeps_boxes_and_blocks_apart(self, every_layout: list[tuple[Regime, list[Layout]]]) -> None:
        for layout in (layout for _, found in every_layout for layout in found):
            for one, other in combinations(layout.places.values(), 2):
                beside = one.x + one.width <= other.x or other.x + other.width <= one.x
                above = one.y + one.height <= other.y or other.y + other.height <= one.y
                assert beside or above

    def test_leads_no_line_through_a_box(self, every_layout: list[tuple[Regime, list[Layout]]]) -> None:
        for layout in (layout for _, found in every_layout for layout in found):
            for route in layout.routes:
                for (x, y), (next_x, next_y) in zip(route.points, route.points[1:], strict=False):
                    # Between two rows nothing stands, so only what runs straight can meet a box.
                    if x != next_x or y == next_y:
                        continue
                    low, high = min(y, next_y), max(y, next_y)
                    for place in layout.places.values():
                        aside = x < place.x or x > place.x + place.width
                        assert aside or high <= place.y + 0.01 or low >= place.y + place.height - 0.01

    def test_points_every_arrow_at_its_target(self, every_layout: list[tuple[Regime, list[Layout]]]) -> None:
        for regime, found in every_layout:
            for track, layout in zip(regime.tracks, found, strict=True):
                targets = {f"@{n}": bundle.target for n, bundle in enumerate(bundles(regime, track))}
                for route in layout.routes:
                    end = layout.places[targets[route.link] if route.to_target else route.link]
                    x, y = route.points[-1]
                    assert end.x <= x <= end.x + end.width
                    assert min(abs(y - end.y), abs(y - end.y - end.height)) < 0.01

    def test_is_the_same_every_time(self, small: Regime) -> None:
        assert regime_svg(small, language="nl") == regime_svg(small, language="nl")


class TestText:
    def test_is_wrapped_to_the_width_that_it_has(self) -> None:
        words = "De termijn waarbinnen de beslissing op een aanvraag moet zijn genomen, verlengingen inbegrepen"
        lines = wrap(words, 12, 150)
        assert " ".join(lines) == words
        assert all(text_width(line, 12) <= 150 for line in lines)

    def test_breaks_a_word_that_is_longer_than_a_line(self) -> None:
        lines = wrap("Hottentottententententoonstelling", 12, 90)
        assert len(lines) > 1
        assert all(text_width(line, 12) <= 90 for line in lines)

    def test_is_shortened_or_left_out_where_there_is_no_room(self) -> None:
        assert shorten("Vergunning", 12, 300) == "Vergunning"
        assert shorten("Vergunning verleend", 12, 80).endswith("…")
        assert shorten("Vergunning", 12, 5) == ""
