"""Pieces of lines to reading order: columns of prose one after the other, headings in the margin before their text."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from statistics import median

from pipeline.read.layout import Piece
from pipeline.read.paragraphs import GOES_ON

_COLUMN_LINES = 5  # fewer lines beside each other are a form or a heading, not columns
_SHORT_LINES = 8  # in each column, where most are too short to tell prose from cells
_LABELS_LEFT = 0.42  # of the page's width: further right no column of labels ends
_EDGES = 8  # left edges at which the text may stand: the most usual
_TEXT_LINES = 3  # begin at the edge where text stands beside labels, at least
_LABEL_GAP = 0.4  # sizes between a label and the text beside it, at least
_WIDE_SPACE = 4.0  # sizes; the spaces of a justified line in a narrow column are no wider


@dataclass(slots=True)
class Column:
    """Lines to be read one after the other; `whole` when they have the page's width, `label` when they head the text
    beside them."""

    pieces: list[Piece]
    whole: bool = True
    label: bool = False


def order_pieces(pieces: list[Piece], width: float, whole: bool = True) -> list[Column]:
    """The pieces as columns in reading order: what spans the page, then its columns from left to right, and so on."""
    pieces = sorted(pieces, key=lambda p: (p.base, p.x0))
    zone = _widest_zone(pieces, width)
    if zone is None:
        return _order_labels(pieces, width, whole)
    first, last, gutter = zone
    first += _heading_lines(pieces[first:last])
    middle = pieces[first:last]
    left = [p for p in middle if p.x1 <= gutter]
    right = [p for p in middle if p.x1 > gutter]
    return [
        *order_pieces(pieces[:first], width, whole),
        *order_pieces(_join_justified(left), width, False),
        *order_pieces(_join_justified(right), width, False),
        *order_pieces(pieces[last:], width, whole),
    ]


def _widest_zone(pieces: list[Piece], width: float) -> tuple[int, int, float] | None:
    """The longest run of lines that an empty strip divides into two columns of prose, as (first, last, strip's x)."""
    if len(pieces) < 2 * _COLUMN_LINES:
        return None
    best: tuple[int, int, float] | None = None
    most = 0
    for gutter in sorted({round(p.x0) - 3.0 for p in pieces if 0.25 * width < p.x0 < 0.75 * width}):
        first = 0
        for index in range(len(pieces) + 1):
            crossed = index == len(pieces) or (pieces[index].x0 < gutter < pieces[index].x1)
            if not crossed:
                continue
            run = pieces[first:index]
            if len(run) > most and _are_columns(run, gutter, width):
                best, most = (first, index, gutter), len(run)
            first = index + 1
    return best


def _heading_lines(run: list[Piece]) -> int:
    """How many lines at the top of two columns are the last of a heading over both."""
    usual = median(p.size for p in run)
    return next((i for i, p in enumerate(run) if p.size < 1.15 * usual or _level(p, run[i + 1])), 0)


def _are_columns(run: list[Piece], gutter: float, width: float) -> bool:
    left = [p for p in run if p.x1 <= gutter]
    right = [p for p in run if p.x0 >= gutter]
    if min(len(left), len(right)) < _COLUMN_LINES:
        return False
    beside = sum(1 for p in left if any(abs(p.base - q.base) < 2 * p.size for q in right))
    if beside < 0.5 * min(len(left), len(right)):
        return False
    if all(median(p.x1 - p.x0 for p in side) > 0.18 * width for side in (left, right)):
        return True
    return gutter > _LABELS_LEFT * width and min(len(left), len(right)) >= _SHORT_LINES and _stand_apart(left, right)


def _stand_apart(left: list[Piece], right: list[Piece]) -> bool:
    """Whether the short lines of two columns each keep to their own left edge and heights, as rows do not."""
    for side in (left, right):
        edge = Counter(round(p.x0) for p in side).most_common(1)[0]
        if edge[1] < 0.6 * len(side):
            return False
    bases = {round(p.base + shift) for p in right for shift in (-0.5, 0.5)}
    return sum(round(p.base) in bases for p in left) < 0.5 * len(left)


def _join_justified(pieces: list[Piece]) -> list[Piece]:
    """The lines of a column whole: those drawn out from edge to edge have spaces as wide as the gaps of a table."""
    left, right = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
    out: list[Piece] = []
    for line in _lines(pieces):
        size = line[0].size
        near = all(b.x0 - a.x1 < _WIDE_SPACE * size for a, b in pairwise(line))
        if len(line) > 1 and near and line[0].x0 < left + 2 * size and line[-1].x1 > right - size:
            out.append(join_pieces(line))
        else:
            out += line
    return out


def join_pieces(line: Sequence[Piece]) -> Piece:
    """Several pieces of one line as one."""
    return Piece([c for p in line for c in p.chars]).settle()


def _lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces gathered by the height of their baseline, each line from left to right."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.base, p.x0)):
        if lines and piece.base - lines[-1][0].base < 0.25 * piece.size:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda p: p.x0) for line in lines]


def order_forms(pieces: list[Piece]) -> list[Piece]:
    """The pieces of a header in reading order: those that stand below one another before those beside them."""
    stacks: list[list[Piece]] = []
    reach = float("-inf")
    for piece in sorted(pieces, key=lambda p: p.x0):
        if piece.x0 >= reach:
            stacks.append([])
        stacks[-1].append(piece)
        reach = max(reach, piece.x1)
    return [piece for stack in stacks for piece in sorted(stack, key=lambda p: (p.base, p.x0))]


# -- headings beside their text --------------------------------------------------------------------------------------


def _order_labels(pieces: list[Piece], width: float, whole: bool) -> list[Column]:
    """A column, or where a strip of labels stands at its left: each label, and then the text beside and below it."""
    edge = _label_edge(pieces, width)
    if edge is None:
        return [Column(pieces, whole)] if pieces else []
    pieces = sorted((p for piece in pieces for p in _parted(piece, edge)), key=lambda p: (p.base, p.x0))
    labels = {id(p) for group in _label_groups(pieces, edge)[1] for p in group}
    out: list[Column] = []
    for spans, run in groupby(pieces, key=lambda p: p.x0 < edge and id(p) not in labels):
        lines = list(run)
        out += [Column(lines, whole)] if spans else _pair(lines, labels)
    return out


def _parted(piece: Piece, edge: float) -> list[Piece]:
    """A label and the text beside it, when they stand so close that they were taken for one piece of line."""
    if not piece.x0 < edge < piece.x1:
        return [piece]
    chars = sorted(piece.chars, key=lambda c: c.x0)
    at = next((i for i, c in enumerate(chars) if c.x0 >= edge), 0)
    if not at or chars[at].x0 > edge + 3 or chars[at].x0 - chars[at - 1].x1 < _LABEL_GAP * piece.size:
        return [piece]
    return [Piece(chars[:at]).settle(), Piece(chars[at:]).settle()]


def _label_edge(pieces: list[Piece], width: float) -> float | None:
    """Where the text begins at whose left labels stand, if any do: labels folded into lines, so that the height alone
    does not tell what is read first, most of them beside a line of text that begins at the edge."""
    starts = Counter(round(p.x0) for p in pieces)
    near = {x: starts[x - 1] + starts[x] + starts[x + 1] for x in starts}
    left = min(starts, default=0)
    for start in sorted(near, key=lambda x: (-near[x], x))[:_EDGES]:
        edge = start - 1.5
        if near[start] < _TEXT_LINES or not left + 30 < edge < _LABELS_LEFT * width:
            continue
        groups, beside = _label_groups(pieces, edge)
        texts = _Texts([p for p in pieces if p.x0 >= edge])
        if len(beside) < max(1, 0.5 * len(groups)) or len(texts.pieces) < 1.2 * len(beside):
            continue
        if any(len(group) > 1 or texts.top(group[0]) < group[0].base - 0.05 for group in beside):
            return edge
    return None


@dataclass(slots=True)
class _Texts:
    """The lines beside labels, by their height."""

    pieces: list[Piece]
    bases: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.bases = [p.base for p in self.pieces]

    def between(self, top: float, end: float) -> list[Piece]:
        """The lines whose baseline stands from `top` down to `end`."""
        return self.pieces[bisect_left(self.bases, top) : bisect_left(self.bases, end)]

    def beside(self, label: Piece) -> list[Piece]:
        """The lines that begin at a label's height: their baselines or their tops do."""
        near = self.between(label.base - 1.5 * label.size, label.base + 1.5 * label.size)
        return [p for p in near if _level(label, p)]

    def top(self, label: Piece) -> float:
        """The height of a label, or of the text beside it that stands higher."""
        return min([label.base, *(p.base for p in self.beside(label))])


def _label_groups(pieces: list[Piece], edge: float) -> tuple[list[list[Piece]], list[list[Piece]]]:
    """The short lines left of the edge that stand no higher or lower than the text, gathered into labels; and those
    labels beside which text begins."""
    texts = _Texts([p for p in pieces if p.x0 >= edge])
    top, bottom = texts.bases[0], texts.bases[-1]
    lines = [p for p in pieces if p.x1 <= edge and top < p.base + p.size < bottom + 8 * p.size]
    groups = _groups(lines, texts)
    return groups, [group for group in groups if texts.beside(group[0])]


def _groups(labels: list[Piece], texts: _Texts) -> list[list[Piece]]:
    """Labels line by line: a line goes on with the label above when nothing begins beside it."""
    groups: list[list[Piece]] = []
    for piece in labels:
        last = groups[-1][-1] if groups else None
        close = last is not None and piece.base - last.base < 1.8 * piece.size
        beside = texts.between(piece.base - 0.45 * piece.size, piece.base + 0.45 * piece.size)
        if close and (GOES_ON.match(piece.text) or not beside or GOES_ON.match(beside[0].text)):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def _level(label: Piece, text: Piece) -> bool:
    size = max(label.size, text.size)
    return abs(label.base - text.base) < 0.45 * size or abs(label.top - text.top) < 0.35 * size


def _pair(lines: list[Piece], labels: set[int]) -> list[Column]:
    """Each label as a column of its own, followed by the text down to the next label."""
    texts = _Texts([p for p in lines if id(p) not in labels])
    groups = _groups([p for p in lines if id(p) in labels], texts)
    tops = [texts.top(group[0]) - 0.1 for group in groups]
    out: list[Column] = []
    for group, top, end in zip([[], *groups], [float("-inf"), *tops], [*tops, float("inf")], strict=True):
        if group:
            out.append(Column(group, whole=False, label=True))
        if beside := texts.between(top, end):
            out.append(Column(beside, whole=False))
    return out
