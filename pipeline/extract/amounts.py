"""Extract amounts."""

from __future__ import annotations

from pipeline.records import Reading, Record


def extract_amounts(reading: Reading) -> list[Record]:
    """Find the amounts of a document."""
    return []
