"""Divide a document into sentences and list items that never cross a block."""

from __future__ import annotations

from pipeline.lexicon.sentences import sentence_spans
from pipeline.records import Document, Sentence


def divide_sentences(document: Document) -> tuple[Sentence, ...]:
    """The sentences in order; a table or furniture has none."""
    return tuple(
        Sentence(start, end, index)
        for index, block in enumerate(document.blocks)
        if block.kind not in {"table", "furniture"}
        for start, end in sentence_spans(document.flow, block.start, block.end)
    )
