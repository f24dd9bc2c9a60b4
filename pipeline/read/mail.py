"""Letters kept as `.eml`: the letter itself is a document, what is attached becomes documents of its own."""

from __future__ import annotations

import mimetypes
import unicodedata
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import UnreadableDocumentError
from pipeline.read.encoding import decode_named
from pipeline.read.html import read_markup
from pipeline.read.lines import Line, RawDocument
from pipeline.read.mime import body_of, charset_of, content_of, parse_mime, told
from pipeline.read.text import read_text_lines

if TYPE_CHECKING:
    from pipeline.read.document import ReadOptions

_HEADERS = (("from", "Från"), ("to", "Till"), ("cc", "Kopia"), ("date", "Datum"))
_MOST_PARTS = 2000


def read_eml_lines(path: Path, data: bytes, options: ReadOptions) -> RawDocument:
    """The letter: its subject as heading, sender, receivers and date, and its text. Attachments are not read here."""
    letter = parse_letter(path, data)
    head = [Line(subject, "heading", starts_block=True, level=1)] if (subject := _header(letter, "subject")) else []
    for name, label in _HEADERS:
        if value := _day(letter) if name == "date" else _header(letter, name):
            head.append(Line(f"{label}: {value}", "paragraph", starts_block=True))
    found = _read_body(path, letter, options)
    if not head and not any(page.items for page in found.pages):
        raise UnreadableDocumentError(path, "corrupt", "EML")
    found.pages[0].items[:0] = head
    return found


def parse_letter(path: Path, data: bytes) -> EmailMessage:
    """The letter's parts. Raises UnreadableDocumentError when it is nested too deeply or no letter."""
    letter = parse_mime(path, data)
    if not letter.keys():
        raise UnreadableDocumentError(path, "corrupt", "EML")
    return letter


def attached_files(letter: EmailMessage) -> Iterator[tuple[str, bytes]]:
    """The name and bytes of each file attached; pictures that stand in the text (logotypes) are none.

    A letter attached to the letter is a file `….eml`, not a part of this one.
    """
    number = 0
    waiting = [letter]
    while waiting and number < _MOST_PARTS:
        part = waiting.pop(0)
        kind = told(part.get_content_type, "text/plain")
        if kind.startswith("multipart/"):
            waiting[:0] = [p for p in part.get_payload() if isinstance(p, EmailMessage)]
            continue
        number += 1
        named, way = told(part.get_filename, None), told(part.get_content_disposition, None)
        if part is letter or (not named and way != "attachment" and kind[:7] != "message"):
            continue
        if _header(part, "content-id") and kind.startswith("image/"):
            continue
        suffix = ".eml" if kind == "message/rfc822" else mimetypes.guess_extension(kind) or ""
        name = named or f"bilaga {number}{suffix}"
        yield (name if Path(name).suffix else name + suffix), content_of(part)


def _read_body(path: Path, letter: EmailMessage, options: ReadOptions) -> RawDocument:
    for kind in ("plain", "html"):
        part = body_of(letter, kind)
        text = decode_named(path, content_of(part), charset_of(part)) if part is not None else ""
        if text.strip():
            return read_markup(path, text) if kind == "html" else read_text_lines(path, text.encode(), options)
    return read_text_lines(path, b"", options)


def _day(letter: EmailMessage) -> str:
    """When the letter was sent, as Swedish papers write it: "2025-05-06 09:12"; as it stands where it is no date."""
    sent = told(lambda: letter["date"].datetime, None)
    return f"{sent:%Y-%m-%d %H:%M}" if sent else _header(letter, "date")


def _header(letter: EmailMessage, name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(told(lambda: str(letter.get(name) or ""), "").split()))
