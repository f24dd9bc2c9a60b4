"""Letters kept as `.eml`: the letter itself is a document, what is attached becomes documents of its own."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import UnreadableDocumentError
from pipeline.read.encoding import decode_text
from pipeline.read.html import read_markup
from pipeline.read.lines import Line, RawDocument
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
        if value := _header(letter, name):
            head.append(Line(f"{label}: {value}", "paragraph", starts_block=True))
    found = _read_body(path, letter, options)
    if not head and not any(page.items for page in found.pages):
        raise UnreadableDocumentError(path, "corrupt", "EML")
    found.pages[0].items[:0] = head
    return found


def parse_letter(path: Path, data: bytes) -> EmailMessage:
    """The letter's parts. Raises UnreadableDocumentError when it is nested too deeply or no letter."""
    try:
        letter = BytesParser(policy=policy.default).parsebytes(data)
    except (MessageError, ValueError, LookupError, IndexError, AttributeError) as error:  # the parser's own faults too
        raise UnreadableDocumentError(path, "corrupt", f"EML: {error}") from error
    except RecursionError as error:
        raise UnreadableDocumentError(path, "too_deep") from error
    if not isinstance(letter, EmailMessage) or not letter.keys():
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
        if part.get_content_maintype() == "multipart":
            waiting[:0] = [p for p in part.get_payload() if isinstance(p, EmailMessage)]
            continue
        number += 1
        named, kind = part.get_filename(), part.get_content_type()
        if part is letter or (not named and part.get_content_disposition() != "attachment" and kind[:7] != "message"):
            continue
        if part.get("content-id") and part.get_content_maintype() == "image":
            continue
        suffix = ".eml" if kind == "message/rfc822" else mimetypes.guess_extension(kind) or ""
        name = named or f"bilaga {number}{suffix}"
        yield (name if Path(name).suffix else name + suffix), _content(part)


def _content(part: EmailMessage) -> bytes:
    if part.get_content_maintype() == "message":
        inner = part.get_payload()
        return inner[0].as_bytes() if isinstance(inner, list) and inner and isinstance(inner[0], EmailMessage) else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _read_body(path: Path, letter: EmailMessage, options: ReadOptions) -> RawDocument:
    for kind in ("plain", "html"):
        part = letter.get_body((kind,))
        text = _text(path, part) if isinstance(part, EmailMessage) else ""
        if text.strip():
            return read_markup(path, text) if kind == "html" else read_text_lines(path, text.encode(), options)
    return read_text_lines(path, b"", options)


def _text(path: Path, part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    try:
        return data.decode(part.get_content_charset() or "utf-8")
    except (LookupError, ValueError):  # what it says of itself is wrong: look for ourselves
        return decode_text(path, data)


def _header(letter: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(letter.get(name) or "").split())
    except (ValueError, LookupError, IndexError, AttributeError, TypeError):  # headers that the parser trips over
        return ""
