"""Lay the lines out as one text with offsets: pages, blocks, flow, tables, character boxes."""

from __future__ import annotations

import re
import unicodedata
from array import array
from pathlib import Path

from pipeline.errors import UnreadableDocumentError
from pipeline.read.lines import Line, RawDocument, RawTable
from pipeline.records import Block, Cell, Document, Page, Table

_LIST_MARK = re.compile(r"\s*([-–•▪●◦o*]|\d{1,2}[.)]|[a-zåäö][.)])\s+\S")
_NO_BOX = (0.0, 0.0, 0.0, 0.0)


def assemble(path: Path, sha256: str, medium: str, raw: RawDocument) -> Document:
    """One Document of the pages' lines. Raises UnreadableDocumentError when there is no text at all."""
    parts: list[str] = []
    boxes = array("f")
    pages: list[Page] = []
    blocks: list[Block] = []
    tables: list[Table] = []
    offset = 0

    def add(text: str, marks: list[tuple[float, float, float, float]]) -> tuple[int, int]:
        nonlocal offset
        start = offset
        parts.append(text)
        if medium == "pdf":
            for box in marks if len(marks) == len(text) else [_NO_BOX] * len(text):
                boxes.extend(box)
        offset += len(text)
        return start, offset

    for number, page in enumerate(raw.pages, start=1):
        if number > 1:
            add("\f", [])
        page_start = offset
        for index, item in enumerate(page.items):
            if index:
                add("\n", [])
            if isinstance(item, RawTable):
                table_start = offset
                cells = []
                for position, cell in enumerate(item.cells):
                    if position:
                        add("\n", [])
                    spans = []
                    for line_index, line in enumerate(cell.lines):
                        if line_index:
                            add("\n", [])
                        spans.append(add(line.text, line.boxes))
                    start = spans[0][0] if spans else offset
                    text = re.sub(r"\s+", " ", " ".join(line.text for line in cell.lines)).strip()
                    cells.append(Cell(cell.row, cell.column, start, offset, text, number, cell.row_span, cell.column_span, cell.header))
                tables.append(Table(table_start, offset, number, number, item.row_count, item.column_count, tuple(cells), item.rule, item.confidence, item.title))
                blocks.append(Block(table_start, offset, number, "table", table=len(tables) - 1))
                continue
            start, end = add(item.text, item.boxes)
            if not item.text.strip():
                blocks.append(Block(start, end, number, ""))
                continue
            mark = _LIST_MARK.match(item.text)
            last = blocks[-1] if blocks else None
            kind = item.kind or ("list_item" if mark else "")
            if last and last.kind and last.kind != "table" and last.page == number and not item.starts_block and not mark and not kind and last.kind in {"paragraph", "list_item"}:
                blocks[-1] = Block(last.start, end, number, last.kind, last.level, last.marker, last.size, last.bold, last.italic, last.indent)
            else:
                blocks.append(Block(start, end, number, kind or "paragraph", item.level, item.marker or (mark[1] if mark else ""), item.size, item.bold, item.italic, item.indent))
        pages.append(Page(number, page_start, offset, page.width, page.height, page.source))
    text = unicodedata.normalize("NFC", "".join(parts))
    if not text.strip():
        raise UnreadableDocumentError(path, "no_text")
    kept = tuple(b for b in blocks if b.kind)
    return Document(
        id=f"doc-{sha256[:16]}", sha256=sha256, path=str(path), filename=path.name, medium=medium, text=text,
        flow=_flow(text, kept), pages=tuple(pages), blocks=kept, tables=tuple(tables), problems=tuple(raw.problems), char_boxes=boxes,
    )  # fmt: skip


def _flow(text: str, blocks: tuple[Block, ...]) -> str:
    flow = list(text)
    for block in blocks:
        for i in range(block.start, block.end):
            if block.kind == "furniture" or (block.kind != "table" and flow[i] in "\n\f\u00a0\t\r"):
                flow[i] = " "
    return "".join(flow)
