"""The invented law of the how-to guide, for tests that need a small regime."""

from __future__ import annotations

import re
from pathlib import Path

GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "write-a-regime.md"


def write_example_law(root: Path) -> Path:
    """Write every regime of the guide as a reader would, and return the folder to load."""
    (root / "regimes").mkdir(parents=True)
    for block in re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL):
        name = re.search(r"^regime: (\S+)$", block, re.MULTILINE)
        assert name is not None
        (root / "regimes" / f"{name.group(1)}.yaml").write_text(block, encoding="utf-8")
    return root
