"""The ``relaas`` command: what it can do, and where each part lives."""

from __future__ import annotations

import click

from relaas.cli.groups import LazyGroup

_COMMANDS = {
    "law": ("relaas.cli.law", "law", "Read, draw and check the law files."),
    "access": ("relaas.cli.access", "access", "Who may see what, on which ground, and why not."),
    "replay": ("relaas.cli.replay", "replay", "Replay published cases through the law of their day."),
    "run": ("relaas.cli.serve", "run", "Prepare the database and serve on this machine."),
    "rebuild": ("relaas.cli.rebuild", "rebuild", "Work out again what is stored for lists."),
    "keys": ("relaas.cli.keys", "keys", "Look after the keys, and erase cases."),
    "retention": ("relaas.cli.retention", "retention", "See how long cases are kept, and which are due."),
    "audit": ("relaas.cli.audit", "audit", "Verify the log, and let a witness keep where it ends."),
    "database": ("relaas.cli.database", "database", "Make the database ready, and the role that serves pages."),
    "demo": ("relaas.cli.demo", "demo", "Load invented demonstration cases."),
}


@click.group(cls=LazyGroup, lazy=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="relaas")
def relaas() -> None:
    """Relaas: the law as data, a child's case as a history of acts, everything else computed."""


def main() -> None:
    """Run the command that was asked for."""
    relaas(prog_name="relaas")
