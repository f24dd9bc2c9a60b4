"""Lay the lines out as one text with offsets: pages, blocks, flow, tables, character boxes."""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.errors import UnreadableDocumentError
from pipeline.read.lines import Line, RawCell, RawDocument, RawTable, part_lines
from pipeline.records import Block, Cell, Document, Page, Table

_NO_BOX = array("f", (0.0, 0.0, 0.0, 0.0))
_JOINED = ".same_columns"  # why parts on several pages are one table: first on its page, in the columns of the last
_NO_WORD = re.compile(r"[\w-]{200,}")  # embedded pictures, keys and the like: nothing to look for in
_LONGEST_BLOCK = 12_000  # characters; no paragraph is longer, but a file without blank lines is
_BREAKS = frozenset("\n\f\u00a0\t\r")


@dataclass(slots=True)
class _Open:
    """A block while it grows: the line that opened it, and how many letters are bold and italic."""

    line: Line
    start: int
    end: int
    page: int
    letters: int = 0
    bold: int = 0
    italic: int = 0
    table: int | None = None

    def grow(self, line: Line, end: int) -> None:
        letters = sum(map(str.isalpha, line.text))
        self.end = end
        self.letters += letters
        self.bold += letters * line.bold
        self.italic += letters * line.italic

    def close(self) -> Block:
        line, most = self.line, self.letters / 2
        return Block(
            self.start, self.end, self.page, line.kind or "paragraph", line.level, line.marker, line.size,
            self.bold > most, self.italic > most, line.indent, self.table,
        )  # fmt: skip


@dataclass(slots=True)
class _Layout:
    """The text as it grows, with what stands where."""

    boxed: bool
    parts: list[str] = field(default_factory=list)
    boxes: array[float] = field(default_factory=lambda: array("f"))
    blocks: list[_Open] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    current: _Open | None = None
    running: _Open | None = None  # the last block of running text, which a page break may have cut
    offset: int = 0

    def add(self, text: str, boxes: array[float] | None = None) -> tuple[int, int]:
        start = self.offset
        self.parts.append(text)
        if self.boxed:
            self.boxes.extend(boxes if boxes and len(boxes) == 4 * len(text) else _NO_BOX * len(text))
        self.offset += len(text)
        return start, self.offset

    def add_line(self, line: Line, page: int) -> None:
        start, end = self.add(line.text, line.boxes)
        written = line.text.strip()
        if not written:
            return
        start += len(line.text) - len(line.text.lstrip())
        end -= len(line.text) - len(line.text.rstrip())
        if line.kind == "furniture":
            self.blocks.append(_Open(line, start, end, page))
            return
        if line.resumes and self.running is not None:
            self.current = self.running
        elif self.current is None or line.starts_block or end - self.current.start > _LONGEST_BLOCK:
            self.current = _Open(line, start, end, page)
            self.blocks.append(self.current)
        if line.starts_block and not line.aside:
            self.running = self.current if line.kind in {"paragraph", "list_item"} else None
        self.current.grow(line, end)

    def add_table(self, raw: RawTable, page: int) -> None:
        start = self.offset
        rows = 0
        joined = raw.continues and bool(self.tables)
        if joined:
            rows = self.tables[-1].row_count - raw.mends_row
        cells: list[Cell] = []
        for position, cell in enumerate(raw.cells):
            if position and cell.lines:
                self.add("\n")
            made = self._add_cell(cell, rows, page)
            if not cell.absorbed:
                cells.append(made)
        if joined:
            last = self.tables[-1]
            self.tables[-1] = replace(
                last,
                end=self.offset,
                page_to=page,
                row_count=rows + raw.row_count,
                column_count=max(last.column_count, raw.column_count),
                cells=(*last.cells, *cells),
                confidence=min(last.confidence, raw.confidence),
                rule=f"{last.rule.removesuffix(_JOINED)}{_JOINED}",
            )
            opened = next(b for b in reversed(self.blocks) if b.table == len(self.tables) - 1)
            opened.end = self.offset
        else:
            self.tables.append(
                Table(
                    start,
                    self.offset,
                    page,
                    page,
                    raw.row_count,
                    raw.column_count,
                    tuple(cells),
                    raw.rule,
                    raw.confidence,
                    raw.title,
                )
            )
            self.blocks.append(_Open(Line("", "table"), start, self.offset, page, table=len(self.tables) - 1))
        self.current = self.running = None

    def _add_cell(self, cell: RawCell, rows: int, page: int) -> Cell:
        start = self.offset
        for index, line in enumerate(cell.lines):
            if index:
                self.add("\n")
            self.add(line.text, line.boxes)
        text = cell.text or re.sub(r"\s+", " ", " ".join(line.text for line in cell.lines)).strip()
        return Cell(
            cell.row + rows, cell.column, start, self.offset, text, page, cell.row_span, cell.column_span, cell.header
        )


def assemble(path: Path, sha256: str, medium: str, raw: RawDocument) -> Document:
    """One Document of the pages' lines. Raises UnreadableDocumentError when there is no text at all."""
    layout = _Layout(boxed=medium == "pdf")
    pages: list[Page] = []
    for number, page in enumerate(raw.pages, start=1):
        if number > 1:
            layout.add("\f")
        start = layout.offset
        items = (part for item in page.items for part in ([item] if isinstance(item, RawTable) else part_lines(item)))
        for index, item in enumerate(items):
            if index:
                layout.add("\n")
            if isinstance(item, RawTable):
                layout.add_table(item, number)
            else:
                layout.add_line(item, number)
        pages.append(Page(number, start, layout.offset, page.width, page.height, page.source, page.confidence))
    text = "".join(layout.parts)
    if not text.strip():
        raise UnreadableDocumentError(path, "no_text")
    if not unicodedata.is_normalized("NFC", text):
        raise ValueError("a reader handed over lines that are not in NFC")
    blocks = tuple(opened.close() for opened in layout.blocks)
    return Document(
        id=f"doc-{sha256[:16]}", sha256=sha256, path=str(path), filename=path.name, medium=medium, text=text,
        flow=_flow(text, blocks), pages=tuple(pages), blocks=blocks, tables=tuple(layout.tables),
        problems=tuple(raw.problems), char_boxes=layout.boxes, annotations=tuple(raw.annotations),
    )  # fmt: skip


def _flow(text: str, blocks: tuple[Block, ...]) -> str:
    flow = list(text)
    end = 0
    for block in blocks:
        inside = block.end <= end  # a footnote or header between the halves of a paragraph that a page break cut
        end = max(end, block.end)
        for i in range(block.start, block.end):
            if block.kind == "furniture" or inside or (block.kind != "table" and flow[i] in _BREAKS):
                flow[i] = " "
    for match in _NO_WORD.finditer(text):
        flow[match.start() : match.end()] = " " * len(match[0])
    return "".join(flow)
