"""The command line: `sparbar COMMAND`. Each module holds the commands of one group; here they are gathered."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from pipeline import __version__
from pipeline.errors import SparbarError
from pipeline.messages import message


class _Commands(click.Group):
    """Loads a command's module when it is called for, so that `--help` and small commands start at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order that a user meets them."""
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        module_name = _MODULES.get(cmd_name)
        if module_name is None:
            return None
        commands: tuple[click.Command, ...] = import_module(f"pipeline.cli.{module_name}").COMMANDS
        return next(command for command in commands if command.name == cmd_name)


# command -> its module in this package
_MODULES = {
    "run": "run",
    "status": "status",
    "search": "search",
    "citations": "citations",
    "trace": "trace",
    "matrix": "matrix",
    "show": "show",
    "explain": "show",
    "review": "review",
    "suspects": "suspects",
    "coverage": "coverage",
    "measures": "measures",
    "assignments": "assignments",
    "timeline": "timeline",
    "overdue": "checks",
    "check": "checks",
    "watch": "watch",
    "evaluate": "evaluate",
    "train": "train",
}


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sparbar")
def cli() -> None:
    """Spårbar: från revisorernas kritik till nämndens svar, beslut och åtgärd, med belägg i varje cell."""


def main() -> None:
    """Run the command line; an expected error is one line on stderr and exit code 1 (2 for a wrong call)."""
    try:
        cli(standalone_mode=True)
    except SparbarError as error:
        lang = "en" if "en" in sys.argv[1:] else "sv"
        code, values = getattr(error, "code", ""), getattr(error, "values", {})
        text = message(code, lang, **values) if code and values else str(error)
        click.echo(text, err=True)
        sys.exit(1)
