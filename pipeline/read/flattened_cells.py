"""Tables flattened cell by cell, put in place of their lines where their header names the columns."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.lexicon import load_lexicon
from pipeline.read.flattened_heads import LONGEST_NAME, part_names
from pipeline.read.flattened_heads import Columns as Named
from pipeline.read.flattened_learn import read_rows
from pipeline.read.flattened_order import is_row_by_row, without_interleaved
from pipeline.read.flattened_parse import Columns, FlatCell, FlatLines
from pipeline.read.flattened_put import FlatPage, Items, put_table
from pipeline.read.flattened_signs import TYPED, fit, kind_named
from pipeline.read.hyphens import WordStock
from pipeline.read.lines import Line, RawTable

_HEADER_LINES, _LONGEST_HEADER = 8, 140
_LEAST_ROWS = 2
# Of the rows: with a cell that is surely of its column; and of the cells of typed columns: such cells.
_LEAST_SHARE = 0.75
_LEAST_NOTES = 2
_MOST_LEFT = 0.2  # of the lines that are of no row
_LEAST_FIT = 0.85  # of rows on the average, by column: rows read right have 0.9 to 2.4, of text without order 0 to 0.8
# The share of the pages whose own rows fit nearly as well, and how many rows tell it of a page.
_LEAST_FIT_OF_PAGE, _LEAST_PAGES, _LEAST_ON_PAGE = 0.8, 0.7, 4
_MOST_UNSOUND = 0.05  # of the rows, with a cell that hardly is one
_NO_NAME = re.compile(r"[”“\"]|\d(?!\d{3}$)")  # how no word of a column's name begins; a year may be one
_FIRST = frozenset({"measure", "finding", "question", "description", "number"})


def read_flattened_cells(pages: list[Items], stock: WordStock) -> None:
    """Put a table, in place, where the lines below a header come apart into rows of cells: over all pages on which its
    header stands again or no other table does, or on single pages where they do not.
    """
    for columns, parts in _stretches(pages):
        if _read(parts, columns, stock) or len(parts) == 1:
            continue
        for part in parts:
            if not _read([part], columns, stock) and part.end == part.begin:
                break  # what goes on below it goes on from nothing


def _stretches(pages: list[Items]) -> list[tuple[Named, list[FlatPage]]]:
    """The headers that name columns, each with its page's part and those of the pages on which its table may go on."""
    found: list[tuple[Named, list[FlatPage]]] = []
    for items in pages:
        place = (_find_again(items, found[-1][0]) if found else None) or find_named_header(items)
        has_table = any(isinstance(item, RawTable) for item in items)
        begin, end, columns = place or (0, 0, found[-1][0] if found else ())
        if not columns or (place is None and has_table) or (found and _is_part(columns, found[-1][0])):
            continue
        part = FlatPage(items, begin, end, [n for n in range(end, _until(items, end)) if _is_written(items[n])])
        if found and not has_table and columns == found[-1][0]:
            found[-1][1].append(part)
        else:
            found.append((columns, [part]))
    return found


def _read(parts: list[FlatPage], columns: Named, stock: WordStock) -> bool:
    """Put the table that goes over these parts of pages in place; false where it does not come apart for certain."""
    lines = _lines(parts)
    note = load_lexicon("measures").pattern("cell.note").regex
    if sum(bool(note.match(" ".join(words))) for words in lines.words) >= _LEAST_NOTES:
        return False  # comments stand below their rows: see flattened_rows
    kinds, rows = read_rows(lines, [kind for kind, _ in columns])
    rows = without_interleaved(rows, kinds, lines)
    if not (_is_sure(rows, kinds, lines) and is_row_by_row(rows, kinds, lines)):
        return False
    put_table(parts, rows, [name for _, name in columns], lines, stock)
    return True


def find_named_header(items: list[Line | RawTable]) -> tuple[int, int, Named] | None:
    """Where the first header begins and ends, and its columns: lines that name columns and nothing else."""
    for index, item in enumerate(items):
        if not isinstance(item, Line) or not item.text.strip()[:1].isupper() or len(item.text) > _LONGEST_HEADER:
            continue
        words: list[str] = []
        best: tuple[int, int, Named] | None = None
        for end in range(index, min(len(items), index + 2 * _HEADER_LINES)):
            line = items[end]
            if not isinstance(line, Line) or len(words) > 20:
                break
            words += line.text.split()
            if len(words) >= LONGEST_NAME and not _opens(tuple(words[:LONGEST_NAME])):
                break
            columns = _with_measure(_segment(tuple(words))) if line.text.strip() else None
            if columns and _is_header(columns):
                best = (index, end + 1, columns)
        if best:
            return best
    return None


def _is_part(columns: Named, whole: Named) -> bool:
    """Whether a header is one before that lost a name: what stands below it lost its order too."""
    return len(columns) < len(whole) and set(columns) < set(whole)


def _find_again(items: Items, columns: Named) -> tuple[int, int, Named] | None:
    """Where the header of a table before stands again, word by word: what stands on its last line's end is no name."""
    sought = [word for _, name in columns for word in name.split()]
    for index, item in enumerate(items):
        if not isinstance(item, Line) or item.text.split()[:1] != sought[:1]:
            continue
        words: list[str] = []
        for end in range(index, min(len(items), index + 2 * _HEADER_LINES)):
            line = items[end]
            words += line.text.split() if isinstance(line, Line) else [""]
            if words == sought:
                return index, end + 1, columns
            if words != sought[: len(words)]:
                break
    return None


def _with_measure(columns: Named | None) -> Named | None:
    """The columns; the first of free words is the measure's where none is so named but others tell who and when or how
    far."""
    kinds = [kind for kind, _ in columns or ()]
    if columns is None or {"measure", "finding", "question"} & set(kinds) or "description" not in kinds:
        return columns
    if "responsible" not in kinds or not {"due", "status"} & set(kinds):
        return columns
    first = kinds.index("description")
    return tuple(("measure", name) if n == first else (kind, name) for n, (kind, name) in enumerate(columns))


def _is_header(columns: Named) -> bool:
    kinds = [kind for kind, _ in columns]
    asks = {"measure", "finding", "question"} & set(kinds)
    typed = [kind for kind in kinds if kind in TYPED - {"number"}]
    return bool(asks) and kinds[0] in _FIRST and bool(typed) and len(kinds) >= (2 if "question" in kinds else 3)


@lru_cache(maxsize=1024)
def _segment(words: tuple[str, ...]) -> Named | None:
    return part_names(words, _kind_behind)


@lru_cache(maxsize=1024)
def _opens(words: tuple[str, ...]) -> bool:
    """Whether these words, as many as a name may have, open a header: some of the first of them are a name."""
    return any(_kind_behind(" ".join(words[:count]), ()) for count in range(1, len(words) + 1))


def _kind_behind(name: str, before: Named) -> str | None:
    """What kind of column a name is of behind others. A name opens with a capital, and no word within it does, or it is
    one sign."""
    first, *others = name.split()
    if not (first[0].isupper() or len(name) == 1) or any(word[0].isupper() or _NO_NAME.match(word) for word in others):
        return None
    kinds = [kind for kind, _ in before]
    return kind_named(name, first=not [k for k in kinds if k != "number"], question="question" in kinds)


def _until(items: list[Line | RawTable], begin: int) -> int:
    return next((n for n in range(begin, len(items)) if isinstance(items[n], RawTable)), len(items))


def _is_written(item: Line | RawTable) -> bool:
    return isinstance(item, Line) and item.kind != "furniture" and bool(item.text.strip())


def _lines(parts: list[FlatPage]) -> FlatLines:
    words, blank, opens = [], [], []
    for part in parts:
        for n in part.places:
            item, above = part.items[n], part.items[n - 1] if n else None
            words.append(item.text.split() if isinstance(item, Line) else [])
            blank.append(isinstance(above, Line) and not above.text.strip())
            opens.append(n == part.places[0] and part is not parts[0])
    return FlatLines(words, blank, opens)


def _is_sure(rows: list[list[FlatCell]], kinds: list[str], lines: FlatLines) -> bool:
    """Whether nearly all rows have a cell that surely is of its column, and few such cells are of another."""
    read = [row for row in rows if row[0].column >= 0 and not row[0].resumed]
    if len(read) < _LEAST_ROWS:
        return False
    last = max(cell.end[0] for row in read for cell in row) + 1
    left = sum(1 for row in rows if row[0].column == -2)
    typed = [(cell, row) for row in read for cell in row if kinds[cell.column] in TYPED]
    fits = [fit(kinds[cell.column], lines.text_of(cell)) >= 2.0 for cell, _ in typed]
    anchored = {id(row) for (_, row), good in zip(typed, fits, strict=True) if good}
    unsound = sum(any(cell.score <= -3.0 for cell in row) for row in read)
    return (
        _fit_of_rows(read, Columns(kinds)) >= _LEAST_FIT * len(kinds)
        and _pages_that_fit(read, Columns(kinds), lines) >= _LEAST_PAGES
        and unsound <= _MOST_UNSOUND * len(read)
        and left <= _MOST_LEFT * last
        and len(anchored) >= _LEAST_SHARE * len(read)
        and sum(fits) >= _LEAST_SHARE * len(fits)
    )


def _pages_that_fit(rows: list[list[FlatCell]], columns: Columns, lines: FlatLines) -> float:
    """The share of the pages whose rows fit: some that lost their order are borne by the others, not many."""
    pages: dict[int, list[list[FlatCell]]] = {}
    for row in rows:
        pages.setdefault(lines.page_start[row[0].start[0]], []).append(row)
    full = [page for page in pages.values() if len(page) >= _LEAST_ON_PAGE] or [rows]
    return sum(_fit_of_rows(page, columns) >= _LEAST_FIT_OF_PAGE * len(columns.kinds) for page in full) / len(full)


def _fit_of_rows(rows: list[list[FlatCell]], columns: Columns) -> float:
    """How well rows fit the columns on the average, their empty cells counted against them."""
    told = sum(cell.score for row in rows for cell in row)
    held = [{cell.column for cell in row} for row in rows]
    missing = sum(columns.cost_of_empty(n) for row in held for n in range(len(columns.kinds)) if n not in row)
    return (told - missing) / len(rows)
