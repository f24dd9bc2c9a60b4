"""References that the database proves wrong: no such § in that meeting, no meeting that day, another case number."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from pipeline.store.citations import cited_words, list_citations


@dataclass(frozen=True, slots=True)
class WrongReference:
    """A citation that cannot be right: what it cites, why not, and what the database has instead."""

    citation_id: str
    cited: str
    reason: str
    instead: str | None
    quote: str
    document_id: str
    filename: str
    page: int
    confidence: float


def find_wrong_references(connection: sqlite3.Connection) -> list[WrongReference]:
    """All wrong references, in order of document and place."""
    return [
        WrongReference(
            citation_id=row.id,
            cited=cited_words(row),
            reason=row.unresolved_reason or "",
            instead=row.unresolved_detail,
            quote=row.quote,
            document_id=row.document_id,
            filename=row.filename,
            page=row.page,
            confidence=row.confidence,
        )
        for row in list_citations(connection, wrong=True)
    ]
