"""Where the browser for the browser tests is, and how it is started."""

import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

# Nothing but the pages under test: no sandbox (tests may run as root in a container), no calls of the browser's own.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> Path | None:
    """The first Chromium or Chrome on the path; None when there is none."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return Path(found) if found else None
