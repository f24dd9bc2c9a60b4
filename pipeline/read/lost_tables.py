"""Plans whose tables lost their columns: a header stands in the text, and what stands below it is in no table.

Some extractions write the columns one after the other, or the first lines of all cells of a row before their second
lines. Which words are of one cell, and which cells of one row, then nobody can tell from the text alone. No measure is
made of such lines; that they are there is told, so that nobody takes the plan for one without measures.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.read.flattened_cells import find_named_header
from pipeline.read.flattened_heads import find_header
from pipeline.read.lines import Line, RawTable
from pipeline.records import Problem

_LEAST_LINES = 4  # below a header; fewer are no table's rows


def find_lost_tables(path: Path, pages: list[list[Line | RawTable]]) -> list[Problem]:
    """One problem for all such tables, with the names of the first's columns and the pages; none where all are read."""
    lost: list[tuple[int, str]] = []
    for number, items in enumerate(pages, start=1):
        unmarked = [_unmarked(item) for item in items]  # a header on each page was taken for a running line
        place = find_header(unmarked) or find_named_header(unmarked)
        if place is None:
            continue
        _, end, columns = place
        if _written(items[end:]) >= _LEAST_LINES:
            lost.append((number, ", ".join(name for _, name in columns)))
    if not lost:
        return []
    return [Problem(str(path), "table_lost_columns", f"{lost[0][1]}; s. {_pages([n for n, _ in lost])}", lost[0][0])]


def _unmarked(item: Line | RawTable) -> Line | RawTable:
    return Line(item.text) if isinstance(item, Line) and item.kind == "furniture" else item


def _written(items: list[Line | RawTable]) -> int:
    """How many lines stand there before the next table."""
    count = 0
    for item in items:
        if isinstance(item, RawTable):
            break
        count += item.kind != "furniture" and bool(item.text.strip())
    return count


def _pages(numbers: list[int]) -> str:
    """Pages as one writes them: "1–3, 7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
