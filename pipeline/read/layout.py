"""Characters to pieces of lines, and pieces to reading order, columns one after the other."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from statistics import median

from pipeline.read.characters import Char
from pipeline.read.lines import Line

_LEFT = attrgetter("x0")


@dataclass(slots=True)
class Packed:
    """Characters in a tenth of their room: places as numbers in a row, style and spaces as bits."""

    texts: str | tuple[str, ...]  # a string where each is one letter, as nearly always
    places: array[float]
    marks: bytes

    @staticmethod
    def of(chars: Sequence[Char]) -> Packed:
        """Pack characters."""
        places = array("f", [value for c in chars for value in (c.x0, c.x1, c.base, c.size)])
        marks = bytes([c.bold | c.italic << 1 | c.spaced << 2 | c.tinted << 4 for c in chars])
        letters = "".join([c.text for c in chars])
        return Packed(letters if len(letters) == len(chars) else tuple(c.text for c in chars), places, marks)

    def unpack(self) -> list[Char]:
        """The characters as they were."""
        places = iter(self.places)
        rows = zip(self.texts, places, places, places, places, self.marks, strict=False)
        return [
            Char(text, x0, x1, base, size, bool(m & 1), bool(m & 2), m >> 2 & 3, bool(m & 16))
            for text, x0, x1, base, size, m in rows
        ]


@dataclass(slots=True)
class Piece:
    """Letters that stand together on one line, left to right, before a gap as wide as a column's."""

    loose: list[Char]
    x0: float = 0.0
    x1: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    base: float = 0.0
    size: float = 0.0
    text: str = ""
    packed: Packed | None = None

    @property
    def chars(self) -> list[Char]:
        """The characters; copies of them once they are packed."""
        return self.packed.unpack() if self.packed else self.loose

    def pack(self) -> None:
        """Keep the characters as bare numbers: of a long document all pages are held until its words are known."""
        self.packed, self.loose = Packed.of(self.loose), []

    def settle(self) -> Piece:
        """Work out text and extent from the characters."""
        chars = self.loose
        chars.sort(key=_LEFT)
        sizes = Counter([round(c.size, 1) for c in chars])
        size = self.size = sizes.most_common(1)[0][0]
        main = chars if len(sizes) == 1 else [c for c in chars if abs(c.size - size) < 0.2]
        bases = {c.base for c in main}
        self.base = bases.pop() if len(bases) == 1 else median([c.base for c in main])
        self.x0, self.x1 = chars[0].x0, max([c.x1 for c in chars])
        self.top, self.bottom = min([c.top for c in main]), max([c.bottom for c in main])
        text = [chars[0].text]
        for before, char in pairwise(chars):
            text.append(f" {char.text}" if _parted(before, char) else char.text)
        self.text = "".join(text)
        return self

    def boxes(self) -> array[float]:
        """x0, top, x1, bottom of each letter of the text."""
        boxes: list[float] = []
        before: Char | None = None
        for char in self.chars:
            if before is not None and _parted(before, char):
                boxes += (before.x1, self.top, char.x0, self.bottom)
            own = (char.x0, char.top, char.x1, char.bottom)
            boxes += own if len(char.text) == 1 else own * len(char.text)
            before = char
        return array("f", boxes)

    def share(self, style: str) -> float:
        """The share of letters that are set in `bold`, `italic` or a colour (`tinted`)."""
        packed = self.packed or Packed.of(self.loose)
        bit = {"bold": 1, "italic": 2, "tinted": 16}[style]
        letters = [m for text, m in zip(packed.texts, packed.marks, strict=True) if text.isalpha()] or packed.marks
        return sum(1 for m in letters if m & bit) / len(letters)


def _parted(before: Char, char: Char) -> bool:
    """Whether a space stands between two letters."""
    return char.x0 - before.x1 > (0.22, 0.04, -0.1)[char.spaced] * char.size


def make_pieces(chars: Sequence[Char], gap: float = 1.3) -> list[Piece]:
    """Characters as pieces of lines; a space wider than `gap` times the size begins a new piece."""
    runs: list[list[Char]] = []
    last: Char | None = None
    for char in chars:
        if last is not None:
            size = char.size if char.size > last.size else last.size
            step = char.x0 - last.x1
            if abs(char.base - last.base) < 0.12 * size and -0.3 * char.size < step < gap * size:
                runs[-1].append(char)
                last = char
                continue
        runs.append([char])
        last = char
    pieces = sorted((Piece(run).settle() for run in _without_doubles(runs)), key=lambda p: (p.base, p.x0))
    return _merge(pieces, gap)


def _without_doubles(runs: list[list[Char]]) -> list[list[Char]]:
    """The runs without those drawn twice in the same place (a shadow, or bold made by printing twice)."""
    seen: set[tuple[str, int, int]] = set()
    kept = []
    for run in runs:
        fresh = [c for c in run if (c.text, round(c.x0), round(c.base)) not in seen]
        seen.update([(c.text, round(c.x0), round(c.base)) for c in fresh])
        if fresh:
            kept.append(fresh)
    return kept


def _merge(pieces: list[Piece], gap: float) -> list[Piece]:
    """Join the pieces of one line that stand close: runs drawn apart, raised footnote digits."""
    merged: list[Piece] = []
    for piece in pieces:
        for other in reversed(merged[-40:]):
            if _same_line(other, piece, gap):
                other.chars.extend(piece.chars)
                other.settle()
                break
        else:
            merged.append(piece)
    if len(merged) < len(pieces):
        return _merge(sorted(merged, key=lambda p: (p.base, p.x0)), gap)
    return merged


def _same_line(a: Piece, b: Piece, gap: float) -> bool:
    size = max(a.size, b.size)
    small = min(a.size, b.size)
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    reach = max(b.x0 - a.x1, a.x0 - b.x1)
    if overlap < 0.45 * small or abs(a.base - b.base) > 0.5 * size:
        return False
    return -0.5 * small < reach < gap * (0.5 if small > 0.8 * size else 0.3) * size


def join_rows(pieces: list[Piece], width: float) -> list[Piece]:
    """Join a mark or number with the words after it on its line: "•   text", "2.1    Heading"."""
    out: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (p.base, p.x0)):
        other = next(
            (o for o in reversed(out[-12:]) if abs(o.base - piece.base) < 0.25 * piece.size and o.x1 <= piece.x0), None
        )
        if other and len(other.text) <= 6 and _is_mark(other.text) and piece.x0 - other.x1 < 0.12 * width:
            other.chars.extend(piece.chars)
            other.settle()
        else:
            out.append(piece)
    return out


def _is_mark(text: str) -> bool:
    return not text[-1].isalpha() or text in {"o", "§"}


def piece_line(piece: Piece) -> Line:
    """The piece as a line of text with its style."""
    return Line(
        piece.text,
        size=round(piece.size, 1),
        bold=piece.share("bold") > 0.5,
        italic=piece.share("italic") > 0.5,
        indent=round(piece.x0, 1),
        boxes=piece.boxes(),
    )
