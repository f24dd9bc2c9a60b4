"""How the commands print: as wide as the terminal, and wide enough to be read when piped into a file."""

from __future__ import annotations

import sys

from rich.console import Console

PIPED_WIDTH = 160


def make_console() -> Console:
    """A console on stdout. Piped, it has no terminal to ask for its width, and 80 columns would cut names and texts."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else PIPED_WIDTH)
