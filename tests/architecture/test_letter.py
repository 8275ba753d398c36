"""docs/letter.md is true: what it calls built is proved by a test, and what is not yet built only becomes less."""

import re
from pathlib import Path

import pytest

from tests.support.letter import find_proofs

LETTER = Path(__file__).parent.parent.parent / "docs" / "letter.md"
ROW = re.compile(r"^\| (?P<id>[a-z0-9-]+) \|.*\| (?P<state>built|not yet) \|$", re.MULTILINE)

# May only be lowered. Raising it means that something the letter asks has been taken away again.
NOT_YET_AT_MOST = 5


@pytest.fixture(scope="module")
def rows() -> dict[str, str]:
    found = ROW.findall(LETTER.read_text(encoding="utf-8"))
    assert len(found) == len(dict(found)), "two rows have the same id"
    return dict(found)


class TestTheTableOfTheLetter:
    def test_is_read_whole(self, rows: dict[str, str]) -> None:
        lines = [line for line in LETTER.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
        header = 1
        assert len(rows) == len(lines) - header

    def test_has_a_test_for_every_row_that_is_built(self, rows: dict[str, str]) -> None:
        proofs = find_proofs()
        assert [row for row, state in rows.items() if state == "built" and row not in proofs] == []

    def test_knows_every_row_that_a_test_claims_to_prove(self, rows: dict[str, str]) -> None:
        assert sorted(set(find_proofs()) - set(rows)) == []

    def test_says_not_yet_less_and_less_often(self, rows: dict[str, str]) -> None:
        not_yet = [row for row, state in rows.items() if state == "not yet"]
        assert len(not_yet) == NOT_YET_AT_MOST, "lower NOT_YET_AT_MOST with the rows that have been built"
