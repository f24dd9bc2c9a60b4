"""The assignments of a database: decided where, reported back where, open or past their date on a given day."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from pipeline.lexicon.organisations import one_organisation
from pipeline.store.anchors import bare_words

_CLOSED = re.compile(
    r"\buppdrag\w*\b[^.]{0,60}\b(?:slutför[dt]|fullgjor[dt]|verkställ[dt]|avsluta[dt]|utför[dt])\b", re.IGNORECASE
)
STATES = ("open", "overdue", "reported", "done", "unknown")
_TELLING = ("done", "reported", "overdue", "open", "unknown")  # of one assignment in several papers, what came of it
_TO_WHOM = re.compile(  # "till regionfullmäktige i november 2023": who tells it again may leave that out
    r"\s+till\s+\w*(?:fullmäktige|styrelsen|nämnden)(?:\s+(?:i|senast|under)\b.{0,30})?$"
)
_LEAST_WORDS = 4  # of a task; "återkomma i frågan" may be anything

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
# An assignment that is only told of was given where its own words say ("uppdrag 2022-03-01 § 4 till nämnden").
_GIVEN = """
SELECT a.id AS assignment, c.body, c.date_from, c.paragraph, c.target_id
FROM assignments AS a
JOIN citations AS c ON c.document_id = a.document_id AND a.char_start <= c.char_start AND c.char_end <= a.char_end
WHERE a.decision_id IS NULL AND c.kind = 'agenda_item' AND c.role = 'decision'
ORDER BY a.id, c.char_start DESC
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
    when, and what came of it: `status` open, overdue, reported, done, unknown; `reported_in` says where. `also` are
    file and page of each earlier paper that tells it.
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
    also: tuple[tuple[str, int], ...] = ()
    also_ids: tuple[str, ...] = ()


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
    """The assignments that pass the filters, each once, by date and place of the latest paper that tells it."""
    reports: dict[str, sqlite3.Row] = {}
    for row in connection.execute(_REPORTS):
        reports.setdefault(row["source_id"], row)
    given = {row["assignment"]: row for row in connection.execute(_GIVEN)}
    found = [_followed(row, reports.get(row["id"]), given.get(row["id"]), today) for row in connection.execute(_ROWS)]
    return [assignment for assignment in _fold(found) if _passes(assignment, filters)]


def _fold(found: Iterable[FollowedAssignment]) -> list[FollowedAssignment]:
    """What several papers tell in the same words, given to the same and not for different days, is one assignment."""
    told: dict[tuple[str, str], list[list[FollowedAssignment]]] = defaultdict(list)
    for one in found:
        key = bare_words(_TO_WHOM.sub("", one.task)), (one.given_to or "").lower()
        same = next((group for group in told[key] if _is_same(group[-1], one)), None)
        if same and len(key[0].split()) >= _LEAST_WORDS:
            same.append(one)
        else:
            told[key].append([one])
    folded = [_latest(group) for groups in told.values() for group in groups]
    return sorted(folded, key=lambda a: (a.date, a.filename, a.page))


def _is_same(one: FollowedAssignment, other: FollowedAssignment) -> bool:
    days = {day for day in (one.due_to, other.due_to) if day}
    elsewhere = one.document_id != other.document_id
    return elsewhere and len(days) < 2 and one_organisation(one.organisation or "", other.organisation or "")


def _latest(group: list[FollowedAssignment]) -> FollowedAssignment:
    """The latest of one assignment, with where it was decided and what came of it as whichever paper says."""
    *earlier, last = group
    telling = min(reversed(group), key=lambda a: _TELLING.index(a.status))
    decided = next((a for a in reversed(group) if a.paragraph), last)
    reported = next((a for a in reversed(group) if a.report_id), last)
    dated = next((a for a in reversed(group) if a.due_to or a.due_from), last)
    return replace(
        last, status=telling.status, days_late=telling.days_late, due_from=dated.due_from, due_to=dated.due_to,
        body=decided.body, paragraph=decided.paragraph, decided_on=decided.decided_on,
        agenda_item_id=decided.agenda_item_id, reported_in=reported.reported_in, reported_on=reported.reported_on,
        report_id=reported.report_id, also=tuple((a.filename, a.page) for a in earlier),
        also_ids=tuple(a.assignment_id for a in earlier),
    )  # fmt: skip


def _followed(
    row: sqlite3.Row, report: sqlite3.Row | None, given: sqlite3.Row | None, today: date
) -> FollowedAssignment:
    if row["item_id"] or not given:
        place = row["item_body"], row["item_number"], row["item_date"], row["item_id"]
    else:
        place = given["body"], given["paragraph"], given["date_from"], given["target_id"]
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
        status=status, days_late=late if status == "overdue" else None, body=place[0], paragraph=place[1],
        decided_on=place[2], agenda_item_id=place[3],
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
