"""Every page meets WCAG 2.2 AA as far as axe-core can tell, and fits on 320 pixels. One pass per page; the command
`python -m tests.functional.accessibility` looks in both languages at three widths."""

from pathlib import Path
from typing import Any

import pytest

from tests.functional.accessibility.checking import QUICK, faults_of
from tests.functional.conftest import served, visits_of

pytestmark = pytest.mark.browser


class TestEveryPage:
    def test_breaks_no_rule(self, chromium: Any, tmp_path: Path) -> None:
        faults: list[str] = []
        with served(tmp_path, "visits") as (site, rest):
            visits = visits_of(rest)
            for look in QUICK:
                faults += [fault for _, found in faults_of(chromium, site, visits, look) for fault in found]
        assert len({visit["name"] for visit in visits}) > 30
        assert faults == []
