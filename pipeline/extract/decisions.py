"""Extract decisions."""

from __future__ import annotations

from pipeline.records import Reading, Record


def extract_decisions(reading: Reading) -> list[Record]:
    """Find the decisions of a document."""
    return []
