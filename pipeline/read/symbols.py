"""Signs that fonts and extractions write otherwise than a reader sees them."""

from __future__ import annotations

import re

# What Word's symbol fonts keep in the private area.
SYMBOLS = {
    "\uf0b7": "•", "\uf0a7": "▪", "\uf02d": "-", "\uf0d8": "➢", "\uf0fc": "✓", "\uf06f": "o", "\uf020": " ",
}  # fmt: skip
LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
_UNNAMED_BULLET = re.compile(r"(?m)^([ \t]*)\(cid:\d+\)(?=\s)")  # pdfminer's word for a glyph without a name
_BROKEN = re.compile(r"[\x02\ufffe](?:[ \t]*\r?\n)?(?=\w)")  # pdfium's for a hyphen and line's end within a word
_WRITTEN = str.maketrans(SYMBOLS | LIGATURES)


def as_read(text: str) -> str:
    """Extracted text with bullets, ligatures and hyphens at line ends as they are read."""
    return _UNNAMED_BULLET.sub(r"\1•", _BROKEN.sub("-\n", text)).translate(_WRITTEN)
