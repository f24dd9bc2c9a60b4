"""Which column of a table holds the measure, who is responsible, when it is due and what has become of it."""

from __future__ import annotations

from pipeline.extract.statuses import declare_status
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.dates import find_dates
from pipeline.records import Cell, Table

Row = dict[int, Cell]
Columns = dict[str, list[int]]  # what it holds -> column numbers, in order

_HEADER_ROWS = 4  # a header stands among the first rows; titles may stand above it
_TELLING = frozenset({"responsible", "due", "status", "comment", "effect"})
_LEAST_ROWS = 4  # without a header so many rows are needed to see what columns hold
_LEAST_SHARE = 0.5


def plain(text: str) -> str:
    """A cell's words without soft hyphens and with single spaces."""
    return " ".join(text.replace("\u00ad", "").split())


def find_columns(table: Table) -> tuple[Columns, int] | None:
    """The columns of an action plan or follow-up table and the number of its header row (-1 without one).

    None when the table is none: it needs a column of measures or tasks, and one that tells who, when or how it went.
    """
    for number, row in enumerate(table.rows()):
        if number >= _HEADER_ROWS:
            break
        columns = _named(row)
        if _is_plan(columns):
            return columns, number
    guessed = _guessed(list(table.rows()))
    return (guessed, -1) if guessed else None


def is_header(row: Row, columns: Columns) -> bool:
    """Whether a row repeats the header, as on a page where the table goes on; a row of the plan names no column."""
    named = _named(row)
    return (
        len(named) >= 2
        and named.get("measure") == columns["measure"]
        and sum(1 for kind, numbers in named.items() if columns.get(kind) == numbers) >= 2
    )


def cell_texts(row: Row, columns: Columns, kind: str) -> list[tuple[Cell, str]]:
    """The non-empty cells of the columns of a kind with their words."""
    cells = [row[number] for number in columns.get(kind, ()) if number in row]
    return [(cell, plain(cell.text)) for cell in cells if plain(cell.text)]


def _named(row: Row) -> Columns:
    columns: Columns = {}
    for number, cell in row.items():
        words = plain(cell.text)
        if words and len(words) <= 60 and (kind := _kind_of(words)):
            columns.setdefault(kind, []).append(number)
    if "measure" not in columns and "task" in columns:
        columns["measure"] = columns["task"][:1]
    return columns


def _kind_of(words: str) -> str | None:
    for pattern in load_lexicon("measures").group("column."):
        if pattern.regex.search(words):
            return str(pattern.yields["column"])
    return None


def _is_plan(columns: Columns) -> bool:
    if "measure" not in columns:
        return False
    telling = _TELLING & columns.keys()
    by_name = "task" not in columns or columns["measure"] != columns["task"][:1]
    return bool(telling) and (by_name or bool(telling - {"responsible", "effect"}))


def _guessed(rows: list[Row]) -> Columns | None:
    """Columns known by what they hold, for a table whose header was lost: dates or statuses, roles, measures."""
    full = [row for row in rows if sum(1 for c in row.values() if plain(c.text)) >= 3]
    if len(full) < _LEAST_ROWS:
        return None
    role = load_lexicon("measures").pattern("role.title").regex
    width = max(max(row) for row in full) + 1
    columns: Columns = {}
    for number in range(1, width):
        words = [plain(row[number].text) for row in full if number in row and plain(row[number].text)]
        if len(words) < len(full) * _LEAST_SHARE:
            continue
        dated = sum(1 for w in words if len(w) <= 40 and (find_dates(w) or declare_status(w).rule.startswith("label.")))
        held = sum(1 for w in words if len(w) <= 60 and role.search(w))
        if "due" not in columns and dated >= len(words) * _LEAST_SHARE:
            columns["due"] = [number]
        elif "responsible" not in columns and held >= len(words) * _LEAST_SHARE:
            columns["responsible"] = [number]
    if not {"due", "responsible"} <= columns.keys():
        return None
    columns["measure"] = [0]
    columns["comment"] = [n for n in range(columns["due"][0] + 1, width) if [n] not in columns.values()]
    return columns
