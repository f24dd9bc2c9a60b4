"""The tree of headings."""

from __future__ import annotations

from pipeline.records import Document, Section


def divide_sections(document: Document) -> tuple[Section, ...]:
    """The sections in order; a section runs to the next heading of the same or a higher level."""
    headings = [b for b in document.blocks if b.kind == "heading"]
    sections = []
    for index, heading in enumerate(headings):
        end = next((h.start for h in headings[index + 1 :] if h.level <= heading.level), len(document.text))
        title = " ".join(document.flow[heading.start : heading.end].split())
        sections.append(Section(title, heading.level, heading.start, end, heading.end))
    return tuple(sections)
