"""DOCX by python-docx."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import docx
from docx.table import Table

from pipeline.read.lines import Line, RawCell, RawDocument, RawPage, RawTable

if TYPE_CHECKING:
    from pipeline.read.document import ReadOptions


def read_docx_lines(path: Path, data: bytes, options: ReadOptions) -> RawDocument:
    """Paragraphs and tables of a Word document in order."""
    items: list[Line | RawTable] = []
    for item in docx.Document(str(path)).iter_inner_content():
        if isinstance(item, Table):
            cells = [
                RawCell(r, c, [Line(cell.text)]) for r, row in enumerate(item.rows) for c, cell in enumerate(row.cells)
            ]
            items.append(RawTable(cells, len(item.rows), len(item.columns), "docx"))
        else:
            items.append(Line(item.text, starts_block=True))
    return RawDocument([RawPage(items)])
