"""A server with a database of its own, as a program: `python -m tests.functional.serve PORT` (RELAAS_VAR says where).

With `reflecting` after the port there is one case, of a child in reflection that told its story five days ago; with
`visits` one with something on every page, and the pages to visit stand in a file that is named.

The browser tests walk through it from outside, as people do. They leave acts behind that nothing can take away again,
which is why they do not share the database of the other tests.
"""

import json
import logging
import os
import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server


class Quiet(WSGIRequestHandler):
    """Says nothing about single requests."""

    def log_message(self, *args: object) -> None:
        """Nothing."""


class Threaded(ThreadingMixIn, WSGIServer):
    """A browser keeps several connections open."""

    daemon_threads = True


def main(port: int, case: str = "") -> None:
    """Prepare and serve until ended. Says on which port, and the number of the case if there is one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "relaas.config.settings")
    os.environ["RELAAS_SERVES"] = "1"
    import django

    django.setup()
    from django.core.management import call_command

    from tests.functional.path import PASSWORD
    from tests.functional.world import add_colleague, make_world

    call_command("migrate", verbosity=0)
    call_command("migrate", database="keystore", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if case == "reflecting":
        from tests.functional.lately import reflecting_lately

        case = reflecting_lately(password=PASSWORD).number
    elif case == "visits":
        case = write_visits()
    else:
        make_world(password=PASSWORD)
        add_colleague(password=PASSWORD)
    # Only now: it looks once at the files that it is to serve.
    from relaas.config.wsgi import application

    with make_server("127.0.0.1", port, application, Threaded, Quiet) as server:
        print("ready", server.server_port, case, flush=True)
        server.serve_forever()


def write_visits() -> str:
    """The path of a file with the pages to visit and as whom."""
    from django.conf import settings

    from tests.functional.accessibility.visits import planned_visits

    path = settings.RELAAS_VAR / "visits.json"
    logging.disable(logging.CRITICAL)  # most of what is asked on the way is refused, and that is not news
    path.write_text(json.dumps(planned_visits()), encoding="utf-8")
    logging.disable(logging.NOTSET)
    return str(path)


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
