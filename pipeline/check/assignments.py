"""The assignments of a database: decided where, reported back where, open or past their date on a given day."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from datetime import date

_CLOSED = re.compile(
    r"\buppdrag\w*\b[^.]{0,60}\b(?:slutför[dt]|fullgjor[dt]|verkställ[dt]|avsluta[dt]|utför[dt])\b", re.IGNORECASE
)
STATES = ("open", "overdue", "reported", "done", "unknown")

_ROWS = """
SELECT a.*, d.filename, d.path, coalesce(d.date, '') AS date, d.organisation, d.body,
    i.number AS item_number, coalesce(i.body, d.body) AS item_body, coalesce(i.date_from, d.date) AS item_date,
    i.id AS item_id
FROM assignments AS a
JOIN filed_papers AS d ON d.id = a.paper_id
LEFT JOIN decisions AS e ON e.id = a.decision_id
LEFT JOIN agenda_items AS i ON i.id = e.agenda_item_id
WHERE a.id NOT IN (SELECT record_id FROM rejected_records)
    AND a.paper_id NOT IN (SELECT paper_id FROM paper_copies)
ORDER BY date, d.filename, a.char_start, a.id
"""
_REPORTS = """
SELECT l.source_id, l.target_type, l.target_id, coalesce(d.title, d.filename) AS title, d.date, d.filename AS filename,
    i.number, i.quote AS item_text, coalesce(i.date_from, p.date) AS item_date, i.title AS item_title,
    p.filename AS item_filename
FROM links AS l
LEFT JOIN documents AS d ON d.id = l.target_id
LEFT JOIN agenda_items AS i ON i.id = l.target_id LEFT JOIN filed_papers AS p ON p.id = i.paper_id
WHERE l.kind = 'reported_in' AND l.state <> 'rejected' ORDER BY l.confidence DESC
"""


@dataclass(frozen=True, slots=True)
class FollowedAssignment:
    """An assignment: who gave it to whom, where it was decided (`paragraph` of the body's meeting on `decided_on`), by
    when, and what came of it: `status` open, overdue, reported, done, unknown; `reported_in` says where.
    """

    assignment_id: str
    task: str
    given_by: str | None
    given_to: str | None
    report_to: str | None
    due_from: str | None
    due_to: str | None
    status: str
    days_late: int | None
    body: str | None
    paragraph: str | None
    decided_on: str | None
    agenda_item_id: str | None
    reported_in: str | None
    reported_on: str | None
    report_id: str | None
    organisation: str | None
    document_id: str
    filename: str
    path: str
    page: int
    date: str


@dataclass(frozen=True, slots=True)
class AssignmentFilters:
    """Which assignments to list; None and empty: all. `without`: owner, date."""

    status: tuple[str, ...] = ()
    responsible: str | None = None
    body: str | None = None
    due_from: str | None = None
    due_to: str | None = None
    without: tuple[str, ...] = ()


ALL_ASSIGNMENTS = AssignmentFilters()


def find_assignments(
    connection: sqlite3.Connection, today: date, filters: AssignmentFilters = ALL_ASSIGNMENTS
) -> list[FollowedAssignment]:
    """The assignments that pass the filters, by date and place."""
    reports: dict[str, sqlite3.Row] = {}
    for row in connection.execute(_REPORTS):
        reports.setdefault(row["source_id"], row)
    found = [_followed(row, reports.get(row["id"]), today) for row in connection.execute(_ROWS)]
    return [assignment for assignment in found if _passes(assignment, filters)]


def _followed(row: sqlite3.Row, report: sqlite3.Row | None, today: date) -> FollowedAssignment:
    status = row["status"]
    late = (today - date.fromisoformat(row["due_to"])).days if row["due_to"] else 0
    if report and status != "done":
        status = "done" if _CLOSED.search(report["item_text"] or "") else "reported"
    elif status not in {"done", "reported"} and late > 0:
        status = "overdue"
    number = report["number"] if report else None
    where = f"{report['item_filename']} § {number} {report['item_title'] or ''}".strip() if report and number else None
    return FollowedAssignment(
        assignment_id=row["id"], task=" ".join((row["task"] or row["quote"]).split()), given_by=row["given_by"],
        given_to=row["given_to"], report_to=row["report_to"], due_from=row["due_from"], due_to=row["due_to"],
        status=status, days_late=late if status == "overdue" else None, body=row["item_body"],
        paragraph=row["item_number"], decided_on=row["item_date"], agenda_item_id=row["item_id"],
        reported_in=where or (report["title"] if report else None),
        reported_on=(report["item_date"] or report["date"]) if report else None,
        report_id=report["target_id"] if report else None, organisation=row["organisation"],
        document_id=row["document_id"], filename=row["filename"], path=row["path"], page=row["page_from"],
        date=row["date"],
    )  # fmt: skip


def _passes(a: FollowedAssignment, filters: AssignmentFilters) -> bool:
    due = a.due_to or a.due_from
    lacks = {name for name, told in (("owner", a.given_to), ("date", due)) if not told}
    return (
        (not filters.status or a.status in filters.status)
        and (filters.responsible is None or filters.responsible.lower() in (a.given_to or "").lower())
        and (filters.body is None or filters.body.lower() in f"{a.body or ''} {a.given_by or ''}".lower())
        and (filters.due_from is None or (due is not None and due >= filters.due_from))
        and (filters.due_to is None or (due is not None and due <= filters.due_to))
        and (not filters.without or set(filters.without) <= lacks)
    )
