"""Totals in tables that an extraction left as lines of text. What belongs to such a total can't be known for sure: what
adds up exactly is shown, what does not is left unchecked."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.claim_grid import UNIT, text_lines
from pipeline.extract.figures import Figure, find_figures, make_claim, read_figure
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.numbers import write_number
from pipeline.records import Claim, Reading

_REACH = 60  # lines above a total that may hold its parts
_LEAST_PARTS = 3
_LEAST_TOTAL = 100  # of a column of bare figures; small ones add up by chance


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
    how = " + ".join(write_number(p.value) for p in parts) + f" = {write_number(round(computed, 6))}"
    return make_claim(
        reading, start, end, rule, 0.7, "sum", stated, computed, "match", how, [p.value for p in parts], unit
    )  # fmt: skip


def _named_totals(reading: Reading, taken: list[tuple[int, int]]) -> Iterator[Claim]:
    """A total when the figures right above it add up to it exactly."""
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
                yield _line_claim(reading, start, end, "line.total", figure, parts)


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
            if len(parts) >= _LEAST_PARTS and abs(total - stated.value) < 1e-6 and stated.value > 2:
                return parts
    return []
