"""The cells of a table that an extraction wrote one after the other, row by row: the reading that fits best.

Such text follows the cells as the page was drawn. A cell of one line and the next cell stand on the same line; below a
cell of several lines the next begins a line of its own. Among all ways to part the lines into rows of cells the one is
taken whose cells fit the columns best (dynamic programming over the places where a cell may begin).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.read.flattened_signs import NEVER, TYPED, fit
from pipeline.read.paragraphs import WANTS_MORE

_MOST_LINES = 24  # of a cell
_MOST_TYPED_LINES = 4
_NO_GAIN = 50  # lines without a better reading, after which the table has ended
_WOULD_FIT = 0.85  # of a cell's widest line: a next word that had room there begins a cell of its own
_LEAST_JOINED = -5.0  # what tells against lines being one cell, at most
_BELOW_SINGLE = 1.5  # against a cell that stands below one of a single line, and not beside it
_EMPTY = {"measure": 9.0, "finding": 9.0, "question": 9.0, "comment": 0.5, "description": 1.0}
_OPENS = re.compile(r"[A-ZÅÄÖ0-9\"”“(–—✓✔Xx]")
_FIGURE_SO_FAR = re.compile(r"[-–]?\d{1,3}(?:,\d+)?")
_REST_OF_FIGURE = re.compile(r"\d{3}|%|procent|[tmTM]?n?kr|kronor")
_COUNTS_ON = re.compile(r"(?i)v\.?|vecka|kv\.?|kvartal|tertial|nr|den|senast|cirka|ca\.?")
_TITLE = re.compile(r"(?:\d{1,2}(?:\.\d)?\.?\s+)?[A-ZÅÄÖ][^.:;,]{2,60}")

Place = tuple[int, int]  # a line and a word of it


@dataclass(frozen=True, slots=True)
class FlatCell:
    """A cell: its column (-1: a title over all columns), where it begins and ends, and how well it fits."""

    column: int
    start: Place
    end: Place
    score: float


@dataclass(slots=True)
class FlatLines:
    """The lines below a header: the words of each, and whether a blank line stands above it."""

    words: list[list[str]]
    blank: list[bool]
    spaced: bool = field(init=False)
    stretches: dict[Place, list[tuple[int, str, float]]] = field(default_factory=dict)  # see _stretches

    def __post_init__(self) -> None:
        self.spaced = sum(self.blank) > 0.25 * len(self.blank)

    def parts(self, start: Place, end: Place) -> list[str]:
        """What stands between two places, line by line."""
        (first, begin), (last, stop) = start, end
        if first == last:
            return [" ".join(self.words[first][begin:stop])]
        middle = [" ".join(self.words[n]) for n in range(first + 1, last)]
        return [" ".join(self.words[first][begin:]), *middle, " ".join(self.words[last][:stop])]

    def text_of(self, cell: FlatCell) -> str:
        """The words of a cell on one line."""
        return " ".join(self.parts(cell.start, cell.end))


_State = tuple[Place, int]  # where the next cell begins, and of which column
# The best score, what it comes from and by which cell.
_Best = dict[_State, tuple[float, _State | None, FlatCell | None]]


def parse_rows(lines: FlatLines, kinds: Sequence[str]) -> list[list[FlatCell]]:
    """The rows that lines below a header come apart into, up to where the table seems to end."""
    best: _Best = {((0, 0), 0): (0.0, None, None)}
    ends: tuple[float, _State] = (0.0, ((0, 0), 0))
    gained = 0
    for number in range(len(lines.words) + 1):
        _close(best, number, kinds)
        top = best.get(((number, 0), 0))
        if top and top[0] > ends[0]:
            ends, gained = (top[0], ((number, 0), 0)), number
        if number == len(lines.words) or number - gained > _NO_GAIN:
            break
        for word in range(len(lines.words[number])):
            for column in range(len(kinds)):
                if ((number, word), column) in best:
                    _extend(best, lines, ((number, word), column), kinds)
    return _walk(best, ends[1])


def _close(best: _Best, number: int, kinds: Sequence[str]) -> None:
    """End rows at the beginning of a line: the rest of their cells are empty."""
    for column in range(1, len(kinds) + 1):
        state, after = ((number, 0), column), ((number, 0), 0)
        if state in best:
            score = best[state][0] - sum(_EMPTY.get(kind, 1.0) for kind in kinds[column:])
            if after not in best or best[after][0] < score:
                best[after] = (score, state, None)


def _extend(best: _Best, lines: FlatLines, state: _State, kinds: Sequence[str]) -> None:
    """All that may begin at a place: a cell of this column or, with those between empty, of a later one."""
    start, column = state
    base, _, before = best[state]
    alone = before is not None and before.start[0] == before.end[0]
    if column and start[1] == 0 and alone and not lines.blank[start[0]]:
        base -= _BELOW_SINGLE

    def put(cell: FlatCell, column: int, score: float) -> None:
        place = cell.end if cell.end[1] < len(lines.words[cell.end[0]]) else (cell.end[0] + 1, 0)
        after = (place, column)
        if after not in best or best[after][0] < score:
            best[after] = (score, state, cell)

    skipped = 0.0
    for number in range(column, len(kinds)):
        for cell in _cells(lines, start, number, kinds[number]):
            put(cell, number + 1, base - skipped + cell.score)
        skipped += _EMPTY.get(kinds[number], 1.0)
        if skipped > 8:
            break
    if column == 0 and start[1] == 0:
        whole = " ".join(lines.words[start[0]])
        if _TITLE.fullmatch(whole) and not WANTS_MORE.search(whole) and len(whole.split()) <= 8:
            score = 0.5 if whole[0].isdigit() else -0.5
            put(FlatCell(-1, start, (start[0], len(lines.words[start[0]])), score), 0, base + score)
        put(FlatCell(-2, start, (start[0], len(lines.words[start[0]])), -3.0), 0, base - 3.0)  # of no row


def _cells(lines: FlatLines, start: Place, column: int, kind: str) -> list[FlatCell]:
    """The cells that may begin at a place: parts of the line, and it with lines below."""
    number, word = start
    words = lines.words[number]
    cells: list[FlatCell] = []
    for end in range(word + 1, len(words) + 1):
        text = " ".join(words[word:end])
        if kind in TYPED and fit(kind, text) <= NEVER and len(text) > 80:
            break
        last = end == len(words)
        if not last and not _may_begin(words, end):
            continue
        own = fit(kind, text)
        score = own - 2.0 * bool(WANTS_MORE.search(text)) + _inner(words[word:end])
        if min(own, score) > NEVER:
            cells.append(FlatCell(column, start, (number, end), score))
    cells += _wrapped(lines, start, column, kind)
    return cells


def _may_begin(words: list[str], place: int) -> bool:
    """Whether a cell may begin with a word within a line: a capital, a whole figure, or a date in small letters."""
    if _FIGURE_SO_FAR.fullmatch(words[place - 1]) and _REST_OF_FIGURE.fullmatch(words[place]):
        return False
    if _COUNTS_ON.fullmatch(words[place - 1]):
        return False
    if _OPENS.match(words[place]):
        return True
    return any(fit("due", " ".join(words[place : place + count])) > 1 for count in range(1, 5))


def _inner(words: list[str]) -> float:
    """What capitals within a line tell against its being one cell."""
    inside = [
        a for a, b in zip(words[1:], words, strict=False) if a[:1].isupper() and len(a) > 2 and b[-1] not in ".!?:"
    ]
    return -0.4 * len(inside)


def _wrapped(lines: FlatLines, start: Place, column: int, kind: str) -> list[FlatCell]:
    """The cells that go on below the line on which they begin."""
    if start not in lines.stretches:
        lines.stretches[start] = _stretches(lines, start)
    most = _MOST_TYPED_LINES if kind in TYPED - {"verdict"} else _MOST_LINES
    cells: list[FlatCell] = []
    for last, text, told in lines.stretches[start][: most - 1]:
        own = fit(kind, text)
        if min(own, own + told) > NEVER:
            cells.append(FlatCell(column, start, (last, len(lines.words[last])), own + told))
    return cells


def _stretches(lines: FlatLines, start: Place) -> list[tuple[int, str, float]]:
    """Where stretches of lines from a place on end, their words, and what tells for or against each being one cell."""
    number, word = start
    texts = [" ".join(lines.words[number][word:])]
    found: list[tuple[int, str, float]] = []
    joints = _inner(lines.words[number][word:])
    for last in range(number + 1, min(len(lines.words), number + _MOST_LINES)):
        joints += _joint(texts[-1], lines.words[last], blank=lines.blank[last]) + _inner(lines.words[last])
        if joints < _LEAST_JOINED:
            break
        texts.append(" ".join(lines.words[last]))
        told = joints - _roomy(texts) - 2.0 * bool(WANTS_MORE.search(texts[-1]))
        if lines.spaced and last + 1 < len(lines.words) and not lines.blank[last + 1]:
            told -= 1.0
        found.append((last, " ".join(texts), told))
    return found


def _joint(above: str, words: list[str], *, blank: bool) -> float:
    """What tells for or against two lines being of one cell."""
    score = -2.5 if blank else 0.0
    if WANTS_MORE.search(above):
        return score + 0.5
    if words[0][:1].islower() or words[0][:1] == "(":
        return score + 0.3
    if words[0][:1].isdigit():
        return score - 0.3
    return score - (0.3 if above[-1] in ".!?:" else 1.0)


def _roomy(texts: list[str]) -> float:
    """One for each line after which the next word would have found room."""
    widest = max(map(len, texts))
    return sum(1.0 for a, b in pairwise(texts) if len(a) + 1 + len(b.split(" ", 1)[0]) <= _WOULD_FIT * widest)


def _walk(best: _Best, state: _State) -> list[list[FlatCell]]:
    """The rows on the way to a state; a title or a line of no row is a row of its own."""
    cells: list[FlatCell | None] = []
    at: _State | None = state
    while at is not None:
        _, before, cell = best[at]
        cells.append(cell)
        at = before
    rows: list[list[FlatCell]] = [[]]
    for cell in reversed(cells):
        if cell is None or cell.column < 0:
            rows += [[cell], []] if cell else [[]]
        elif rows[-1] and cell.column <= rows[-1][-1].column:
            rows.append([cell])
        else:
            rows[-1].append(cell)
    return [row for row in rows if row]
