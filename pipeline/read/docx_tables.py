"""Tables of Word documents: which hold data and which only arrange the page, their parts, and columns by tabs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from pipeline.read.docx_text import plain, text_of
from pipeline.read.lines import Line, RawCell, RawPage, RawTable
from pipeline.read.package import W
from pipeline.read.styles import Style, has_rules

_LONG = 240  # characters of a cell that is a text and no entry
_LABEL = 60  # characters at most of what stands beside it, as its heading
_SEVERAL = 3  # paragraphs of a cell that is a text
_LETTERHEAD = 8  # rows of a letterhead at most
_HEAD_WORDS = re.compile(
    r"(?i)\b(?:dnr|diarien\w+|ärende(?:nr|nummer|-?id)|sammanträdes\w+|protokoll\w*|tjänste(?:skrivelse|utlåtande)|missiv)\b"
)
_LEAST_COLUMNS, _LEAST_ROWS = 3, 3  # of what is set with tabs, to be a table


def rows_of(table: Any) -> list[Any]:
    """The rows of a table itself, without those of tables within it and those that were deleted."""
    rows = [row for row in table.iter(f"{W}tr") if next(row.iterancestors(f"{W}tbl")) is table]
    return [row for row in rows if row.find(f"{W}trPr/{W}del") is None]


def cells_of(row: Any) -> list[Any]:
    """The cells of a row itself."""
    return [cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row]


def arranges(table: Any, rows: Sequence[Any], styles: Mapping[str, Style], *, opens: bool) -> bool:
    """Whether a table only arranges the page: a frame of one column, around a table, or without rules around a text
    with its headings beside it; where it `opens` the document also a letterhead.
    """
    cells = [cells_of(row) for row in rows]
    if all(len(row) < 2 for row in cells):
        return True
    ruled = _is_ruled(table, styles)
    if next((t for t in table.iter(f"{W}tbl") if t is not table and len(rows_of(t)) > 1), None) is not None:
        return not ruled or len(rows) < 3
    if ruled or max(map(len, cells)) > 4:
        return False
    written = [[_paragraphs(cell) for cell in row] for row in cells]
    flowing = {column for row in written for column, texts in enumerate(row) if _flows(texts)}
    beside = [text for row in written for column, texts in enumerate(row) if column not in flowing for text in texts]
    if len(flowing) == 1 and all(len(text) < _LABEL for text in beside):
        return True
    return opens and not flowing and len(rows) <= _LETTERHEAD and any(map(_HEAD_WORDS.search, beside))


def _is_ruled(table: Any, styles: Mapping[str, Style]) -> bool:
    named = table.find(f"{W}tblPr/{W}tblStyle")
    own = table.find(f"{W}tblPr/{W}tblBorders")
    if own is None and named is not None and styles.get(named.get(f"{W}val", ""), Style()).ruled:
        return True
    return has_rules(table)


def _paragraphs(cell: Any) -> list[str]:
    return [text for p in cell.iter(f"{W}p") if (text := text_of(p))]


def _flows(texts: Sequence[str]) -> bool:
    long = max(map(len, texts), default=0)
    return sum(map(len, texts)) > _LONG or (len(texts) >= _SEVERAL and long > _LABEL)


def goes_on(before: object, table: RawTable, *, adjacent: bool) -> bool:
    """Whether a table is a further part of the one before it: with the same header again, or of as many columns right
    below it (`adjacent`), where Word shows them as one. The header that stands again is left out, in place.
    """
    if not isinstance(before, RawTable) or before.column_count != table.column_count or before.rule != table.rule:
        return False
    first = [_text(cell) for cell in table.cells if cell.row == 0]
    head = before.header_repeated or [_text(cell) for cell in before.cells if cell.row == 0]
    if table.column_count > 1 and len([text for text in first if text]) > 1 and first == head:
        table.header_repeated = first
        table.cells = [replace(cell, row=cell.row - 1) for cell in table.cells if cell.row]
        table.row_count -= 1
        return True
    return adjacent and not before.continues


def _text(cell: RawCell) -> str:
    return plain(" ".join(line.text for line in cell.lines))


def columns_by_tabs(pages: Sequence[RawPage]) -> None:
    """Make tables of paragraphs whose entries stand in columns by tabs, and spaces of all other tabs. In place."""
    for page in pages:
        items: list[Line | RawTable] = []
        for tabbed, group in groupby(page.items, lambda item: isinstance(item, Line) and _entries(item) > 1):
            lines = list(group)
            table = _by_tabs([item for item in lines if isinstance(item, Line)]) if tabbed else None
            items += [table] if table else lines
        page.items = items
        for item in items:
            if isinstance(item, Line):
                item.text = re.sub(r" *\t\s*", " ", item.text)


def _entries(line: Line) -> int:
    return len(re.split(r"\t+", line.text.strip())) if line.starts_block else 0


def _by_tabs(lines: Sequence[Line]) -> RawTable | None:
    """A table of three columns and rows at least, whose first row names the columns and whose others hold figures."""
    for separator in (
        r" *\t *",
        r" *\t[\t ]*",
    ):  # two tabs may leave a column empty, or only bring the next in its place
        rows = [[cell.strip() for cell in re.split(separator, line.text.strip())] for line in lines]
        columns = len(rows[0])
        if columns < _LEAST_COLUMNS or len(rows) < _LEAST_ROWS or any(len(row) > columns for row in rows):
            continue
        head = rows[0]
        told = any(re.search(r"\d", cell) for row in rows[1:] for cell in row)
        if all(head) and len(set(head)) == columns and told and all(len(row) == columns for row in rows):
            cells = [
                RawCell(number, column, [Line(text)] if text else [], header=number == 0)
                for number, row in enumerate(rows)
                for column, text in enumerate(row)
            ]
            return RawTable(cells, len(rows), columns, "docx.tabs", 0.8)
    return None
