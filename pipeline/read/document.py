"""Choose the reader by what the file is, not by its name alone, and hand over a Document."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.errors import UnreadableDocumentError
from pipeline.read.assemble import assemble
from pipeline.read.docx import read_docx_lines
from pipeline.read.html import read_html_lines
from pipeline.read.mail import read_eml_lines
from pipeline.read.office import convert_to_docx
from pipeline.read.pdf import read_pdf_lines
from pipeline.read.sniff import MEDIA, tell_medium
from pipeline.read.text import read_text_lines
from pipeline.records import WITHIN, Document, Problem, filename_of

__all__ = ["MEDIA", "ReadOptions", "read_document"]

_MOST_BYTES = 1_000_000_000
_NO_PAGES = frozenset({".pdf", ".docx"})  # a web page under such a name is what a server sent instead of the document
_READERS = {
    "pdf": read_pdf_lines, "docx": read_docx_lines, "text": read_text_lines, "html": read_html_lines,
    "eml": read_eml_lines,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read: `ocr` is auto, never or always, `ocr_threads` pages at a time; limits are per document."""

    ocr: str = "auto"
    ocr_threads: int = 2
    max_pages: int = 5000
    max_characters: int = 50_000_000


def read_document(path: Path, options: ReadOptions, name: str = "") -> Document:
    """Read one file. Raises UnreadableDocumentError when nothing can be read of it.

    `name` is what a file taken out of another is known by: "arkiv.zip › möte/protokoll.pdf".
    """
    try:
        if not path.is_file():
            path.stat()  # says why, when it is missing
            raise UnreadableDocumentError(path, "not_a_file")
        if path.stat().st_size > _MOST_BYTES:
            raise UnreadableDocumentError(path, "too_large", f"{path.stat().st_size // 1_000_000} MB")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableDocumentError(path, "cannot_open", error.strerror or str(error)) from error
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableDocumentError(path, "empty")
    medium = tell_medium(path, data)
    sha256, converted = hashlib.sha256(data).hexdigest(), ""
    if medium == "office":
        data, converted = convert_to_docx(path, data)
        medium = "docx"
    raw = _READERS[medium](path, data, options)
    if len(raw.pages) > options.max_pages:
        raise UnreadableDocumentError(path, "too_many_pages", str(len(raw.pages)))
    document = assemble(path, sha256, medium, raw)
    if len(document.text) > options.max_characters:
        raise UnreadableDocumentError(path, "too_large", f"{len(document.text)} tecken")
    if medium == "html" and path.suffix.lower() in _NO_PAGES:
        document = replace(document, problems=(*document.problems, Problem(str(path), "web_page", path.suffix)))
    return _name(document, name, converted)


def _name(document: Document, name: str, converted: str) -> Document:
    """The document under the name that it is known by, and with where it comes from."""
    outer, mark, inner = name.partition(WITHIN)
    inside = f"{filename_of(outer)}{mark}{inner}"
    if name:
        problems = tuple(replace(problem, path=name) for problem in document.problems)
        document = replace(document, path=name, filename=filename_of(name), problems=problems)
    origin = "; ".join(part for part in (inside, converted) if part)
    return replace(document, origin=origin) if origin else document
