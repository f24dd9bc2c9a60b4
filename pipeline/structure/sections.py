"""The tree of headings."""

from __future__ import annotations

from pipeline.records import Document, Section


def divide_sections(document: Document) -> tuple[Section, ...]:
    """The sections in order; a section runs to the next heading of the same or a higher level."""
    headings = [b for b in document.blocks if b.kind == "heading"]
    ends = [len(document.text)] * len(headings)
    open_ones: list[int] = []  # indexes of the headings whose sections have not ended, outermost first
    for index, heading in enumerate(headings):
        while open_ones and headings[open_ones[-1]].level >= heading.level:
            ends[open_ones.pop()] = heading.start
        open_ones.append(index)
    return tuple(
        Section(" ".join(document.flow[h.start : h.end].split()), h.level, h.start, end, h.end)
        for h, end in zip(headings, ends, strict=True)
    )
