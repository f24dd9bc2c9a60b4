"""A section runs to the next heading of the same or a higher level."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pipeline.records import Block, Document, Page
from pipeline.structure import divide_sections


def document_of(levels: list[int]) -> Document:
    text = "".join("rubrik\ntext\n" for _ in levels)
    blocks = tuple(Block(12 * i, 12 * i + 6, 1, "heading", level) for i, level in enumerate(levels))
    path = str(Path("d.txt"))
    return Document("doc-1", "", path, path, "text", text, text, (Page(1, 0, len(text)),), blocks)


@given(st.lists(st.integers(1, 4), max_size=12))
def test_each_section_ends_where_the_next_of_its_rank_begins(levels: list[int]) -> None:
    sections = divide_sections(document_of(levels))
    assert len(sections) == len(levels)
    for index, section in enumerate(sections):
        later = [i for i in range(index + 1, len(levels)) if levels[i] <= levels[index]]
        assert section.end == (12 * later[0] if later else 12 * len(levels))
