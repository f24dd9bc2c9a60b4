"""Tables without upright lines: columns anchored in the header row, rows by rules, shades and gaps."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from pipeline.lexicon import load_lexicon
from pipeline.read.characters import Char
from pipeline.read.grid import FoundTable, cell_lines
from pipeline.read.layout import Piece, make_pieces
from pipeline.read.lines import RawCell, RawTable
from pipeline.read.rulings import Rulings

_LEAST_COLUMNS = 3
_LEAST_ROWS = 2
_LONGEST_NAME = 45  # characters of a column's heading
_HEADER_GAP = 0.7  # times the font size
_LEAST_TOLD = 0.6  # of a header's names that must be of columns of figures
_FIGURE = re.compile(r"[-–−+]?\s?\d[\d\s.,]*(?:%|procent)?|[-–−]")


@dataclass(slots=True)
class Anchors:
    """A header row: its words, its pieces' left edges, where it stands, and whether it heads columns of figures, which
    are set to the right and close."""

    text: str
    starts: list[float]
    base: float = 0.0
    figures: bool = False


@dataclass(slots=True)
class _Row:
    """One line's height across all columns: the characters of each column at that height."""

    base: float
    size: float
    parts: dict[int, list[Char]]
    spans: bool = False  # words run over a column's edge

    @property
    def top(self) -> float:
        return self.base - 0.8 * self.size


def find_borderless_tables(
    pieces: list[Piece], rulings: Rulings, known: Anchors | None
) -> tuple[list[FoundTable], Anchors | None]:
    """The tables on a page and the header that the next page may go on with."""
    lines = _group_lines(pieces)
    tables: list[FoundTable] = []
    index = 0
    while index < len(lines):
        anchors = _anchors(lines, index, rulings, known)
        body_from = index + 1
        if known is not None and not tables and _goes_on(lines, index, known, anchors):
            anchors, body_from = Anchors(known.text, known.starts, 0.0, known.figures), index
        if anchors is None:
            index += 1
            continue
        found, end = _read_body(lines, body_from, index, anchors, rulings)
        if found is None:
            index += 1
            continue
        tables.append(found)
        known = anchors
        index = end
    return tables, known if tables else None


def _group_lines(pieces: list[Piece]) -> list[list[Piece]]:
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.base, p.x0)):
        if lines and abs(lines[-1][0].base - piece.base) < 0.25 * piece.size:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    for line in lines:
        line.sort(key=lambda p: p.x0)
    return lines


def _anchors(lines: list[list[Piece]], index: int, rulings: Rulings, known: Anchors | None) -> Anchors | None:
    """The header row at this line: words that name columns, or three set apart, bold, shaded or with a rule below."""
    line = lines[index]
    if len(line) < 2:
        return None
    figures = _heads_figures(lines, index)
    named = _names_columns(line) or figures
    if not named and not all(p.share("bold") > 0.9 for p in line) and not _marked_off(line, rulings):
        return None
    line = _apart(line)
    text = " ".join(p.text for p in line)
    if known and text == known.text:
        return Anchors(text, known.starts, line[0].base, known.figures)
    if not named and len(line) < _LEAST_COLUMNS:
        return None
    if any(len(p.text) > _LONGEST_NAME for p in line) or not any(map(str.isalpha, text)):
        return None
    starts = [p.x0 for p in line]
    nearby = lines[index + 1 : index + 4]
    for later in nearby:  # a second line of the header may hold a column that the first leaves empty
        if later[0].base - line[0].base < 3.2 * line[0].size and all(p.share("bold") > 0.9 for p in later):
            starts += [p.x0 for p in later if all(abs(p.x0 - s) > 15 for s in starts) and len(later) > 1]
    return Anchors(text, sorted(starts), line[0].base, figures)


def _names_columns(line: list[Piece]) -> bool:
    """Whether the words name the columns of an action plan: then two will do, and nothing need mark them off."""
    if any(len(p.text) > _LONGEST_NAME or not p.text[0].isupper() or p.text[-1] in ".,;:" for p in line):
        return False
    patterns = load_lexicon("measures").group("column.")
    kinds = [next((str(p.yields["column"]) for p in patterns if p.regex.search(x.text)), "") for x in line]
    named = {kind for kind in kinds if kind}
    return bool(named & {"finding", "measure"}) and len(named) >= max(2, 0.6 * len(line))


def _heads_figures(lines: list[list[Piece]], index: int) -> bool:
    """Whether the words name columns of figures ("Budget", "Utfall") and rows of as many figures stand right below."""
    head = _apart(lines[index])
    names = load_lexicon("claims").pattern("column.head").regex
    told = sum(1 for p in head if names.search(p.text) and not _FIGURE.fullmatch(p.text))
    if len(head) < _LEAST_COLUMNS or told < max(2, _LEAST_TOLD * (len(head) - 1)):
        return False
    below = [_apart(line) for line in lines[index + 1 : index + 2 + _LEAST_ROWS]]
    held = [sum(1 for p in row if _FIGURE.fullmatch(p.text)) for row in below]
    return sum(1 for row, n in zip(below, held, strict=True) if n >= 2 and n >= len(row) - 1) >= _LEAST_ROWS


def _apart(line: list[Piece]) -> list[Piece]:
    """The header's words, divided at each gap wider than a space: narrow columns stand close."""
    return sorted(make_pieces([c for p in line for c in p.chars], gap=_HEADER_GAP), key=lambda p: p.x0)


def _marked_off(line: list[Piece], rulings: Rulings) -> bool:
    x0, x1, base, size = line[0].x0, line[-1].x1, line[0].base, line[0].size
    shaded = any(s[0] <= x0 + 2 and s[2] >= x1 - 2 and s[1] < base < s[3] for s in rulings.shades)
    ruled = any(h[0] <= x0 + 4 and h[2] >= x1 - 4 and base < h[1] < base + 2.4 * size for h in rulings.horizontal)
    return shaded or ruled


def _goes_on(lines: list[list[Piece]], index: int, known: Anchors, anchors: Anchors | None) -> bool:
    """Whether a row of the table before stands here: a shaded one may look like a header, but has no bold words."""
    if anchors is not None:
        line = lines[index]
        if index or anchors.text == known.text or _names_columns(line) or all(p.share("bold") > 0.9 for p in line):
            return False
    return _fits(lines, index, known)


def _fits(lines: list[list[Piece]], index: int, known: Anchors) -> bool:
    """Whether the page goes on with the columns of the page before, its header not repeated."""
    ahead = lines[index : index + 8]
    starts = [p.x0 for line in ahead for p in line]
    fitting = sum(1 for x in starts if any(abs(x - s) < 4 for s in known.starts))
    shared = sum(1 for line in ahead if len(line) >= 2)
    return len(ahead) >= 3 and fitting > 0.85 * len(starts) and shared >= 2


def _read_body(
    lines: list[list[Piece]], start: int, head: int, anchors: Anchors, rulings: Rulings
) -> tuple[FoundTable | None, int]:
    bounds = _bounds(lines[head:], anchors)
    rows: list[_Row] = []
    end = head
    for number in range(head, len(lines)):
        row = _split(lines[number], bounds, anchors.starts)
        if rows and row.base - rows[-1].base > 6 * row.size and not _between_rules(rows[-1], row, rulings):
            break
        if _is_prose(row) and not (number + 1 < len(lines) and _is_row(lines[number + 1], bounds, anchors.starts)):
            break
        rows.append(row)
        end = number + 1
    while len(rows) > 3 and _stands_below(rows, rulings):
        rows.pop()
        end -= 1
    if len(rows) < 3:
        return None, head
    groups = _row_groups(rows, rulings, bounds, has_head=start > head)
    cells = _cells(groups, len(bounds), has_head=start > head)
    body = [g for g in groups[1 if start > head else 0 :] if len({c for r in g for c in r.parts}) >= 2]
    if len(body) < _LEAST_ROWS or len(body) < 0.4 * (len(groups) - 1):
        return None, head
    x1 = max(c.x1 for row in rows for part in row.parts.values() for c in part)
    box = (bounds[0], rows[0].top, x1, rows[-1].base + 0.3 * rows[-1].size)
    table = RawTable(cells, len(groups), len(bounds), "header_columns", 0.9 if start > head else 0.8)
    return FoundTable(box, anchors.starts, table), end


def _bounds(lines: list[list[Piece]], anchors: Anchors) -> list[float]:
    """Where each column begins: between two headings, as far right as few words cross."""
    if anchors.figures:
        lines = [_apart(line) for line in lines]
    bounds = [min(anchors.starts[0], *(p.x0 for line in lines[:6] for p in line)) - 4]
    for before, start in zip(anchors.starts, anchors.starts[1:], strict=False):
        best, fewest = start - 2, 10**6
        place = start - 2
        while place > max(before + 8, start - 60):
            crossed = sum(1 for line in lines for p in line if p.x0 < place - 1 and p.x1 > place + 1)
            if crossed < fewest:
                best, fewest = place, crossed
            place -= 3
        bounds.append(best)
    return bounds


def _split(line: list[Piece], bounds: list[float], starts: list[float]) -> _Row:
    chars = sorted((c for p in line for c in p.chars), key=lambda c: c.x0)
    parts: dict[int, list[Char]] = {}
    spans = False
    before: Char | None = None
    last = 0
    for char in chars:
        column = max((i for i, b in enumerate(bounds) if (char.x0 + char.x1) / 2 >= b), default=0)
        if before is not None and column != last and char.x0 - before.x1 < 0.4 * char.size:
            tight = char.x0 - before.x1 < 0.15 * char.size  # inside a word: no column begins there
            spans = spans or tight or abs(char.x0 - starts[column]) > 2
        parts.setdefault(column, []).append(char)
        before, last = char, column
    if spans and len(line) == 1:
        parts = {0: chars}
    return _Row(line[0].base, line[0].size, parts, spans)


def _is_prose(row: _Row) -> bool:
    """Whether a line runs over the columns without being set as a section's heading."""
    return row.spans and len(row.parts) == 1 and not _is_bold(row)


def _stands_below(rows: list[_Row], rulings: Rulings) -> bool:
    """Whether the last line is a sentence under the rule that ends the table, not a row of it."""
    above, last = rows[-2:]
    if set(last.parts) != {0} or len(above.parts) < 2 or last.parts[0][-1].text not in ".:" or _is_bold(last):
        return False
    ruled = sum(1 for a, b in pairwise(rows[:-1]) if _between_rules(a, b, rulings)) >= 0.5 * (len(rows) - 2)
    closed = any(last.base < h[1] < last.base + 3 * last.size for h in rulings.horizontal)
    return ruled and not closed and _between_rules(above, last, rulings)


def _is_row(line: list[Piece], bounds: list[float], starts: list[float]) -> bool:
    row = _split(line, bounds, starts)
    return len(row.parts) >= 2 and not row.spans


def _between_rules(above: _Row, below: _Row, rulings: Rulings) -> bool:
    return any(above.base < h[1] < below.base for h in rulings.horizontal)


def _row_groups(rows: list[_Row], rulings: Rulings, bounds: list[float], has_head: bool) -> list[list[_Row]]:
    """Lines gathered into rows: at the rules when they part every row, else where the gap is wider than in a cell."""
    steps = Counter(round(b.base - a.base, 1) for a, b in pairwise(rows))
    usual = min(
        (s for s, n in steps.items() if n >= max(2, 0.1 * len(rows)) and s > 0.8 * rows[0].size),
        default=1.2 * rows[0].size,
    )
    usual = min(usual, 1.35 * rows[0].size)  # no cell's lines stand further apart
    edges = sorted(
        {round(h[1], 1) for h in rulings.horizontal if h[0] <= bounds[1] and h[2] > bounds[-1]}
        | {round(y, 1) for s in rulings.shades if s[0] <= bounds[1] and s[2] > bounds[-1] for y in (s[1], s[3])}
    )
    within = [e for e in edges if rows[0].top - 4 < e < rows[-1].base + 8]
    by_gap = sum(1 for a, b in pairwise(rows) if b.base - a.base > 1.12 * usual)
    only_rules = len([h for h in rulings.horizontal if h[2] > bounds[-1]]) and len(within) >= 0.6 * (by_gap + 1)
    even = not by_gap and not within  # nothing parts the rows: each line is one
    groups: list[list[_Row]] = [[rows[0]]]
    for above, below in pairwise(rows):
        ruled = any(above.base - 0.2 * above.size < e < below.base - 0.3 * below.size for e in within)
        apart = below.base - above.base > 1.12 * usual and (0 in below.parts or len(below.parts) >= 2)
        section = (above.spans and _is_bold(above)) or (below.spans and _is_bold(below))
        headed = has_head and len(groups) == 1 and _is_bold(rows[0]) and not _is_bold(below)
        if ruled or section or headed or (apart and not only_rules) or (even and 0 in below.parts):
            groups.append([below])
        else:
            groups[-1].append(below)
    return groups


def _is_bold(row: _Row) -> bool:
    return all(c.bold for part in row.parts.values() for c in part if c.text.isalpha())


def _cells(groups: list[list[_Row]], columns: int, has_head: bool) -> list[RawCell]:
    cells = []
    for number, group in enumerate(groups):
        held: dict[int, list[Char]] = {}
        for row in group:
            for column, chars in row.parts.items():
                held.setdefault(column, []).extend(chars)
        spanning = set(held) == {0} and (any(r.spans for r in group) or all(_is_bold(r) for r in group))
        for column in range(1 if spanning else columns):
            cells.append(
                RawCell(
                    number,
                    column,
                    cell_lines(held.get(column, [])),
                    column_span=columns if spanning else 1,
                    header=has_head and number == 0,
                )
            )
    return cells
