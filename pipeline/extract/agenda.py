"""Extract minutes."""

from __future__ import annotations

from pipeline.records import Reading, Record


def extract_minutes(reading: Reading) -> list[Record]:
    """Find the minutes of a document."""
    return []
