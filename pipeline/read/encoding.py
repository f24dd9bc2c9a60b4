"""Tell UTF-8, UTF-16, Windows-1252 and MacRoman apart, and text from what is none."""

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
_MULTIBYTE = re.compile(r"[^\x00-\x7f\ufffd]")
_ODD_CONTROLS = frozenset(chr(c) for c in range(32)) - frozenset("\t\n\r\f\v\x1a")
# The words that Swedish prose is strung on; chance gives none of them as often.
_COMMON_WORDS = re.compile(r"\b(?:och|att|för|som|den|det|till|med|inte|har|av|är|på|the|and|of|to)\b", re.IGNORECASE)
_COMMON = 1 / 25  # of the words


def decode_text(path: Path, data: bytes) -> str:
    """The text in NFC with "\\n" line ends, and signs as they are read.

    Raises UnreadableDocumentError ("binary") when it is none, or when its letters are lost.
    """
    decoded = as_read(_decode(data))
    text = decoded.translate({ord(c): " " for c in _ODD_CONTROLS}).replace("\ufeff", "").replace("\x1a", "")
    # Fonts without a map to letters give control characters for spaces and bullets: prose can be read without these.
    controls = 0 if _is_prose(text) else sum(decoded.count(c) for c in _ODD_CONTROLS)
    if controls + text.count("\ufffd") > max(3, len(text) // 200):
        raise UnreadableDocumentError(path, "binary")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\u2028", "\n")
    return unicodedata.normalize("NFC", text)


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
        windows, macintosh = data.decode("cp1252", errors="replace"), data.decode("mac_roman")
        return windows if _swedishness(windows) >= _swedishness(macintosh) else macintosh


def _swedishness(text: str) -> int:
    likely = sum(1 if c in _SWEDISH else -2 for c in text if ord(c) > 127)
    return likely - 3 * len(_WRONG.findall(text))
