"""Extract measures."""

from __future__ import annotations

from pipeline.records import Reading, Record


def extract_measures(reading: Reading) -> list[Record]:
    """Find the measures of a document."""
    return []
