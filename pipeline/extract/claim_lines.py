"""Totals in tables that an extraction left as lines of text. What belongs to such a total can't be known for sure: what
adds up exactly is shown, what does not is left unchecked unless a total beside it tells which lines are its parts."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.claim_grid import LAST_NOTE, UNIT, text_lines
from pipeline.extract.figures import Figure, find_figures, judge, make_claim, read_figure
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.numbers import bracketed, write_number
from pipeline.records import Claim, Reading

_REACH = 60  # lines above a total that may hold its parts
_LEAST_PARTS = 3
_NEAR = 0.1  # of a total beside one that adds up: what is farther off is no sum
_LEAST_TOTAL = 100  # of a column of bare figures; small ones add up by chance

_Places = list[tuple[int, int]]


def find_line_totals(reading: Reading, taken: list[tuple[int, int]]) -> Iterator[Claim]:
    """Named totals with their parts above them, and columns of bare figures that end in their sum."""
    yield from _named_totals(reading, taken)
    yield from _bare_columns(reading)


def _bare_columns(reading: Reading) -> Iterator[Claim]:
    """Lines that hold an amount each and nothing else: a cell's lines, the last of which is the sum of the others."""
    run: list[Figure] = []
    for start, end, line in text_lines(reading):
        if not line.strip():
            continue
        figure = read_figure(UNIT.sub("", line.strip()))
        if figure is None:
            run = []
            continue
        if len(run) >= _LEAST_PARTS and figure.value >= _LEAST_TOTAL and figure.value == sum(f.value for f in run):
            unit = UNIT.search(line.strip())
            yield _line_claim(reading, start, end, "line.column", figure, run, unit["unit"].lower() if unit else "")
            run = []
        else:
            run.append(figure)


def _line_claim(
    reading: Reading, start: int, end: int, rule: str, stated: Figure, parts: list[Figure], unit: str = ""
) -> Claim:
    computed = sum(p.value for p in parts)
    verdict = judge(stated, computed, len(parts))
    first, *others = (write_number(p.value) for p in parts)
    how = " + ".join([first, *map(bracketed, others)]) + f" = {write_number(round(computed, 6))}"
    return make_claim(
        reading, start, end, rule, 0.7, "sum", stated, computed, verdict, how, [p.value for p in parts], unit
    )  # fmt: skip


def _named_totals(reading: Reading, taken: list[tuple[int, int]]) -> Iterator[Claim]:
    """A total when the figures right above it add up to it exactly; and the totals beside it, of the same lines."""
    total, never = (load_lexicon("claims").pattern(p).regex for p in ("total.row", "not.total"))
    lines = [(s, e, text) for s, e, text in text_lines(reading) if text.strip()]
    for index, (start, end, line) in enumerate(lines):
        if not total.search(line) or never.search(line) or any(a <= start < b for a, b in taken):
            continue
        above = [find_figures(text) for _, _, text in lines[max(0, index - _REACH) : index]]
        stated = find_figures(line)
        found = [_parts(above, figure, len(stated) - position) for position, figure in enumerate(stated)]
        for figure, parts in zip(stated, found, strict=True):
            if parts:
                yield _line_claim(reading, start, end, "line.total", figure, [above[n][p] for n, p in parts])
        yield from _beside(reading, (start, end), stated, above, found)


def _beside(
    reading: Reading, span: tuple[int, int], stated: list[Figure], above: list[list[Figure]], found: list[_Places]
) -> Iterator[Claim]:  # fmt: skip
    """A total that does not add up beside one that does, whose lines hold as many figures as the total's own: the
    columns are then known, and so is what should have been there."""
    rows = next(([n for n, _ in parts] for parts in found if parts), [])
    if not rows or any(len(above[n]) != len(stated) for n in rows):
        return
    for position, (figure, parts) in enumerate(zip(stated, found, strict=True)):
        column = [above[n][position] for n in rows]
        off = abs(sum(p.value for p in column) - figure.value)
        alike = all((p.decimals > 0) == (figure.decimals > 0) for p in column)
        noted = position == 0 and any(not p.decimals and 0 < p.value <= LAST_NOTE for p in column)
        if not parts and alike and not noted and 0 < off <= _NEAR * abs(figure.value):
            yield _line_claim(reading, *span, "line.total", figure, column)


def _is_year(figure: Figure) -> bool:
    return not figure.decimals and 1990 <= figure.value < 2060


def _parts(above: list[list[Figure]], stated: Figure, from_right: int) -> _Places:
    """Line and place of the nearest figures above, one a line in the same place from the right or the first of the
    line, that add up."""
    for pick in (-from_right, 0):
        places: _Places = []
        total = 0.0
        for number in range(len(above) - 1, -1, -1):
            figures = above[number]
            usable = [f for f in figures if (f.decimals > 0) == (stated.decimals > 0) and not _is_year(f)]
            if len(usable) < abs(pick) or not usable:
                continue
            places.insert(0, (number, figures.index(usable[pick])))
            total += usable[pick].value
            if len(places) >= _LEAST_PARTS and abs(total - stated.value) < 1e-6 and stated.value > 2:
                return places
    return []
