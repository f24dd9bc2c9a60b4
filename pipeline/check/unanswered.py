"""Findings that no adopted answer takes up."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A finding without an answer, or answered only in part: its words, addressee, and where it stands."""

    finding_id: str
    kind: str
    text: str
    addressee: str | None
    year: int | None
    status: str
    document_id: str
    filename: str
    page: int


def find_unanswered(connection: sqlite3.Connection, today: date) -> list[Unanswered]:
    """The findings that `coverage` has as unanswered or partly answered; those not yet due on `today` are left out,
    and so is what only tells of a finding that stands elsewhere.
    """
    rows = connection.execute(
        "SELECT c.finding_id, c.kind, f.quote, c.addressee, c.year, c.status, c.document_id, d.filename, f.page_from"
        " FROM coverage AS c JOIN findings AS f ON f.id = c.finding_id JOIN documents AS d ON d.id = c.document_id"
        " WHERE c.status IN ('unanswered', 'partly_answered', 'not_due')"
        " AND (c.answer_due IS NULL OR c.answer_due < ?) AND f.kind <> 'observation' AND c.head_id IS NULL"
        " ORDER BY c.status DESC, d.filename, f.char_start, f.id",
        (today.isoformat(),),
    )
    return [
        Unanswered(
            finding_id=row["finding_id"],
            kind=row["kind"],
            text=" ".join(row["quote"].split()),
            addressee=row["addressee"],
            year=row["year"],
            status="unanswered" if row["status"] == "not_due" else row["status"],
            document_id=row["document_id"],
            filename=row["filename"],
            page=row["page_from"],
        )
        for row in rows
    ]
