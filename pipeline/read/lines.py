"""What every reader hands to the assembler: lines with their style, tables in place, furniture marked."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field, replace

from pipeline.records import Annotation, Problem


@dataclass(slots=True)
class Line:
    """One line of text as it stands on the page. `starts_block` when the reader knows that a new block begins here."""

    text: str
    kind: str = ""  # heading, paragraph, list_item, footnote, furniture; "" when the assembler should decide
    starts_block: bool = False
    resumes: bool = False  # goes on with the last block of the running text, past footnotes and headers between
    repeated: bool = False  # the first of a running header or footer, which stays in the text
    aside: bool = False  # a note, caption or running line, past which a cut paragraph goes on
    level: int = 0
    marker: str = ""
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    indent: float = 0.0
    boxes: array[float] | None = None  # x0, top, x1, bottom of each character; None or empty without geometry


_LONGEST_LINE = 4000  # characters; longer ones are files without line breaks, or no text at all
_PADDING = re.compile(r"[ \t\u00a0]{400,}")


def part_long_line(text: str) -> list[str]:
    """A line in pieces of at most 4,000 characters, cut at spaces where there are any; endless padding is shortened.

    Patterns are tried within a line or a block: where these grow without end, so does the time of each trial.
    """
    if len(text) <= _LONGEST_LINE:
        return [text]
    text = _PADDING.sub(" " * 400, text)
    parts = []
    start = 0
    while len(text) - start > _LONGEST_LINE:
        cut = text.rfind(" ", start + 1, start + _LONGEST_LINE)
        end = cut if cut > 0 else start + _LONGEST_LINE
        parts.append(text[start:end])
        start = end + (cut > 0)  # the line break stands for the space
    return [*parts, text[start:]]


def part_lines(line: Line) -> list[Line]:
    """The line itself or, of one that is too long, its pieces."""
    texts = part_long_line(line.text)
    if len(texts) == 1:
        return [line]
    rest = replace(line, starts_block=False, resumes=False)
    return [replace(line if i == 0 else rest, text=text, boxes=None) for i, text in enumerate(texts)]


@dataclass(slots=True)
class RawCell:
    """A cell before it has offsets: its lines as they stand on the page."""

    row: int
    column: int
    lines: list[Line]
    row_span: int = 1
    column_span: int = 1
    header: bool = False
    absorbed: bool = False  # the rest of a cell that the page before holds: in the text, but no cell of its own
    text: str = ""  # the cleaned reading, when it differs from the lines joined by spaces


@dataclass(slots=True)
class RawTable:
    """A table, or the part of one on this page; `continues` joins it to the last table of the page before."""

    cells: list[RawCell]
    row_count: int
    column_count: int
    rule: str
    confidence: float = 1.0
    continues: bool = False
    mends_row: bool = False  # its first row is the rest of the last row before the page break
    header_repeated: list[str] = field(default_factory=list)  # the header that stood here again and was left out
    title: str = ""


@dataclass(slots=True)
class RawPage:
    """A page's content in reading order."""

    items: list[Line | RawTable]
    width: float = 0.0
    height: float = 0.0
    source: str = "text"
    confidence: float | None = None


@dataclass(slots=True)
class RawDocument:
    """All pages in order, and what went wrong on the way."""

    pages: list[RawPage]
    problems: list[Problem] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)
