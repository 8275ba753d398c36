"""Indicators say what was seen or heard: none twice, none with a weight, none about where a child comes from."""

import re
from pathlib import Path

import pytest
import yaml

from relaas.story.indicators import PREFIX, IndicatorGroup, indicator_groups, indicators_by_code
from relaas.story.vocabularies import LAW, standard_vocabularies

# What the official list calls its clusters (Aanwijzing mensenhandel 2008, annex 3).
AM08 = ("1a", "1b", "2a", "2b", "2c", "3", "4", "5")
COUNTRIES = re.compile(r"nationali|land van herkomst|bronland|source country|country of origin", re.IGNORECASE)


@pytest.fixture(scope="module")
def groups() -> tuple[IndicatorGroup, ...]:
    return indicator_groups(standard_vocabularies())


def files() -> list[Path]:
    return sorted(LAW.glob(f"{PREFIX}*.yaml"))


class TestIndicators:
    def test_have_codes_that_are_used_once(self, groups: tuple[IndicatorGroup, ...]) -> None:
        codes = [code for group in groups for code in group.indicators]
        assert len(codes) == len(set(codes)) == len(indicators_by_code(standard_vocabularies()))

    def test_begin_with_what_is_seen_on_arrival(self, groups: tuple[IndicatorGroup, ...]) -> None:
        assert [group.name for group in groups[:2]] == ["arrival", "reception"]

    def test_hold_every_cluster_of_the_official_list_under_its_own_number(
        self, groups: tuple[IndicatorGroup, ...]
    ) -> None:
        ours = [group for group in groups if group.name.startswith("am08_")]
        assert [group.name.removeprefix("am08_") for group in ours] == list(AM08)
        for group, number in zip(ours, AM08, strict=True):
            assert all(code.startswith(f"AM08-{number}-") for code in group.indicators)

    def test_have_words_in_both_languages(self, groups: tuple[IndicatorGroup, ...]) -> None:
        for group in groups:
            for one in group.indicators.values():
                assert one.title.nl
                assert one.title.en
                assert one.title.nl != one.title.en

    def test_say_nothing_of_where_a_child_comes_from(self, groups: tuple[IndicatorGroup, ...]) -> None:
        words = [text for group in groups for one in group.indicators.values() for text in (one.title.nl, one.title.en)]
        assert [text for text in words if COUNTRIES.search(text)] == []

    @pytest.mark.parametrize("file", files(), ids=lambda file: file.stem)
    def test_have_no_number_that_could_be_added_up(self, file: Path) -> None:
        def numbers(part: object) -> list[object]:
            if isinstance(part, dict):
                return [found for value in part.values() for found in numbers(value)]
            if isinstance(part, list):
                return [found for value in part for found in numbers(value)]
            return [part] if isinstance(part, int | float) and not isinstance(part, bool) else []

        assert numbers(yaml.safe_load(file.read_text(encoding="utf-8"))["sections"]) == []
