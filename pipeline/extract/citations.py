"""Extract citations."""

from __future__ import annotations

from pipeline.records import Reading, Record


def extract_citations(reading: Reading) -> list[Record]:
    """Find the citations of a document."""
    return []
