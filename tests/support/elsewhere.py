"""Another process on the database of the running test, to be killed or to work beside it."""

import os
import subprocess
import sys

SET_UP = "import django; django.setup()\n"


def another_process(script: str) -> subprocess.Popen[str]:
    """A process that runs the script with Django set up, on the databases, keys and law of the test.

    It waits where the script reads a line, until the test writes one or ends it; so it never ends before its time.
    """
    from django.conf import settings
    from django.db import connections

    environment = {name: value for name, value in os.environ.items() if not name.startswith("RELAAS_")} | {
        "DJANGO_SETTINGS_MODULE": "relaas.config.settings",
        "RELAAS_DATABASE_URL": _address(connections["default"].settings_dict),
        "RELAAS_KEYSTORE_URL": _address(connections["keystore"].settings_dict),
        "RELAAS_KEYS": str(settings.RELAAS_KEYS),
        "RELAAS_LAW": str(settings.RELAAS_LAW),
    }
    return subprocess.Popen(
        [sys.executable, "-c", SET_UP + script],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _address(database: dict[str, str]) -> str:
    if database["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{database['NAME']}"
    who = f"{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}"
    return f"postgresql://{who}/{database['NAME']}"
