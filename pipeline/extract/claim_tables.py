"""Totals of tables: the columns of a table, and rows of figures that an extraction left as lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extract.figures import Figure, find_figures, judge, make_claim, read_figure
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.numbers import write_number
from pipeline.records import Cell, Claim, Reading, Table

_UNIT = re.compile(r"\s*(?:tkr|mkr|mnkr|kr|kronor)\.?$", re.IGNORECASE)
_PART_OF = re.compile(r"\s*(?:varav|därav|av vilka|av vilket)\b", re.IGNORECASE)
_LEAST_PARTS = 3
_NEAR = 0.2  # of the total
_LEAST_ROWS = 5  # rows of figures in text; fewer may add up by chance
_SHARE = 0.8
_REACH = 60  # lines above a total that may hold its parts
_ROW = re.compile(r"(?P<name>[^\d\n]*?)\s(?P<figures>-?\d[\d ,−–-]*)$")


def claims_in_tables(reading: Reading) -> Iterator[Claim]:
    """Column totals of tables, row totals of figure rows in text, and text totals whose parts stand above them."""
    for table in reading.document.tables:
        yield from _column_totals(reading, table)
    yield from _row_totals(reading)
    yield from _line_totals(reading)


def _column_totals(reading: Reading, table: Table) -> Iterator[Claim]:
    """Each total row against the rows above it, back to the total before. A total that does not hold is reported only
    where the rows above surely are its parts: at least two other columns of the same row hold, or all of the column's
    cells are amounts in the unit of the total, near it in sum, and none is part of another ("varav").
    """
    total, never = (load_lexicon("claims").pattern(p).regex for p in ("total.row", "not.total"))
    rows = list(table.rows())
    since = 0
    for index, row in enumerate(rows):
        label = " ".join(row[min(row)].text.split()) if row else ""
        if not total.search(label):
            continue
        found: list[tuple[Cell, Figure, list[Figure], bool, bool]] = []
        split = any(_PART_OF.match(r[min(r)].text) for r in rows[since:index] if r)
        for column, cell in sorted(row.items()):
            stated = _figure(cell)
            cells = [r[column] for r in rows[since:index] if column in r and r[column].text.strip()]
            figures = [f for f in map(_figure, cells) if f]
            header = " ".join(r[column].text for r in rows[: min(2, index)] if column in r)
            if column == min(row) or stated is None or len(figures) < 2 or never.search(f"{label} {header}"):
                continue
            body = cells[1:] if since == 0 and _figure(cells[0]) is None else cells  # the header is no part
            clean = len(figures) == len(body)
            sure = clean and not split and _in_one_unit([*body, cell]) and _near(stated, figures)
            found.append((cell, stated, figures, clean, sure))
        verdicts = [judge(s, sum(f.value for f in fs), len(fs)) for _, s, fs, _, _ in found]
        others_hold = len(verdicts) >= 3 and sum(1 for v in verdicts if v == "mismatch") == 1
        for (cell, stated, figures, clean, sure), verdict in zip(found, verdicts, strict=True):
            if verdict != "mismatch" or (table.confidence >= 0.8 and (sure or (clean and others_hold))):
                yield _sum(reading, cell.start, cell.end, "table.total", 0.9, stated, figures, verdict)
        since = index + 1


def _in_one_unit(cells: list[Cell]) -> bool:
    """Whether all cells are amounts that name the same unit."""
    units = [_UNIT.search(" ".join(cell.text.split())) for cell in cells]
    return (
        len(cells) >= _LEAST_PARTS + 1
        and len({u[0].strip(" .").lower() if u else "" for u in units}) == 1
        and bool(units[0])
    )


def _near(stated: Figure, parts: list[Figure]) -> bool:
    """Whether the parts come near the total: what is far from it was not meant as its sum."""
    return abs(sum(p.value for p in parts) - stated.value) <= _NEAR * abs(stated.value)


def _row_totals(reading: Reading) -> Iterator[Claim]:
    """Runs of lines "name a b c" in which the last figure is the sum of the others nearly everywhere."""
    run: list[tuple[int, int, list[Figure]]] = []
    for start, end, line in _lines(reading):
        match = _ROW.match(line)
        named = match and any(map(str.isalpha, match["name"]))
        figures = find_figures(line, match.start("figures")) if match and named else []
        if len(figures) >= 3 and (not run or len(run[-1][2]) == len(figures)):
            run.append((start, end, figures))
        elif line.strip():
            yield from _run_claims(reading, run)
            run = [(start, end, figures)] if len(figures) >= 3 else []
    yield from _run_claims(reading, run)


def _run_claims(reading: Reading, run: list[tuple[int, int, list[Figure]]]) -> Iterator[Claim]:
    verdicts = [judge(f[-1], sum(p.value for p in f[:-1]), len(f) - 1) for _, _, f in run]
    holding = sum(1 for v in verdicts if v != "mismatch")
    if len(run) < _LEAST_ROWS or holding < len(run) * _SHARE:
        return
    for (start, end, figures), verdict in zip(run, verdicts, strict=True):
        yield _sum(reading, start, end, "line.row_total", 0.8, figures[-1], figures[:-1], verdict)


def _line_totals(reading: Reading) -> Iterator[Claim]:
    """A total in running text or in a flattened table, when the figures right above it add up to it exactly.

    What does not add up is not reported: what belongs to such a total can't be known for sure.
    """
    total, never = (load_lexicon("claims").pattern(p).regex for p in ("total.row", "not.total"))
    lines = [(s, e, text) for s, e, text in _lines(reading) if text.strip()]
    for index, (start, end, line) in enumerate(lines):
        if not total.search(line) or never.search(line):
            continue
        above = [find_figures(text) for _, _, text in lines[max(0, index - _REACH) : index]]
        stated = find_figures(line)
        for position, figure in enumerate(stated):
            from_right = len(stated) - position
            parts = _parts(above, figure, from_right)
            if parts:
                yield _sum(reading, start, end, "line.total", 0.7, figure, parts, "match")


def _parts(above: list[list[Figure]], stated: Figure, from_right: int) -> list[Figure]:
    """The nearest figures above, one a line in the same place from the right or the first of the line, that add up."""
    for pick in (-from_right, 0):
        parts: list[Figure] = []
        for figures in reversed(above):
            usable = [f for f in figures if (f.decimals > 0) == (stated.decimals > 0)]
            if len(usable) < abs(pick) or not usable:
                continue
            parts.insert(0, usable[pick])
            total = sum(p.value for p in parts)
            if len(parts) >= 3 and abs(total - stated.value) < 1e-6 and stated.value > 2:
                return parts
    return []


def _lines(reading: Reading) -> Iterator[tuple[int, int, str]]:
    """The lines of the text outside tables, with their places."""
    spans = [(t.start, t.end) for t in reading.document.tables]
    for match in re.finditer(r"[^\n\f]*", reading.document.text):
        if match[0] and not any(a <= match.start() < b for a, b in spans):
            yield match.start(), match.end(), match[0]


def _figure(cell: Cell) -> Figure | None:
    return read_figure(_UNIT.sub("", cell.text.strip()))


def _sum(
    reading: Reading, start: int, end: int, rule: str, confidence: float, stated: Figure, parts: list[Figure],
    verdict: str,
) -> Claim:  # fmt: skip
    computed = sum(p.value for p in parts)
    how = " + ".join(write_number(p.value) for p in parts) + f" = {write_number(round(computed, 6))}"
    return make_claim(
        reading, start, end, rule, confidence, "sum", stated, computed, verdict, how, [p.value for p in parts]
    )
