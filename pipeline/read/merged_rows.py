"""Tables set with spaces whose lines an extraction ran together: cells keep the width of their column, padding and all,
and tell by it where each line began."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
# "Nr    Beslut         Uppdrag            Kommentar", which may stand behind a caption; the last title has no width.
_TITLE = r"[A-ZÅÄÖ][\wåäöÅÄÖ/.-]{0,24}(?: [a-zåäö/.-]{1,15}){0,2}"
_HEAD = re.compile(
    rf"(?:^|(?<=\S ))(?P<widths>(?:(?:{_TITLE}|(?:19|20)\d\d) {{2,40}}){{2,7}})"
    r"(?P<last>(?:[A-ZÅÄÖ][\w/.-]+(?: (?:[Kk]ommentar\w*|[Ss]tatus|[Rr]esultat))?|(?:19|20)\d\d))(?=\s|$)"
)
_ENDED = re.compile(r"[.:!?)”\"]$")
_CELL_ENDS = re.compile(r"[.\d)!?]\s+(?=[a-zåäö])")  # where a cell is complete and the one beside it goes on
_OUTSIDE = re.compile(r"\s*\d{0,3}\s*")  # between pages: nothing, or a page's number
_LEAST = 3  # lines that a table has


@dataclass(slots=True)
class _Row:
    """A line of the table as it was: the column in which it begins, and its cells from there on."""

    column: int
    cells: list[str]


def part_merged_rows(lines: Sequence[str]) -> list[str]:
    """The lines, those of tables that were run together each by itself again."""
    parted: list[str] = []
    widths: list[int] = []
    beside = "."
    for line in lines:
        head = _HEAD.search(line)
        if head:
            widths = _widths(head["widths"])
            rows = _rows(line[head.end() :].strip(), widths)
            before, title = line[: head.start()].rstrip(), line[head.start() : head.end()]
            table, beside = _set(rows, widths, beside) if rows is not None else ([], ".")
            parted += [*([before] if before else []), title, *table] if rows is not None else [line]
        elif widths and _GAP.search(line) and (rows := _rows(line.strip(), widths)):
            table, beside = _set(rows, widths, beside)
            parted += table
        else:
            parted.append(line)
            if not _OUTSIDE.fullmatch(line):
                widths = []
    return parted if len(parted) >= len(lines) + _LEAST else list(lines)


def _widths(titles: str) -> list[int]:
    ends = [m.end() for m in re.finditer(r"\S {2,}", titles)]
    return [b - a for a, b in zip([0, *ends], ends, strict=False)]


def _rows(text: str, widths: Sequence[int]) -> list[_Row] | None:
    """The lines that were run together; None where the gaps are not those of the table's columns."""
    ends = [m.end() for m in _GAP.finditer(text)]
    begun: list[tuple[int, list[int]]] = []  # the column in which each line begins, and the starts of its cells
    done, column = 0, None
    for index, end in enumerate(ends):
        if column is not None and column + 1 < len(widths) and end - done == widths[column + 1]:
            column += 1
            begun[-1][1].append(end)
        else:
            behind = ends[index + 1] if index + 1 < len(ends) else None
            column = _begins_in(text, done, end, behind, widths)
            if column is None:
                return None
            begun.append((column, [end - widths[column], end]))
        done = end
    if not begun:
        return [_Row(len(widths), [text])] if text else []
    bounds = [starts[0] for _, starts in begun[1:]] + [len(text)]
    rows = [
        _Row(first, [text[a:b].strip() for a, b in zip(starts, [*starts[1:], bound], strict=True)])
        for (first, starts), bound in zip(begun, bounds, strict=True)
    ]
    carried = text[: begun[0][1][0]].strip()
    return ([_Row(len(widths), [carried])] if carried else []) + rows


def _begins_in(text: str, done: int, end: int, behind: int | None, widths: Sequence[int]) -> int | None:
    """The column of a cell that ends in a gap and opens a line: its width leads back to where a word begins, and the
    next gap is that of the next column."""
    for column, width in enumerate(widths):
        start = end - width
        if start < done or text[start] == " " or (start > 0 and text[start - 1] != " "):
            continue
        if column + 1 == len(widths) or behind == end + widths[column + 1]:
            return column
    return None


def _set(rows: Sequence[_Row], widths: Sequence[int], beside: str) -> tuple[list[str], str]:
    """The lines with their cells below the titles, and what the column before the last holds of the last row so far;
    `beside` is that of the row above. What goes on in that column alone, below the end of the last, was run into the
    last: it follows where a cell ends in mid-sentence of the other."""
    offsets = list(accumulate(widths, initial=0))
    lines: list[str] = []
    for place, row in enumerate(rows):
        if row.column == len(widths) and not _ENDED.search(beside):
            row.column -= 1  # carried over from the page before
        beside = "" if row.column == 0 else beside
        cells = list(row.cells)
        last = len(widths) - row.column  # which of the cells is that of the last column
        if 0 < last < len(cells) + 1:
            beside = f"{beside} {cells[last - 1]}".strip()
        rest = ""
        ends_row = place + 1 == len(rows) or rows[place + 1].column == 0
        if ends_row and 0 < last < len(cells) and not _ENDED.search(beside) and (cut := _CELL_ENDS.search(cells[last])):
            cells[last], rest = cells[last][: cut.start() + 1], cells[last][cut.end() :]
        if row.column == len(widths) - 1 and len(cells) == 1:  # nothing beside it
            cells, rest = [], cells[0]
        padded = [cell.ljust(widths[row.column + i]) if row.column + i < len(widths) else cell
                  for i, cell in enumerate(cells)]  # fmt: skip
        if padded:
            lines.append(" " * offsets[row.column] + "".join(padded))
        if rest:
            below = textwrap.wrap(rest, widths[-1] - 3, break_long_words=False, break_on_hyphens=False)
            lines += [" " * offsets[-2] + line for line in below]
            beside = f"{beside} {rest}"
    return lines, beside
