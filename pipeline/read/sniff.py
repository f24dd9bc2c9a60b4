"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from pathlib import Path

from pipeline.errors import UnreadableDocumentError

# By suffix; "office" is read through LibreOffice, "archive" holds documents of its own.
MEDIA = {
    ".pdf": "pdf", ".docx": "docx", ".docm": "docx", ".dotx": "docx", ".dotm": "docx",
    ".txt": "text", ".md": "text", ".markdown": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".mht": "html", ".mhtml": "html",
    ".eml": "eml", ".zip": "archive",
    ".doc": "office", ".odt": "office", ".rtf": "office",
}  # fmt: skip

# What Python's ZIP reader raises on damaged archives, by how their files are packed.
ZIP_FAULTS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, OSError, EOFError, NotImplementedError, ValueError,
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_KINDS = (("EncryptedPackage", ""), ("WordDocument", "DOC"), ("Workbook", "XLS"), ("PowerPoint", "PPT"),
              ("__substg1.0_", "Outlook MSG"))  # fmt: skip
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ODT = b"application/vnd.oasis.opendocument.text"
_FIELD = re.compile(rb"\s*[\w-]+: ")  # of the head of a letter
_WORD_PART = re.compile(r"word/document\d*\.xml")
_OTHERS = (
    (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"), (b"MM\x00*", "TIFF"),
    (b"7z\xbc\xaf", "7z"), (b"Rar!", "RAR"),
    (b"\x1f\x8b", "gzip"), (b"\x7fELF", "ELF"), (b"MZ\x90", "EXE"),
)  # fmt: skip
_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
                   re.IGNORECASE | re.DOTALL)  # fmt: skip


def tell_medium(path: Path, data: bytes) -> str:
    """pdf, docx, office, html, eml or text. Raises UnreadableDocumentError, with advice, when it is none of them."""
    head = data[:1024]
    if b"%PDF-" in head:
        return "pdf"
    if data.startswith(_OLE):
        return _tell_ole(path, data)
    if data.startswith(_ZIP):
        return _tell_archive(path, data)
    if data.startswith(b"{\\rtf"):
        return "office"
    for mark, name in _OTHERS:
        if data.startswith(mark):
            raise UnreadableDocumentError(path, "wrong_kind", name)
    medium = MEDIA.get(path.suffix.lower())
    if medium in {"html", "eml"}:
        return medium
    if medium is None:
        raise UnreadableDocumentError(path, "wrong_kind", path.suffix or "(utan filändelse)")
    if is_web_page(data):  # web pages saved as .doc or .txt
        return "html"
    if medium == "text":
        return medium
    raise UnreadableDocumentError(path, "corrupt", f"not of the kind {path.suffix.lower()}")


def office_kind(data: bytes) -> str:
    """DOC, RTF or ODT, of a file that is for LibreOffice."""
    return "RTF" if data.startswith(b"{\\rtf") else "DOC" if data.startswith(_OLE) else "ODT"


def is_web_page(data: bytes) -> bool:
    """Whether a file is HTML, whatever its name says."""
    return _HTML.match(data[:1024]) is not None or is_web_letter(data)


def is_web_letter(data: bytes) -> bool:
    """Whether a file is a web page saved as one file with its pictures (MHT), which Word may name .doc."""
    head = data[:8000].lower()
    signs = (b"mime-version:", b"multipart/related", b"text/html")
    return _FIELD.match(head) is not None and all(sign in head for sign in signs)


def is_archive(path: Path) -> bool:
    """Whether a file is a ZIP that holds files, and no document that happens to be packed as one."""
    try:
        with path.open("rb") as handle:
            if not handle.read(4).startswith(_ZIP):
                return False
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except ZIP_FAULTS:
        return False  # the reader says why
    return path.suffix.lower() != ".docx" and not names & {"[Content_Types].xml", "mimetype", "content.xml"}


def _tell_ole(path: Path, data: bytes) -> str:
    for name, kind in _OLE_KINDS:
        if name.encode("utf-16-le") in data:
            if kind == "DOC":
                return "office"
            raise UnreadableDocumentError(path, "old_word" if kind else "encrypted", kind)
    raise UnreadableDocumentError(path, "old_word", "OLE")


def _tell_archive(path: Path, data: bytes) -> str:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        names = set(archive.namelist())
        told = archive.read("mimetype") if "mimetype" in names and archive.getinfo("mimetype").file_size < 200 else b""
    except ZIP_FAULTS as error:
        raise UnreadableDocumentError(path, "corrupt", str(error)) from error
    if told.startswith(_ODT):
        return "office"
    if any(map(_WORD_PART.fullmatch, names)):
        return "docx"
    kinds = (("xl/workbook.xml", "XLSX"), ("ppt/presentation.xml", "PPTX"), ("content.xml", "ODT/ODS"))
    for name, kind in kinds:
        if name in names:
            raise UnreadableDocumentError(path, "old_word", kind)
    raise UnreadableDocumentError(path, "corrupt" if path.suffix.lower() == ".docx" else "wrong_kind", "ZIP")
