"""Extract claims."""

from __future__ import annotations

from pipeline.records import Reading, Record


def extract_claims(reading: Reading) -> list[Record]:
    """Find the claims of a document."""
    return []
