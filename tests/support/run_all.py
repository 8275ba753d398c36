"""All tests: once on SQLite, then those that touch a database again on PostgreSQL; at the end, what was left out.

What is left out is only named, unless ``RELAAS_NO_OMISSIONS=1``: then it makes the run fail.
"""

import os
import subprocess
import sys

from tests.support.chromium import find_chromium
from tests.support.postgres import find_postgresql
from tests.support.printer import has_printer

PROCESSES = min(os.cpu_count() or 1, 4)
NO_TESTS_COLLECTED = 5


def main() -> int:
    omissions = [] if find_chromium() else ["tests in a browser: Chromium is missing (sudo apt-get install chromium)"]
    if not has_printer():
        needed = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core"
        omissions.append(f"tests of PDF: Pango or the Noto fonts are missing (sudo apt-get install {needed})")
    failed = [] if _pytest("--database=sqlite") == 0 else ["SQLite"]
    if find_postgresql():
        status = _pytest("--database=postgresql", "-m", "database")
        if status == NO_TESTS_COLLECTED:
            omissions.append("tests on PostgreSQL: no test is marked `database`")
        elif status:
            failed.append("PostgreSQL")
    else:
        omissions.append("tests on PostgreSQL: the server is missing (sudo apt-get install postgresql)")
    return _conclude(failed=failed, omissions=omissions)


def _pytest(*arguments: str) -> int:
    command = [sys.executable, "-m", "pytest", "-n", str(PROCESSES), *arguments]
    print(f"\n== {' '.join(command[2:])}", flush=True)
    return subprocess.call(command)


def _conclude(*, failed: list[str], omissions: list[str]) -> int:
    print("\n== Left out")
    for omission in omissions or ["nothing"]:
        print(f"   {omission}")
    print("== Failed")
    for part in failed or ["nothing"]:
        print(f"   {part}")
    if omissions and os.environ.get("RELAAS_NO_OMISSIONS"):
        print("RELAAS_NO_OMISSIONS: what was left out counts as a failure.")
        return 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
