"""Promises, assignments and answers whose date has passed on a given day and that nothing says were kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.lexicon import load_lexicon
from pipeline.lexicon.organisations import one_organisation
from pipeline.store.doubts import OF_MEASURES

_COUNTED = """
SELECT c.quote, c.page_from, c.document_id, d.filename, d.organisation, coalesce(d.date, '9999') AS date
FROM counted_claims AS c JOIN filed_papers AS d ON d.id = c.paper_id
WHERE c.rule = 'count.done' AND c.paper_id NOT IN (SELECT paper_id FROM measure_doubts WHERE quote IS NOT NULL)
ORDER BY d.filename, c.char_start
"""
_REPORTS = """
SELECT p.id, p.text, p.page_from, p.document_id, p.filename, p.organisation, coalesce(p.date, '9999') AS date
FROM filed_papers AS p
WHERE p.kind IN ('follow_up', 'official_report', 'response') AND p.id NOT IN (SELECT paper_id FROM paper_copies)
    AND p.id NOT IN (SELECT paper_id FROM claims WHERE rule = 'count.done') ORDER BY p.filename, p.char_start
"""
_MADE = """
SELECT m.document_id, d.organisation, coalesce(d.date, '') AS date
FROM measures AS m JOIN papers AS d ON d.id = m.paper_id WHERE m.id = ?
"""


@dataclass(frozen=True, slots=True)
class Overdue:
    """Something late: its record, words, who was to do it, until when, and how many days ago that was.

    `doubt` says why it need not be late: a later paper counts it among what is done (`perhaps_done`) or tells the rest
    of its plan and leaves it out (`left_out`); where, and in which words.
    """

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
    doubt: str | None = None
    doubt_filename: str | None = None
    doubt_page: int | None = None
    doubt_quote: str | None = None


@dataclass(frozen=True, slots=True)
class SaidDone:
    """What another paper sums up of measures: "Av 30 åtgärder i planen är 25 klara". It does not say of each which."""

    words: str
    filename: str
    page: int


def find_said_done(connection: sqlite3.Connection, late: Sequence[str]) -> list[SaidDone]:
    """What papers say in sum of the measures of their organisation, of which some are in `late` by their ids, where it
    is not known of which plan: a reader of a list of what is overdue must know it. The same words are told once."""
    made = {tuple(row) for own in late for row in connection.execute(_MADE, (own,))}
    found: dict[str, SaidDone] = {}
    for words, document, page, filename, whose, day in _said(connection) if made else ():
        if any(
            other != document and made_on <= day and one_organisation(organisation, whose)
            for other, organisation, made_on in made
        ):
            found.setdefault(words, SaidDone(words, filename, page))
    return list(found.values())


def _said(connection: sqlite3.Connection) -> Iterator[tuple[str, str, int, str, str | None, str]]:
    """What papers say in sum: figures checked against a list, and sentences that no list goes with. The words, the
    document, the page, the file, the organisation and the day."""
    for row in connection.execute(_COUNTED):
        words = " ".join(row["quote"].split())
        if OF_MEASURES.search(words):
            yield words, row["document_id"], row["page_from"], row["filename"], row["organisation"], row["date"]
    patterns = [load_lexicon("claims").pattern(name).regex for name in ("all.done", "count.done")]
    for row in connection.execute(_REPORTS):
        for match in (m for pattern in patterns for m in pattern.finditer(row["text"]) if OF_MEASURES.search(m[0])):
            page = row["page_from"] + row["text"].count("\f", 0, match.start())
            words = " ".join(match[0].split())
            yield words, row["document_id"], page, row["filename"], row["organisation"], row["date"]


def find_overdue(connection: sqlite3.Connection, today: date) -> list[Overdue]:
    """What is past its date on a day and not settled, the latest first; what is in doubt last."""
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
            doubt=row["doubt"],
            doubt_filename=row["doubt_filename"],
            doubt_page=row["doubt_page"],
            doubt_quote=row["doubt_quote"],
        )
        for row in overdue_rows(connection, today)
    ]


def overdue_rows(connection: sqlite3.Connection, today: date) -> list[sqlite3.Row]:
    """The rows of `promises` past their date, with the files that they and their doubts stand in."""
    return connection.execute(
        "SELECT p.*, d.filename, d.path, d.body, f.filename AS doubt_filename FROM promises AS p"
        " JOIN documents AS d ON d.id = p.document_id LEFT JOIN filed_papers AS f ON f.id = p.doubt_paper_id"
        " WHERE NOT p.settled AND p.due_to < ?"
        " ORDER BY p.doubt IS NOT NULL, p.due_to, d.filename, p.page_from, p.record_id",
        (today.isoformat(),),
    ).fetchall()
