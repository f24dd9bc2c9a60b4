"""Write docs/commands.md from the commands' own help: python docs/make_commands.py (with "-": print it)."""

from __future__ import annotations

import sys
from pathlib import Path

from pipeline.cli import cli

PAGE = Path(__file__).parent / "commands.md"
INTRODUCTION = """# Commands

The help of every command, as the program prints it. This page is made by `python docs/make_commands.py`, and a test
holds it to the program.
"""


def render() -> str:
    """The whole page."""
    context = cli.context_class(cli, info_name="sparbar", **cli.context_settings)
    parts = [INTRODUCTION]
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        own = command.context_class(command, info_name=name, parent=context, terminal_width=100, max_content_width=100)
        parts.append(f"## sparbar {name}\n\n```\n{command.get_help(own).rstrip()}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    if sys.argv[1:] == ["-"]:
        sys.stdout.write(render())
    else:
        PAGE.write_text(render(), encoding="utf-8")
