"""Balances carried forward: what was there at the start and what came to it make what is there at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extract.claim_checks import Check
from pipeline.extract.claim_grid import Grid, GridRow
from pipeline.extract.claim_passages import Found, Passage
from pipeline.extract.claim_quantities import Quantity, compare
from pipeline.extract.figures import judge
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.numbers import write_number

_BEHIND = 90  # characters before an amount that say what it is
_LEAST = 100  # of a balance in a table; small ones add up by chance
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def find_balances(passage: Passage) -> Iterator[Found]:
    """ "Ingående eget kapital var 40 mkr, årets resultat 3 mkr och utgående eget kapital 43 mkr": shown when it holds,
    as more than the result may change a balance."""
    told = [q for q in [*passage.recent, *passage.quantities] if q.kind in {"sek", "count"}]
    for stated in passage.quantities:
        if not _is_called("balance.rollforward", passage, stated):
            continue
        others = [q for q in told if q.kind == stated.kind and q is not stated]
        opening = next((q for q in others if _is_called("balance.opening", passage, q)), None)
        changes = [q for q in others if q is not opening and _is_called("balance.change", passage, q)]
        if opening is None or not changes:
            continue
        signs = [1.0, *(-1.0 if q.value > 0 and _is_called("balance.down", passage, q) else 1.0 for q in changes)]
        parts = [opening, *changes]
        computed = sum(s * q.value for s, q in zip(signs, parts, strict=True))
        verdict = compare(stated, computed, parts)
        if verdict != "mismatch":
            yield Found.of("sum", stated, computed, verdict, parts, "balance.rollforward", signs)


def _is_called(name: str, passage: Passage, quantity: Quantity) -> bool:
    start = max(0, quantity.start - _BEHIND)
    return bool(load_lexicon("claims").pattern(name).regex.search(passage.flow[start : quantity.start]))


def check_balances(grid: Grid) -> Iterator[Check]:
    """A balance in a year's column against that of the year before and the year's result: shown when it holds."""
    lexicon = load_lexicon("claims")
    balance, result = (lexicon.pattern(p).regex for p in ("row.balance", "row.result"))
    flows = [row for row in grid.rows if result.search(row.label)]
    for index, row in enumerate(grid.rows):
        for flow in flows if balance.search(row.label) else ():
            yield from _carried_forward(grid, index, row, flow)


def _carried_forward(grid: Grid, index: int, row: GridRow, flow: GridRow) -> Iterator[Check]:
    years = {c: int(found[0]) for c, text in grid.headers.items() if (found := _YEAR.search(text))}
    for column, stated in row.entries.items():
        change = flow.entries.get(column)
        before = [c for c in row.entries if column in years and years.get(c) == years[column] - 1]
        if change is None or not before or abs(stated.value) < _LEAST or not change.value:
            continue
        opening = row.entries[before[0]]
        computed = opening.value + change.value
        verdict = judge(stated.figure, computed, 2, exact=not grid.rounded)
        if verdict != "mismatch":
            sign = "-" if change.value < 0 else "+"
            how = f"{write_number(opening.value)} {sign} {write_number(abs(change.value))} = {write_number(computed)}"
            yield Check(
                index, column, "sum", stated, computed, verdict, (opening, change),
                ((index, before[0]), (grid.rows.index(flow), column)), (1.0, 1.0), how, f"{grid.source}.balance", False,
            )  # fmt: skip
