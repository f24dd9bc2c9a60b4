"""What the standard library's parser tells of a letter's parts, without its own faults."""

from __future__ import annotations

from collections.abc import Callable
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import TypeVar

from pipeline.errors import UnreadableDocumentError

# It trips over damaged parts and headers in many ways, most of them only when these are asked for.
_FAULTS = (MessageError, ValueError, LookupError, AttributeError, TypeError, ArithmeticError)
Told = TypeVar("Told")


def parse_mime(path: Path, data: bytes) -> EmailMessage:
    """The message. Raises UnreadableDocumentError when it is nested too deeply or none."""
    try:
        found = BytesParser(policy=policy.default).parsebytes(data)
    except _FAULTS as error:
        raise UnreadableDocumentError(path, "corrupt", f"EML: {error}") from error
    except RecursionError as error:
        raise UnreadableDocumentError(path, "too_deep") from error
    if not isinstance(found, EmailMessage):
        raise UnreadableDocumentError(path, "corrupt", "EML")
    return found


def told(ask: Callable[[], Told], otherwise: Told) -> Told:
    """What the parser says of a part, or `otherwise` when it trips over it."""
    try:
        return ask()
    except _FAULTS:
        return otherwise


def body_of(letter: EmailMessage, kind: str) -> EmailMessage | None:
    """The part that is the letter's text as `kind`, "plain" or "html"."""
    part = told(lambda: letter.get_body((kind,)), None)
    return part if isinstance(part, EmailMessage) else None


def content_of(part: EmailMessage) -> bytes:
    """A part's bytes; of a letter in the letter, that letter. Empty when they cannot be made out."""
    if part.is_multipart():
        inner = next(iter(part.get_payload()), None)
        return told(inner.as_bytes, b"") if isinstance(inner, EmailMessage) else b""
    payload: object = told(lambda: part.get_payload(decode=True), None)
    return payload if isinstance(payload, bytes) else b""


def charset_of(part: EmailMessage) -> str:
    """The encoding that a part names, UTF-8 when it names none."""
    return told(part.get_content_charset, None) or "utf-8"
