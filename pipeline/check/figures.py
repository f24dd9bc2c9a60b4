"""Stated figures that do not hold against what they are made of."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class WrongFigure:
    """A figure as stated, what its parts make, how that was worked out, and where it stands."""

    claim_id: str
    kind: str
    stated: float
    computed: float | None
    unit: str
    how: str
    quote: str
    document_id: str
    filename: str
    page: int
    confidence: float


def find_wrong_figures(connection: sqlite3.Connection, today: date | None = None) -> list[WrongFigure]:
    """All claims that do not hold, in order of document and place. `today` plays no part: figures don't age."""
    rows = connection.execute(
        "SELECT c.*, d.filename FROM claims AS c JOIN documents AS d ON d.id = c.document_id"
        " WHERE c.holds = 0 ORDER BY d.filename, c.char_start, c.id"
    )
    return [
        WrongFigure(
            claim_id=row["id"],
            kind=row["kind"],
            stated=row["stated"],
            computed=row["computed"],
            unit=row["unit"] or "",
            how=row["how"],
            quote=" ".join(row["quote"].split()),
            document_id=row["document_id"],
            filename=row["filename"],
            page=row["page_from"],
            confidence=row["confidence"],
        )
        for row in rows
    ]
