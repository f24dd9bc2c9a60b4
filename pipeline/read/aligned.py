"""Tables whose columns an extraction kept as spaces: the same character positions stay blank over several lines.

What stands between two or more spaces is a piece of a cell. Lines belong to one table while a gap is left at the same
positions in all of them; a line that runs over all gaps ends it, unless rows go on below (then it heads a section).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.read.furniture import PAGE_NUMBER
from pipeline.read.lines import Line, RawTable

_PIECE = re.compile(r"\S+(?: \S+)*")
_MOST_BLANK = 2  # blank lines within a table
_LEAST_GAP = 2  # characters that stay blank between two columns
_LEAST_KEPT = 0.6  # of the gaps of the lines above that a line must leave, else it is of no row
_WIDEST = 2000  # characters of a line that is looked at

Span = tuple[int, int]


@dataclass(slots=True)
class AlignedLine:
    """A line of a table: its place among the page's items, its pieces as (start, end) in its text, the number of blank
    lines above it, and whether it runs over the columns.
    """

    place: int
    text: str
    pieces: list[Span]
    blank: int = 0
    crosses: bool = False

    @property
    def words(self) -> list[str]:
        """The words of each piece."""
        return [self.text[start:end] for start, end in self.pieces]


@dataclass(slots=True)
class AlignedRegion:
    """Lines that share their columns. `columns` is what each column spans, from left to right."""

    lines: list[AlignedLine]
    columns: list[Span] = field(default_factory=list)

    def cells(self, line: AlignedLine) -> dict[int, str]:
        """The words of a line by column; of a line that runs over the columns, all in the first."""
        if line.crosses:
            return {0: line.text.strip()}
        held: dict[int, str] = {}
        for start, end in line.pieces:
            column = next((n for n, (_, until) in enumerate(self.columns) if start < until), len(self.columns) - 1)
            words = line.text[start:end]
            held[column] = f"{held[column]} {words}" if column in held else words
        return held


def pieces_of(text: str) -> list[Span]:
    """Where the pieces of a line stand that two or more spaces part."""
    return [match.span() for match in _PIECE.finditer(text)] if len(text) <= _WIDEST else []


def find_aligned(items: Sequence[Line | RawTable], heads: Callable[[list[str]], bool]) -> list[AlignedRegion]:
    """The regions of a page, in order: two lines at least that share a gap. `heads` tells of a line's pieces whether
    they are a table's header, with which a region always begins.
    """
    regions: list[AlignedRegion] = []
    index = 0
    while index < len(items):
        region = _region_from(items, index, heads)
        if region is None:
            index += 1
        else:
            regions.append(region)
            index = region.lines[-1].place + 1
    return regions


def _region_from(
    items: Sequence[Line | RawTable], index: int, heads: Callable[[list[str]], bool]
) -> AlignedRegion | None:
    """The region whose first line stands at `index`; None where it has one piece or no line below shares its gaps."""
    top = items[index]
    first = None if isinstance(top, RawTable) else _line(top, index, 0)
    if first is None or len(first.pieces) < 2:
        return None
    if isinstance(top, Line) and top.kind == "furniture" and not heads(first.words):
        return None  # a header that stands on several pages was taken for a running line
    lines, gaps = [first], _gaps(first.pieces)
    crossing: list[AlignedLine] = []
    blank, place = 0, index
    while place + 1 < len(items) and blank <= _MOST_BLANK:
        place += 1
        item = items[place]
        if isinstance(item, RawTable):
            break
        line = _line(item, place, blank)
        if line is None:
            blank += 1
            continue
        if len(line.pieces) > 1 and heads(line.words):
            break
        if item.kind == "furniture" or PAGE_NUMBER.fullmatch(item.text):
            continue
        left = _left(gaps, line.pieces)
        if len(left) == len(gaps) or (len(line.pieces) > 1 and left and len(left) >= _LEAST_KEPT * len(gaps)):
            if crossing and not (len(line.pieces) > 1 and len(left) == len(gaps)):
                break
            lines += [*crossing, line]
            crossing, gaps = [], left
        elif crossing or len(line.pieces) > 1 or line.text.rstrip().endswith((".", ",")):
            break
        else:
            line.crosses = True
            crossing = [line]
        blank = 0
    while len(lines) > 1 and lines[-1].blank and len(lines[-1].pieces) == 1:
        lines.pop()  # a paragraph below the table, no wider than its first column
    if len(lines) < 2:
        return None
    region = AlignedRegion(lines)
    region.columns = _columns(lines)
    return region if len(region.columns) > 1 else None


def _line(item: Line, place: int, blank: int) -> AlignedLine | None:
    text = item.text.expandtabs() if "\t" in item.text else item.text
    pieces = pieces_of(text.replace("\u00a0", " "))
    return AlignedLine(place, text, pieces, blank) if pieces else None


def _gaps(pieces: list[Span]) -> list[Span]:
    return [(end, start) for (_, end), (start, _) in pairwise(pieces)]


def _left(gaps: list[Span], pieces: list[Span]) -> list[Span]:
    """What is left of each gap between the pieces of one line more."""
    left: list[Span] = []
    for begin, end in gaps:
        edges = [begin]
        for start, stop in pieces:
            if start < end and stop > begin:
                edges += [max(begin, start), min(end, stop)]
        edges.append(end)
        widest = max(zip(edges[::2], edges[1::2], strict=True), key=lambda edge: edge[1] - edge[0])
        if widest[1] - widest[0] >= _LEAST_GAP:
            left.append(widest)
    return left


def _columns(lines: list[AlignedLine]) -> list[Span]:
    """What is written over in the lines that do not cross, where a gap of two parts it and some line has both sides."""
    fitting = [line for line in lines if not line.crosses]
    written = sorted(piece for line in fitting for piece in line.pieces)
    columns: list[list[int]] = []
    for start, end in written:
        if columns and start - columns[-1][1] < _LEAST_GAP:
            columns[-1][1] = max(columns[-1][1], end)
        else:
            columns.append([start, end])
    return [(start, end) for start, end in columns]
