"""Promises, assignments and answers whose date has passed on a given day and that nothing says were kept."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Overdue:
    """Something late: its record, words, who was to do it, until when, and how many days ago that was."""

    record_type: str
    record_id: str
    text: str
    who: str | None
    due_to: str
    days_late: int
    status: str
    document_id: str
    filename: str
    page: int


def find_overdue(connection: sqlite3.Connection, today: date) -> list[Overdue]:
    """What the view `promises` holds with a date before `today` and not settled, the latest first."""
    rows = connection.execute(
        "SELECT p.*, d.filename FROM promises AS p JOIN documents AS d ON d.id = p.document_id"
        " WHERE NOT p.settled AND p.due_to < ? ORDER BY p.due_to, d.filename, p.page_from, p.record_id",
        (today.isoformat(),),
    )
    return [
        Overdue(
            record_type=row["record_type"],
            record_id=row["record_id"],
            text=" ".join((row["text"] or "").split()),
            who=row["who"],
            due_to=row["due_to"],
            days_late=(today - date.fromisoformat(row["due_to"])).days,
            status=row["status"] or "unknown",
            document_id=row["document_id"],
            filename=row["filename"],
            page=row["page_from"],
        )
        for row in rows
    ]
