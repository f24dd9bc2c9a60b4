"""The head of a document: its first page, and the lines at its top."""

from __future__ import annotations

from pipeline.records import Block, Document, Page

HEAD = 2500  # characters of the first page that count as the document's head
TITLE_BLOCKS = 12


def first_page(document: Document) -> Page:
    """The first page that says anything: before it may stand an empty cover."""
    pages = document.pages
    return next((page for page in pages if document.text[page.start : page.end].strip()), pages[0])


def lines_of_head(document: Document) -> list[str]:
    """The lines of the document's head, each on its own: labels often stand in one block with what follows. A line in
    small letters goes on with that above it in its block: "granskning av ..." begins no title there."""
    lines: list[str] = []
    first = first_page(document)
    start = first.start
    for written in document.text[start : min(start + HEAD, first.end)].splitlines(keepends=True):
        line = " ".join(written.split())
        if lines and line[:1].islower() and document.flow[start - 1] == " " and lines[-1][-1] not in ".:;?!":
            lines[-1] += f" {line}"
        elif line:
            lines.append(line)
        start += len(written)
    return lines


def words_of(document: Document, block: Block) -> str:
    """The words of a block on one line."""
    return " ".join(document.flow[block.start : block.end].split())
