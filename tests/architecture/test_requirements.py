"""What is installed is known to the byte, and says nothing about where it was fetched."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ["run", "dev", "bench"]


def blocks(part: str) -> list[str]:
    """One text per requirement: its line and its hashes."""
    text = (ROOT / f"requirements/{part}.txt").read_text()
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return re.split(r"\n(?=\S)", "\n".join(lines))


def wanted(part: str) -> set[str]:
    text = (ROOT / f"requirements/{part}.in").read_text()
    return {line for line in text.splitlines() if line and not line.startswith(("#", "-c"))}


@pytest.mark.parametrize("part", PARTS)
class TestRequirements:
    def test_are_pinned_and_hashed(self, part: str) -> None:
        loose = [
            block for block in blocks(part) if not re.match(r"[a-z0-9.-]+==\S+( ;.*)? \\\n +--hash=sha256:", block)
        ]
        assert not loose

    def test_name_no_place_on_a_network_or_a_disk(self, part: str) -> None:
        assert not re.search(r"://|--(extra-)?index|--find-links|--trusted|file:", "\n".join(blocks(part)))

    def test_hold_everything_that_is_asked_for(self, part: str) -> None:
        pinned = {block.split("==")[0] for block in blocks(part)}
        assert {re.split(r"[\[<>=,]", line)[0] for line in wanted(part)} <= pinned


class TestTheProject:
    def test_asks_for_what_run_in_asks_for(self) -> None:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
        builds_the_project = {"editables", "hatchling"}
        assert set(project["dependencies"]) == wanted("run") - builds_the_project
