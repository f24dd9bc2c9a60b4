"""Figures of tables: totals down the columns and what is worked out along the rows, weighed against each other."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.claim_checks import Check
from pipeline.extract.claim_columns import check_columns
from pipeline.extract.claim_grid import Grid, find_grids, text_lines
from pipeline.extract.claim_rows import check_rows
from pipeline.extract.figures import Figure, find_figures, judge, make_claim
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.numbers import write_number
from pipeline.records import Claim, Reading

_REACH = 60  # lines above a total that may hold its parts
_WEIGHT = {"not_reproducible": 0, "within_rounding": 1, "match": 2, "mismatch": 3}
_CONFIDENCE = {"table": 0.9, "line": 0.8}


def claims_in_tables(reading: Reading) -> Iterator[Claim]:
    """One claim a cell: of tables, of rows of figures in text, and text totals whose parts stand above them."""
    spans: list[tuple[int, int]] = []
    for grid in find_grids(reading):
        checks = weigh_checks(grid, [*check_columns(grid), *check_rows(grid)])
        if grid.source == "line" and checks:
            spans += grid.spans
        for check in checks:
            yield _claim(reading, grid, check)
    yield from _line_totals(reading, spans)


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
        "%" if check.kind == "ratio" else check.stated.unit,
    )  # fmt: skip


def _line_totals(reading: Reading, taken: list[tuple[int, int]]) -> Iterator[Claim]:
    """A total in running text or in a flattened table, when the figures right above it add up to it exactly.

    What does not add up is not reported: what belongs to such a total can't be known for sure.
    """
    total, never = (load_lexicon("claims").pattern(p).regex for p in ("total.row", "not.total"))
    lines = [(s, e, text) for s, e, text in text_lines(reading) if text.strip()]
    for index, (start, end, line) in enumerate(lines):
        if not total.search(line) or never.search(line) or any(a <= start < b for a, b in taken):
            continue
        above = [find_figures(text) for _, _, text in lines[max(0, index - _REACH) : index]]
        stated = find_figures(line)
        for position, figure in enumerate(stated):
            parts = _parts(above, figure, len(stated) - position)
            if parts:
                computed = sum(p.value for p in parts)
                how = " + ".join(write_number(p.value) for p in parts) + f" = {write_number(round(computed, 6))}"
                yield make_claim(
                    reading, start, end, "line.total", 0.7, "sum", figure, computed, "match", how,
                    [p.value for p in parts],
                )  # fmt: skip


def _is_year(figure: Figure) -> bool:
    return not figure.decimals and 1990 <= figure.value < 2060


def _parts(above: list[list[Figure]], stated: Figure, from_right: int) -> list[Figure]:
    """The nearest figures above, one a line in the same place from the right or the first of the line, that add up."""
    for pick in (-from_right, 0):
        parts: list[Figure] = []
        for figures in reversed(above):
            usable = [f for f in figures if (f.decimals > 0) == (stated.decimals > 0) and not _is_year(f)]
            if len(usable) < abs(pick) or not usable:
                continue
            parts.insert(0, usable[pick])
            total = sum(p.value for p in parts)
            if len(parts) >= 3 and abs(total - stated.value) < 1e-6 and stated.value > 2:
                return parts
    return []
