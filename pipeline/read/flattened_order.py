"""Whether a flattened table really goes cell by cell along its rows, and not line by line or down its columns.

Extractions that follow the lines of the page put the first lines of all cells of a row on one line, then their second
lines: then only rows of one line can be told. Others go down the columns: there nobody can tell what is beside what.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.read.flattened_parse import FlatCell, FlatLines
from pipeline.read.flattened_signs import FITS, TYPED, fit
from pipeline.read.paragraphs import WANTS_MORE

_LEAST_FILLED = 0.6  # of the cells of a column of numbers
_LEAST_CLEAN = 0.5  # of the rows of an interleaved table that stand on one line each
_FIRST = frozenset({"measure", "finding", "question"})
_SHORTER = 0.6  # of the next line: the first line of a cell as wide as the others is not that short
_NUMBERED = re.compile(r"\d{1,3}[.)]? [A-ZÅÄÖ]")
_LEAST_SIGNS = 2
_FEW = 0.05  # of the rows, which may be misread among many


def without_interleaved(rows: list[list[FlatCell]], kinds: Sequence[str], lines: FlatLines) -> list[list[FlatCell]]:
    """The rows as they are or, where lines hold the cells of a row side by side, those of one line; lines of the others
    are of no row. Without enough rows of one line, none.
    """
    read = [row for row in rows if row[0].column >= 0 and not row[0].resumed]
    signs = sum(_is_interleaved(row, kinds, lines) for row in read)
    surely = sum(_is_cut(row, kinds, lines) for row in read) > _FEW * len(read)
    if not surely and signs < _LEAST_SIGNS:
        return rows
    clean = [_is_on_one_line(row) for row in rows]
    whole = [good for row, good in zip(rows, clean, strict=True) if row[0].column >= 0]
    if sum(whole) < _LEAST_CLEAN * len(whole):
        return []
    return [row if good else [_left_over(row)] for row, good in zip(rows, clean, strict=True)]


def is_row_by_row(rows: list[list[FlatCell]], kinds: Sequence[str], lines: FlatLines) -> bool:
    """Whether no cell that must tell a measure tells a role or a date, and the rows' numbers stand in their rows: not
    in a first cell of words, where the header lost the columns that stand before it.
    """
    read = [row for row in rows if row[0].column >= 0 and not row[0].resumed]
    numbered = sum(row[0].column == 0 and bool(_NUMBERED.match(lines.text_of(row[0]))) for row in read)
    if kinds[0] != "number" and numbered > len(read) / 2:
        return False
    mixed = [
        row
        for row in read
        if any(kinds[cell.column] in _FIRST and _is_of_other_column(lines.text_of(cell)) for cell in row)
    ]
    if len(mixed) > _FEW * len(read):
        return False
    for column, kind in enumerate(kinds):
        held = sum(any(cell.column == column for cell in row) for row in read)
        if kind == "number" and held < _LEAST_FILLED * len(read):
            return False
    return True


def _is_of_other_column(words: str) -> bool:
    short = len(words.split()) <= 3
    return short and max(fit("responsible", words), fit("due", words), fit("status", words)) >= FITS


def _is_cut(row: list[FlatCell], kinds: Sequence[str], lines: FlatLines) -> bool:
    """Whether a measure ends in the middle of a sentence, its other lines having gone elsewhere."""
    return any(kinds[cell.column] in _FIRST and WANTS_MORE.search(lines.text_of(cell)) for cell in row)


def _is_interleaved(row: list[FlatCell], kinds: Sequence[str], lines: FlatLines) -> bool:
    """Whether the cells begin on one line, and the last goes on below with what hardly is its own."""
    last = row[-1]
    if last.start[0] == last.end[0] or last.start[1] == 0 or any(cell.start[0] != last.start[0] for cell in row):
        return False
    first, second = lines.parts(last.start, last.end)[:2]
    if kinds[last.column] in TYPED and fit(kinds[last.column], first) >= 2.0:
        return True
    return len(first) < _SHORTER * len(second) or (second[:1].islower() and first[-1] in ".!?")


def _is_on_one_line(row: list[FlatCell]) -> bool:
    return row[0].column < 0 or all(cell.end[0] == row[0].start[0] for cell in row)


def _left_over(row: list[FlatCell]) -> FlatCell:
    return FlatCell(-2, row[0].start, row[-1].end, 0.0)
