"""Findings that no adopted answer takes up."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date

from pipeline.check.coverage import CLASS_ON_DAY, GAPS

_GRAVEST = ("discharge_denied", "remark", "criticism", "recommendation", "concern", "observation")


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
    gap: str | None  # one of GAPS; None when it is answered in part
    possible: str | None  # the file of an answer that may be to it, too uncertain to count
    possible_page: int | None
    possible_words: str | None
    possible_confidence: float | None


def find_unanswered(connection: sqlite3.Connection, today: date) -> list[Unanswered]:
    """The points that `sparbar coverage` counts as unanswered or partly answered on `today`: the strongest gaps first,
    the gravest points of each, the latest year's.
    """
    rows = connection.execute(
        f"SELECT c.finding_id, c.kind, f.quote, b.body, c.year, {CLASS_ON_DAY} AS state, c.document_id, c.gap,"
        " d.filename, f.page_from, p.filename AS possible, p.page_from AS possible_page, p.quote AS possible_words,"
        " p.confidence AS possible_confidence"
        " FROM coverage AS c JOIN findings AS f ON f.id = c.finding_id JOIN documents AS d ON d.id = c.document_id"
        " JOIN finding_bodies AS b ON b.finding_id = c.finding_id"
        " LEFT JOIN possible_answers AS p ON p.finding_id = c.finding_id"
        " WHERE c.is_point AND state IN ('unanswered', 'partly_answered')"
        " ORDER BY state DESC, d.filename, f.char_start, f.id",
        (today.isoformat(),),
    ).fetchall()
    rows.sort(
        key=lambda row: (
            GAPS.index(row["gap"]) if row["gap"] else -1,
            _GRAVEST.index(row["kind"]),
            -(row["year"] or 0),
        )
    )
    return [
        Unanswered(
            finding_id=row["finding_id"],
            kind=row["kind"],
            text=" ".join(row["quote"].split()),
            addressee=row["body"],
            year=row["year"],
            status=row["state"],
            document_id=row["document_id"],
            filename=row["filename"],
            page=row["page_from"],
            gap=row["gap"],
            possible=row["possible"],
            possible_page=row["possible_page"],
            possible_words=" ".join(row["possible_words"].split()) if row["possible_words"] else None,
            possible_confidence=row["possible_confidence"],
        )
        for row in rows
    ]
