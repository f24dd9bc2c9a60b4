"""Tables of figures that an extraction left as lines: a row a line, or a cell a line below the row's name.

The words that head a row may stand on lines of their own above its figures or go on below them. How many columns there
are is told by the rows whose figures come apart in one way alone, and by the header. A row that may be read in several
ways is read as what is worked out along the other rows says, or its figures stay one cell, of which nothing is said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.lexicon import load_lexicon
from pipeline.read.figure_columns import adds_up, read_column_tables
from pipeline.read.figure_lines import Cells, is_years, names_of_columns, read_figure_line, split_heads, value_of
from pipeline.read.figure_ways import find_relation, fits_columns, settle_rows
from pipeline.read.lines import Line, RawCell, RawTable

_CONFIDENCE = 0.75
_LONGEST_LABEL = 78
_MOST_BETWEEN = 4  # groups of words between two rows: headings within the table
_MOST_HEAD_LINES = 8
_MOST_LINES = 3  # of a column's name
_LEAST_ROWS = 3
_LEAST_READ = 0.6  # of the rows whose figures must be told apart
_LEAST_HEADS = 0.6  # of the names of a header that must be of columns of figures
_REACH = 60  # items above the first row in which its header stands
_LEAST_FIT = 0.7  # of the rows that must come apart into as many cells
_WIDEST = 12
_TRIED = 60  # rows that tell how many columns there are
_ENDS = re.compile(r"[.:;!?]$")
_BULLET = re.compile(r"\s*(?:[•·*▪●]|\(cid:\d+\)|[-–—]\s+\D)")
_GOES_ON = re.compile(r"[a-zåäö(]")
_WANTS_MORE = re.compile(r"(?:[-–/,&]|\b(?:och|samt|eller|för|i|av|till|med))$")


@dataclass(slots=True)
class FigureRow:
    """A row: its words, its lines of figures in the ways they may be parted, and the items that it was read from."""

    label: list[Line] = field(default_factory=list)
    ways: list[tuple[Cells, ...]] = field(default_factory=list)
    written: list[str] = field(default_factory=list)  # its figures as they stand
    first: int = 0
    last: int = 0
    named_beside: bool = False  # its words stand on the line of its figures
    above: list[list[Line]] = field(default_factory=list)  # groups of words above it that are no part of its name

    @property
    def name(self) -> str:
        """The row's words on one line."""
        return " ".join(line.text.strip() for line in self.label)

    def options(self) -> tuple[Cells, ...]:
        """The ways in which its cells may be read; a figure alone on each of several lines is a cell each."""
        if len(self.ways) > 1:
            whole = [next((way for way in ways if len(way) == 1), None) for ways in self.ways]
            return (tuple(way[0] for way in whole if way),) if all(whole) else ()
        return self.ways[0]


def read_figure_tables(items: list[Line | RawTable]) -> list[Line | RawTable]:
    """The items of a page with each run of rows of figures replaced by a table."""
    out: list[Line | RawTable] = []
    done = 0
    for begin, end in _runs(items):
        tables = list(_tables(items, begin, end))
        if not tables and (replaced := read_column_tables(items, begin, end)):
            out += [*items[done:begin], *replaced]
            done = end
        for first, last, table in tables:
            out += [*items[done:first], table]
            done = last
    return [*out, *items[done:]]


def _runs(items: list[Line | RawTable]) -> Iterator[tuple[int, int]]:
    """Stretches of short lines that are no sentences."""
    begin = 0
    for index, item in enumerate(items):
        if isinstance(item, RawTable) or not _may_be_of_table(item):
            if index - begin >= _LEAST_ROWS:
                yield begin, index
            begin = index + 1
    if len(items) - begin >= _LEAST_ROWS:
        yield begin, len(items)


def _may_be_of_table(line: Line) -> bool:
    text = " ".join(line.text.split())
    if line.kind == "furniture" or not text:
        return True
    if line.kind or _BULLET.match(line.text):
        return False
    if len(text) <= _LONGEST_LABEL:
        return not _ENDS.search(text)
    return any(count > 1 for count in read_figure_line(text).counts)


def _tables(items: list[Line | RawTable], begin: int, end: int) -> Iterator[tuple[int, int, RawTable]]:
    """The tables of a run, each with the items that it takes the place of."""
    rows, at = _rows(items, begin, end), 0
    while at < len(rows):
        count, columns = _next_table(rows, at)
        table = _table(items, rows[at : at + count], columns) if columns else None
        if table:
            yield table
        at += count


def _rows(items: list[Line | RawTable], begin: int, end: int) -> list[FigureRow]:
    """The rows of a run, each with the groups of words above it that are not its name."""
    rows: list[FigureRow] = []
    groups: list[list[Line]] = []
    new_group = True
    for index in range(begin, end):
        item = items[index]
        if not isinstance(item, Line) or item.kind == "furniture":
            continue
        if not item.text.strip():
            new_group = True
            continue
        text = item.text.strip()
        read = read_figure_line(text)
        if not read.ways or all(map(is_years, read.ways)):
            if new_group or not groups:
                groups.append([])
            groups[-1].append(item)
            new_group = False
            continue
        line = FigureRow([], [read.ways], [_squeezed(text[len(read.label) :])], index, index)
        last = rows[-1] if rows else None
        if read.label:
            line.label, line.named_beside = [Line(read.label)], True
            if rest := _rest_of_name(last, groups):
                groups[:1] = [groups[0][rest:]] if groups[0][rest:] else []
            if _GOES_ON.match(read.label) and groups:
                line.label = [*groups.pop(), *line.label]
        elif groups:
            line.label = _name_among(groups)
        elif last and not last.named_beside and len(read.ways[-1]) == 1 and len(last.ways[-1][-1]) == 1:
            last.ways.append(read.ways)
            last.written.append(_squeezed(text))
            last.last = index
            continue
        line.above, groups = groups, []
        rows.append(line)
    return rows


def _rest_of_name(row: FigureRow | None, groups: list[list[Line]]) -> int:
    """How many lines right below a row's figures go on with its name ("Samhällsbyggnads 64 200" / "nämnden")."""
    if row is None or not row.named_beside or not groups or not _GOES_ON.match(groups[0][0].text.strip()):
        return 0
    row.label.append(groups[0][0])
    return 1


def _name_among(groups: list[list[Line]]) -> list[Line]:
    """The lines that name a row whose figures stand below them: the last group, or of lines without an empty one
    between them the last, with those that it goes on from."""
    group = groups.pop()
    first = len(group) - 1
    while first and (_GOES_ON.match(group[first].text.strip()) or _WANTS_MORE.search(group[first - 1].text.strip())):
        first -= 1
    if group[:first]:
        groups.append(group[:first])
    return group[first:]


def _next_table(rows: list[FigureRow], at: int) -> tuple[int, int]:
    """How many rows from there on the next table has, and how many columns (0 when it is none)."""
    count = 1
    while at + count < len(rows) and _goes_on(rows[at + count]):
        count += 1
    own = rows[at : at + count]
    best = max(range(1, _WIDEST + 1), key=lambda k: _fit(own[:_TRIED], k))
    if best == 1 and own[0].named_beside:
        return count, 0
    missed = 0
    for place, row in enumerate(own):
        missed = 0 if _fits(row, best) else missed + 1
        if missed > 2:
            own = own[: max(1, place - 2)]
            break
    fitting = sum(_fits(row, best) for row in own)
    return len(own), best if fitting >= _LEAST_FIT * len(own) else 0


def _goes_on(row: FigureRow) -> bool:
    """Whether a row is of the same table as the one above it: little stands between, and no new header."""
    texts = [line.text.strip() for group in row.above for line in group]
    heads = [_heads_columns(names_of_columns(text)) for text in texts]
    return len(row.above) <= _MOST_BETWEEN and sum(heads) < 2


def _heads_columns(names: list[str]) -> int:
    """How many of the names are of columns, when most of them are."""
    head = load_lexicon("claims").pattern("column.head").regex
    count = sum(head.search(name) is not None for name in names)
    return count if count >= max(1, _LEAST_HEADS * (len(names) - 1)) else 0


def _fits(row: FigureRow, columns: int) -> bool:
    return fits_columns(row.options(), columns)


def _fit(rows: list[FigureRow], columns: int) -> tuple[float, int]:
    """How well rows come apart into as many columns: in how many, by the header, and in how many in no other way."""
    counts = [{len(way) for way in row.options()} for row in rows]
    exact = sum(c == {columns} for c in counts)
    heads = _heads(rows[0], columns)
    named = _heads_columns(heads[2]) / columns if heads else 0.0
    related = columns > 2 and find_relation([[w for w in row.options() if len(w) == columns] for row in rows], columns)
    vouched = 0.5 * len(rows) * (named + (related is not None and related is not False))
    return sum(columns in c for c in counts) + 0.6 * exact + vouched, -columns


def _heads(row: FigureRow, columns: int) -> tuple[int, int, list[str]] | None:
    """Where among the lines above the first row its header begins and ends, and the names of the columns: a line each,
    or all on a line or a few. Behind it only headings within the table stand.
    """
    if by_group := _headed_by_groups(row.above, columns):
        return by_group
    lines = [line for group in row.above for line in group]
    best: tuple[int, int, list[str]] | None = None
    for end in range(len(lines), max(0, len(lines) - _MOST_BETWEEN), -1):
        for begin in range(end - 1, max(-1, end - _MOST_HEAD_LINES - 1), -1):
            names = split_heads("  ".join(line.text.strip() for line in lines[begin:end]), columns)
            better = names and (best is None or _rank(names, columns) > _rank(best[2], columns))
            right_above = begin == end - 1 == len(lines) - 1 and columns > 2 and len(names or ()) > columns
            if names and better and (right_above or _heads_columns(names) >= _LEAST_HEADS * columns):
                best = (begin, end, names)
    return (*best[:2], best[2] if len(best[2]) > columns else ["", *best[2]]) if best else None


def _rank(names: list[str], columns: int) -> tuple[bool, int]:
    """The better of two headers names the rows' own column too, and more columns of figures."""
    return len(names) > columns, _heads_columns(names)


def _headed_by_groups(groups: list[list[Line]], columns: int) -> tuple[int, int, list[str]] | None:
    """The header whose names are a group of lines each."""
    count = sum(map(len, groups))
    for last in range(len(groups), max(columns, len(groups) - _MOST_BETWEEN), -1):
        own = groups[last - columns : last]
        if len(groups) == 1 or any(len(group) > _MOST_LINES for group in own):
            continue
        names = [groups[last - columns - 1][-1].text.strip(), *(" ".join(x.text.strip() for x in g) for g in own)]
        if _heads_columns(names) >= _LEAST_HEADS * columns:
            end = count - sum(map(len, groups[last:]))
            return end - sum(map(len, own)) - 1, end, names
    return None


def _table(items: list[Line | RawTable], rows: list[FigureRow], columns: int) -> tuple[int, int, RawTable] | None:
    """The rows as a table, with the items that it replaces; None when nothing vouches for it."""
    heads = _heads(rows[0], columns)
    notes = _starts_with_notes(heads, columns)
    while len(rows) > 1 and not _fits(rows[-1], columns) and not (notes and _fits(rows[-1], columns - 1)):
        rows = rows[:-1]
    settled = settle_rows([row.options() for row in rows], columns, notes)
    read = [cells for cells in settled if cells]
    if len(read) < (2 if heads else _LEAST_ROWS) or len(read) < _LEAST_READ * len(rows):
        return None
    if not _is_vouched(rows, heads is not None, settled):
        return None
    above = [line for group in rows[0].above for line in group]
    taken = above[heads[0] :] if heads else []
    cells: list[RawCell] = []
    at = 0
    if heads:
        begin, end, names = heads
        first = 0 if names[0] else 1  # the header may leave the rows' own column empty
        cells += [
            RawCell(0, n, above[begin:end] if n == first else [], header=True, text=name)
            for n, name in enumerate(names)
        ]
        at = 1
    for number, (row, found) in enumerate(zip(rows, settled, strict=True)):
        for group in row.above if number else [above[heads[1] :]] if heads else []:
            if group:
                cells.append(RawCell(at, 0, group, column_span=columns + 1))
                at += 1
        cells += _cells_of_row(at, row, found, columns)
        at += 1
    first = _index_of(items, taken or rows[0].label, rows[0].first)
    return first, rows[-1].last + 1, RawTable(cells, at, columns + 1, "figure_lines", _CONFIDENCE)


def _cells_of_row(at: int, row: FigureRow, found: Cells | None, columns: int) -> list[RawCell]:
    """The cells of a row; figures whose columns can't be told are one cell over all of them."""
    name = RawCell(at, 0, row.label)
    if found and (number := " ".join(row.written).removesuffix(" ".join(filter(None, found))).strip()):
        name = RawCell(at, 0, [*row.label[:-1], Line(f"{row.label[-1].text} {number}" if row.label else number)])
    if not found:
        return [name, RawCell(at, 1, [Line(words) for words in row.written], column_span=columns)]
    return [name, *(RawCell(at, n, [Line(words)] if words else []) for n, words in enumerate(found, start=1))]


def _index_of(items: list[Line | RawTable], lines: list[Line], begin: int) -> int:
    """Where the first of the lines that a table takes stands: at its first row, or above it."""
    taken = {id(line) for line in lines}
    return next((n for n in range(max(0, begin - _REACH), begin) if id(items[n]) in taken), begin)


def _starts_with_notes(heads: tuple[int, int, list[str]] | None, columns: int) -> bool:
    return bool(heads and len(heads[2]) > columns and re.fullmatch(r"(?i)not(?:er)?\.?", heads[2][1]))


def _is_vouched(rows: list[FigureRow], headed: bool, settled: list[Cells | None]) -> bool:
    """Whether this surely is a table of figures: by its header, by a total, or by figures as no text has them. Where
    each figure stands on a line of its own, rows and columns may have changed places: there the figures must say it.
    """
    total = load_lexicon("claims").pattern("total.row").regex
    read = [cells for cells in settled if cells]
    totals = [place for place, row in enumerate(rows) if total.search(row.name)]
    if any(not row.named_beside and len(row.ways) > 1 for row in rows) or len(read[0]) == 1:
        columns = [[(value_of(cells[n]) or 0.0) if cells else 0.0 for cells in settled] for n in range(len(read[0]))]
        adding = max((sum(adds_up(column, place) for column in columns) for place in totals), default=0)
        related = len(columns) > 2 and find_relation([[cells] for cells in read], len(columns)) is not None
        return (headed and len(columns) > 1) or related or adding >= min(2, len(columns))
    large = Counter("," in cell or " " in cell for cells in read for cell in cells)
    return headed or bool(totals) or (len(rows) > _LEAST_ROWS and large[True] >= large[False])


def _squeezed(text: str) -> str:
    return re.sub(r"[ \t]+", " ", text).strip()
