"""Signs that fonts and extractions write otherwise than a reader sees them."""

from __future__ import annotations

import re

# What Word's symbol fonts keep in the private area.
SYMBOLS = {
    "\uf0b7": "•", "\uf0a7": "▪", "\uf02d": "-", "\uf0d8": "➢", "\uf0fc": "✓", "\uf06f": "o", "\uf020": " ",
}  # fmt: skip
LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
# A glyph without a name: pdfminer's word for it, what other programs write in its place.
_UNNAMED = r"(?:\(cid:\d+\)|[\x01-\x08\x0e-\x19\ufffd])"
_UNNAMED_BULLET = re.compile(rf"(?m)^([ \t]*){_UNNAMED}(?=\s)")
_UNNAMED_LEADER = re.compile(
    rf"(?m)(?<=\S)[ \t]?{_UNNAMED}{{4,}}[ \t]*(?=\d{{1,4}}[ \t]*\r?$)"
)  # of a list of contents
_BROKEN = re.compile(r"[\x02\ufffe](?:[ \t]*\r?\n)?(?=\w)")  # pdfium's for a hyphen and line's end within a word
_WRITTEN = str.maketrans(SYMBOLS | LIGATURES)


def as_read(text: str) -> str:
    """Extracted text with bullets, leaders, ligatures and hyphens at line ends as they are read."""
    text = _UNNAMED_LEADER.sub(" ..... ", _BROKEN.sub("-\n", text))
    return _UNNAMED_BULLET.sub(r"\1•", text).translate(_WRITTEN)
