"""The real law and invented people, of whom nobody has reported anything yet."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.told_case import make_actors


@pytest.fixture(autouse=True)
def invented_law(settings: Any, keys: Path) -> None:
    """Here the law is that of the program: signals, grants and the integral procedure belong together."""
    settings.RELAAS_KEYS = keys


@pytest.fixture
def actors() -> dict[str, Any]:
    return make_actors()
