"""Which tests prove which row of docs/letter.md, read from the marks in the source of the tests."""

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent.parent


def find_proofs(folder: Path = TESTS) -> dict[str, set[str]]:
    """Row id -> ``file::Class::test`` of each class or function marked ``@pytest.mark.letter("row-id", ...)``.

    It reads every test file, so the answer is whole also when only some tests run.
    """
    found: dict[str, set[str]] = {}
    for file in sorted(folder.rglob("test_*.py")):
        for name, row in _marks(ast.parse(file.read_text(encoding="utf-8")), prefix=""):
            found.setdefault(row, set()).add(f"{file.relative_to(folder.parent)}::{name}")
    return found


def _marks(tree: ast.AST, *, prefix: str) -> Iterator[tuple[str, str]]:
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.ClassDef | ast.FunctionDef):
            continue
        name = f"{prefix}{node.name}"
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.letter":
                yield from ((name, ast.literal_eval(row)) for row in decorator.args)
        if isinstance(node, ast.ClassDef):
            yield from _marks(node, prefix=f"{name}::")
