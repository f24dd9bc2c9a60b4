"""PDF by pdfium's characters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2 as pdfium

from pipeline.errors import UnreadableDocumentError
from pipeline.read.lines import Line, RawDocument, RawPage

if TYPE_CHECKING:
    from pipeline.read.document import ReadOptions


def read_pdf_lines(path: Path, data: bytes, options: ReadOptions) -> RawDocument:
    """Lines of a PDF."""
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise UnreadableDocumentError(path, "corrupt", str(error)) from error
    pages = []
    for page in pdf:
        text = page.get_textpage().get_text_bounded().replace("\r\n", "\n").replace("\ufffe", "-")
        pages.append(RawPage([Line(line) for line in text.split("\n")], *page.get_size()))
    return RawDocument(pages)
