"""The command line: `sparbar COMMAND`. Each module holds the commands of one group; here they are gathered."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from pipeline import __version__
from pipeline.cli.errors import describe_call, describe_error, end_output, guard_output, language_asked
from pipeline.cli.helping import HelpContext
from pipeline.errors import SparbarError


class _Commands(click.Group):
    """Loads a command's module when it is called for, so that `--help` and small commands start at once."""

    context_class = HelpContext

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order that a user meets them."""
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        module_name = _MODULES.get(cmd_name)
        if module_name is None:
            return None
        commands: tuple[click.Command, ...] = import_module(f"pipeline.cli.{module_name}").COMMANDS
        command = next(command for command in commands if command.name == cmd_name)
        command.context_class = HelpContext
        return command


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
    "forget": "forget",
    "evaluate": "evaluate",
    "train": "train",
}


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sparbar")
def cli() -> None:
    """Spårbar: från revisorernas kritik till nämndens svar, beslut och åtgärd, med belägg i varje cell."""


def main() -> None:
    """Run the command line; an expected error is one line on stderr and exit code 1 (2 for a wrong call)."""
    guard_output()
    lang = language_asked(sys.argv[1:])
    try:
        code = cli.main(prog_name="sparbar", standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(error.exit_code)
    except click.UsageError as error:
        click.echo(describe_call(error, lang), err=True)
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(1)
    except SparbarError as error:
        click.echo(describe_error(error, lang), err=True)
        sys.exit(1)
    except OSError as error:
        sys.exit(end_output(error, lang))
