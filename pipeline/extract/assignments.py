"""Extract assignments."""

from __future__ import annotations

from pipeline.records import Reading, Record


def extract_assignments(reading: Reading) -> list[Record]:
    """Find the assignments of a document."""
    return []
