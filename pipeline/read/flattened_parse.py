"""The cells of a table that an extraction wrote one after the other, row by row: the reading that fits best.

Such text follows the cells as the page was drawn. A cell of one line and the next cell stand on the same line; below a
cell of several lines the next begins a line of its own. Among all ways to part the lines into rows of cells the one is
taken whose cells fit the columns best (dynamic programming over the places where a cell may begin).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise, product

from pipeline.read.flattened_signs import COUNTS_ON, NEVER, TYPED, fit, fit_rest
from pipeline.read.paragraphs import WANTS_MORE

_MOST_LINES = 24  # of a cell
_MOST_TYPED_LINES = 8
_NO_GAIN = 50  # lines without a better reading, after which the table has ended
_OTHER_END = 0.7  # against a cell that ends in a full stop in a column where none do, or the other way round
_HOPELESS = 25.0  # behind the best reading: what is worse by more than a few rows is not looked at
_RESUMES, _RESUMES_ANEW = 1.5, 4.0  # against a page beginning with the rest of a row: in small letters, or not
_SKIPS_REST = 0.2  # against each column of which a cut row has no more
_TOO_WIDE = 1.25  # of a column's width: no line of its cells is wider
_ROOM_LEFT = 1.5  # for each such word, where the width is known
_TWO_LINES = 2.2
_FILLS = 0.85  # of a column's width: a next word that had room there begins a cell of its own
_WOULD_FIT = 0.85  # of a cell's widest line: a next word that had room there begins a cell of its own
_LEAST_JOINED = -5.0  # what tells against lines being one cell, at most
_BELOW_SINGLE = 1.5  # against a cell that stands below one of a single line, and not beside it
_EMPTY = {"measure": 9.0, "finding": 9.0, "question": 9.0, "comment": 0.5, "description": 1.0}
_OPENS = re.compile(r"[A-ZÅÄÖ0-9\"”“(–—•✓✔Xx]")
_BULLETS = frozenset("•▪–-")  # no cell ends with one
_MONTH = re.compile(r"(?i)(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]{0,6}\.?|våren|hösten|sommaren|vt|ht")
_YEAR = re.compile(r"(?:20)?\d\d\b.*")
_ABBREVIATION = re.compile(r"[A-ZÅÄÖ]{2}")  # "AT-platser" begins no cell more than any word
_FIGURE_SO_FAR = re.compile(r"[-–]?\d{1,3}(?:,\d+)?")
_REST_OF_FIGURE = re.compile(r"\d{3}|%|procent|[tmTM]?n?kr|kronor")
_TITLE = re.compile(r"\d{1,2}(?:\.\d)?\.?\s+[A-ZÅÄÖ][^.:;,]{2,95}|[A-ZÅÄÖ][^.:;,]{2,60}")
_FIGURE_LAST = re.compile(r" (?:[-–−]\d+|(?!20\d\d$)\d{3,})$")  # of a row
_NUMBERED_TITLE, _SHORT_TITLE = 14, 8  # words of a section's title, with its number and without

Place = tuple[int, int]  # a line and a word of it


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Lines from a place on: the last of them, their words, what tells for or against their being one cell, after how
    many a next word had found room, the widest of them, and how wide the last but one were with the next word.
    """

    last: int
    text: str
    told: float
    roomy: float
    widest: int
    with_next: int


@dataclass(frozen=True, slots=True)
class FlatCell:
    """A cell: its column (-1: a title over all columns), where it begins and ends, and how well it fits."""

    column: int
    start: Place
    end: Place
    score: float
    resumed: bool = False  # the rest of a cell that the page before began


@dataclass(slots=True)
class FlatLines:
    """The lines below a header: the words of each, whether a blank line stands above it, and whether it is the first of
    a page further on.
    """

    words: list[list[str]]
    blank: list[bool]
    opens_page: list[bool] = field(default_factory=list)
    spaced: bool = field(init=False)
    page_start: list[int] = field(init=False)  # of each line, the one that opens its page
    resumable: dict[int, set[int]] = field(default_factory=dict)  # by the line that opens a page; see _resumable
    stretches: dict[Place, list[_Stretch]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.spaced = sum(self.blank) > 0.25 * len(self.blank)
        self.opens_page = self.opens_page or [False] * len(self.words)
        self.page_start = list(accumulate((n * opens for n, opens in enumerate(self.opens_page)), max))

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


@dataclass(frozen=True, slots=True)
class Columns:
    """What is known of the columns: the kind of each and, once some rows are read, how many characters wide its cells
    get, what an empty cell of it tells against a reading, and whether its cells end in a full stop.
    """

    kinds: Sequence[str]
    widths: dict[int, float] = field(default_factory=dict)
    empty: dict[int, float] = field(default_factory=dict)
    stops: dict[int, bool] = field(default_factory=dict)

    def closing(self, column: int, text: str) -> float:
        """What a cell's end tells against it, where nearly all of its column end in a full stop or nearly none do."""
        stops = self.stops.get(column)
        return -_OTHER_END if stops is not None and stops != (text[-1] in ".!?)") else 0.0

    def cost_of_empty(self, column: int) -> float:
        """What tells against a cell of this column being empty."""
        return self.empty.get(column, _EMPTY.get(self.kinds[column], 1.0))


# Where the next cell begins, of which column, and whether the row is the rest of one that a page break cut.
_State = tuple[Place, int, bool]
# The best score, what it comes from and by which cell.
_Best = dict[_State, tuple[float, _State | None, FlatCell | None]]


def parse_rows(lines: FlatLines, columns: Columns) -> tuple[float, list[list[FlatCell]]]:
    """The rows that lines below a header come apart into, up to where the table seems to end, and how well they fit."""
    first: _State = ((0, 0), 0, False)
    best: _Best = {first: (0.0, None, None)}
    ends: tuple[float, _State] = (0.0, first)
    gained = 0
    for number in range(len(lines.words) + 1):
        _close(best, lines, number, columns)
        closed: _State = ((number, 0), 0, False)
        top = best.get(closed)
        if top and top[0] > ends[0]:
            ends, gained = (top[0], closed), number
        if number == len(lines.words) or number - gained > _NO_GAIN:
            break
        for word in range(len(lines.words[number])):
            ended = word == 0 and lines.opens_page[number]  # no row goes on there but as the rest of one
            for column, resumed in product(range(len(columns.kinds)), (False, True)):
                state: _State = ((number, word), column, resumed)
                if state in best and not (ended and column) and best[state][0] > ends[0] - _HOPELESS:
                    _extend(best, lines, state, columns)
    return ends[0], _walk(best, ends[1])


def _close(best: _Best, lines: FlatLines, number: int, columns: Columns) -> None:
    """End rows at the beginning of a line: the rest of their cells are empty. At a page's beginning all rows end, and
    the rest of the last may follow.
    """
    place, count = (number, 0), len(columns.kinds)
    after: _State = (place, 0, False)
    for column in range(1, count + 1):
        for resumed in (False, True):
            state: _State = (place, column, resumed)
            if state not in best:
                continue
            missing = 0.0 if resumed else sum(map(columns.cost_of_empty, range(column, count)))
            score = best[state][0] - missing
            if after not in best or best[after][0] < score:
                best[after] = (score, state, None)
    if number < len(lines.words) and lines.opens_page[number]:
        opens = lines.words[number][0][:1].islower()
        if after in best:
            best[place, 0, True] = (best[after][0] - (_RESUMES if opens else _RESUMES_ANEW), after, None)
            lines.resumable[number] = _resumable(best, after)


def _resumable(best: _Best, state: _State) -> set[int]:
    """The columns whose cells may go on over the page break: those of the last row that go down as far as any."""
    heights: dict[int, int] = {}
    at = best[state][1]
    while at is not None:
        _, before, cell = best[at]
        if cell is None or cell.column < 0 or cell.column in heights:
            break
        heights[cell.column] = cell.end[0] - cell.start[0] + 1
        at = before
    most = max(heights.values(), default=0)
    return {column for column, height in heights.items() if height == most}


def _extend(best: _Best, lines: FlatLines, state: _State, columns: Columns) -> None:
    """All that may begin at a place: a cell of this column or, with those between empty, of a later one."""
    start, column, resumed = state
    kinds = columns.kinds
    base, _, before = best[state]
    alone = before is not None and before.start[0] == before.end[0]
    if column and start[1] == 0 and alone and not resumed and not lines.blank[start[0]]:
        base -= _BELOW_SINGLE

    def put(cell: FlatCell, column: int, score: float) -> None:
        place = cell.end if cell.end[1] < len(lines.words[cell.end[0]]) else (cell.end[0] + 1, 0)
        after = (place, column, resumed)
        if after not in best or best[after][0] < score:
            best[after] = (score, state, cell)

    skipped = 0.0
    cut = lines.resumable[lines.page_start[start[0]]] if resumed else set(range(len(kinds)))
    for number in range(column, len(kinds)):
        for cell in _cells(lines, start, number, columns, resumed=resumed) if number in cut else ():
            put(cell, number + 1, base - skipped + cell.score)
        skipped += _SKIPS_REST if resumed else columns.cost_of_empty(number)
        if skipped > 8:
            break
    if column == 0 and start[1] == 0 and not resumed:
        whole = " ".join(lines.words[start[0]])
        if _is_title(whole):
            score = 0.5 if whole[0].isdigit() else -0.5
            put(FlatCell(-1, start, (start[0], len(lines.words[start[0]])), score), 0, base + score)
        put(FlatCell(-2, start, (start[0], len(lines.words[start[0]])), -3.0), 0, base - 3.0)  # of no row
    elif resumed and start[1] == 0:  # the rests of two cells on one line, which nothing parts
        put(FlatCell(-2, start, (start[0], len(lines.words[start[0]])), -1.5), max(1, column), base - 1.5)


def _is_title(words: str) -> bool:
    most = _NUMBERED_TITLE if words[:1].isdigit() else _SHORT_TITLE
    ends = WANTS_MORE.search(words) or _FIGURE_LAST.search(words)
    return _TITLE.fullmatch(words) is not None and not ends and len(words.split()) <= most


def _cells(lines: FlatLines, start: Place, column: int, columns: Columns, *, resumed: bool) -> list[FlatCell]:
    """The cells that may begin at a place: parts of the line, and it with lines below."""
    number, word = start
    words = lines.words[number]
    kind = columns.kinds[column]
    fits = fit_rest if resumed else fit
    widest = _widest(lines, columns.widths.get(column, 1e9))
    cells: list[FlatCell] = []
    for end in range(word + 1, len(words) + 1):
        text = " ".join(words[word:end])
        if (kind in TYPED and len(text) > 80 and fits(kind, text) <= NEVER) or (cells and len(text) > widest):
            break
        last = end == len(words)
        if not last and not _may_begin(words, end):
            continue
        own = fits(kind, text)
        score = own - 2.0 * bool(WANTS_MORE.search(text) or text[-1] in _BULLETS) + _inner(words[word:end])
        score += columns.closing(column, text) - 3.0 * (len(text) > widest)
        if min(own, score) > NEVER and not (resumed and len(text) > widest):
            cells.append(FlatCell(column, start, (number, end), score, resumed))
    cells += _wrapped(lines, start, column, columns, resumed=resumed)
    return cells


def _widest(lines: FlatLines, width: float) -> float:
    """How wide a line of a column can be. Extractions that leave blank lines between cells (pdftotext) put words that
    were broken at a line's end together, and with them two lines.
    """
    return (_TWO_LINES if lines.spaced else _TOO_WIDE) * width


def _may_begin(words: list[str], place: int) -> bool:
    """Whether a cell may begin with a word within a line: a capital, a whole figure, or a date in small letters."""
    if _FIGURE_SO_FAR.fullmatch(words[place - 1]) and _REST_OF_FIGURE.fullmatch(words[place]):
        return False
    if COUNTS_ON.fullmatch(words[place - 1]) or words[place - 1] in _BULLETS:
        return False
    if _MONTH.fullmatch(words[place - 1]) and _YEAR.fullmatch(words[place]):
        return False
    if _OPENS.match(words[place]):
        return True
    return any(
        fit("due", " ".join(words[place : place + count])) > 1 for count in range(1, min(5, len(words) - place + 1))
    )


def _inner(words: list[str]) -> float:
    """What capitals within a line tell against its being one cell."""
    inside = [
        a
        for a, b in zip(words[1:], words, strict=False)
        if a[:1].isupper() and len(a) > 2 and b[-1] not in ".!?:•▪" and not _ABBREVIATION.match(a)
    ]
    return -0.4 * len(inside)


def _wrapped(lines: FlatLines, start: Place, column: int, columns: Columns, *, resumed: bool) -> list[FlatCell]:
    """The cells that go on below the line on which they begin."""
    if start not in lines.stretches:
        lines.stretches[start] = _stretches(lines, start)
    kind = columns.kinds[column]
    most = _MOST_TYPED_LINES if kind in TYPED - {"verdict"} else _MOST_LINES
    fits = fit_rest if resumed else fit
    width = columns.widths.get(column)
    cells: list[FlatCell] = []
    roomy = 0
    for stretch in lines.stretches[start][: most - 1]:
        if width is None:
            told = stretch.told - stretch.roomy
        else:
            if stretch.widest > _widest(lines, width):
                break
            roomy += stretch.with_next <= _FILLS * width
            told = stretch.told - _ROOM_LEFT * roomy
        own = fits(kind, stretch.text)
        told += columns.closing(column, stretch.text)
        if min(own, own + told) > NEVER:
            cells.append(FlatCell(column, start, (stretch.last, len(lines.words[stretch.last])), own + told, resumed))
    return cells


def _stretches(lines: FlatLines, start: Place) -> list[_Stretch]:
    """The stretches of two lines and more from a place on that may be one cell each."""
    number, word = start
    texts = [" ".join(lines.words[number][word:])]
    found: list[_Stretch] = []
    joints = _inner(lines.words[number][word:])
    for last in range(number + 1, min(len(lines.words), number + _MOST_LINES)):
        if lines.opens_page[last]:
            break
        joints += _joint(texts[-1], lines.words[last], blank=lines.blank[last]) + _inner(lines.words[last])
        if joints < _LEAST_JOINED:
            break
        with_next = len(texts[-1]) + 1 + len(lines.words[last][0])
        texts.append(" ".join(lines.words[last]))
        told = joints - 2.0 * bool(WANTS_MORE.search(texts[-1]))
        if lines.spaced and last + 1 < len(lines.words) and not lines.blank[last + 1]:
            told -= 1.0
        found.append(_Stretch(last, " ".join(texts), told, _roomy(texts), max(map(len, texts)), with_next))
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
        elif rows[-1] and (cell.column <= rows[-1][-1].column or cell.resumed != rows[-1][-1].resumed):
            rows.append([cell])
        else:
            rows[-1].append(cell)
    return [row for row in rows if row]
