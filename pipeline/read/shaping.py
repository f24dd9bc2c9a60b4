"""Lines with geometry to blocks: headings by size, weight and number; lists, footnotes and paragraphs."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from pipeline.read.columns import Column
from pipeline.read.layout import Piece, piece_line
from pipeline.read.lines import Line
from pipeline.read.paragraphs import GOES_ON, LEADERS, LEANS_ON, LIST_MARK, heads_alone

_NUMBERED = re.compile(r"((?:\d{1,2}|[A-Z])(?:\.\d{1,2}){0,3})\.?\s+(?=[A-ZÅÄÖ”])")
_SIGN = re.compile(r"§§?\s*\d|Paragraf\s\d")
_ENDS = re.compile(r"[.?!:;][”\"’)\]]{0,2}\d{0,2}$")
_OPENS = re.compile(r"[”\"“(]*[A-ZÅÄÖÉ0-9§]")
_FARTHEST = 2.7  # sizes; lines that stand further apart are no neighbours
_COMMON = 1.3  # sizes from line to line, where no line of the document tells
_OPEN = 1.7  # sizes; lines further apart are of one paragraph only where a sentence shows it
_LOOSE = 0.12  # sizes; a step wider by this stands between paragraphs, if the last line may end one
_ADDRESS = re.compile(r"@|www\.|https?:")
_SURE = 3  # lines that go on in the next, from which these alone tell how far apart lines stand
_NOTE = re.compile(r"\d{1,3}\s*(?=[A-ZÅÄÖ”(h])")


@dataclass(slots=True)
class Typography:
    """What is usual in the document: the body's size; the sizes of headings, largest first; the step from line to line
    of each size, in sizes; how far lines reach, by the width of their page and their left edge; and how far in the
    first lines of paragraphs begin, where they do."""

    body: float
    heading_sizes: list[float]
    leadings: dict[int, float] = field(default_factory=dict)
    reaches: dict[tuple[int, int], float] = field(default_factory=dict)
    indent: int = 0

    def leading(self, size: float) -> float | None:
        """How far apart lines of a size stand, or else those of the body; None where no sentence goes on in a line."""
        return self.leadings.get(round(size), self.leadings.get(round(self.body)))

    def reach(self, width: float, edge: float) -> float:
        """How far lines reach that begin at a left edge; 0.0 where none tells."""
        return self.reaches.get((round(width), round(edge)), 0.0)


def measure_typography(columns: Sequence[tuple[float, Column]]) -> Typography:
    """What is usual in the columns, each given with its page's width. The body size is the one most letters have."""
    letters: Counter[float] = Counter()
    steps: dict[int, list[float]] = defaultdict(list)
    full: dict[int, list[float]] = defaultdict(list)
    reaches: dict[tuple[int, int], float] = {}
    indents: Counter[int] = Counter()
    for width, column in columns:
        right = _right(column)
        for piece in column.pieces:
            letters[round(piece.size, 1)] += len(piece.text)
            if column.whole:
                edge = (round(width), round(piece.x0))
                reaches[edge] = max(reaches.get(edge, 0.0), piece.x1)
        for a, b, step in _neighbours(column.pieces):
            if _goes_on(a, b):
                steps[round(a.size)].append(step)
                if not LIST_MARK.match(a.text):
                    indents[round(a.x0 - b.x0)] += 1
            elif a.x1 > 0.95 * right and step < _OPEN and not _ENDS.search(a.text.rstrip()):
                full[round(a.size)].append(step)
    body = letters.most_common(1)[0][0] if letters else 10.0
    larger = sorted((size for size, count in letters.items() if size > 1.1 * body and count >= 3), reverse=True)
    leadings = {size: _usual(found) for size, found in (full | steps).items()}
    indent, count = max(((i, n) for i, n in indents.items() if body < i < 4 * body), key=lambda x: x[1], default=(0, 0))
    return Typography(body, larger, leadings, reaches, indent if count > max(1, 0.1 * indents.total()) else 0)


def _right(column: Column) -> float:
    return max((p.x1 for p in column.pieces), default=0.0)


def _neighbours(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, Piece, float]]:
    """The lines of one size that stand below one another, and how far, in sizes."""
    for a, b in pairwise(pieces):
        step = (b.base - a.base) / max(a.size, 1.0)
        if 0.8 < step < _FARTHEST and abs(a.size - b.size) < 0.3 and a.x0 < b.x1 and b.x0 < a.x1:
            yield a, b, step


def _goes_on(a: Piece, b: Piece) -> bool:
    """Whether line `b` goes on with a sentence that line `a` leaves open."""
    line = b.text.lstrip()
    return bool(GOES_ON.match(line)) and not LIST_MARK.match(line) and not _ENDS.search(a.text.rstrip())


def _usual(steps: list[float]) -> float:
    """The most usual step: the middle of those that are alike."""
    alike = Counter(round(step, 1) for step in steps)
    most = max(alike.values())
    usual = min(step for step, count in alike.items() if count == most)
    return median(step for step in steps if abs(step - usual) <= 0.1)


def shape_column(column: Column, types: Typography, page_width: float, page_height: float) -> list[Line]:
    """The lines of one column, each saying whether a block begins there and of what kind."""
    lines: list[Line] = []
    room = _Room(_usual_leading(column, types), _right(column), indent=types.indent)
    block: list[Piece] = []
    for piece in column.pieces:
        line = piece_line(piece)
        if block:
            room.reach = types.reach(page_width, block[0].x0) if column.whole else 0.0
            flush = (round(page_width), round(block[0].x0 - types.indent))
            room.indented = types.indent > 0 and flush in types.reaches
        if not block or (not column.label and _begins(block, lines[-len(block) :], piece, line, room)):
            line.starts_block = True
            _name_kind(line, piece, types, page_height)
            block = []
        block.append(piece)
        lines.append(line)
    _settle(lines, types)
    return lines


@dataclass(slots=True)
class _Room:
    """How lines stand in a column: their step in sizes, the right edge, and how far lines of this left edge reach in
    the document; 0.0 when none tells."""

    leading: float
    right: float
    reach: float = 0.0
    indent: int = 0  # how far in first lines of paragraphs begin
    indented: bool = False  # the block's first line begins there


def _usual_leading(column: Column, types: Typography) -> float:
    """The step from line to line, in sizes: where sentences go on here, or else in the document.

    A page of short paragraphs has more gaps between paragraphs than between lines.
    """
    near = list(_neighbours(column.pieces))
    going_on = [step for a, b, step in near if _goes_on(a, b)]
    if len(going_on) >= _SURE:
        return _usual(going_on)
    usual = types.leading(median(p.size for p in column.pieces)) if column.pieces else None
    return usual or min([_COMMON, *(step for *_, step in near)])


def _begins(block: list[Piece], lines: list[Line], piece: Piece, line: Line, room: _Room) -> bool:
    before, first = block[-1], block[0]
    opener, last = lines[0], lines[-1]
    step = piece.base - before.base
    size = max(before.size, piece.size)
    if step < 0.3 * size or piece.x0 > before.x1 or piece.x1 < before.x0:  # beside it, or in another column
        return True
    if LEADERS.search(last.text):
        return True
    if abs(before.size - piece.size) > 0.08 * size and len(line.text) > 2:
        return True
    if step > (room.leading + 0.35) * size:
        lower = bool(GOES_ON.match(line.text)) and not _ENDS.search(last.text) and not LIST_MARK.match(line.text)
        return heads_alone(last.text) or not (lower and step < (room.leading + 0.9) * size)
    if last.text.endswith("-") and GOES_ON.match(line.text):
        return False
    changed = _set_bold(before) != _set_bold(piece) or _is_tinted(before) != _is_tinted(piece)
    headed = all(map(_set_bold, block)) and not _set_bold(piece)  # also of an item, whose text stands below it
    if changed and (headed or opener.kind != "list_item") and _changes_style(last, line):
        return True
    if heads_alone(line.text):
        return True
    if heads_alone(last.text):  # unless the heading goes on: "Beslut", and below it in bold "om anslag"
        return not (_set_bold(before) and _set_bold(piece) and GOES_ON.match(line.text))
    loose = step > (room.leading + _LOOSE) * size
    sign = _SIGN.match(line.text) is not None
    if sign or LIST_MARK.match(line.text):
        item = _is_item(line, last, piece, first)
        if item or not (sign or loose):
            return item
        if sign and loose and not _is_open(last.text):
            return True
    if last.italic != line.italic and _ENDS.search(last.text) and _OPENS.match(line.text):
        return True
    if not _OPENS.match(line.text):
        return False
    if opener.kind == "list_item" and piece.x0 < first.x0 - 2:
        return True
    if opener.kind != "list_item" and _is_indented(block, piece, bool(_ENDS.search(last.text)), room):
        return True
    ends = bool(_ENDS.search(last.text))
    letter = max(0.5 * piece.size, (piece.x1 - piece.x0) / len(line.text))
    word = before.x1 + 0.3 * size + len(line.text.split(" ", 1)[0]) * letter
    short = word < min(room.right, max(p.x1 for p in [*block, piece]) + 2 * size) - 0.5 * size
    if short and (ends or before.x1 < 0.75 * room.right):
        return True
    if (opener.kind == "heading" and opener.marker != "§") or _is_open(last.text):
        return False
    spare = word < room.reach - 0.5 * size  # lines with this left edge reach further elsewhere in the document
    if loose:
        return ends or short or spare
    return spare and len(block) == 1 and opener.kind != "list_item"


def _is_open(text: str) -> bool:
    """Whether a line's end asks for more: "enligt", a comma, a bracket that is not closed."""
    return bool(LEANS_ON.search(text)) or text.count("(") > text.count(")")


def _is_indented(block: list[Piece], piece: Piece, ends: bool, room: _Room) -> bool:
    """Whether a line is indented as the first of a paragraph: to the right of the line above, or below another such."""
    if len(block) == 1:
        return room.indented and abs(piece.x0 - block[0].x0) < 1.0
    shift = piece.x0 - block[-1].x0
    return (ends and shift > 0.8 * piece.size) or (room.indent > 0 and abs(shift - room.indent) < 1.5)


def _set_bold(piece: Piece) -> bool:
    """Whether the whole line is bold, not only words at its beginning."""
    return piece.share("bold") > 0.9


def _is_tinted(piece: Piece) -> bool:
    """Whether the whole line is in a colour that the text does not have; an address to click on is no heading."""
    return piece.share("tinted") > 0.9 and not _ADDRESS.search(piece.text)


def _changes_style(last: Line, line: Line) -> bool:
    """Whether a change of weight between two lines is a heading's end, not bold words in running text."""
    return not GOES_ON.match(line.text) or bool(_ENDS.search(last.text))


def _is_item(line: Line, last: Line, piece: Piece, first: Piece) -> bool:
    """Whether a line that opens like a list item is one: not a wrapped line that happens to begin with "1." or "-"."""
    if _SIGN.match(line.text):
        return bool(_ENDS.search(last.text)) or line.bold or abs(piece.size - first.size) > 0.5
    if line.text[0] in "-–—" or line.text[0].isdigit():
        return (
            _ENDS.search(last.text) is not None
            or LIST_MARK.match(last.text) is not None
            or piece.x0 != first.x0
            or len(last.text) < 60
        )
    return True


def _heads_item(text: str) -> bool:
    return _SIGN.match(text) is not None and not GOES_ON.match(text) and not text.endswith(".")


def _name_kind(line: Line, piece: Piece, types: Typography, page_height: float) -> None:
    text = line.text.strip()
    number = _NUMBERED.match(text)
    mark = LIST_MARK.match(text)
    large = line.size > 1.1 * types.body
    if LEADERS.search(text):
        line.kind = "paragraph"
        return
    if line.size < 0.93 * types.body and _NOTE.match(text) and piece.top > 0.4 * page_height:
        line.kind, line.marker = "footnote", re.sub(r"\D.*", "", text)
    elif _heads_item(text) and (line.bold or large or len(text) < 90):
        line.kind, line.level, line.marker = "heading", 1, "§"
    elif large and sum(map(str.isalpha, text)) >= 3 and not (mark and not number):
        line.kind = "heading"
        line.level = 1 + next((i for i, size in enumerate(types.heading_sizes) if line.size >= size - 0.2), 0)
    elif mark and not (line.bold and number):
        line.kind, line.marker = "list_item", mark[1]
        line.level = 1 + max(0, round((line.indent - 72) / 30))
    elif (_set_bold(piece) or _is_tinted(piece)) and (number or _OPENS.match(text)) and len(text) < 130:
        line.kind = "heading"
        line.level = len(types.heading_sizes) + 1
    elif heads_alone(text):
        line.kind, line.level = "heading", len(types.heading_sizes) + 1
    else:
        line.kind = "paragraph"
    if line.kind == "heading" and number and line.marker != "§":
        line.marker = number[1]
        line.level = number[1].count(".") + 1


def _settle(lines: list[Line], types: Typography) -> None:
    """Take back headings that read as prose: bold sentences, and large text that runs over many lines."""
    starts = [i for i, line in enumerate(lines) if line.starts_block]
    for place, start in enumerate(starts):
        end = starts[place + 1] if place + 1 < len(starts) else len(lines)
        head = lines[start]
        text = " ".join(line.text for line in lines[start:end])
        if head.kind == "heading" and head.marker != "§":
            prose = text.rstrip().endswith((".", ";", ",")) and len(text) > 40
            if len(text) > 220 or prose or end - start > 4:
                mark = LIST_MARK.match(head.text)
                head.kind, head.level, head.marker = ("list_item", 1, mark[1]) if mark else ("paragraph", 0, "")
        elif head.kind == "paragraph" and end - start == 1 and 4 < len(text) < 90 and end < len(lines):
            capitals = text.isupper() and sum(map(str.isalpha, text)) > 4
            if capitals and lines[end].kind == "paragraph":
                head.kind, head.level = "heading", len(types.heading_sizes) + 1
