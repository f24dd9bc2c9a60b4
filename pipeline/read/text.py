"""Plain text and Markdown."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.read.aligned_tables import read_aligned_tables
from pipeline.read.encoding import decode_text
from pipeline.read.figure_tables import read_figure_tables
from pipeline.read.flattened import read_flattened_tables
from pipeline.read.flattened_cells import read_flattened_cells
from pipeline.read.flattened_headless import read_headless_rows
from pipeline.read.flattened_rows import read_flattened_rows
from pipeline.read.furniture import mark_text_furniture
from pipeline.read.hyphens import WordStock, join_line_ends
from pipeline.read.lines import Line, RawDocument, RawPage, RawTable, part_long_line
from pipeline.read.loose_marks import place_loose_marks
from pipeline.read.lost_tables import find_lost_tables
from pipeline.read.markdown import is_markdown, read_marks
from pipeline.read.merged_rows import part_merged_rows
from pipeline.read.paragraphs import shape_lines
from pipeline.read.pipes import read_marked_tables
from pipeline.read.run_together import headings_of, is_run_together, part_at_headings, part_run_together
from pipeline.read.spacing import close_gaps

if TYPE_CHECKING:
    from pipeline.read.document import ReadOptions

_PAGE_START = re.compile(r" [^\s\-–•]")
_EMPTY_LINES = re.compile(r"(?:\n[ \t]*){100,}")
_LEAST_PAGE = 12  # lines; nearer ones are cells of a flattened table


def read_text_lines(path: Path, data: bytes, options: ReadOptions) -> RawDocument:
    """Lines of a text file; form feeds are page breaks, and so are the lone indents that extractions leave."""
    text = close_gaps(_EMPTY_LINES.sub("\n" * 100, decode_text(path, data)))
    headings = headings_of(text)
    run_together = is_run_together(text)
    pages = [_lines(page, headings, run_together) for page in text.split("\f")]
    if len(pages) == 1:
        pages = _divide_at_indents(pages[0])
    as_line = read_marks if is_markdown(text) else Line
    shaped = [[as_line(line) for line in page] for page in pages]
    mark_text_furniture(shaped)
    items: list[list[Line | RawTable]] = [read_marked_tables(page) for page in shaped]
    stock = WordStock(text)
    read_aligned_tables(items, stock)
    read_flattened_tables(items)
    read_flattened_cells(items, stock)
    read_flattened_rows(items)
    read_headless_rows(items)
    lost = find_lost_tables(path, items)
    items = [read_figure_tables(page) for page in items]
    for page in items:
        place_loose_marks(page)
    shape_lines([item for page in items for item in page])
    join_line_ends(items, stock)
    return RawDocument([RawPage(page) for page in items], lost)


def _lines(page: str, headings: re.Pattern[str] | None, run_together: bool) -> list[str]:
    lines = part_merged_rows(page.split("\n")) if run_together else page.split("\n")
    pieces = [piece for line in lines for piece in part_at_headings(line, headings)]
    if run_together:
        pieces = [part for piece in pieces for part in part_run_together(piece)]
    return [part for piece in pieces for part in part_long_line(piece)]


def _divide_at_indents(lines: list[str]) -> list[list[str]]:
    """Pages of text whose page breaks an extraction lost: there the first line of a page is indented by one space."""
    starts: list[int] = []
    for number, line in enumerate(lines):
        if _PAGE_START.match(line) and (not starts or number - starts[-1] >= _LEAST_PAGE):
            starts.append(number)
    written = sum(1 for line in lines if line.strip())
    indented = sum(1 for line in lines if line.startswith((" ", "\t")) and line.strip())
    if len(starts) < 2 or indented > max(4, written * 0.06):
        return [lines]
    bounds = [0, *(s for s in starts if any(line.strip() for line in lines[:s])), len(lines)]
    return [lines[a:b] for a, b in pairwise(bounds)]
