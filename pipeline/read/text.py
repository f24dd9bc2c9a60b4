"""Plain text and Markdown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.read.lines import Line, RawDocument, RawPage

if TYPE_CHECKING:
    from pipeline.read.document import ReadOptions


def read_text_lines(path: Path, data: bytes, options: ReadOptions) -> RawDocument:
    """Lines of a text file; form feeds are page breaks."""
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    return RawDocument([RawPage([Line(line) for line in page.split("\n")]) for page in text.split("\f")])
