"""Tables flattened cell by cell, put in place of their lines where their header names the columns."""

from __future__ import annotations

from functools import lru_cache

from pipeline.lexicon import load_lexicon
from pipeline.read.flattened_heads import Columns, part_names
from pipeline.read.flattened_order import is_row_by_row, without_interleaved
from pipeline.read.flattened_parse import FlatCell, FlatLines, parse_rows
from pipeline.read.flattened_signs import TYPED, fit, kind_named
from pipeline.read.hyphens import WordStock
from pipeline.read.lines import Line, RawCell, RawTable
from pipeline.read.stitching import clean_cell

_CONFIDENCE = 0.6
_HEADER_LINES, _LONGEST_HEADER = 8, 140
_LEAST_ROWS = 2
# Of the rows: with a cell that is surely of its column; and of the cells of typed columns: such cells.
_LEAST_SHARE = 0.75
_LEAST_NOTES = 2
_MOST_LEFT = 0.2  # of the lines that are of no row
_FIRST = frozenset({"measure", "finding", "question", "description", "number"})


def read_flattened_cells(pages: list[list[Line | RawTable]], stock: WordStock) -> None:
    """Put a table, in place, on each page where the lines below a header come apart into rows of cells."""
    columns: Columns = ()
    note = load_lexicon("measures").pattern("cell.note").regex
    for items in pages:
        found = _find_header(items)
        if found is None and (not columns or any(isinstance(item, RawTable) for item in items)):
            continue
        begin, end = found[:2] if found else (0, 0)
        columns = found[2] if found else columns
        places = [n for n in range(end, _until(items, end)) if _is_written(items[n])]
        lines = _lines(items, places)
        if sum(bool(note.match(" ".join(words))) for words in lines.words) >= _LEAST_NOTES:
            continue  # comments stand below their rows: see flattened_rows
        kinds = [kind for kind, _ in columns]
        rows = without_interleaved(parse_rows(lines, kinds), kinds, lines)
        if _is_sure(rows, columns, lines) and is_row_by_row(rows, kinds, lines):
            _put(items, (begin, end), places, rows, columns, lines, stock)
        elif found is None:
            columns = ()


def _find_header(items: list[Line | RawTable]) -> tuple[int, int, Columns] | None:
    """Where the first header begins and ends, and its columns: lines that name columns and nothing else."""
    for index, item in enumerate(items):
        if not isinstance(item, Line) or not item.text.strip()[:1].isupper() or len(item.text) > _LONGEST_HEADER:
            continue
        words: list[str] = []
        best: tuple[int, int, Columns] | None = None
        for end in range(index, min(len(items), index + 2 * _HEADER_LINES)):
            line = items[end]
            if not isinstance(line, Line) or len(words) > 20:
                break
            words += line.text.split()
            columns = _segment(tuple(words)) if line.text.strip() else None
            if columns and _is_header(columns):
                best = (index, end + 1, columns)
        if best:
            return best
    return None


def _is_header(columns: Columns) -> bool:
    kinds = [kind for kind, _ in columns]
    asks = {"measure", "finding", "question"} & set(kinds)
    typed = [kind for kind in kinds if kind in TYPED - {"number"}]
    return bool(asks) and kinds[0] in _FIRST and bool(typed) and len(kinds) >= (2 if "question" in kinds else 3)


@lru_cache(maxsize=1024)
def _segment(words: tuple[str, ...]) -> Columns | None:
    return part_names(words, _kind_behind)


def _kind_behind(name: str, before: Columns) -> str | None:
    """What kind of column a name is of behind others. A name opens with a capital, and no word within it does, or it is
    one sign."""
    first, *others = name.split()
    if not (first[0].isupper() or len(name) == 1) or any(word[0].isupper() for word in others):
        return None
    kinds = [kind for kind, _ in before]
    return kind_named(name, first=not [k for k in kinds if k != "number"], question="question" in kinds)


def _until(items: list[Line | RawTable], begin: int) -> int:
    return next((n for n in range(begin, len(items)) if isinstance(items[n], RawTable)), len(items))


def _is_written(item: Line | RawTable) -> bool:
    return isinstance(item, Line) and item.kind != "furniture" and bool(item.text.strip())


def _lines(items: list[Line | RawTable], places: list[int]) -> FlatLines:
    words, blank = [], []
    for n in places:
        item, above = items[n], items[n - 1] if n else None
        words.append(item.text.split() if isinstance(item, Line) else [])
        blank.append(isinstance(above, Line) and not above.text.strip())
    return FlatLines(words, blank)


def _is_sure(rows: list[list[FlatCell]], columns: Columns, lines: FlatLines) -> bool:
    """Whether nearly all rows have a cell that surely is of its column, and few such cells are of another."""
    read = [row for row in rows if row[0].column >= 0]
    if len(read) < _LEAST_ROWS:
        return False
    last = max(cell.end[0] for row in read for cell in row) + 1
    left = sum(1 for row in rows if row[0].column == -2)
    typed = [(cell, row) for row in read for cell in row if columns[cell.column][0] in TYPED]
    fits = [fit(columns[cell.column][0], lines.text_of(cell)) >= 2.0 for cell, _ in typed]
    anchored = {id(row) for (_, row), good in zip(typed, fits, strict=True) if good}
    sound = all(cell.score > -3.0 for row in read for cell in row)
    return (
        sound
        and left <= _MOST_LEFT * last
        and len(anchored) >= _LEAST_SHARE * len(read)
        and sum(fits) >= _LEAST_SHARE * len(fits)
    )


def _put(
    items: list[Line | RawTable],
    header: tuple[int, int],
    places: list[int],
    rows: list[list[FlatCell]],
    columns: Columns,
    lines: FlatLines,
    stock: WordStock,
) -> None:
    """Replace the header and the rows' lines by a table."""
    begin, end = header
    cells: list[RawCell] = []
    if end > begin:
        head = [line for line in items[begin:end] if isinstance(line, Line) and line.text.strip()]
        for number, (_, name) in enumerate(columns):
            cells.append(RawCell(0, number, head if number == 0 else [], header=True, text=name))
    count = 1 if cells else 0
    for row in rows:
        here = [Line(text) for cell in row for text in lines.parts(cell.start, cell.end)]
        if row[0].column == -2:
            cells.append(RawCell(max(0, count - 1), 0, here, absorbed=True))
            continue
        if row[0].column == -1:
            cells.append(RawCell(count, 0, here, column_span=len(columns), text=clean_cell(here, stock)))
        else:
            held = {cell.column: [Line(text) for text in lines.parts(cell.start, cell.end)] for cell in row}
            cells += [
                RawCell(count, n, held.get(n, []), text=clean_cell(held.get(n, []), stock)) for n in range(len(columns))
            ]
        count += 1
    last = max(cell.end[0] for row in rows for cell in row)
    table = RawTable(cells, count, len(columns), "flattened", _CONFIDENCE, continues=end == begin)
    start = begin if end > begin else places[0]
    kept = [items[n] for n in range(start, places[last]) if isinstance(x := items[n], Line) and x.kind == "furniture"]
    items[start : places[last] + 1] = [table, *kept]
