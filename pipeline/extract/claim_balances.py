"""Balances carried forward: what was there at the start and what came to it make what is there at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.extract.claim_checks import Check
from pipeline.extract.claim_grid import Grid, GridRow
from pipeline.extract.claim_passages import Found, Passage
from pipeline.extract.claim_quantities import Quantity, compare, is_slip
from pipeline.extract.figures import judge
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.numbers import bracketed, write_number

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


def find_nets(passage: Passage) -> Iterator[Found]:
    """ "Intäkterna var 84,2 mkr och kostnaderna 91,7 mkr, vilket ger ett underskott på 7,5 mkr"; wrong where a slip of
    the pen explains it, as more may come between."""
    told = [q for q in [*passage.before, *passage.quantities] if q.kind == "sek"]
    named = {n: [q for q in told if _is_named(f"net.{n}", passage, q, told)] for n in ("income", "cost", "result")}
    if any(len(found) != 1 for found in named.values()):
        return
    income, cost, stated = (named[n][0] for n in ("income", "cost", "result"))
    if len({income.start, cost.start, stated.start}) < 3 or stated.start < passage.start:
        return
    computed = abs(abs(income.value) - abs(cost.value))
    plain = replace(stated, value=abs(stated.value))
    verdict = compare(plain, computed, (income, cost))
    if verdict != "mismatch" or (len(told) == 3 and is_slip(plain, computed)):
        how = f"{income.write()} - {bracketed(cost.write(abs(cost.value)))} = "
        how += stated.write(abs(income.value) - abs(cost.value))
        yield Found("difference", stated, computed, verdict, (income, cost), "net.result", how)


def _is_named(name: str, passage: Passage, quantity: Quantity, told: list[Quantity]) -> bool:
    """Whether the words between the quantity before and this one name it so."""
    start = max((q.end for q in told if q.end <= quantity.start), default=passage.before_start)
    return bool(
        load_lexicon("claims")
        .pattern(name)
        .regex.search(passage.flow, max(start, quantity.start - _BEHIND), quantity.start)
    )


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
