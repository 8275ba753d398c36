"""The real law, and a child that has told its story."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.told_case import World, told_world


@pytest.fixture(autouse=True)
def invented_law(settings: Any, keys: Path) -> None:
    """Here the law is that of the program: the law of access and the integral procedure belong together."""
    settings.RELAAS_KEYS = keys


@pytest.fixture
def world() -> World:
    return told_world()
