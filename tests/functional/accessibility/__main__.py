"""`python -m tests.functional.accessibility`: all pages, in both languages, at full width, at 200 %, at 320 pixels."""

import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from tests.functional.accessibility.checking import WHOLE, faults_of
from tests.functional.conftest import served, visits_of
from tests.support.chromium import FLAGS, find_chromium


def main() -> int:
    """The faults, each once with the looks in which it shows; ends with 1 when there are any."""
    found: Counter[str] = Counter()
    with TemporaryDirectory() as var, served(Path(var), "visits") as (site, rest), sync_playwright() as playwright:
        visits = visits_of(rest)
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        for look in WHOLE:
            for done, (path, faults) in enumerate(faults_of(browser, site, visits, look), start=1):
                found.update(faults)
                print(
                    f"\r{look.language} {look.width:>4}: {done}/{len(visits)} {path[:70]:<70}", end="", file=sys.stderr
                )
        browser.close()
    print(file=sys.stderr)
    for fault, times in sorted(found.items()):
        print(f"{fault} ({times} of {len(WHOLE)} looks)")
    print(f"{len(visits)} pages, {len(WHOLE)} looks each, {len(found)} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
