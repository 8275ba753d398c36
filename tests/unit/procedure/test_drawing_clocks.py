"""Clocks each stand by themselves, on one scale; what is something else looks like something else."""

from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest

from relaas.procedure.drawing.clocks import Clock, clocks_svg

OWN = Clock(
    title="Bedenktijd",
    begin=date(2026, 3, 1),
    end=date(2026, 6, 1),
    is_still=False,
    begin_words="begonnen 1 maart",
    end_words="tot en met 1 juni",
    still_words="staat stil",
)
REST = replace(OWN, title="Iets anders: rust", end=date(2026, 3, 22), is_apart=True)


def drawn(*clocks: Clock, today: date = date(2026, 4, 1)) -> str:
    return clocks_svg(clocks, today=today, today_words="vandaag", title="Klok", desc="Alles", language="nl")


class TestAClock:
    def test_says_when_it_began_where_today_is_and_when_it_ends(self) -> None:
        svg = drawn(OWN)
        ElementTree.fromstring(svg)
        assert all(words in svg for words in ("Bedenktijd", "begonnen 1 maart", "vandaag", "tot en met 1 juni"))
        assert "staat stil" not in svg

    def test_says_that_it_stands_still(self) -> None:
        assert "staat stil" in drawn(replace(OWN, is_still=True))

    def test_of_something_else_is_drawn_below_a_line_and_otherwise(self) -> None:
        svg = drawn(OWN, REST)
        assert 'stroke-dasharray="2 5"' in svg
        assert svg.index("Bedenktijd") < svg.index("Iets anders")

    @pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 3, 1), date(2027, 1, 1)])
    def test_can_be_looked_at_on_any_day(self, today: date) -> None:
        ElementTree.fromstring(drawn(OWN, replace(REST, end=None), today=today))
