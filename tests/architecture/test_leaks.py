"""docs/reference/leaks.md is true: every test that it names exists, and every other row says who owes it."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
ROWS = re.compile(r"^\| (?P<peer>[^|]+) \| [^|]+ \| (?P<answer>[^|]+) \|$", re.MULTILINE)


def rows() -> list[tuple[str, str]]:
    text = (ROOT / "docs" / "reference" / "leaks.md").read_text(encoding="utf-8")
    return [(peer, answer) for peer, answer in ROWS.findall(text) if peer != "peer, number"]


def test_every_test_that_is_named_exists() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    named = [name for _, answer in rows() for name in re.findall(r"`(test_\w+)`", answer)]
    assert named
    assert [name for name in named if f"def {name}(" not in sources] == []


def test_every_other_row_says_who_owes_the_test_or_why_there_is_none() -> None:
    others = [answer for _, answer in rows() if "`test_" not in answer]
    assert [answer for answer in others if not answer.startswith(("owed: ", "there are none: "))] == []
