"""What the import contracts in pyproject.toml cannot say: which libraries the core may use at all.

The core computes from the law, a history and a date. It asks nothing of a clock, of chance, of the machine or of a
network, so that the same question always has the same answer.
"""

import re
import sys
from pathlib import Path

import grimp
import pytest

import relaas

LIBRARIES = {
    "kernel": {"holidays", "pydantic", "yaml"},
    "procedure": {"pydantic"},
    "capacity": {"pydantic"},
    "story": {"babel", "phonenumbers", "pydantic"},
    "casework": {"babel", "pydantic"},
}

# Parts of the standard library through which the outside world, or another module by name, would come in.
# `uuid` is not here because identifiers are parsed too; making one by chance is refused by ruff.
CLOSED = {
    *("importlib", "runpy"),
    *("os", "subprocess", "signal", "platform"),
    *("random", "secrets"),
    *("time", "sched"),
    *("socket", "ssl", "http", "urllib", "smtplib", "asyncio"),
    *("sqlite3", "dbm", "shelve", "pickle"),
    *("threading", "multiprocessing", "concurrent"),
}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("relaas", include_external_packages=True, cache_dir=None)


def modules_of(graph: grimp.ImportGraph, package: str) -> set[str]:
    return {package} | graph.find_descendants(package)


class TestTheCore:
    @pytest.mark.parametrize("package", LIBRARIES)
    def test_uses_only_the_libraries_on_its_list(self, graph: grimp.ImportGraph, package: str) -> None:
        allowed = (sys.stdlib_module_names - CLOSED) | LIBRARIES[package]
        strangers = {
            f"{module} imports {imported}"
            for module in modules_of(graph, f"relaas.{package}")
            for imported in graph.find_modules_directly_imported_by(module)
            if not imported.startswith("relaas") and imported.split(".")[0] not in allowed
        }
        assert not strangers


class TestTheLaw:
    def test_is_data_and_holds_no_code(self, graph: grimp.ImportGraph) -> None:
        # An empty package file is allowed: it makes the data installable.
        code = {module for module in graph.modules if module.startswith("relaas.law.")}
        assert not code


class TestTheAccount:
    """Who reads a child's words gets them through `relaas.storage.stories`, which selects by what is granted."""

    TABLES = ("Passage", "PassageState", "CodedFact", "Finding", "Question", "Identity", "Attachment")

    def test_is_asked_elsewhere_only_whether_a_request_was_stored_before(self) -> None:
        root = Path(relaas.__file__).parent
        asked = re.compile(rf"\b(?:{'|'.join(self.TABLES)})\.objects\.[^\n]*")
        strangers = [
            f"{path.relative_to(root)}: {found}"
            for path in sorted(root.rglob("*.py"))
            if path.relative_to(root).as_posix() != "storage/stories.py" and "migrations" not in path.parts
            for found in asked.findall(path.read_text(encoding="utf-8"))
            if not re.search(r"idempotency_key=|\.exists\(\)|\.count\(\)", found)
        ]
        assert strangers == []
