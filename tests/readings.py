"""A reading of a text, for tests of extractors."""

from __future__ import annotations

from pathlib import Path

from pipeline.read import ReadOptions, read_document
from pipeline.records import Facts, Reading
from pipeline.structure import divide_sections, divide_sentences


def reading_of(folder: Path, text: str, facts: Facts | None = None) -> Reading:
    """The reading of `text` as the last paragraph of a short paper."""
    path = folder / "text.txt"
    path.write_text(
        f"Inledning till ärendet\n\nHär följer en text om ärendet som är lång nog.\n\n{text}\n", encoding="utf-8"
    )
    document = read_document(path, ReadOptions())
    return Reading(document, facts or Facts(), divide_sections(document), divide_sentences(document))
