"""What every reader hands to the assembler: lines with their style, tables in place, furniture marked."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.records import Problem


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
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)  # one per character, or none


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


@dataclass(slots=True)
class RawDocument:
    """All pages in order, and what went wrong on the way."""

    pages: list[RawPage]
    problems: list[Problem] = field(default_factory=list)
