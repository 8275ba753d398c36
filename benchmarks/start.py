"""How long it takes from a clean clone to the first page, and how long a second start takes.

``python -m benchmarks start``. The clone is what is committed here. The two steps of ``make run`` are taken one after
the other, so that the server can have a free port. What pip has in its cache need not be fetched again; the figures say
how large that cache was.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.serving import running

AIM_SECONDS = {"first": 120, "second": 10}
STARTS = ("first", "second")
RESULT = Path("var") / "benchmarks" / "start.json"
ROOT = Path(__file__).resolve().parent.parent


def main() -> dict[str, Any]:
    """Measure, print, and leave the figures in ``var/benchmarks/start.json``."""
    result: dict[str, Any] = {
        "python": platform.python_version(),
        "pip_cache_megabytes": _pip_cache_megabytes(),
        "aim_seconds": AIM_SECONDS,
    }
    place = Path(tempfile.mkdtemp(prefix="relaas-start-"))
    try:
        clone = place / "relaas"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        for start in STARTS:
            result[start] = _start(clone, place / "log")
            print(_line(start, result[start]), flush=True)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return result


def _start(clone: Path, log: Path) -> dict[str, float]:
    environment = _without_ours()
    begin = time.monotonic()
    subprocess.run(["make", "setup"], cwd=clone, env={**os.environ, **environment}, check=True)
    setup = time.monotonic() - begin
    with running(
        [".venv/bin/relaas", "run", "--port", "{port}"], cwd=clone, environment=environment, log=log
    ) as server:
        page = server.seconds_to_first_page
    return {"setup": round(setup, 1), "run": round(page, 1), "total": round(setup + page, 1)}


def _without_ours() -> dict[str, str]:
    """The deployment that this process may belong to is not the one that starts."""
    return {name: "" for name in os.environ if name.startswith("RELAAS_")}


def _pip_cache_megabytes() -> float:
    asked = subprocess.run([sys.executable, "-m", "pip", "cache", "dir"], capture_output=True, text=True)
    cache = Path(asked.stdout.strip() or "/nonexistent")
    return round(sum(file.stat().st_size for file in cache.rglob("*") if file.is_file()) / 1e6, 1)


def _line(start: str, taken: dict[str, float]) -> str:
    return (
        f"{start + ' start':14}{taken['total']:>7} s to the first page  (setup {taken['setup']}, run {taken['run']}; "
        f"aim: under {AIM_SECONDS[start]} s)"
    )


if __name__ == "__main__":
    main()
