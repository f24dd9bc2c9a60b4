"""What kind of cells a flattened table's columns really hold, how wide they are and how often empty: read twice.

A column "Status" may hold a word or two or what has become of the measure at length, and one of dates may say "Pågår":
the reading that fits a part of the lines best tells. What the first reading of all lines shows of the columns' widths
and empty cells then parts the cells more surely: a line can't be wider than its column, and a cell does not go on below
where its next word had found room.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from statistics import median

from pipeline.read.flattened_parse import Columns, FlatCell, FlatLines, parse_rows
from pipeline.read.flattened_signs import TYPED

_SAMPLE = 160  # lines on which the kinds of columns are tried
_BETTER = 1.5  # by how much another kind than the header's name says must fit better
_OTHERS = {"due": ("due", "when"), "status": ("status", "told")}
_LEAST_WRAPPED = 4  # cells of several lines that tell a column's width
_LEAST_LEARNED = 6  # rows that tell how often a column is empty
_LEAST_ENDS, _FEW_ENDS = 5, 0.2  # cells that tell how those of a column end, and how many may end otherwise
_OFTEN_EMPTY, _SOMETIMES_EMPTY = 0.5, 0.2


def read_rows(lines: FlatLines, kinds: Sequence[str]) -> tuple[list[str], list[list[FlatCell]]]:
    """The kinds of the columns as their cells show them, and the rows. `kinds` is what the header's names say."""
    chosen = _kinds_that_fit(lines, list(kinds))
    rows = parse_rows(lines, Columns(chosen))[1]
    learned = _learn(rows, lines, chosen)
    return (chosen, parse_rows(lines, learned)[1]) if learned else (chosen, rows)


def _kinds_that_fit(lines: FlatLines, kinds: list[str]) -> list[str]:
    readings = [list(reading) for reading in product(*(_OTHERS.get(kind, (kind,)) for kind in kinds))]
    readings = [reading for reading in readings if reading == kinds or set(reading) & TYPED - {"number"}]
    if len(readings) == 1:
        return kinds
    part = FlatLines(lines.words[:_SAMPLE], lines.blank[:_SAMPLE], lines.opens_page[:_SAMPLE])
    scores = [parse_rows(part, Columns(reading))[0] for reading in readings]
    best = max(range(len(readings)), key=scores.__getitem__)
    return readings[best] if scores[best] > scores[0] + _BETTER else kinds


def _learn(rows: list[list[FlatCell]], lines: FlatLines, kinds: list[str]) -> Columns | None:
    """How wide the columns are and how often empty, None where too few rows tell."""
    read = [row for row in rows if row[0].column >= 0 and not row[0].resumed]
    widths: dict[int, float] = {}
    empty: dict[int, float] = {}
    stops: dict[int, bool] = {}
    for column in range(len(kinds)):
        cells = [cell for row in read for cell in row if cell.column == column]
        wrapped = [max(map(len, lines.parts(c.start, c.end))) for c in cells if c.start[0] != c.end[0]]
        if len(wrapped) >= _LEAST_WRAPPED:
            widths[column] = median(wrapped)
        share = 1 - len(cells) / len(read) if len(read) >= _LEAST_LEARNED else 0.0
        usual = Columns(kinds).cost_of_empty(column)
        if usual <= 1.0 and share > _SOMETIMES_EMPTY:
            empty[column] = min(usual, 0.3 if share > _OFTEN_EMPTY else 0.6)
        ended = sum(lines.text_of(cell)[-1] in ".!?)" for cell in cells)
        if (
            kinds[column] not in TYPED
            and len(cells) >= _LEAST_ENDS
            and min(ended, len(cells) - ended) <= _FEW_ENDS * len(cells)
        ):
            stops[column] = 2 * ended > len(cells)
    return Columns(kinds, widths, empty, stops) if widths or empty or stops else None
