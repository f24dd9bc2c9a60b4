"""Rows of a table whose columns stand as spaces: which lines are wrapped cells of one row, and where the next begins.

The cells of a row begin on the same line. So a column that is filled again after a blank begins a row; otherwise each
column tells by how its words go on: with a small letter or after "och" the cell goes on, after a full stop or where the
next word would have found room on the line above a new one begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.lexicon import load_lexicon
from pipeline.read.aligned import AlignedLine, AlignedRegion
from pipeline.read.paragraphs import WANTS_MORE

_NUMBER = re.compile(r"(?:[A-ZÅÄÖ]{1,3}[-.]?)?\d{1,3}(?:\.\d{1,3}){0,3}[.):]?")
_WHOLE = re.compile(
    r"\d{4}-\d\d-\d\d|[xX✓✔√☑●■•]|[-–−]?\d[\d ]*(?:[.,]\d+)?(?: ?(?:%|tkr|mkr|mnkr|kr|procent))?|[-–—]"
    r"|(?i:ja|nej|delvis)"
)
_ROOM = 0.92  # of the widest cell of a column: proportional letters take more or less room
_UNSURE = 1.0  # a sum of signs nearer to nothing than this tells little


@dataclass(slots=True)
class AlignedRow:
    """A row: its lines, each with its words by column, and how sure it is that it begins where it does."""

    lines: list[tuple[AlignedLine, dict[int, str]]]
    sure: bool = True

    @property
    def filled(self) -> set[int]:
        """The columns with words."""
        return {column for _, cells in self.lines for column in cells}

    @property
    def crosses(self) -> bool:
        """Whether it is one line that runs over the columns."""
        return self.lines[0][0].crosses

    def words(self, column: int) -> str:
        """The words of a cell on one line, as they stand."""
        return " ".join(cells[column] for _, cells in self.lines if column in cells)


def rows_of(region: AlignedRegion, head: Sequence[list[str]] = ()) -> list[AlignedRow]:
    """The region's rows, from top to bottom. `head` is the words of the lines of a header that may stand here again."""
    again = [line.words for line in region.lines[: len(head)]] == list(head)
    written = [(line, region.cells(line)) for line in region.lines]
    widths: dict[int, int] = {}
    for line, cells in written:
        for column, words in cells.items() if not line.crosses else ():
            widths[column] = max(widths.get(column, 0), len(words))
    numbered = _is_numbered([cells for _, cells in written[1:]])
    spaced = _is_spaced(written)
    rows: list[AlignedRow] = []
    for line, cells in written:
        above = rows[-1].lines[-1] if rows else None
        below_head = again and len(rows) == 1 and len(rows[0].lines) == len(head)
        if above is None or below_head or line.crosses or above[0].crosses:
            rows.append(AlignedRow([(line, cells)]))
            continue
        if again and len(rows) == 1 and len(rows[0].lines) < len(head):
            rows[0].lines.append((line, cells))
            continue
        sign = _sign(cells, above[1], widths, numbered=numbered)
        sign += (1.5 if line.blank else -1.5) * spaced * (0 in cells)
        if sign > 0:
            rows.append(AlignedRow([(line, cells)], sign >= _UNSURE))
        else:
            rows[-1].lines.append((line, cells))
            rows[-1].sure = rows[-1].sure and sign <= -_UNSURE
    return rows


def _sign(cells: dict[int, str], above: dict[int, str], room: dict[int, int], *, numbered: bool) -> float:
    """Above nothing when the line begins a row, below when it goes on with the one above."""
    again = sum(column not in above for column in cells)
    if 0 not in cells and (len(cells) == 1 or not again):
        return -2.0
    if numbered and 0 in cells:
        return 4.0 if _NUMBER.match(cells[0]) else -2.0
    if set(cells) == {0} and _WHOLE.fullmatch(cells[0]):
        return -1.0  # "till minst", "70 procent"
    told = sum(_goes_on(above[column], words, room[column]) for column, words in cells.items() if column in above)
    whole = len(room) > 2 and len(cells) == len(room)  # all columns: few rows are wrapped in each
    return 2.0 * again + told + whole - numbered


def _goes_on(before: str, words: str, room: int) -> float:
    """What one column tells, by the line above and this one."""
    if WANTS_MORE.search(before):
        return -2.0
    if _WHOLE.fullmatch(words):
        return 1.5
    if words[:1].islower():
        return 0.0 if _is_date(words) else -2.0
    found_room = len(before) + 1 + len(words.split(" ", 1)[0]) <= _ROOM * room
    return 1.0 + (0.5 if before[-1] in ".!?" else 0.0) + (0.5 if found_room else -0.5)


def _is_date(words: str) -> bool:
    return load_lexicon("measures").pattern("cell.due").regex.fullmatch(words) is not None


def _is_numbered(rows: list[dict[int, str]]) -> bool:
    """Whether the first column holds the rows' numbers."""
    first = [cells[0] for cells in rows if 0 in cells]
    return len(first) > 1 and sum(bool(_NUMBER.fullmatch(words)) for words in first) >= 0.7 * len(first)


def _is_spaced(written: list[tuple[AlignedLine, dict[int, str]]]) -> bool:
    """Whether blank lines part the rows, and stand nowhere else."""
    below = [(line, cells) for line, cells in written[1:] if 0 in cells]
    apart = sum(1 for line, _ in below if line.blank)
    within = sum(1 for line, _ in written[1:] if not line.blank)
    opens = sum(1 for line, cells in below if line.blank and not cells[0][:1].islower())
    return apart > 1 and within >= 2 and opens >= 0.8 * apart
