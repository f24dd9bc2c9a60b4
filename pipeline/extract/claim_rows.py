"""Figures worked out along a row: differences, shares, changes, row totals. What a column is made of is learnt from
the rows themselves: the relation that nearly all of them keep; a row that breaks it is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, permutations

from pipeline.extract.claim_checks import Check
from pipeline.extract.claim_grid import Entry, Grid, GridRow
from pipeline.extract.figures import Figure, judge
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.numbers import bracketed, write_number

_WIDEST = 9  # columns; a wider table is a matrix, and any relation may hold in it by chance
_LEAST_HOLDING = 3
_SHARE = 0.74  # of the rows that must keep a relation before a row that breaks it is wrong
_UNHEADED = 5  # rows that must keep a relation which no header announces
_FLIPPED = 4  # rows with the same sign before another sign is wrong

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

Formula = Callable[[list[float]], float | None]


@dataclass(frozen=True, slots=True)
class _Relation:
    """`kind` is a claim's kind; `inputs` the columns; `work_out` gives the figure."""

    kind: str
    inputs: tuple[int, ...]
    work_out: Formula
    write: str
    percent: bool = False


def check_rows(grid: Grid) -> Iterator[Check]:
    """Every column that a relation explains, row by row."""
    columns = grid.columns()
    if not 2 <= len(columns) <= _WIDEST:
        return
    for target in columns:
        announced = _announced(grid, target)
        if not announced and target != columns[-1]:
            continue
        kinds = (announced,) if announced not in {"", "net"} else ("sum", "difference")
        relations = [r for kind in kinds for r in _relations(grid, target, columns, kind)]
        relations += _nets_of_year(grid, target, columns) if announced == "net" else []
        best = max(relations, key=lambda r: _support(grid, target, r), default=None)
        if best:
            yield from _apply(grid, target, best, bool(announced))


def _announced(grid: Grid, column: int) -> str:
    """What the header says of a column: percent, difference, sum, or nothing."""
    header = grid.headers.get(column, "")
    entries = [r.entries[column] for r in grid.rows if column in r.entries]
    lexicon = load_lexicon("claims")
    if sum(e.unit in {"%", "procent"} for e in entries) > len(entries) / 2:
        return "percent"
    for kind in ("percent", "difference", "net", "sum"):
        if lexicon.pattern(f"column.{kind}").regex.search(header):
            return kind
    return ""


def _relations(grid: Grid, target: int, columns: list[int], announced: str) -> Iterator[_Relation]:
    deviation = load_lexicon("claims").pattern("column.deviation").regex
    others = [c for c in columns if c != target]
    plain = [c for c in others if _announced(grid, c) != "percent"]
    if announced == "percent":
        for a, b in permutations(plain, 2):
            yield _Relation("ratio", (a, b), _share, "{0} av {1}", True)
            yield _Relation("ratio", (a, b), _change, "från {1} till {0}", True)
    elif announced == "difference":
        for a, b in permutations(plain, 2):
            yield _Relation("difference", (a, b), lambda v: v[0] - v[1], "{0} - {1}")
    else:
        for first, last in combinations(range(len(columns)), 2):
            span = tuple(columns[first : last + 1])
            derived = any(deviation.search(grid.headers.get(c, "")) for c in span)
            if (
                target not in span
                and not derived
                and (last + 1 == columns.index(target) or first == columns.index(target) + 1)
            ):
                yield _Relation("sum", span, sum, " + ".join(f"{{{n}}}" for n in range(len(span))))


def _nets_of_year(grid: Grid, target: int, columns: list[int]) -> list[_Relation]:
    """What the columns of income and costs of the same year make: these stand with those of other years between."""
    income, cost = (load_lexicon("claims").pattern(p).regex for p in ("column.income", "column.cost"))
    year = _year_of(grid, target)
    same = [c for c in columns if c != target and _year_of(grid, c) == year] if year else []
    return [
        _Relation("sum", (a, b), sum, "{0} + {1}")
        for a in same
        for b in same
        if income.search(grid.headers[a]) and cost.search(grid.headers[b])
    ]


def _year_of(grid: Grid, column: int) -> str:
    found = _YEAR.search(grid.headers.get(column, ""))
    return found[0] if found else ""


def _share(values: list[float]) -> float | None:
    return 100 * values[0] / values[1] if values[1] else None


def _change(values: list[float]) -> float | None:
    return 100 * (values[0] - values[1]) / abs(values[1]) if values[1] else None


def _support(grid: Grid, target: int, relation: _Relation) -> tuple[float, int, float]:
    """How well the rows keep a relation: the share that does, how many do, and how near its columns are."""
    verdicts = [
        v for row in grid.rows if (v := _judge_row(grid, row, target, relation)) and _tells(row, target, relation)
    ]
    holding = sum(1 for v in verdicts if v != "mismatch")
    near = (
        -sum(abs(c - target) for c in relation.inputs) / 100 - (relation.inputs != tuple(sorted(relation.inputs))) / 10
    )
    return (holding / len(verdicts) if verdicts else 0.0, holding, near)


def _tells(row: GridRow, target: int, relation: _Relation) -> bool:
    """Whether a row says something of a relation: all zeros, or one part alone, would keep any."""
    filled = [c for c in relation.inputs if row.entries[c].value]
    return bool(row.entries[target].value) and (len(filled) >= 2 or relation.percent)


def _inputs(row: GridRow, relation: _Relation) -> list[Entry] | None:
    if any(c not in row.entries for c in relation.inputs):
        return None
    return [row.entries[c] for c in relation.inputs]


def _judge_row(grid: Grid, row: GridRow, target: int, relation: _Relation) -> str | None:
    entries = _inputs(row, relation)
    if entries is None or target not in row.entries:
        return None
    stated = row.entries[target].figure
    computed = relation.work_out([e.value for e in entries])
    if computed is None:
        return None
    if relation.percent:
        verdict = judge(stated, computed)
        slack = _percent_slack(entries, relation) + 10.0**-stated.decimals  # inputs are rounded; shares may be cut off
        near = verdict == "mismatch" and abs(stated.value - computed) <= slack
        return "within_rounding" if near else verdict
    return judge(stated, computed, len(entries), exact=not grid.rounded)


def _percent_slack(entries: list[Entry], relation: _Relation) -> float:
    top, bottom = entries
    steps = [0.5 * 10.0**-e.figure.decimals if e.figure.decimals or abs(e.value) >= 1000 else 0.0 for e in entries]
    return 100 * (steps[0] + steps[1] * max(1.0, abs(top.value / bottom.value))) / abs(bottom.value)


def _apply(grid: Grid, target: int, relation: _Relation, announced: bool) -> Iterator[Check]:
    share, holding, _ = _support(grid, target, relation)
    if share < _SHARE and not (relation.kind == "difference" and _flips(grid, target, relation)):
        return
    if holding < (2 if share == 1.0 and announced else _LEAST_HOLDING if announced else _UNHEADED):
        return
    if not announced and grid.source == "table" and share < 1.0:
        return
    flips = relation.kind == "difference" and _flips(grid, target, relation)
    for index, row in enumerate(grid.rows):
        verdict, entries = _judge_row(grid, row, target, relation), _inputs(row, relation)
        if verdict is None or entries is None or not _worth_saying(row, target, relation):
            continue
        computed = relation.work_out([e.value for e in entries]) or 0.0
        stated = row.entries[target]
        if verdict == "mismatch" and flips and judge(stated.figure, -computed, 2, exact=not grid.rounded) != "mismatch":
            computed, verdict = -computed, "match"
        percent = " %" if relation.percent else ""
        first, *others = (write_number(e.value) for e in entries)
        written = relation.write.format(first, *map(bracketed, others))
        equals = " är " if relation.percent else " = "
        how = f"{written}{equals}{write_number(round(computed, 1 if relation.percent else 6))}{percent}"
        sure = holding >= _LEAST_HOLDING and share >= _SHARE and _may_fail(grid, target, relation)
        yield Check(
            index, target, relation.kind, stated, computed, verdict, tuple(entries),
            tuple((index, c) for c in relation.inputs),
            (1.0, -1.0) if relation.kind == "difference" else (1.0,) * len(entries),
            how, f"{grid.source}.{relation.kind}", sure and verdict == "mismatch" and row.kind != "part",
        )  # fmt: skip


def _may_fail(grid: Grid, target: int, relation: _Relation) -> bool:
    """Whether a row that breaks the relation is wrong: a count may hold more than the columns beside it tell."""
    header = grid.headers.get(target, "")
    made = any(load_lexicon("claims").pattern(f"column.{kind}").regex.search(header) for kind in ("total", "net"))
    return relation.kind != "sum" or grid.source == "line" or made


def _worth_saying(row: GridRow, target: int, relation: _Relation) -> bool:
    return any(row.entries[c].value for c in (target, *relation.inputs))


def _flips(grid: Grid, target: int, relation: _Relation) -> bool:
    """Whether the sign follows the row: where costs stand without a sign, less income and more cost are both worse.
    One other sign among many is an error; then it does not."""
    same = other = 0
    for row in grid.rows:
        entries = _inputs(row, relation)
        if entries is None or target not in row.entries or not row.entries[target].value:
            continue
        stated, computed = row.entries[target].figure, entries[0].value - entries[1].value
        same += judge(stated, computed, 2, exact=not grid.rounded) != "mismatch"
        other += judge(Figure(-stated.value, stated.decimals), computed, 2, exact=not grid.rounded) != "mismatch"
    income = load_lexicon("claims").pattern("row.flips").regex
    expected = any(income.search(row.label) for row in grid.rows)
    return other > 0 and (expected or other > 1 or same < _FLIPPED)
