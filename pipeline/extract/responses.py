"""Extract responses."""

from __future__ import annotations

from pipeline.records import Reading, Record


def extract_responses(reading: Reading) -> list[Record]:
    """Find the responses of a document."""
    return []
