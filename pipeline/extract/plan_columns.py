"""Which column of a table holds the measure, who is responsible, when it is due and what has become of it."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.extract.due_dates import NO_DUE, read_due
from pipeline.extract.statuses import declare_status, is_mark
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.dates import find_dates
from pipeline.records import Cell, Table

Row = dict[int, Cell]
Columns = dict[str, list[int]]  # what it holds -> column numbers, in order

_HEADER_ROWS = 4  # a header stands among the first rows; titles may stand above it
_TELLING = frozenset({"responsible", "due", "status", "comment", "effect"})
_LEAST_ROWS = 4  # without a header so many rows are needed to see what columns hold
_LEAST_SHARE = 0.5
_LEAST_NAMED = 2  # columns that a header names, at least
_TICKS = frozenset(["x", "✓", "✔", "√", "☑", "●", "■", "•"])
_LONGEST_NAME = 60
_LEAST_TOLD = 0.6
_WIDE = 20  # letters on average of a column that tells measures
_AMOUNT = re.compile(r"[-−–+]?\s?\d[\d .,\u00a0]*(?:[tm]n?kr|kr)?")
_BROKEN = re.compile(r"(?<=[a-zåäö\d])\s(?=[a-zåäö\d])")
_BROKEN_PARTS = 2
_ANY_YEAR = 2000  # a year for dates without one, where it only matters that they are dates


def plain(text: str) -> str:
    """A cell's words without soft hyphens and with single spaces."""
    return " ".join(text.replace("\u00ad", "").split())


def find_columns(table: Table) -> tuple[Columns, int] | None:
    """The columns of an action plan or follow-up table and the number of its header row (-1 without one).

    None when the table is none: it needs a column of measures or tasks, and one that tells who, when or how it went.
    """
    rows = list(table.rows())
    for number, row in enumerate(rows[:_HEADER_ROWS]):
        columns = _completed(named_columns(row), row, rows[number + 1 :])
        if _is_plan(columns):
            return columns, number
    headers = [(number, named_columns(row)) for number, row in enumerate(rows[:_HEADER_ROWS])]
    header, named = max(headers, key=lambda h: len(h[1]), default=(-1, {}))
    if len(named) >= _LEAST_NAMED and "finding" in named:
        return None  # it says what its columns hold, and measures are none of it
    headed = len(named) >= _LEAST_NAMED
    guessed = _guessed(rows, headed=headed)
    return (guessed, header if headed else -1) if guessed else None


def find_cards(table: Table) -> list[tuple[Columns, list[Row]]]:
    """The measures of a table that stands on its side: names in the first column, a measure in each further one.

    A card is a table of two columns; several may stand below each other, each from the name of the measure on. The rows
    are given as if they were columns, so that a card reads as any row.
    """
    cards: list[tuple[Columns, list[Row]]] = []
    lines = [(number, row[0], row) for number, row in enumerate(table.rows()) if 0 in row]
    starts = [i for i, (_, head, _) in enumerate(lines) if kind_of(_label(head)) == "measure"]
    for start, end in zip(starts, [*starts[1:], len(lines)][: len(starts)], strict=True):
        columns: Columns = {}
        for number, head, _ in lines[start:end]:
            if len(_label(head)) <= _LONGEST_NAME and (kind := kind_of(_label(head))):
                columns.setdefault(kind, []).append(number)
        named = sum(map(len, columns.values())) >= _LEAST_TOLD * (end - start)
        headed = len(named_columns(lines[start][2])) > 1  # names beside the first one: a table that stands upright
        if named and not headed and len(columns.get("measure", ())) == 1 and _TELLING & columns.keys():
            width = max(max(row) for _, _, row in lines[start:end])
            measures = [
                {number: row[column] for number, _, row in lines[start:end] if column in row}
                for column in range(1, width + 1)
            ]
            cards.append((columns, [m for m in measures if m]))
    return cards


def _label(cell: Cell) -> str:
    return plain(cell.text).rstrip(" :")


def is_header(row: Row, columns: Columns) -> bool:
    """Whether a row repeats the header, as on a page where the table goes on; a row of the plan names no column."""
    named = named_columns(row)
    telling = [kind for kind in _TELLING if kind in named and named[kind] == columns.get(kind)]
    if len(telling) >= _LEAST_NAMED and sum(map(len, named.values())) >= len(row) - 1:
        return True  # the next of several tables read as one: its first cell may hold what stands between them
    return (
        len(named) >= 2
        and named.get("measure") == columns["measure"]
        and sum(1 for kind, numbers in named.items() if columns.get(kind) == numbers) >= 2
    )


def cell_texts(row: Row, columns: Columns, kind: str) -> list[tuple[Cell, str]]:
    """The non-empty cells of the columns of a kind with their words."""
    cells = [row[number] for number in columns.get(kind, ()) if number in row]
    return [(cell, plain(cell.text)) for cell in cells if plain(cell.text)]


def named_columns(row: Row) -> Columns:
    """The columns that a header row names, each by what its words say that it holds."""
    columns: Columns = {}
    for number, cell in row.items():
        words = plain(cell.text)
        if words and len(words) <= _LONGEST_NAME and (kind := kind_of(words)):
            columns.setdefault(kind, []).append(number)
    if "measure" not in columns and "task" in columns:
        columns["measure"] = columns["task"][:1]
    if "responsible" not in columns and "unit" in columns and columns.keys() & {"due", "status"}:
        columns["responsible"] = columns["unit"][:1]
    return columns


def _completed(columns: Columns, header: Row, rows: list[Row]) -> Columns:
    """The columns named, and those whose header says nothing known but whose cells all do: dates, statuses, ticks."""
    columns = {kind: [n for n in numbers if not _holds_amounts(rows, kind, n)] for kind, numbers in columns.items()}
    columns = {kind: numbers for kind, numbers in columns.items() if numbers}
    judged = [n for n in columns.get("finding", ()) if _share(_words_in(rows, n), _says_status) > _LEAST_TOLD]
    if judged == columns.get("finding") and "measure" in columns and "status" not in columns:
        # "Bedömning": how far each has come; beside the auditors' points it is their verdict
        columns = {**columns, "finding": [], "status": judged[:1]}
    known = {number for numbers in columns.values() for number in numbers}
    unnamed = []
    for number, head in header.items():
        words = _words_in(rows, number)
        ticked = bool(words) and all(w.lower() in _TICKS for w in words)
        status = declare_status(plain(head.text))
        if ticked and status.rule.startswith("label."):
            columns = {kind: [n for n in numbers if n != number] for kind, numbers in columns.items()}
            columns.setdefault(f"ticked.{status.value}", []).append(number)
        elif number not in known:
            if "status" not in columns and _share(words, _says_status) > _LEAST_TOLD:
                columns["status"] = [number]
            elif "due" not in columns and _share(words, says_when) > _LEAST_TOLD:
                columns["due"] = [number]
            else:
                unnamed.append(number)
    columns = {kind: numbers for kind, numbers in columns.items() if numbers}
    told = columns.keys() & {"due", "status"}
    if "measure" not in columns and "finding" not in columns and "responsible" in columns and told:
        wide = [n for n in (*unnamed, *columns.get("description", ())) if _width(rows, n) >= _WIDE]
        if wide:
            columns["measure"] = [max(wide, key=lambda n: _width(rows, n))]
    return columns


def _holds_amounts(rows: list[Row], kind: str, number: int) -> bool:
    """Whether a column named as if it told how it went ("Utfall") holds figures: then it is one of a budget's."""
    if kind not in {"status", "comment"}:
        return False
    return _share(_words_in(rows, number), lambda w: bool(_AMOUNT.fullmatch(w))) > _LEAST_TOLD


def _words_in(rows: list[Row], number: int) -> list[str]:
    return [plain(row[number].text) for row in rows if number in row and plain(row[number].text)]


def _share(words: list[str], says: Callable[[str], bool]) -> float:
    return sum(map(says, words)) / len(words) if words else 0.0


def _says_status(words: str) -> bool:
    return declare_status(words).rule.startswith("label.") or is_mark(words)


def says_when(words: str) -> bool:
    """Whether a cell's words are a date or a span of dates and little more."""
    return len(words) <= 40 and read_due(words, year=_ANY_YEAR) != NO_DUE


def _width(rows: list[Row], number: int) -> float:
    """The mean length of the words in a column."""
    words = _words_in(rows, number)
    return sum(map(len, words)) / len(words) if words else 0.0


def kind_of(words: str) -> str | None:
    """What kind of column a header's words, or a label's, name; None when it is none known."""
    for written in dict.fromkeys((words, unbroken(words))):
        for pattern in load_lexicon("measures").group("column."):
            if pattern.regex.search(written):
                return str(pattern.yields["column"])
    return None


def unbroken(words: str) -> str:
    """A word that a narrow cell broke without a hyphen, put together: "Pågå ende", "2024-12-3 1"; other words as they
    are."""
    return _BROKEN.sub("", words) if len(words.split()) == _BROKEN_PARTS else words


def _is_plan(columns: Columns) -> bool:
    if "measure" not in columns:
        return False
    telling = {"status" if kind.startswith("ticked.") else kind for kind in columns} & _TELLING
    by_name = "task" not in columns or columns["measure"] != columns["task"][:1]
    return bool(telling) and (by_name or bool(telling - {"responsible", "effect"}))


def _guessed(rows: list[Row], *, headed: bool) -> Columns | None:
    """Columns known by what they hold, for a table whose header was lost: dates or statuses, roles, measures; these in
    the first column of words where no header says otherwise."""
    full = [row for row in rows if sum(1 for c in row.values() if plain(c.text)) >= 3]
    if len(full) < _LEAST_ROWS:
        return None
    role = load_lexicon("measures").pattern("role.title").regex
    width = max(max(row) for row in full) + 1
    columns: Columns = {}
    for number in range(1, width):
        words = _words_in(full, number)
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
    before = range(0 if headed else min(columns["due"][0], columns["responsible"][0]))
    columns["measure"] = [n for n in before if _width(full, n) >= _WIDE][:1] or [0]
    columns["comment"] = [n for n in range(columns["due"][0] + 1, width) if [n] not in columns.values()]
    return columns
