"""Which of the ways in which rows of figures may be parted is right: the one that all rows of the table agree on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from math import log10

from pipeline.read.figure_lines import Cells, value_of

_LEAST_HOLDING = 3  # rows in which a relation holds before it tells how others are parted
_SHARE = 0.7  # of the rows
_APART = 1.5  # how much likelier, in tens, one way must be than the next
_MOST_COLUMNS = 7  # of tables in which relations are looked for

Relation = Callable[[Sequence[float]], bool]


def settle_rows(options: list[tuple[Cells, ...]], columns: int, notes: bool = False) -> list[Cells | None]:
    """The cells of each row, None where they can't be told. `notes`: the first column may be empty in a row."""
    ways = [_in_columns(own, columns, notes) for own in options]
    found: list[Cells | None] = [own[0] if len(own) == 1 else None for own in ways]
    if all(found):
        return found
    holds = find_relation(ways, columns)
    for place, own in enumerate(ways):
        kept = [way for way in own if holds(_values(way))] if holds and len(own) > 1 else []
        if len(kept) == 1:
            found[place] = kept[0]
    for place, own in enumerate(ways):
        if found[place] is None and len(own) > 1:
            found[place] = _most_alike(own, [cells for cells in found if cells])
    return found


def _in_columns(own: tuple[Cells, ...], columns: int, notes: bool) -> list[Cells]:
    fitting = [way for way in own if len(way) == columns]
    if notes:
        numbered = [way for way in fitting if way[0].isdigit() and len(way[0]) < 3]
        return numbered or [("", *way) for way in own if len(way) == columns - 1]
    return fitting


def _values(cells: Cells) -> list[float]:
    return [value_of(cell) or 0.0 for cell in cells]


def find_relation(ways: list[list[Cells]], columns: int) -> Relation | None:
    """What is worked out along the rows, when nearly all of them can be read so that it holds."""
    rows = [own for own in ways if own]
    if not rows or columns > _MOST_COLUMNS:
        return None
    best: tuple[int, Relation] | None = None
    for relation in _relations(columns):
        count = sum(any(relation(_values(way)) and any(_values(way)) for way in own) for own in rows)
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
    return sum(
        min(abs(_size(cell) - _size(other[column])) for other in read) for column, cell in enumerate(cells)
    )


def _size(cell: str) -> float:
    return log10(1 + abs(value_of(cell) or 0.0))
