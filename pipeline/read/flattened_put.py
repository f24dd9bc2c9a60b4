"""The rows of a flattened table put in place of their lines: a table for each page, rows cut by a page break whole."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.read.flattened_parse import FlatCell, FlatLines
from pipeline.read.hyphens import WordStock
from pipeline.read.lines import Line, RawCell, RawTable
from pipeline.read.stitching import clean_cell

CONFIDENCE = 0.6
Items = list[Line | RawTable]


@dataclass(slots=True)
class FlatPage:
    """A page's part of a flattened table: where its header stands (begin, end; equal where it has none), and the places
    of the lines below it among the page's items.
    """

    items: Items
    begin: int
    end: int
    places: list[int]


_Row = dict[int, RawCell]  # the last row, by column


def put_table(
    pages: list[FlatPage], rows: list[list[FlatCell]], names: list[str], lines: FlatLines, stock: WordStock
) -> None:
    """Replace the headers and the rows' lines on each page by the part of the table that stands there."""
    last_row: _Row = {}
    before: RawTable | None = None
    first = 0
    for page in pages:
        until = first + len(page.places)
        here = [row for row in rows if first <= row[0].start[0] < until]
        if here:
            table = _page_table(page, here, names, lines, stock, last_row, before)
            last = max(cell.end[0] for row in here for cell in row) - first
            start = page.begin if page.end > page.begin else page.places[0]
            between = page.items[start : page.places[last]]
            kept = [item for item in between if isinstance(item, Line) and item.kind == "furniture"]
            page.items[start : page.places[last] + 1] = [table, *kept]
            before = table
        first = until


def _page_table(
    page: FlatPage,
    rows: list[list[FlatCell]],
    names: list[str],
    lines: FlatLines,
    stock: WordStock,
    last_row: _Row,
    before: RawTable | None,
) -> RawTable:
    cells: list[RawCell] = []
    head = [line for line in page.items[page.begin : page.end] if isinstance(line, Line) and line.text.strip()]
    count = 0
    if head and before is None:
        cells += [RawCell(0, n, head if n == 0 else [], header=True, text=name) for n, name in enumerate(names)]
        count = 1
    elif head:
        cells.append(RawCell(0, 0, head, absorbed=True))
    mends = False
    for row in rows:
        held = {cell.column: [Line(text) for text in lines.parts(cell.start, cell.end)] for cell in row}
        if row[0].resumed and before is not None and count == 0:
            cells += _rest_of_row(held, before, last_row, stock)
            mends, count = True, 1
        elif row[0].column == -2 or row[0].resumed:
            cells.append(
                RawCell(max(0, count - 1), 0, [line for part in held.values() for line in part], absorbed=True)
            )
        elif row[0].column == -1:
            cells.append(RawCell(count, 0, held[-1], column_span=len(names), text=clean_cell(held[-1], stock)))
            last_row.clear()
            count += 1
        else:
            new = [
                RawCell(count, n, held.get(n, []), text=clean_cell(held.get(n, []), stock)) for n in range(len(names))
            ]
            last_row.update({cell.column: cell for cell in new})
            cells += new
            count += 1
    return RawTable(cells, count, len(names), "flattened", CONFIDENCE, continues=before is not None, mends_row=mends)


def _rest_of_row(held: dict[int, list[Line]], before: RawTable, last_row: _Row, stock: WordStock) -> list[RawCell]:
    """The rest of the last row before a page break: its words go to the cells that it began, or become the cells that
    it had not yet.
    """
    rest: list[RawCell] = []
    for column, words in held.items():
        known = last_row.get(column)
        cell = RawCell(
            0, column, words, text=clean_cell(words, stock), absorbed=known is not None and bool(known.lines)
        )
        if known is not None and known.lines:
            known.text = clean_cell([*known.lines, *words], stock)
        elif known is not None and known in before.cells:
            before.cells.remove(known)
        rest.append(cell)
    return rest
