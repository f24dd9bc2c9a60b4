"""Figures of tables: totals down the columns and what is worked out along the rows, weighed against each other."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.claim_balances import check_balances
from pipeline.extract.claim_checks import Check
from pipeline.extract.claim_columns import check_columns
from pipeline.extract.claim_grid import Grid, find_grids
from pipeline.extract.claim_headlines import Total, claims_of_headlines, claims_of_nets
from pipeline.extract.claim_lines import find_line_totals
from pipeline.extract.claim_mirrors import claims_of_mirrors
from pipeline.extract.claim_quantities import kind_of_unit
from pipeline.extract.claim_rows import check_rows
from pipeline.extract.figures import judge, make_claim
from pipeline.records import Claim, Reading

_WEIGHT = {"not_reproducible": 0, "within_rounding": 1, "match": 2, "mismatch": 3}
_CONFIDENCE = {"table": 0.9, "line": 0.8}


def claims_in_tables(reading: Reading) -> Iterator[Claim]:
    """One claim a cell: of tables, of rows of figures in text, and text totals whose parts stand above them."""
    spans: list[tuple[int, int]] = []
    totals: list[Total] = []
    grids = list(find_grids(reading))
    for grid in grids:
        checks = weigh_checks(grid, [*check_columns(grid), *check_rows(grid), *check_balances(grid)])
        if grid.source == "line" and checks:
            spans += grid.spans
        for check in checks:
            yield _claim(reading, grid, check)
            kind, factor = kind_of_unit(check.stated.unit or grid.unit)
            bare = not (check.stated.unit or grid.unit)
            if check.kind == "sum" and check.verdict in {"match", "within_rounding"} and (kind == "sek" or bare):
                totals.append(Total(check.stated.value * factor, check.stated.start, check.how, bare))
    for claim in find_line_totals(reading, spans):
        yield claim
        kind, factor = kind_of_unit(claim.unit)
        if kind == "sek" or not claim.unit:
            totals.append(Total(claim.stated * factor, claim.at.char_start, claim.how, bare=not claim.unit))
    headlines = list(claims_of_headlines(reading, totals))
    yield from headlines
    yield from claims_of_nets(reading, totals)
    yield from claims_of_mirrors(reading, grids, {claim.at.char_start for claim in headlines})


def weigh_checks(grid: Grid, checks: list[Check]) -> list[Check]:
    """One check for each figure: what surely is wrong first. A total that is only off because one of its parts is wrong
    is not itself wrong, nor is a difference whose total is; what can't be known for sure is left out.
    """
    wrong = [c for c in checks if c.verdict == "mismatch"]
    kept: dict[tuple[int, int], Check] = {}
    for check in checks:
        place = (check.row, check.column)
        if check.verdict == "mismatch" and (not check.sure or _is_mended(grid, check, wrong)):
            continue
        before = kept.get(place)
        if before is None or _WEIGHT[check.verdict] > _WEIGHT[before.verdict]:
            kept[place] = check
    return [kept[place] for place in sorted(kept)]


def _is_mended(grid: Grid, check: Check, wrong: list[Check]) -> bool:
    """Whether the figure holds once one wrong figure among its parts is set right."""
    if check.computed is None or check.kind == "ratio":
        return False
    for other in wrong:
        if (other.row, other.column) in check.places and other.computed is not None and other is not check:
            sign = check.signs[check.places.index((other.row, other.column))]
            mended = check.computed + sign * (other.computed - other.stated.value)
            if judge(check.stated.figure, mended, len(check.parts), exact=not grid.rounded) != "mismatch":
                return True
    return False


def _claim(reading: Reading, grid: Grid, check: Check) -> Claim:
    confidence = _CONFIDENCE[grid.source]
    return make_claim(
        reading, check.stated.start, check.stated.end, check.rule, confidence, check.kind, check.stated.figure,
        check.computed, check.verdict, check.how, [p.value for p in check.parts],
        "%" if check.rule.endswith(".ratio") else check.stated.unit, [p.start for p in check.parts],
        ", ".join(p for p in (grid.rows[check.row].label, grid.headers.get(check.column, "")) if p),
    )  # fmt: skip
