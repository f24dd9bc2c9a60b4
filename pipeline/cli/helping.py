"""`--help` in the users' language: click's own words around what the commands say of themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable

import click

_HEADINGS = {"Options": "Tillval", "Commands": "Kommandon", "Arguments": "Argument"}
_WORDS = {
    "[OPTIONS]": "[TILLVAL]",
    "COMMAND [ARGS]...": "KOMMANDO ...",
    "Show this message and exit.": "Visa den här hjälpen.",
    "Show the version and exit.": "Visa programmets version.",
    "[default: ": "[annars: ",
    "[required]": "[måste anges]",
    "[%Y-%m-%d]": "ÅÅÅÅ-MM-DD",
    "INTEGER RANGE": "TAL",
    "INTEGER": "TAL",
    "FLOAT RANGE": "TAL",
    "FLOAT": "TAL",
    "PATH": "SÖKVÄG",
    "DIRECTORY": "MAPP",
    "FILE": "FIL",
}
# Whole words: FILER is none of click's.
_KNOWN = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, _WORDS))})(?!(?<=\w)\w)")


def _told(text: str) -> str:
    return _KNOWN.sub(lambda match: _WORDS[match[0]], text)


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, _told(args), prefix or "Så här: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_HEADINGS.get(heading, heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(_told(name), _told(said)) for name, said in rows], col_max, col_spacing)


class HelpContext(click.Context):
    """The context of each command: its help is written with Swedish headings and words for values."""

    formatter_class = _Formatter
