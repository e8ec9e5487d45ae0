"""The command group ``unsung``: imports a command when it is called, ends every error alike."""

import importlib
import io
import sys
from collections.abc import Mapping
from typing import Any

import click
from click.exceptions import Exit, NoSuchCommand

LOG_FOLDER = "unsung.log_folder"
"""Where a command leaves, in its context, the folder for details of errors."""

_HELP = """Mines the hidden work that keeps a company running, and publishes profiles of it.

Exit codes: 0 complete, 3 partial (published with coverage), 4 configuration or credentials,
5 data refused, 6 store, 70 unforeseen, 75 locked, 130 and 143 stopped.
"""


class CommandGroup(click.Group):
    """Commands by name, each with its module and function, and its summary.

    The summaries stand here a second time because Dagster, DuckDB and the tools' libraries take
    seconds to import, and help needs none of them.
    """

    def __init__(self, name: str, commands: Mapping[str, tuple[str, str]]) -> None:
        super().__init__(name, help=_HELP)
        self.summaries = {command: summary for command, (_, summary) in commands.items()}
        self._places = {command: place for command, (place, _) in commands.items()}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # because click passes it
        """Every command, in the order in which a new user meets them."""
        return list(self._places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # because click passes it
        """Imports one command."""
        if cmd_name not in self._places:
            return None
        module, _, function = self._places[cmd_name].partition(".")
        found = importlib.import_module(f"pipelines.cli.{module}")
        command: click.Command = getattr(found, function)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # because click passes it
        """Lists the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.summaries.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Finds the command; a misspelt one is answered with those that look like it."""
        try:
            return super().resolve_command(ctx, args)
        except NoSuchCommand as error:
            names = list(self._places)
            raise NoSuchCommand(error.command_name, possibilities=names, ctx=ctx) from None

    def main(self, *args: Any, **options: Any) -> Any:
        """Runs a command line; being stopped ends it in one line.

        A console that cannot show a letter shows a question mark in its place.
        """
        from pipelines.cli.ending import stoppable

        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        with stoppable():
            return super().main(*args, **options)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs a command; whatever goes wrong ends in one line and the documented exit code."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, Exit, BrokenPipeError):
            raise
        except Exception as error:  # noqa: BLE001  # because no command ends in a traceback
            from pipelines.cli.ending import say

            code = say(error, ctx.meta.get(LOG_FOLDER))
        # Outside the handler: frames that an exit keeps alive make DuckDB report leaks.
        return ctx.exit(code)
