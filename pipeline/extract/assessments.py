"""Extract assessments."""

from __future__ import annotations

from pipeline.records import Reading, Record


def extract_assessments(reading: Reading) -> list[Record]:
    """Find the assessments of a document."""
    return []
