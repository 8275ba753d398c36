"""The marks that tie tests to the letter are found in their source, also when only some tests run."""

from pathlib import Path

from tests.support.letter import find_proofs

EXAMPLE = """
import pytest

@pytest.mark.letter("row-1")
class TestClass:
    @pytest.mark.letter("row-2", "row-1")
    def test_method(self):
        ...

@pytest.mark.letter("row-2")
def test_function():
    ...
"""


class TestProofs:
    def test_are_found_on_classes_methods_and_functions(self, tmp_path: Path) -> None:
        folder = tmp_path / "tests"
        folder.mkdir()
        (folder / "test_example.py").write_text(EXAMPLE)
        assert find_proofs(folder) == {
            "row-1": {"tests/test_example.py::TestClass", "tests/test_example.py::TestClass::test_method"},
            "row-2": {"tests/test_example.py::TestClass::test_method", "tests/test_example.py::test_function"},
        }
