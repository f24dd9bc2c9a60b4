"""Tell UTF-8, UTF-16, Windows-1252, MacRoman and DOS text apart, and text from what is none."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from pipeline.errors import UnreadableDocumentError
from pipeline.read.symbols import as_read

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)  # fmt: skip
_SWEDISH = frozenset("åäöÅÄÖéÉüÜ§–—”“’»«…½€°•´\u00a0")
# What only a wrong reading gives: a sign that begins a word ("€rende" for "Ärende"), a capital that ends one or is one.
_WRONG = re.compile(
    r"(?<!\w)[€…†][a-zåäöA-ZÅÄÖ]|(?<=[^\W\d_])[€…†][a-zåäöA-ZÅÄÖ]"
    r"|(?<=[a-zåäö])[ÅÄÖÉÜ](?![A-ZÅÄÖ])|(?<!\w)[ÄÜÉ](?!\w)"
)
_TWICE = re.compile("Ã[¥¤¶…„–\x85\x84\x96]")  # å, ä, ö, Å, Ä, Ö
_LEAST_TWICE = 3
_NO_ASCII = re.compile(r"[^\x00-\x7f]+")
_MULTIBYTE = re.compile(r"[^\x00-\x7f\ufffd]")
_ODD_CONTROLS = frozenset(chr(c) for c in range(32)) - frozenset("\t\n\r\f\v\x1a")
# The words that Swedish prose is strung on; chance gives none of them as often.
_COMMON_WORDS = re.compile(r"\b(?:och|att|för|som|den|det|till|med|inte|har|av|är|på|the|and|of|to)\b", re.IGNORECASE)
_COMMON = 1 / 25  # of the words


def decode_text(path: Path, data: bytes) -> str:
    """The text in NFC with "\\n" line ends, and signs as they are read.

    Raises UnreadableDocumentError ("binary") when it is none, or when its letters are lost.
    """
    decoded = as_read(_once(_decode(data)))
    text = decoded.translate({ord(c): " " for c in _ODD_CONTROLS}).replace("\ufeff", "").replace("\x1a", "")
    # Fonts without a map to letters give control characters for spaces and bullets: prose can be read without these.
    controls = 0 if _is_prose(text) else sum(decoded.count(c) for c in _ODD_CONTROLS)
    if controls + text.count("\ufffd") > max(3, len(text) // 200):
        raise UnreadableDocumentError(path, "binary")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\u2028", "\n")
    return unicodedata.normalize("NFC", text)


def decode_named(path: Path, data: bytes, name: str) -> str:
    """The text by the encoding that it names, when that works out; else as `decode_text` tells it."""
    try:
        text = data.decode(name)
        text.encode()  # "unicode_escape" and its like give halves of characters
    except (LookupError, ValueError):
        return decode_text(path, data)
    return text


def _is_prose(text: str) -> bool:
    return len(_COMMON_WORDS.findall(text)) > _COMMON * len(text.split())


def _decode(data: bytes) -> str:
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data.decode(name, errors="replace")
    sample = data[:4096]
    if sample.count(0) > len(sample) // 5:  # UTF-16 without a mark: the zero bytes of Latin letters stand on one side
        return data.decode(
            "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be", errors="replace"
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        damaged = data.decode("utf-8", errors="replace")
        if len(_MULTIBYTE.findall(damaged)) > 3 * damaged.count("\ufffd"):
            return damaged  # a few bytes are wrong; all the rest cannot be UTF-8 by chance
        read = [data.decode(name, errors="replace") for name in ("cp1252", "mac_roman", "cp850")]
        return max(read, key=_swedishness)  # of equals the first


def _once(text: str) -> str:
    """A text that a program took for Windows-1252 or Latin-1 though it was UTF-8, as it was: "Ã¥tgÃ¤rd" is "åtgärd"."""
    twice = len(_TWICE.findall(text))
    if twice < _LEAST_TWICE or twice <= sum(map(text.count, "åäöÅÄÖ")):
        return text
    return _NO_ASCII.sub(_undo, text)


def _undo(run: re.Match[str]) -> str:
    try:
        return b"".join(c.encode("latin-1" if c < "\u0100" else "cp1252") for c in run[0]).decode("utf-8")
    except UnicodeError:
        return run[0]


def _swedishness(text: str) -> int:
    likely = sum(1 if c in _SWEDISH else -2 for c in text if ord(c) > 127)
    return likely - 3 * len(_WRONG.findall(text))
