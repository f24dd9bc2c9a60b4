"""Choose the reader by what the file is, not by its name alone, and hand over a Document."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UnreadableDocumentError
from pipeline.read.assemble import assemble
from pipeline.read.docx import read_docx_lines
from pipeline.read.pdf import read_pdf_lines
from pipeline.read.text import read_text_lines
from pipeline.records import Document

MEDIA = {".pdf": "pdf", ".docx": "docx", ".txt": "text", ".md": "text", ".markdown": "text"}


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read: `ocr` is auto, never or always; limits are per document."""

    ocr: str = "auto"
    max_pages: int = 5000
    max_characters: int = 50_000_000


def read_document(path: Path, options: ReadOptions) -> Document:
    """Read one file. Raises UnreadableDocumentError when nothing can be read of it."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableDocumentError(path, "cannot_open", str(error)) from error
    if not data:
        raise UnreadableDocumentError(path, "empty")
    medium = MEDIA.get(path.suffix.lower())
    if medium is None:
        raise UnreadableDocumentError(path, "wrong_kind", path.suffix)
    reader = {"pdf": read_pdf_lines, "docx": read_docx_lines, "text": read_text_lines}[medium]
    return assemble(path, hashlib.sha256(data).hexdigest(), medium, reader(path, data, options))
