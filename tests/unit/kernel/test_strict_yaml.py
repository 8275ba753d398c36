"""YAML as a law file needs it."""

from __future__ import annotations

from typing import Any

import pytest

from relaas.kernel.faults import LawFaults
from relaas.kernel.strict_yaml import read_document


def content(text: str) -> Any:
    return read_document(name="law.yaml", text=text).content


def fault(text: str) -> list[str]:
    with pytest.raises(LawFaults) as caught:
        content(text)
    return [str(found) for found in caught.value.faults]


class TestAValue:
    @pytest.mark.parametrize("word", ["yes", "no", "on", "off", "Yes", "NO", "True", "FALSE", "y", "n"])
    def test_that_is_a_word_stays_a_word(self, word: str) -> None:
        assert content(f"a: {word}") == {"a": word}

    @pytest.mark.parametrize(("word", "value"), [("true", True), ("false", False)])
    def test_is_true_or_false_in_one_spelling(self, word: str, value: bool) -> None:
        assert content(f"a: {word}") == {"a": value}

    def test_that_is_a_date_is_text_until_somebody_asks_for_a_date(self) -> None:
        assert content("a: 2016-03-17") == {"a": "2016-03-17"}

    def test_can_be_a_number_or_nothing(self) -> None:
        assert content("a: 3\nb: null\nc: []") == {"a": 3, "b": None, "c": []}


class TestADocument:
    def test_refuses_a_key_that_is_given_twice_and_names_both_lines(self) -> None:
        assert fault("a: 1\nb:\n  c: 1\n  c: 2\na: 2\n") == [
            "law.yaml:4 b.c: given twice (first on line 3); keep one",
            "law.yaml:5 a: given twice (first on line 1); keep one",
        ]

    def test_knows_the_line_of_every_place(self) -> None:
        lines = read_document(name="law.yaml", text="a:\n  b: [1,\n    2]\n").lines
        assert (lines["a",], lines["a", "b"], lines["a", "b", "1"]) == (1, 2, 3)

    def test_can_be_empty(self) -> None:
        assert content("# nothing\n") is None

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("a: [1", "law.yaml:1: this is not YAML: expected ',' or ']', but got '<stream end>'"),
            ("a: 1\n---\nb: 2", "law.yaml:2: this is not YAML: but found another document"),
            ("a: \x00", "law.yaml: this is not YAML: special characters are not allowed"),
            ("a: !made-up 1", "law.yaml:1: this is not YAML: could not determine a constructor for the tag '!made-up'"),
            ("a: &a [*a]", "law.yaml:1 a.0: contains itself (an alias)"),
        ],
    )
    def test_says_where_it_is_no_yaml(self, text: str, said: str) -> None:
        assert fault(text) == [said]
