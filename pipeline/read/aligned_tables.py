"""Tables that text keeps as columns of spaces ("pdftotext -layout"), put in place of their lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from simplemma import is_known

from pipeline.lexicon import load_lexicon
from pipeline.read.aligned import AlignedRegion, find_aligned
from pipeline.read.aligned_rows import AlignedRow, rows_of
from pipeline.read.furniture import PAGE_NUMBER
from pipeline.read.hyphens import WordStock
from pipeline.read.lines import Line, RawCell, RawTable
from pipeline.read.stitching import clean_cell, join_tables

_KNOWN, _UNKNOWN, _DOUBTFUL = 0.8, 0.7, 0.6  # confidence: a header of names known, of other words, unsure rows
_LONGEST_NAME = 60  # characters of a column's name
_MOST_UNSURE = 0.3  # of the rows
_TOP_LINES = 6  # lines of a page's head at most
_SHIFT = 4  # characters that a column may shift from page to page
_LEAST_COLUMNS, _LEAST_ROWS, _LEAST_FILLED = 3, 3, 0.5  # of a table whose header names nothing known
_SECTION_WORDS = 4
_LONG_WORD, _SHORT_REST = 12, 5  # characters of a word that fills a column, and of its rest on the next line
_LITTLE = frozenset(
    {"och", "i", "på", "av", "för", "till", "från", "med", "om", "vid", "samt", "eller", "inom", "natt"}
)
_SOUGHT = {"measures": "column.", "responses": "column.", "assessments": "column.", "findings": "column."}
_ASKS = frozenset({"measure", "task", "finding", ""})  # what a header of two columns names first
_PARTY = re.compile(r"\((?:S|M|SD|C|V|KD|L|MP|FP|-)\)")
_NO_NAME = re.compile(r"[.,;]$|^\d{1,3}$|^§|^[a-zåäö]{1,3}$")
_FIGURE = re.compile(r"[-–−]?\d[\d ]*(?:[.,]\d+)?(?: ?(?:%|tkr|mkr|mnkr|kr|procent))?")


@dataclass(slots=True)
class _Last:
    """The last table put in place: its columns' starts, its header, and whether nothing but furniture stands below."""

    table: RawTable
    columns: list[int]
    head: list[list[str]]  # the words of its header, line by line
    open: bool = True
    above: int = 0  # lines at the top of a page on which it may go on below its header


def read_aligned_tables(pages: list[list[Line | RawTable]], stock: WordStock) -> None:
    """Put a table, in place, where lines keep their columns by spaces and their first row heads these."""
    last: _Last | None = None
    for items in pages:
        out: list[Line | RawTable] = []
        at = 0
        if last is not None:
            last.above = _TOP_LINES if last.open else 0
        for region in find_aligned(items, names_columns):
            begin = region.lines[0].place
            _pass(items[at:begin], last)
            rows = _without_tail(rows_of(region, last.head if last else ()), items)
            end = rows[-1].lines[-1][0].place + 1
            table = _table(region, rows, last, stock)
            out += items[at:begin]
            if table is None:
                out += items[begin:end]
                _pass(items[begin:end], last)
            else:
                taken = {line.place for row in rows for line, _ in row.lines}
                out += [table, *(items[n] for n in range(begin, end) if n not in taken and _has_words(items[n]))]
                last = _Last(table, [start for start, _ in region.columns], [line.words for line, _ in rows[0].lines])
            at = end
        _pass(items[at:], last)
        items[:] = [*out, *items[at:]]


def _has_words(item: Line | RawTable) -> bool:
    return isinstance(item, Line) and bool(item.text.strip())


def _pass(items: list[Line | RawTable], last: _Last | None) -> None:
    """See whether something stands below the last table that it can't go on past."""
    written = sum(map(_is_text, items)) if last is not None else 0
    if last is not None and written:
        last.open = False
        last.above -= written


def _is_text(item: Line | RawTable) -> bool:
    """Whether it is more than a blank line, a running line or a page's number."""
    if isinstance(item, RawTable):
        return True
    return item.kind != "furniture" and bool(item.text.strip()) and not PAGE_NUMBER.fullmatch(item.text)


def names_columns(words: list[str]) -> bool:
    """Whether the pieces of a line name columns that tell of points, answers or measures, most of them."""
    if any(len(name) > _LONGEST_NAME or _NO_NAME.search(name) for name in words):
        return False
    kinds = [_kind(name) for name in words]
    named = [kind for kind in kinds if kind is not None]
    return len(named) >= max(2, len(words) / 2) and bool(_ASKS & set(named))


def _kind(name: str) -> str | None:
    """What a column's name says that it holds, "" for what is no part of a plan; None for what is no such name."""
    for concept, group in _SOUGHT.items():
        for pattern in load_lexicon(concept).group(group):
            if pattern.regex.search(name):
                return str(pattern.yields.get("column", ""))
    return None


def _without_tail(rows: list[AlignedRow], items: list[Line | RawTable]) -> list[AlignedRow]:
    """The rows without those at the end that fill the first column alone: text below the table. At the end of a page
    such a row may head those on the next.
    """
    below = items[rows[-1].lines[-1][0].place + 1 :]
    ends_page = not any(map(_is_text, below))
    last = len(rows)
    while last > 2 and rows[last - 1].filled == {0}:
        last -= 1
    heads_next = ends_page and last == len(rows) - 1 and len(rows[-1].lines) == 1
    return rows if heads_next else rows[:last]


def _table(region: AlignedRegion, rows: list[AlignedRow], last: _Last | None, stock: WordStock) -> RawTable | None:
    head = [rows[0].words(n) for n in range(len(region.columns))]
    known = names_columns([name for name in head if name]) or _is_cards(rows)
    goes_on = last is not None and _goes_on(last, region)
    if not (known or goes_on or _heads(head, rows)) or len(rows) < 2:
        return None
    unsure = sum(not row.sure for row in rows[1:])
    confidence = _DOUBTFUL if unsure > _MOST_UNSURE * len(rows) else _KNOWN if known or goes_on else _UNKNOWN
    headed = not _is_cards(rows) and (known or not goes_on)
    table = RawTable(
        _cells(rows, len(region.columns), stock, headed), len(rows), len(region.columns), "aligned", confidence
    )
    if goes_on and last is not None:
        join_tables(last.table, table, stock)
    return table


def _goes_on(last: _Last, region: AlignedRegion) -> bool:
    """Whether nothing parts the region from the table before, but for few lines above the same header on a new page."""
    if not last.open:
        return last.above > 0 and [line.words for line in region.lines[: len(last.head)]] == last.head
    starts = [start for start, _ in region.columns]
    return len(starts) == len(last.columns) and all(
        abs(a - b) <= _SHIFT for a, b in zip(starts, last.columns, strict=True)
    )


def _is_cards(rows: list[AlignedRow]) -> bool:
    """Whether the first column names what stands beside it: a measure, who is responsible for it, by when."""
    kinds = {_kind(row.words(0).rstrip(" :")) for row in rows}
    named = sum(_kind(row.words(0).rstrip(" :")) is not None for row in rows)
    return named > 0.6 * len(rows) and named > 2 and bool({"measure", "task"} & kinds)


def _heads(head: list[str], rows: list[AlignedRow]) -> bool:
    """Whether words that name nothing known still head columns, by what stands below them."""
    body = [row for row in rows[1:] if not row.crosses]
    if len(head) < _LEAST_COLUMNS or not all(head[1:]) or any(_is_no_name(name) for name in head if name):
        return False
    cells = [row.words(n) for row in body for n in row.filled]
    if any(_PARTY.search(words) or words.startswith("§") for words in cells):
        return False  # lists of those present and of items are read by their lines
    figures = sum(bool(_FIGURE.fullmatch(words)) for words in cells) > 0.3 * len(cells)
    filled = len(cells) >= _LEAST_FILLED * len(body) * len(head)
    return filled and len(body) >= (2 if figures else _LEAST_ROWS)


def _is_no_name(name: str) -> bool:
    return len(name) > _LONGEST_NAME or bool(_NO_NAME.search(name)) or bool(_PARTY.search(name))


def _cells(rows: list[AlignedRow], width: int, stock: WordStock, headed: bool) -> list[RawCell]:
    cells: list[RawCell] = []
    widths = {n: max((len(held.get(n, "")) for row in rows for _, held in row.lines), default=0) for n in range(width)}
    for number, row in enumerate(rows):
        header = headed and number == 0
        spans = not header and _is_section(row, rows[number + 1 :], width)
        for column in range(1 if spans else width):
            lines = [Line(held[column]) for _, held in row.lines if column in held]
            cell = RawCell(number, column, lines, column_span=width if spans else 1, header=header)
            cell.text = clean_cell(_mended(lines, widths.get(column, 0)), stock)
            cells.append(cell)
    return cells


def _mended(lines: list[Line], width: int) -> list[Line]:
    """The lines of a cell, a word that is longer than its column is wide put together: it fills a line up to the last
    character, and its rest is no word or stands alone ("Redovisningsansva", "rig").
    """
    texts: list[str] = []
    for line in lines:
        last = texts[-1].rsplit(" ", 1)[-1] if texts else ""
        first, _, rest = line.text.partition(" ")
        filled = bool(texts) and len(texts[-1]) >= width and last.isalpha() and first.isalpha() and first.islower()
        if filled and _is_cut(last, first, alone=last == texts[-1] and not rest):
            texts[-1] += line.text
        else:
            texts.append(line.text)
    return [Line(text) for text in texts]


def _is_cut(head: str, tail: str, *, alone: bool) -> bool:
    if is_known(head, lang="sv"):
        return False
    if alone and len(head) >= _LONG_WORD:
        return len(tail) <= _SHORT_REST and tail not in _LITTLE
    return not is_known(tail, lang="sv") and min(len(head), len(tail)) <= _SHORT_REST


def _is_section(row: AlignedRow, below: list[AlignedRow], width: int) -> bool:
    """Whether a row heads those below it: words over the columns, or few in the first with nothing beside."""
    if width < _LEAST_COLUMNS or row.filled != {0} or not below or len(below[0].filled) < 2:
        return row.crosses
    words = row.words(0)
    return row.crosses or (len(words.split()) <= _SECTION_WORDS and words[-1] not in ".,")
