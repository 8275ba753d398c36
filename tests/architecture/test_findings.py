"""Procedures and the recording of acts know findings of the account, and nothing else of it."""

import ast
from pathlib import Path

import relaas

ROOT = Path(relaas.__file__).parent
RECORDING = [ROOT / "application" / "recording.py", ROOT / "application" / "story" / "finding_uses.py"]
ALLOWED = {
    "relaas.storage.models.story": {"FindingUse"},
    "relaas.storage.stories": {"acts_resting_on", "own_findings", "visible_findings"},
    "relaas.application.story.finding_uses": {"use_findings"},
}


def imported(path: Path) -> list[tuple[str, set[str]]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        (node.module or "", {alias.name for alias in node.names})
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    ]


class TestAnAct:
    def test_is_recorded_without_anything_of_a_passage(self) -> None:
        for path in RECORDING:
            for module, names in imported(path):
                if module in ALLOWED:
                    assert names <= ALLOWED[module], path.name
                else:
                    assert not module.startswith("relaas.application.story"), (path.name, module)
                    assert not {name for name in names if "assage" in name}, path.name


class TestTheProcedure:
    def test_knows_nothing_of_an_account(self) -> None:
        for path in (ROOT / "procedure").rglob("*.py"):
            assert not [module for module, _ in imported(path) if module.startswith(("relaas.story", "relaas.storage"))]
