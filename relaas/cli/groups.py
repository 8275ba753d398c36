"""Groups of commands that help a person who misspells, and that import only the command that is run."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from relaas.kernel.faults import nearest


class HintingGroup(click.Group):
    """A group that refuses an unknown command with the nearest known one."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments name. Raises UsageError when there is none of that name."""
        if args and args[0] not in self.list_commands(ctx) and not args[0].startswith("-"):
            hint = nearest(args[0], self.list_commands(ctx))
            raise click.UsageError(f'no command is called "{args[0]}"{hint}', ctx=ctx)
        return super().resolve_command(ctx, args)


class LazyGroup(HintingGroup):
    """A group that knows its commands by module, attribute and one line of help, and imports only the one it runs."""

    def __init__(self, *args: Any, lazy: Mapping[str, tuple[str, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the table."""
        return [*self._lazy, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now; None when there is none of that name."""
        if cmd_name not in self._lazy:
            return super().get_command(ctx, cmd_name)
        module, attribute, _ = self._lazy[cmd_name]
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any."""
        rows = [(name, line) for name, (_, _, line) in self._lazy.items()]
        with formatter.section("Commands"):
            formatter.write_dl(rows)
