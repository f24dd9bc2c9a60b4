"""Totals down a column: sub-totals, totals of sub-totals, running results, and averages.

Rows are put on a stack; a total takes its parts off the end of it and takes their place, so that a total of sub-totals
and a running result are sums of what is left standing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.extract.claim_checks import Check
from pipeline.extract.claim_grid import LAST_NOTE, Entry, Grid, GridRow
from pipeline.extract.figures import Figure, judge
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.numbers import write_number

_NEAR = 0.2  # of the total: what is farther from it was not meant as its sum
_NEAR_VOUCHED = 0.5  # where other columns vouch for the rows: an average of three is farther from their sum
_SMALL, _FINE = 2, 10  # of a figure, and of the number of its last digits
_FEW = 3  # of so many columns a net row holds in one at least
_MOST_UNNAMED = 12  # rows that such a one is the sum of
_LEAST_UNNAMED = 3  # columns in which a row that is not called a total is one
_LEAST_COLUMNS = 2  # in which a total above its parts holds
_LEAST_PARTS = 3  # of a total that no other column vouches for


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a total row: the rows it is made of with their signs, and the verdict for each column."""

    taken: int
    signs: tuple[float, ...]
    verdicts: dict[int, str]

    def holding(self, row: GridRow) -> int:
        return sum(1 for c, v in self.verdicts.items() if v != "mismatch" and _says_much(row.entries[c]))


def _says_much(entry: Entry) -> bool:
    """Whether a figure is so large, or so finely told, that others do not make it by chance."""
    return abs(entry.value) > _SMALL or abs(entry.value) * 10.0**entry.figure.decimals > _FINE


def check_columns(grid: Grid) -> Iterator[Check]:
    """Every total row against the rows above it, and every average against those that it is of."""
    yield from _top_totals(grid)
    never = load_lexicon("claims").pattern("not.total").regex
    stack: list[int] = []
    leaves = 0  # rows at the end of the stack that no total stands for yet
    parted: list[int] = []  # the rows below a line "varav": so many as one can't tell of them are parts of a part
    part = load_lexicon("claims").pattern("row.part").regex
    for index, row in enumerate(grid.rows):
        if row.kind == "head":
            leaves = 0
            parted = list(_below(grid, index)) if part.search(row.label) else []
        elif row.kind == "leaf":
            unnamed = _unnamed_net(grid, index, stack)
            if unnamed:
                yield from _totals(grid, index, stack, unnamed, intended=False)
                stack, leaves = stack[: len(stack) - unnamed.taken], 0
            stack.append(index)
            leaves += 1
        elif row.kind == "mean":
            yield from _averages(grid, index, stack, list(row.entries))
        elif row.kind in {"total", "net"}:
            skipped = [c for c in row.entries if never.search(f"{row.label} {grid.headers.get(c, '')}")]
            skipped += [c for c, e in row.entries.items() if e.unit in {"%", "procent"} and c not in skipped]
            yield from _averages(grid, index, stack[-leaves:] if leaves else stack, skipped)
            columns = [c for c in row.entries if c not in skipped]
            best = _best_reading(grid, index, stack, columns, leaves)
            if parted and not (best and best.holding(row)):
                stack, best = _without_parts(grid, index, stack, columns, parted)
            parted = []
            if best:
                yield from _totals(grid, index, stack, best, intended=best.taken == leaves)
            elif row.kind == "net":
                leaves += 1
                stack.append(index)
                continue
            taken = best.taken if best else leaves
            stack = [*stack[: len(stack) - taken], index]
            leaves = 0


def _unnamed_net(grid: Grid, index: int, stack: list[int]) -> _Reading | None:
    """A row that no word calls a total, and that is the sum of those above it in all of its columns, three at least."""
    row = grid.rows[index]
    columns = [c for c, e in row.entries.items() if e.value and e.unit not in {"%", "procent"}]
    for taken in range(2, min(len(stack), _MOST_UNNAMED) + 1) if len(columns) >= _LEAST_UNNAMED else ():
        rows, signs = stack[-taken:], (1.0,) * taken
        verdicts = {c: v for c in columns if (v := _judge(grid, row, c, rows, signs))}
        best = _Reading(taken, signs, verdicts)
        if "mismatch" not in verdicts.values() and best.holding(row) == len(columns):
            return best
    return None


def _below(grid: Grid, index: int) -> Iterator[int]:
    """The rows from here to the next that is no leaf."""
    for row in range(index + 1, len(grid.rows)):
        if grid.rows[row].kind != "leaf":
            return
        yield row


def _without_parts(
    grid: Grid, index: int, stack: list[int], columns: list[int], parted: list[int]
) -> tuple[list[int], _Reading | None]:  # fmt: skip
    """The stack without as many of the rows below "varav" as make the total hold; as it is when none do."""
    for count in range(1, len(parted)):
        left = [r for r in stack if r not in parted[:count]]
        best = _best_reading(grid, index, left, columns, 0)
        if best and 2 * best.holding(grid.rows[index]) > len(columns):
            return left, best
    return stack, None


def _top_totals(grid: Grid) -> Iterator[Check]:
    """A total that stands above all that it is of: shown when it holds in two columns at least, in most of them."""
    top, *rows = [r for r in range(len(grid.rows)) if grid.rows[r].kind not in {"head", "part"}] or [0]
    row = grid.rows[top] if grid.rows else None
    if row is None or row.kind not in {"total", "net"} or any(grid.rows[r].kind != "leaf" for r in rows):
        return
    signs = (1.0,) * len(rows)
    verdicts = {c: v for c in row.entries if (v := _judge(grid, row, c, rows, signs))}
    best = _Reading(len(rows), signs, verdicts)
    if len(rows) >= _LEAST_PARTS and best.holding(row) >= _LEAST_COLUMNS and 2 * best.holding(row) > len(verdicts):
        yield from _totals(grid, top, rows, best, intended=False)


def _best_reading(grid: Grid, index: int, stack: list[int], columns: list[int], leaves: int) -> _Reading | None:
    """The way of reading that most columns agree with; without any, the rows since the last total, if it is a total."""
    row = grid.rows[index]
    options = []
    for taken in range(1, len(stack) + 1):
        rows = stack[-taken:]
        for signs in _signs(taken, row.kind):
            verdicts = {c: v for c in columns if (v := _judge(grid, row, c, rows, signs))}
            options.append(_Reading(taken, signs, verdicts))
    best = max(options, key=lambda o: (o.holding(row), o.taken == leaves, o.signs[-1], -o.taken), default=None)
    # A net of many columns that holds in one of them does so by chance.
    if best and best.holding(row) and (row.kind == "total" or _FEW * best.holding(row) >= len(columns)):
        return _without_other_signs(best, options)
    plain = [o for o in options if o.taken == leaves and set(o.signs) == {1.0}]
    return plain[0] if plain and row.kind == "total" else None


def _without_other_signs(best: _Reading, options: list[_Reading]) -> _Reading:
    """The reading without the columns that hold with other signs: beside costs without a sign stand deviations with."""
    others = [o for o in options if o.taken == best.taken and o is not best]
    held = {c for o in others for c, v in o.verdicts.items() if v != "mismatch"}
    return replace(best, verdicts={c: v for c, v in best.verdicts.items() if v != "mismatch" or c not in held})


def _signs(taken: int, kind: str) -> list[tuple[float, ...]]:
    plus = (1.0,) * taken
    if kind != "net" or taken < 2:
        return [plus]
    return [plus, (1.0,) + (-1.0,) * (taken - 1), (-1.0,) * (taken - 1) + (1.0,)]


def _judge(grid: Grid, row: GridRow, column: int, rows: list[int], signs: tuple[float, ...]) -> str | None:
    pairs = [
        (s, grid.rows[r].entries[column]) for r, s in zip(rows, signs, strict=True) if column in grid.rows[r].entries
    ]
    if len(pairs) < 1 or (len(rows) > 1 and len(pairs) < 2):
        return None
    computed = sum(s * e.value for s, e in pairs)
    return judge(row.entries[column].figure, computed, len(pairs), exact=not grid.rounded)


def _totals(grid: Grid, index: int, stack: list[int], best: _Reading, intended: bool) -> Iterator[Check]:
    row = grid.rows[index]
    rows = stack[-best.taken :]
    for column, verdict in best.verdicts.items():
        inside = [(r, s) for r, s in zip(rows, best.signs, strict=True) if column in grid.rows[r].entries]
        if len(inside) < 2:
            continue
        stated = row.entries[column]
        parts = [grid.rows[r].entries[column] for r, _ in inside]
        computed: float | None = sum(s * p.value for p, (_, s) in zip(parts, inside, strict=True))
        how = _write_sum(parts, [s for _, s in inside], computed or 0.0)
        odd = [grid.rows[r].label for r in rows if column in grid.rows[r].odd]
        if verdict == "mismatch" and odd and (intended or best.holding(row)):
            computed, verdict = None, "not_reproducible"
            how = f"cellen på raden ”{odd[0]}” går inte att läsa som ett tal; resten: {how}"
        yield Check(
            index, column, "sum", stated, computed, verdict, tuple(parts), tuple((r, column) for r, _ in inside),
            tuple(s for _, s in inside), how, f"{grid.source}.total",
            verdict == "mismatch" and _is_sure(grid, index, rows, column, best, intended),
        )  # fmt: skip


def _is_sure(grid: Grid, index: int, rows: list[int], column: int, best: _Reading, intended: bool) -> bool:
    """Whether the rows are surely the parts of this total: other columns vouch for it, or nothing speaks against it."""
    row = grid.rows[index]
    if any(column in grid.rows[r].odd for r in rows) or len({e.unit for e in _column(grid, rows, column)}) > 1:
        return False
    stated, parts = row.entries[column], _column(grid, rows, column)
    if _may_hold_notes(grid, column, [stated, *parts]):
        return False
    off = abs(sum(s * p.value for s, p in zip(best.signs, parts, strict=False)) - stated.value)
    others = best.holding(row)
    wrong = sum(1 for v in best.verdicts.values() if v == "mismatch")
    if others >= 1 and wrong <= others:
        signed = off > 0 and abs(off - 2 * abs(stated.value)) < 1e-6
        return (best.taken > 2 or others >= 2) and (signed or off <= _NEAR_VOUCHED * abs(stated.value))
    near = off <= _NEAR * abs(stated.value)
    named = grid.unit_named and not any(1900 < p.value < 2100 and not p.figure.decimals for p in parts)
    between = range(min(rows), index)
    whole = not any(grid.rows[r].kind == "part" for r in between) and len(parts) == len(rows)
    return (
        not grid.partial
        and grid.confidence >= 0.8 and intended and len(parts) >= _LEAST_PARTS and near and named and whole
        and wrong == len(best.verdicts) == 1
    )  # fmt: skip


def _may_hold_notes(grid: Grid, column: int, entries: list[Entry]) -> bool:
    """Whether the number of a note may stand among the figures: one without decimals among others, or, in lines of
    text, a small one in the first column."""
    whole = [e for e in entries if e.value and not e.figure.decimals]
    first = column == min(grid.columns()) and any(0 < e.value <= LAST_NOTE for e in whole)
    return (grid.source == "line" and first) or (bool(whole) and any(e.figure.decimals for e in entries))


def _column(grid: Grid, rows: list[int], column: int) -> list[Entry]:
    return [grid.rows[r].entries[column] for r in rows if column in grid.rows[r].entries]


def _averages(grid: Grid, index: int, rows: list[int], columns: list[int]) -> Iterator[Check]:
    """An average is right when some column's figures as weights give it, wrong when it lies outside what it is of."""
    row = grid.rows[index]
    for column in columns:
        stated = row.entries.get(column)
        inside = [r for r in rows if column in grid.rows[r].entries]
        if stated is None or len(inside) < 3:
            continue
        parts = _column(grid, inside, column)
        mean, how = _mean(grid, index, inside, column, stated.figure)
        low, high = min(p.value for p in parts), max(p.value for p in parts)
        clean = not any(column in grid.rows[r].odd for r in rows)
        whole = sum(p.value for p in parts)
        if judge(stated.figure, whole, len(parts)) != "mismatch" and abs(stated.value) > high:
            how = _write_sum(parts, [1.0] * len(parts), whole)
            mean, verdict = whole, judge(stated.figure, whole, len(parts))
        elif mean is not None:
            verdict = "match" if abs(mean - stated.value) < 1e-6 else "within_rounding"
        elif not low <= stated.value <= high and clean and row.kind == "mean":
            mean, verdict = (low if stated.value < low else high), "mismatch"
            how = f"ett genomsnitt ligger mellan {write_number(low)} och {write_number(high)}"
        else:
            verdict, how = "not_reproducible", "vikterna bakom genomsnittet är inte kända"
        places = tuple((r, column) for r in inside)
        yield Check(
            index, column, "ratio", stated, mean, verdict, tuple(parts), places, (1.0,) * len(parts), how,
            f"{grid.source}.mean", verdict == "mismatch",
        )  # fmt: skip


def _mean(grid: Grid, index: int, rows: list[int], column: int, stated: Figure) -> tuple[float | None, str]:
    values = [grid.rows[r].entries[column].value for r in rows]
    plain = sum(values) / len(values)
    step = 10.0 ** -max(grid.rows[r].entries[column].figure.decimals for r in rows)  # what is averaged is rounded too
    if abs(stated.value - plain) <= step:
        return plain, f"medelvärdet av {len(values)} rader är {write_number(round(plain, 2))}"
    for other in grid.columns():
        entries = [grid.rows[r].entries[other] for r in rows if other in grid.rows[r].entries]
        weights = [e.value for e in entries]
        counted = len(entries) == len(values) and all(e.value >= 0 and not e.figure.decimals for e in entries)
        if other == column or not counted or not sum(weights):
            continue
        weighted = sum(v * w for v, w in zip(values, weights, strict=True)) / sum(weights)
        if abs(stated.value - weighted) <= step and other in grid.rows[index].entries:
            name = grid.headers.get(other, "kolumnen bredvid")
            return weighted, f"vägt med {name} är medelvärdet {write_number(round(weighted, 2))}"
    return None, ""


def _write_sum(parts: list[Entry], signs: list[float], computed: float) -> str:
    words = ""
    for number, (part, sign) in enumerate(zip(parts, signs, strict=True)):
        value = sign * part.value
        joint = " - " if value < 0 else " + "
        words += joint + write_number(abs(value)) if number else write_number(value)
    return f"{words} = {write_number(round(computed, 6))}"
