"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from pipeline.errors import UnreadableDocumentError

MEDIA = {".pdf": "pdf", ".docx": "docx", ".txt": "text", ".md": "text", ".markdown": "text"}

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (
    (b"{\\rtf", "RTF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"), (b"MM\x00*", "TIFF"),
    (b"7z\xbc\xaf", "7z"), (b"Rar!", "RAR"),
    (b"\x1f\x8b", "gzip"), (b"\x7fELF", "ELF"), (b"MZ\x90", "EXE"),
)  # fmt: skip


def tell_medium(path: Path, data: bytes) -> str:
    """pdf, docx or text. Raises UnreadableDocumentError, with advice, when it is none of them."""
    head = data[:1024]
    if b"%PDF-" in head:
        return "pdf"
    if data.startswith(_OLE):
        raise UnreadableDocumentError(path, "old_word", "Word 97–2003, Excel eller låst DOCX")
    if data.startswith(b"PK\x03\x04"):
        return _tell_archive(path, data)
    for mark, name in _OTHERS:
        if data.startswith(mark):
            raise UnreadableDocumentError(path, "old_word" if name == "RTF" else "wrong_kind", name)
    medium = MEDIA.get(path.suffix.lower())
    if medium == "text":
        return medium
    if medium is None:
        raise UnreadableDocumentError(path, "wrong_kind", path.suffix or "(utan filändelse)")
    raise UnreadableDocumentError(path, "corrupt", f"inte {path.suffix.lower().lstrip('.').upper()}")


def _tell_archive(path: Path, data: bytes) -> str:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableDocumentError(path, "corrupt", str(error)) from error
    if "word/document.xml" in names:
        return "docx"
    kinds = (("xl/workbook.xml", "XLSX"), ("ppt/presentation.xml", "PPTX"), ("content.xml", "ODT/ODS"))
    for name, kind in kinds:
        if name in names:
            raise UnreadableDocumentError(path, "old_word", kind)
    raise UnreadableDocumentError(path, "corrupt" if path.suffix.lower() == ".docx" else "wrong_kind", "ZIP")
