"""How the commands print: as wide as the terminal, and wide enough to be read when piped into a file."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Sequence

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.export.text import without_formula
from pipeline.messages import message

PIPED_WIDTH = 160
_LONGEST = 160  # characters of a text in a table cell


def make_console() -> Console:
    """A console on stdout. Piped, it has no terminal to ask for its width, and 80 columns would cut names and texts."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else PIPED_WIDTH)


def print_table(
    console: Console, title: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]], lang: str,
    most: int | None = None,
) -> None:  # fmt: skip
    """A table with a title; the columns are names in `lexicon/messages/checks.toml`. Rows beyond `most` are counted."""
    table = Table(title=title, title_justify="left", show_lines=False)
    for head in column_heads(columns, lang):
        table.add_column(head, overflow="fold")  # a cut file name cannot be looked for
    told = list(rows)
    for row in told[:most]:
        table.add_row(*(escape(_shortened(cell)) for cell in row))
    console.print(table)
    if most is not None and len(told) > most:
        console.print(message("checks.more", lang, count=len(told) - most, total=len(told)))


def print_csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A list as CSV on stdout, as Swedish Excel opens it: UTF-8 that says so in its first bytes, whatever the system
    writes in. No cell can be taken for a formula.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([without_formula(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    encoding = "utf-8" if sys.stdout.isatty() else "utf-8-sig"
    click.echo(out.getvalue().encode(encoding), nl=False)


def column_heads(columns: Iterable[str], lang: str) -> list[str]:
    """The names of columns, of which `columns` are the keys in `lexicon/messages/checks.toml`."""
    return [message(f"checks.column_{column}", lang) for column in columns]


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
