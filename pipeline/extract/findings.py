"""Extract findings."""

from __future__ import annotations

from pipeline.records import Reading, Record


def extract_findings(reading: Reading) -> list[Record]:
    """Find the findings of a document."""
    return []
