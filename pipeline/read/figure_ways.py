"""Which of the ways in which rows of figures may be parted is right: the one that all rows of the table agree on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from math import log10
from statistics import median

from pipeline.read.figure_lines import Cells, value_of

_NOTE = re.compile(r"[1-9]\d?")
_NOTE_STEP = 9  # how far a note's number may be from the one before
_TRIED = 30  # rows of a long table that are looked at to tell how its others are parted
_MOST_WAYS = 16  # of a row that may tell what is worked out along all of them
_LEAST_HOLDING = 3  # rows in which a relation holds before it tells how others are parted
_SHARE = 0.7  # of the rows
_APART = 1.5  # how much likelier, in tens, one way must be than the next
_MOST_COLUMNS = 7  # of tables in which relations are looked for

Relation = Callable[[Sequence[float]], bool]


def settle_rows(options: list[tuple[Cells, ...]], columns: int, notes: bool = False) -> list[Cells | None]:
    """The cells of each row, None where they can't be told. `notes`: the first column holds the numbers of notes, which
    rise from row to row, and is empty in totals.
    """
    ways = _with_notes(options, columns) if notes else [_in_columns(own, columns) for own in options]
    numbered = [[] if notes else _numbered(own, columns) for own in options]
    found: list[Cells | None] = [
        own[0] if len(own) == 1 and not more else None for own, more in zip(ways, numbered, strict=True)
    ]
    if all(found):
        return found
    holds = find_relation(ways, columns)
    for place, own in enumerate(ways):
        kept = [way for way in own if holds(_values(way))] if holds and not found[place] else []
        if len(kept) == 1:
            found[place] = kept[0]
    read = [cells for cells in found if cells][:_TRIED]
    for place, own in enumerate(ways):
        if found[place] is None:
            found[place] = _likeliest(own, numbered[place], read)
    return found


def fits_columns(own: tuple[Cells, ...], columns: int) -> bool:
    """Whether a row may come apart into as many cells."""
    return bool(_in_columns(own, columns) or _numbered(own, columns))


def _in_columns(own: tuple[Cells, ...], columns: int) -> list[Cells]:
    return [way for way in own if len(way) == columns]


def _numbered(own: tuple[Cells, ...], columns: int) -> list[Cells]:
    """The ways in which a number before the cells is the last word of the row's name, or that of a note."""
    return [way[1:] for way in own if len(way) == columns + 1 and _NOTE.fullmatch(way[0])]


def _likeliest(own: list[Cells], numbered: list[Cells], read: list[Cells]) -> Cells | None:
    """The way that is most like the other rows; one that leaves a number to the row's name only if it is by far."""
    if not own:
        return numbered[0] if len(numbered) == 1 else None
    plain = own[0] if len(own) == 1 else _most_alike(own, read)
    named = min(numbered, key=lambda way: _unlike(way, read), default=None) if len(read) >= _LEAST_HOLDING else None
    if plain is None or named is None or _unlike(plain, read) - _unlike(named, read) < _APART:
        return plain
    return named


def _with_notes(options: list[tuple[Cells, ...]], columns: int) -> list[list[Cells]]:
    last, found = 0, []
    for own in options:
        noted = [way for way in own if len(way) == columns and _NOTE.fullmatch(way[0])]
        noted = [way for way in noted if last < int(way[0]) <= last + _NOTE_STEP]
        found.append(noted or [("", *way) for way in own if len(way) == columns - 1])
        last = int(noted[0][0]) if noted else last
    return found


def _values(cells: Cells) -> list[float]:
    return [value_of(cell) or 0.0 for cell in cells]


def find_relation(ways: list[list[Cells]], columns: int) -> Relation | None:
    """What is worked out along the rows, when nearly all of them can be read so that it holds."""
    kept = [own for own in ways if 0 < len(own) <= _MOST_WAYS][:_TRIED]
    if not kept or columns > _MOST_COLUMNS:
        return None
    rows = [[_values(way) for way in own] for own in kept]
    best: tuple[int, Relation] | None = None
    for relation in _relations(columns):
        count = sum(any(any(values) and relation(values) for values in own) for own in rows)
        if count >= max(_LEAST_HOLDING, _SHARE * len(rows)) and (best is None or count > best[0]):
            best = (count, relation)
    return best[1] if best else None


def _relations(columns: int) -> Iterator[Relation]:
    """Differences of two columns in a third, and the sum of all in the last."""
    for first, second in combinations(range(columns), 2):
        for stated in range(columns):
            if stated not in (first, second):
                yield lambda v, a=first, b=second, t=stated: abs(abs(v[a] - v[b]) - abs(v[t])) < 0.06  # type: ignore[misc]
    for start in range(1 if columns > 3 else 0, -1, -1):
        yield lambda v, s=start: abs(sum(v[s:-1]) - v[-1]) < 0.06  # type: ignore[misc]


def _most_alike(own: list[Cells], read: list[Cells]) -> Cells | None:
    """The way whose figures are as large as those of their columns, when no other is nearly as like."""
    if len(read) < _LEAST_HOLDING:
        return None
    ranked = sorted((_unlike(way, read), way) for way in own)
    return ranked[0][1] if ranked[1][0] - ranked[0][0] >= _APART else None


def _unlike(cells: Cells, read: list[Cells]) -> float:
    """How far a row's figures are from those of their columns, and their ratios from those of other rows."""
    own = [_size(cell) for cell in cells]
    others = [[_size(cell) for cell in row] for row in read]
    apart = sum(min(abs(size - other[column]) for other in others) for column, size in enumerate(own))
    steps = [
        abs((own[c] - own[c + 1]) - median(other[c] - other[c + 1] for other in others)) for c in range(len(own) - 1)
    ]
    return apart + sum(steps)


def _size(cell: str) -> float:
    return log10(1 + abs(value_of(cell) or 0.0))
