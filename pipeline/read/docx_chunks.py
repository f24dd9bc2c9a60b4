"""What other programs put whole into a Word file: web pages, letters of web pages, Word files (w:altChunk).

Systems that put minutes together from their items write such files; Word takes the parts in when it saves the file.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline.read.encoding import decode_text
from pipeline.read.html import read_html_lines, read_markup
from pipeline.read.lines import RawDocument
from pipeline.read.sniff import is_web_page
from pipeline.records import Problem

_ZIP = b"PK\x03\x04"


def read_chunk(path: Path, data: bytes, name: str, read_word: Callable[[bytes], RawDocument | None]) -> RawDocument:
    """The lines of a part; none, and a problem, when it is of another kind."""
    if data.startswith(_ZIP) and (read := read_word(data)) is not None:
        return read
    if is_web_page(data):
        return read_html_lines(path, data)
    if name.lower().endswith(".txt"):
        return read_markup(path, f"<pre>{decode_text(path, data)}</pre>")
    return RawDocument([], [Problem(str(path), "part_unread", name.rpartition("/")[2])])
