"""Tables over pages: repeated headers dropped, a row cut by the page break made whole, cell texts cleaned."""

from __future__ import annotations

import re

from simplemma import is_known

from pipeline.read.grid import FoundTable, goes_on
from pipeline.read.hyphens import HYPHENS, WordStock
from pipeline.read.lines import Line, RawCell, RawTable

_LAST = re.compile(r"([^\W\d_]+)$")
_FIRST = re.compile(r"[^\W\d_]+")
_ENDS = re.compile(r"[.!?:)”\"]$")


def clean_cell(lines: list[Line], stock: WordStock) -> str:
    """A cell's lines as one text: broken words joined, with and without a hyphen at the break."""
    text = ""
    for line in lines:
        text = _join(text, line.text.strip(), stock)
    return re.sub(r"\s+", " ", text).strip()


def _join(text: str, more: str, stock: WordStock) -> str:
    if not text or not more:
        return text or more
    if text[-1] in HYPHENS:
        head, tail = re.search(r"([\w-]*\w)[^\w]$", text), re.match(r"[^\W_][\w-]*", more)
        if head and tail:
            joint = stock.joint(head[1], tail[0])
            return text[:-1] + joint + more if joint != "- " else f"{text} {more}"
        return text + more if head else f"{text} {more}"
    if text[-1] == "/":
        return text + more
    head, tail = _LAST.search(text), _FIRST.match(more)
    if head and tail and tail[0].islower() and _is_broken(head[1], tail[0], stock):
        return text + more
    return f"{text} {more}"


def _is_broken(head: str, tail: str, stock: WordStock) -> bool:
    """Whether a narrow column broke a word without a hyphen: the whole is a word and the halves are not both."""
    whole = head + tail
    if not (is_known(whole, lang="sv") or stock.words[whole.lower()]):
        return False
    return not (is_known(head, lang="sv") and is_known(tail, lang="sv"))


def stitch_tables(pages: list[list[FoundTable]], stock: WordStock, first_on_page: list[bool]) -> None:
    """Clean every cell and join tables that go on over a page, in place.

    `first_on_page` tells for each page whether its first table stands above all other text there.
    """
    last: FoundTable | None = None
    for found, opens in zip(pages, first_on_page, strict=True):
        for place, table in enumerate(found):
            for cell in table.table.cells:
                cell.text = clean_cell(cell.lines, stock)
            if place == 0 and opens and last is not None and goes_on(last, table):
                join_tables(last.table, table.table, stock)
            else:
                _mark_header(table.table)
            _drop_repeats(table.table)
        last = found[-1] if found else None


def join_tables(before: RawTable, after: RawTable, stock: WordStock) -> None:
    """Make a table the part of another that goes on over a page, in place: without its header, a cut row made whole."""
    after.continues = True
    _drop_header(before, after)
    _mend_row(before, after, stock)


def _row(table: RawTable, number: int) -> list[RawCell]:
    return [c for c in table.cells if c.row == number]


def _mark_header(table: RawTable) -> None:
    """The first row is the header when all its cells are filled and in bold or of words only."""
    row = _row(table, 0)
    if len(row) > 1 and all(c.text for c in row) and not any(re.search(r"\d", c.text) for c in row):
        for cell in row:
            cell.header = True


def _drop_header(before: RawTable, after: RawTable) -> None:
    """Leave out the header that a page repeats, also where no rule parts it from the rest of a row that was cut."""
    first = [c.text for c in _header_row(before)]
    row = _row(after, 0)
    if first and [c.text for c in row] == first:
        after.header_repeated = first
        _drop_row(after, 0)
    elif first and len(row) == len(first) and all(map(_begins_with, row, first)):
        after.header_repeated = first
        for cell, head in zip(row, first, strict=True):
            cell.lines = _lines_after(cell.lines, head)
            cell.text = cell.text[len(head) :].strip()
            cell.header = False


def _begins_with(cell: RawCell, head: str) -> bool:
    return cell.text == head or (cell.text.startswith(f"{head} ") and len(_lines_after(cell.lines, head)) > 0)


def _lines_after(lines: list[Line], head: str) -> list[Line]:
    """The lines of a cell below those that are a column's heading; none when the heading ends within a line."""
    for number in range(1, len(lines) + 1):
        if " ".join(" ".join(line.text.split()) for line in lines[:number]) == head:
            return lines[number:]
    return []


def _drop_row(table: RawTable, number: int) -> None:
    table.cells = [c for c in table.cells if c.row != number]
    for cell in table.cells:
        cell.row -= cell.row > number
    table.row_count -= 1


def _drop_repeats(table: RawTable) -> None:
    """Leave out the header where it stands again among the rows."""
    head = _header_row(table)
    first = [c.text for c in head]
    if len(first) > 1 and all(first) and (table.header_repeated or all(c.header for c in head)):
        for number in range(table.row_count - 1, 0, -1):
            if [c.text for c in _row(table, number)] == first and all(c.row_span == 1 for c in _row(table, number)):
                _drop_row(table, number)


def _header_row(table: RawTable) -> list[RawCell]:
    if table.header_repeated:
        return [RawCell(0, i, [], text=text) for i, text in enumerate(table.header_repeated)]
    return _row(table, 0)


def _mend_row(before: RawTable, after: RawTable, stock: WordStock) -> None:
    """Join the first row of a page with the last of the page before when the break cut it."""
    if not after.row_count:
        return
    head, tail = {c.column: c for c in _row(before, before.row_count - 1)}, {c.column: c for c in _row(after, 0)}
    if not head or not tail or not _is_cut(head, tail):
        return
    for column, cell in tail.items():
        other = head.get(column)
        if other is not None and other.lines:
            other.text = _join(other.text, cell.text, stock) if cell.text else other.text
            cell.absorbed = True
        elif other is not None:
            before.cells.remove(other)
    after.mends_row = True


def _is_cut(head: dict[int, RawCell], tail: dict[int, RawCell]) -> bool:
    if len(tail) == 1 or len(head) == 1:  # a section row spans all columns and is never cut
        return False
    first = tail.get(0)
    if first is None or not first.text:
        return any(c.text for c in tail.values())
    if first.text[0].islower():
        return bool(head[0].text) if 0 in head else False
    open_cells = [
        c
        for k, c in tail.items()
        if c.text and c.text[0].islower() and k in head and head[k].text and not _ENDS.search(head[k].text)
    ]
    return len(open_cells) >= 2
