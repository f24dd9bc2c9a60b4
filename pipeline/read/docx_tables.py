"""Tables of Word documents: which hold data and which only arrange the page, their parts, and columns by tabs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from pipeline.lexicon import load_lexicon
from pipeline.read.docx_text import gathered, is_fallback, plain, text_of
from pipeline.read.lines import Line, RawCell, RawPage, RawTable
from pipeline.read.package import W
from pipeline.read.paragraphs import heads_alone
from pipeline.read.styles import Style, has_rules

_LONG = 240  # characters of a cell that is a text and no entry
_LABEL = 60  # characters at most of what stands beside it, as its heading
_SEVERAL = 3  # paragraphs of a cell that is a text
_LETTERHEAD = 8  # rows of a letterhead at most
_TOP = 12  # lines and tables among which the lines of a letterhead are looked for
_PAIR = 2
SIGN_ALONE = re.compile(r"(?:\w{1,4} )?§ ?\d+(?: ?[a-z])?")  # the sign and number of an item of minutes
_LEAST_ROWS = 3  # of what is set with tabs, to be a table
# Two tabs may leave a column empty, or only bring the next entry to its place.
_SEPARATORS = (r" *\t *", r" *\t[\t ]*")
_FIGURE = re.compile(r"[-–+]?\s?\d[\d\s.,]*\s?(?:t?kr|mn?kr|mdkr|tkr|%|procent|st|kronor)?\.?", re.IGNORECASE)


def rows_of(table: Any) -> list[Any]:
    """The rows of a table itself, without those of tables within it and those that were deleted."""
    rows = [row for row in table.iter(f"{W}tr") if next(row.iterancestors(f"{W}tbl")) is table]
    return [row for row in rows if row.find(f"{W}trPr/{W}del") is None]


def cells_of(row: Any) -> list[Any]:
    """The cells of a row itself."""
    return [cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row]


def arranges(table: Any, rows: Sequence[Any], styles: Mapping[str, Style], above: int | None) -> bool:
    """Whether a table only arranges the page: a frame of one column, around a table, or without rules around a text
    with its headings beside it; at the top of the document, below few lines or none (`above`), also a letterhead.
    """
    cells = [cells_of(row) for row in rows]
    if all(len(row) < 2 for row in cells):
        return True
    ruled = _is_ruled(table, cells, styles)
    if next((t for t in table.iter(f"{W}tbl") if t is not table and len(rows_of(t)) > 1), None) is not None:
        return not ruled or len(rows) < 3
    if ruled or max(map(len, cells)) > 4 or _has_header(rows[0], cells[0], styles):
        return False
    flowing = {column for row in cells for column, cell in enumerate(row) if _flows(cell, len(rows))}
    beside = [t for row in cells for column, cell in enumerate(row) if column not in flowing for t in _paragraphs(cell)]
    if len(flowing) == 1 and all(len(text) < _LABEL for text in beside):
        return True
    if max(map(len, cells)) == _PAIR and not _paragraphs(cells[0][0]) and any(len(text) > _LABEL for text in beside):
        return True  # the title stands above the texts, and their headings in the other column below it
    labels = sum(heads_alone(" ".join(_paragraphs(row[0]))) for row in cells if len(row) == _PAIR)
    if labels > 1 and not flowing - {1}:
        return True
    if len(rows) <= _PAIR and SIGN_ALONE.fullmatch(" ".join(_paragraphs(cells[0][0]))):
        return True  # "§ 61" beside its title
    if above is None or flowing or len(rows) > _LETTERHEAD or _is_filled(cells):
        return False
    letterheads = load_lexicon("letterheads")
    names = ["letterhead.words", *(["letterhead.sender"] if above == 0 else [])]
    return any(letterheads.pattern(name).regex.search(text) for name in names for text in beside)


def _is_filled(cells: Sequence[Sequence[Any]]) -> bool:
    """Whether three columns or more have an entry in each of three rows or more, as no letterhead has."""
    return len(cells) > _PAIR and all(len(row) > _PAIR and all(_paragraphs(cell) for cell in row) for row in cells)


def _is_ruled(table: Any, cells: Sequence[Sequence[Any]], styles: Mapping[str, Style]) -> bool:
    """Whether lines are drawn, or cells shaded, by the table's style, by itself or by its own cells."""
    named = table.find(f"{W}tblPr/{W}tblStyle")
    own = table.find(f"{W}tblPr")
    if own is None or own.find(f"{W}tblBorders") is None:
        if named is not None and styles.get(named.get(f"{W}val", ""), Style()).ruled:
            return True
    elif has_rules(own):
        return True
    properties = (cell.find(f"{W}tcPr") for row in cells for cell in row)
    return any(has_rules(found) for found in properties if found is not None)


def _has_header(row: Any, cells: Sequence[Any], styles: Mapping[str, Style]) -> bool:
    """Whether the first row is said to head the others, or stands out in all of its cells."""
    if row.find(f"{W}trPr/{W}tblHeader") is not None:
        return True
    held = [[gathered(p, styles).whole for p in cell.iter(f"{W}p")] for cell in cells]
    return len(held) > 1 and all(any(w.stands_out for w in found) and all(
        w.stands_out or not w.letters for w in found) for found in held)  # fmt: skip


def _paragraphs(cell: Any) -> list[str]:
    return [text for p in cell.iter(f"{W}p") if not is_fallback(p) and (text := text_of(p))]


def _flows(cell: Any, rows: int) -> bool:
    """Whether a cell holds a text and no entry: long, a list, or several paragraphs."""
    texts = _paragraphs(cell)
    items = sum(1 for _ in cell.iter(f"{W}numPr"))
    several = len(texts) >= _SEVERAL and (rows == 1 or max(map(len, texts)) > _LABEL)
    return sum(map(len, texts)) > _LONG or items > 1 or several


def goes_on(before: object, table: RawTable, *, adjacent: bool) -> bool:
    """Whether a table is a further part of the one before it: with the same header again, or of as many columns right
    below it (`adjacent`), where Word shows them as one. The header that stands again is left out, in place.
    """
    if not isinstance(before, RawTable) or before.column_count != table.column_count or before.rule != table.rule:
        return False
    first = [_text(cell) for cell in table.cells if cell.row == 0]
    head = before.header_repeated or [_text(cell) for cell in before.cells if cell.row == 0]
    if table.column_count > 1 and len([text for text in first if text]) > 1 and first == head:
        table.header_repeated = first
        table.cells = [replace(cell, row=cell.row - 1) for cell in table.cells if cell.row]
        table.row_count -= 1
        return True
    return adjacent and not before.continues


def _text(cell: RawCell) -> str:
    return plain(" ".join(line.text for line in cell.lines))


def columns_by_tabs(pages: Sequence[RawPage]) -> None:
    """Make tables of paragraphs whose entries stand in columns by tabs, and spaces of all other tabs. In place."""
    for page in pages[:1]:
        page.items = _pair_labels(page.items)
    for page in pages:
        items: list[Line | RawTable] = []
        lines: list[Line] = []  # that may make a table
        for place, item in enumerate(page.items):
            following = page.items[place + 1] if place + 1 < len(page.items) else None
            if isinstance(item, Line) and (_is_row(item) or (lines and _is_section(item, following))):
                lines.append(item)
                continue
            items += [*_tabled(lines), item]
            lines = []
        page.items = [*items, *_tabled(lines)]
        for item in page.items:
            if isinstance(item, Line):
                item.text = re.sub(r" *\t\s*", " ", item.text)


def _pair_labels(items: list[Line | RawTable]) -> list[Line | RawTable]:
    """The items, with each label of a letterhead's line of labels before its value on the line below."""
    letterheads = load_lexicon("letterheads")
    cues = [letterheads.pattern(f"letterhead.{name}").regex for name in ("words", "sender")]
    for place, (line, below) in enumerate(pairwise(items[:_TOP])):
        if not isinstance(line, Line) or not isinstance(below, Line):
            continue
        labels, values = (re.split(r"[ \t]*\t[ \t]*", found.text.strip()) for found in (line, below))
        told = len(labels) > 1 and len(labels) == len(values) and re.search(r"\d", below.text)
        if told and not re.search(r"\d", line.text) and any(cue.search(label) for cue in cues for label in labels):
            after = items[place + 2] if place + 2 < len(items) else None
            if isinstance(after, Line) and len(re.split(r"\t+", after.text.strip())) == len(labels):
                return items  # a table
            pairs = [
                replace(whole, text=text) for two in zip(labels, values, strict=True)
                for whole, text in zip((line, below), two, strict=True)
            ]  # fmt: skip
            return [*items[:place], *pairs, *items[place + 2 :]]
    return items


def _is_row(line: Line) -> bool:
    entries = len(re.split(r"\t+", line.text.strip())) if line.starts_block else 0
    return entries > _PAIR or (entries == _PAIR and line.kind != "list_item")


def _is_section(line: Line, following: Line | RawTable | None) -> bool:
    """Whether a line heads the rows below it, as one cell over all columns would."""
    short = line.starts_block and line.kind != "list_item" and len(line.text) < _LABEL
    return short and isinstance(following, Line) and _is_row(following)


def _tabled(lines: list[Line]) -> Sequence[Line | RawTable]:
    """The table that the lines make; else the lines."""
    for separator in _SEPARATORS:
        rows = [re.split(separator, line.text.strip()) for line in lines]
        columns = len(rows[0]) if rows else 0
        full = [row for row in rows if len(row) > 1]
        uneven = any(len(row) > columns for row in full) or (
            separator != _SEPARATORS[0] and any(len(row) < columns for row in full)
        )
        headed = bool(lines) and lines[0].bold and not any(line.bold for line in lines[1:] if "\t" in line.text)
        if len(full) >= _LEAST_ROWS and not uneven and _is_told(full, headed=headed):
            return [_table(rows, columns)]
    return lines


def _table(rows: Sequence[Sequence[str]], columns: int) -> RawTable:
    cells = []
    for number, row in enumerate(rows):
        if len(row) == 1:
            cells.append(RawCell(number, 0, [Line(row[0])], column_span=columns))
            continue
        for column, text in enumerate([*row, *[""] * (columns - len(row))]):
            cells.append(RawCell(number, column, [Line(text)] if text else [], header=number == 0))
    return RawTable(cells, len(rows), columns, "docx.tabs", 0.8)


def _is_told(rows: Sequence[Sequence[str]], *, headed: bool) -> bool:
    """Whether the rows below the first are what it names: it alone stands out (`headed`); or of three columns or more
    there are figures or marks among them, of two figures alone in the second.
    """
    head, entries = rows[0], [cell for row in rows[1:] for cell in row[1:]]
    if not all(head) or len({*head}) < len(head) or re.search(r"\d", head[0]):
        return False
    if headed:
        return True
    if len(head) == _PAIR:
        return all(map(_FIGURE.fullmatch, entries)) and not _FIGURE.fullmatch(head[1])
    return any(re.search(r"\d|^[xX☒✓]$", cell) for cell in entries)
