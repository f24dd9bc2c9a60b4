"""Ruled tables: the cells that a page's lines enclose, found by pdfplumber's table functions on pdfium's lines."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from pipeline.read.characters import Char, Rectangle
from pipeline.read.layout import Piece, make_pieces, piece_line
from pipeline.read.lines import RawCell, RawTable
from pipeline.read.rulings import Rulings

_NEAR = 3.0  # points; edges nearer than this are one
_LEAST_UPRIGHT = 3  # upright rules that end together, for a row to be cut there
_SHIFT = 6.0  # points that a column may shift from page to page


@dataclass(slots=True)
class FoundTable:
    """A table on a page: where it stands, where its columns begin, its cells, and the letters of each cell, which are
    let go once it is known to be no running header."""

    box: Rectangle
    columns: list[float]
    table: RawTable
    letters: list[list[Char]] = field(default_factory=list)


def find_ruled_tables(rulings: Rulings, chars: list[Char], before: FoundTable | None = None) -> list[FoundTable]:
    """The tables whose cells are ruled on all sides: two columns and two rows at least, and text in most of them.

    One row is enough in the columns of `before`, the last table of the page before: a table's last row, left over.
    """
    if len(rulings.vertical) < 2 or len(rulings.horizontal) < 2:
        return []
    level = [*rulings.horizontal, *_open_ends(rulings)]
    edges = [_edge(box, "h") for box in level] + [_edge(box, "v") for box in rulings.vertical]
    merged = merge_edges(edges, _NEAR, _NEAR, _NEAR, _NEAR)
    cells = intersections_to_cells(edges_to_intersections(merged, _NEAR, _NEAR))
    found: list[FoundTable] = []
    for group in cells_to_tables(cells):
        table = _table(group, chars)
        left_over = before is not None and not found and table is not None and goes_on(before, table)
        if table is not None and (table.table.row_count > 1 or left_over):
            found.append(table)
    return found


def _open_ends(rulings: Rulings) -> list[Rectangle]:
    """The rules that a row lacks where the page cuts it: upright rules of columns begin or end there together."""
    ends: list[Rectangle] = []
    level = _by_height(rulings.horizontal, 1)
    for side, other in ((1, 3), (3, 1)):
        joins = _by_height(rulings.vertical, other)
        for y, boxes in _by_height(rulings.vertical, side).items():
            x0, x1 = min(b[0] for b in boxes), max(b[0] for b in boxes)
            if len({round(b[0]) for b in boxes}) < _LEAST_UPRIGHT:
                continue
            near = range(y - round(_NEAR), y + round(_NEAR) + 1)
            if any(h[0] < x1 and h[2] > x0 for at in near for h in level.get(at, ())):
                continue
            if any(x0 - _NEAR < v[0] < x1 + _NEAR for at in near for v in joins.get(at, ())):
                continue
            if not any(v[1] + _NEAR < y < v[3] - _NEAR and x0 - _NEAR < v[0] < x1 + _NEAR for v in rulings.vertical):
                ends.append((x0, float(y), x1, float(y)))
    return ends


def _by_height(rules: list[Rectangle], side: int) -> dict[int, list[Rectangle]]:
    heights: dict[int, list[Rectangle]] = defaultdict(list)
    for box in rules:
        heights[round(box[side])].append(box)
    return heights


def _edge(box: Rectangle, orientation: str) -> dict[str, Any]:
    x0, top, x1, bottom = box
    if orientation == "h":
        top = bottom = (top + bottom) / 2
    else:
        x0 = x1 = (x0 + x1) / 2
    return {
        "x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0, "height": bottom - top,
        "orientation": orientation, "object_type": "line",
    }  # fmt: skip


def _table(group: list[Rectangle], chars: list[Char]) -> FoundTable | None:
    xs = _steps([c[0] for c in group] + [c[2] for c in group])
    ys = _steps([c[1] for c in group] + [c[3] for c in group])
    if len(xs) < 3 or len(ys) < 2:
        return None
    box = (xs[0], ys[0], xs[-1], ys[-1])
    inside = [c for c in chars if _holds(box, c)]
    cells, letters = [], []
    for x0, top, x1, bottom in sorted(group, key=lambda c: (c[1], c[0])):
        row, column = _nearest(ys, top), _nearest(xs, x0)
        held = [c for c in inside if _holds((x0, top, x1, bottom), c)]
        letters.append(held)
        cells.append(
            RawCell(
                row, column, cell_lines(held), max(1, _nearest(ys, bottom) - row), max(1, _nearest(xs, x1) - column)
            )
        )
    written = [c for c in cells if c.lines]
    rows = {c.row for c in written}
    if len(rows) < min(2, len(ys) - 1) or len({c.column for c in written}) < 2 or len(written) < 0.3 * len(cells):
        return None
    table = RawTable(cells, len(ys) - 1, len(xs) - 1, "ruled", 0.98)
    return FoundTable(box, xs[:-1], table, letters)


def goes_on(before: FoundTable, after: FoundTable) -> bool:
    """Whether two tables have the same columns, as the parts of one over a page break have."""
    if before.table.column_count != after.table.column_count:
        return False
    return all(abs(a - b) < _SHIFT for a, b in zip(before.columns, after.columns, strict=False))


def cell_lines(chars: list[Char]) -> list[Any]:
    """The lines of one cell, top to bottom, each line's words joined however wide the gaps."""
    pieces: list[Piece] = []
    for piece in sorted(make_pieces(chars, gap=30.0), key=lambda p: (round(p.base), p.x0)):
        if pieces and abs(pieces[-1].base - piece.base) < 0.3 * piece.size:
            pieces[-1].chars.extend(piece.chars)
            pieces[-1].settle()
        else:
            pieces.append(piece)
    return [piece_line(piece) for piece in pieces]


def _holds(box: Rectangle, char: Char) -> bool:
    middle, height = (char.x0 + char.x1) / 2, char.base - 0.3 * char.size
    return box[0] <= middle < box[2] and box[1] <= height < box[3]


def _steps(values: list[float]) -> list[float]:
    steps: list[float] = []
    for value in sorted(values):
        if not steps or value - steps[-1] > _NEAR:
            steps.append(value)
    return steps


def _nearest(steps: list[float], value: float) -> int:
    return min(range(len(steps)), key=lambda i: abs(steps[i] - value))
