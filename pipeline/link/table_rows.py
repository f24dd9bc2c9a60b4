"""The rows of tables that findings stand in: what a row notes and what it recommends are one point, and its first cell
may number it.
"""

from __future__ import annotations

import re
import sqlite3
from bisect import bisect_right
from collections import defaultdict
from typing import NamedTuple

_CELLS = """
SELECT document_id, table_id, row, "column", char_start, char_end, text FROM cells
WHERE document_id IN (SELECT document_id FROM findings) AND char_start < char_end ORDER BY document_id, char_start
"""
_NUMBER = re.compile(r"\s*(\d{1,2})[.)]?\s*")


class Row(NamedTuple):
    """A row of a table; `number` is what its first cell holds, where that is a number alone."""

    key: str
    number: int | None


def rows_of_findings(connection: sqlite3.Connection) -> dict[str, Row]:
    """Of each finding that stands in a table its row, by the finding's id."""
    cells: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    numbers: dict[str, int] = {}
    for document, table, row, column, start, end, text in connection.execute(_CELLS):
        key = f"{table}:{row}"
        cells[document].append((start, end, key))
        if column == 0 and (number := _NUMBER.fullmatch(text)):
            numbers[key] = int(number[1])
    found = {}
    for finding, document, at in connection.execute("SELECT id, document_id, char_start FROM findings"):
        beside = cells.get(document, [])
        place = bisect_right(beside, at, key=lambda cell: cell[0]) - 1
        if place >= 0 and at < beside[place][1]:
            key = beside[place][2]
            found[finding] = Row(key, numbers.get(key))
    return found
