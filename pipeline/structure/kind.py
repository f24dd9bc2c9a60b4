"""What a document is: kind, title, organisation, body, date, case number."""

from __future__ import annotations

from pipeline.records import Document, Facts


def classify(document: Document) -> Facts:
    """The facts of a document as a whole."""
    return Facts()
