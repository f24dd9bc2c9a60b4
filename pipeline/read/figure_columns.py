"""Tables of figures that an extraction wrote column by column: first the rows' names, then each column's figures.

Where a column begins is told by nothing but the figures: it is where, and only where, a total holds in several columns
at once, or what one column says follows from two others in nearly every row. The totals of some columns may stand
together behind them, as their row is set apart from the others on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.lexicon import load_lexicon
from pipeline.read.figure_lines import read_figure_line, value_of
from pipeline.read.figure_ways import find_relation
from pipeline.read.lines import Line, RawCell, RawTable

_CONFIDENCE = 0.7
_LEAST_FIGURES, _MOST_FIGURES = 8, 300
_LEAST_ROWS, _MOST_COLUMNS, _MOST_NAMES = 4, 8, 150
_MOST_BEFORE = 2  # names before those of the rows: a heading, and what heads their own column
_LEAST_NAMED = 0.6  # of the names of columns that must be known as such
_NEAR = 0.16  # how far rounded parts may be from their total
_LEAST_TOTAL = 2

Matrix = list[list[int]]  # for each column, the places of its figures among all of them


@dataclass(slots=True)
class _Cell:
    """A cell's lines and where the first of them stands among the items."""

    place: int
    lines: list[Line]

    @property
    def words(self) -> str:
        return " ".join(" ".join(line.text.split()) for line in self.lines)


def read_column_tables(items: list[Line | RawTable], begin: int, end: int) -> list[Line | RawTable] | None:
    """What the items of a run of short lines are when they hold a table written column by column; None when not."""
    names, figures = _cells(items, begin, end)
    if not _LEAST_FIGURES <= len(figures) <= _MOST_FIGURES or not _LEAST_ROWS <= len(names) <= _MOST_NAMES:
        return None
    values = [value_of(cell.words) or 0.0 for cell in figures]
    words = [cell.words for cell in figures]
    for matrix in _arrangements(len(figures), len(names)):
        for own, heads in _names_of(names, len(matrix[0]), len(matrix)):
            if _holds(matrix, values, own, words):
                return _replaced(items, (begin, end), matrix, own, heads, figures)
    return None


def _cells(items: list[Line | RawTable], begin: int, end: int) -> tuple[list[_Cell], list[_Cell]]:
    """The names and the figures of a run, each in order; lines with several figures are of no such table."""
    names: list[_Cell] = []
    figures: list[_Cell] = []
    new_group = True
    for place in range(begin, end):
        item = items[place]
        if not isinstance(item, Line) or item.kind == "furniture":
            continue
        text = item.text.strip()
        read = read_figure_line(text)
        if not text:
            new_group = True
        elif read.ways and not read.label and not re.fullmatch(r"(?:19|20)\d\d", text):
            if 1 not in read.counts:
                return [], []
            figures.append(_Cell(place, [item]))
            new_group = True
        elif new_group or not names:
            names.append(_Cell(place, [item]))
            new_group = False
        else:
            names[-1].lines.append(item)
    return names, figures


def _names_of(names: list[_Cell], rows: int, columns: int) -> Iterator[tuple[list[_Cell], list[_Cell]]]:
    """Which of the names may be those of the rows, which stand in a row, and which those of the columns."""
    lexicon = load_lexicon("claims")
    head, total = lexicon.pattern("column.head").regex, lexicon.pattern("total.row").regex
    known = [name for name in names if head.match(name.words) and not total.search(name.words)]
    opener = lexicon.pattern("column.rows").regex
    for left in [*([[n for n in names if n not in known]] if len(known) == columns else []), names]:
        for start in range(len(left) - rows + 1):
            before, own, behind = left[:start], left[start : start + rows], left[start + rows :]
            heads = _heads(before, behind, columns) if left is names else known
            others = [name for name in [*before, *behind] if name not in heads]
            above = [name for name in before if name not in heads]
            opened = len(above) <= _MOST_BEFORE or opener.match(above[-1].lines[-1].text.strip())
            if opened and not any(total.search(name.words) for name in others):
                yield own, heads


def _heads(before: list[_Cell], behind: list[_Cell], columns: int) -> list[_Cell]:
    """The names of the columns: those behind the rows' names, those right before them, or some of each."""
    head = load_lexicon("claims").pattern("column.head").regex
    if len(behind) == columns:
        return behind
    found = [*before[-(columns - len(behind)) :], *behind] if len(behind) < columns else []
    named = sum(head.search(cell.words) is not None for cell in found)
    least = columns if behind else _LEAST_NAMED * columns
    return found if len(found) == columns and named >= least else []


def _arrangements(count: int, most_rows: int) -> Iterator[Matrix]:
    """The ways in which figures may be columns: as many in each, or the last of some columns behind these together."""
    for columns in range(2, _MOST_COLUMNS + 1):
        rows, rest = divmod(count, columns)
        if rest or not _LEAST_ROWS <= rows <= most_rows:
            continue
        for apart in range(columns + 1):
            short = [list(range(c * (rows - 1), (c + 1) * (rows - 1))) for c in range(apart)]
            first = apart * (rows - 1)
            matrix = [[*column, first + c] for c, column in enumerate(short)]
            first += apart
            matrix += [list(range(first + c * rows, first + (c + 1) * rows)) for c in range(columns - apart)]
            yield matrix


def _holds(matrix: Matrix, values: list[float], rows: list[_Cell], words: list[str]) -> bool:
    """Whether the figures say that these are the columns: totals that are named so, or what follows along the rows."""
    total = load_lexicon("claims").pattern("total.row").regex
    columns = [[values[n] for n in column] for column in matrix]
    summed = [n for n, row in enumerate(rows) if total.search(row.words)]
    adding = min((sum(adds_up(column, n) for column in columns) for n in summed), default=0)
    if adding != 1 or len(columns) < 3:  # where but one column of a total adds up, the rows must agree on something too
        return adding > 1
    ways = [[tuple(words[column[n]] for column in matrix)] for n in range(len(rows))]
    return find_relation(ways, len(columns)) is not None


def adds_up(column: list[float], place: int) -> bool:
    """Whether a figure is the sum of those right above it, two at least."""
    whole = 0.0
    for above in range(place - 1, -1, -1):
        whole += column[above]
        if place - above > 1 and abs(column[place]) > _LEAST_TOTAL and abs(whole - column[place]) < _NEAR:
            return True
    return False


def _replaced(
    items: list[Line | RawTable], span: tuple[int, int], matrix: Matrix, rows: list[_Cell], heads: list[_Cell],
    figures: list[_Cell],
) -> list[Line | RawTable]:  # fmt: skip
    """The items with the table in place of its cells; what is of no cell stands before it."""
    cells = [RawCell(0, column, head.lines, header=True) for column, head in enumerate(heads, start=1)]
    at = 1 if heads else 0
    for number, row in enumerate(rows):
        cells.append(RawCell(at, 0, row.lines))
        cells += [RawCell(at, c, figures[column[number]].lines) for c, column in enumerate(matrix, start=1)]
        at += 1
    table = RawTable(cells, at, len(matrix) + 1, "figure_columns", _CONFIDENCE)
    taken = {id(line) for cell in cells for line in cell.lines}
    places = [n for n in range(*span) if id(items[n]) in taken]
    first, last = min(places), max(places) + 1
    left = [item for item in items[first:last] if id(item) not in taken and not _is_empty(item)]
    return [*items[span[0] : first], *left, *([Line("")] if left else []), table, *items[last : span[1]]]


def _is_empty(item: Line | RawTable) -> bool:
    return isinstance(item, Line) and not item.text.strip()
