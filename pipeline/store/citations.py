"""Citations as lists: what is cited where, what it leads to, and which references are wrong."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, fields

WRONG = ("no_such_paragraph", "no_such_meeting", "other_case_number")
KINDS = ("agenda_item", "meeting", "case_number", "statute", "document")


@dataclass(frozen=True, slots=True)
class CitationRow:
    """A citation with its place, and what it leads to: `target` in words, else the reason and what is there instead."""

    id: str
    kind: str
    body: str | None
    date_from: str | None
    date_to: str | None
    date_precision: str | None
    paragraph: str | None
    case_number: str | None
    statute: str | None
    sfs: str | None
    chapter: str | None
    subparagraph: str | None
    point: str | None
    title: str | None
    document_kind: str | None
    role: str
    quote: str
    document_id: str
    filename: str
    page: int
    confidence: float
    target_id: str | None
    target: str | None
    unresolved_reason: str | None
    unresolved_detail: str | None


def list_citations(
    connection: sqlite3.Connection,
    *,
    document_id: str | None = None,
    kind: str | None = None,
    unresolved: bool = False,
    wrong: bool = False,
) -> list[CitationRow]:
    """The citations in order of document and place. Statutes lead nowhere in the database, and are not unresolved.

    Those of a copied paper are listed with its document only.
    """
    where = ["1" if document_id else "c.paper_id NOT IN (SELECT paper_id FROM paper_copies)"]
    values: list[str] = []
    if document_id:
        where.append("c.document_id = ?")
        values.append(document_id)
    if kind:
        where.append("c.kind = ?")
        values.append(kind)
    if unresolved:
        where.append("c.target_id IS NULL AND c.kind <> 'statute'")
    if wrong:
        where.append(f"c.unresolved_reason IN ({', '.join('?' * len(WRONG))})")
        values.extend(WRONG)
    rows = connection.execute(
        "SELECT c.*, d.filename, CASE WHEN i.id IS NOT NULL"
        " THEN coalesce(i.body || ' ', '') || coalesce(i.date_from || ' ', '') || '§ ' || i.number"
        " ELSE coalesce(t.title, t.filename) END AS target FROM citations AS c"
        " JOIN documents AS d ON d.id = c.document_id LEFT JOIN agenda_items AS i ON i.id = c.target_id"
        f" LEFT JOIN documents AS t ON t.id = c.target_id WHERE {' AND '.join(where)}"
        " ORDER BY d.filename, c.document_id, c.char_start, c.char_end, c.paragraph, c.id",
        values,
    )
    names = [f.name for f in fields(CitationRow) if f.name not in {"page", "quote"}]
    return [
        CitationRow(**{name: row[name] for name in names}, page=row["page_from"], quote=" ".join(row["quote"].split()))
        for row in rows
    ]


def cited_words(row: CitationRow) -> str:
    """What is cited, in one form: "regionstyrelsen 2016-09-28 § 193", "kommunallagen 6 kap. 6 §"."""
    if row.kind == "statute":
        pinned = (row.statute, row.chapter and f"{row.chapter} kap.", row.paragraph and f"{row.paragraph} §")
        more = (row.subparagraph and f"{row.subparagraph} st.", row.point and f"p. {row.point}")
        return " ".join(part for part in (*pinned, *more) if part)
    if row.kind == "case_number":
        return row.case_number or ""
    days = _days(row)
    if row.kind == "document":
        return " ".join(part for part in (row.title, days, row.case_number) if part)
    return " ".join(part for part in (row.body, days, row.paragraph and f"§ {row.paragraph}", row.case_number) if part)


def _days(row: CitationRow) -> str | None:
    if not row.date_from:
        return None
    if row.date_precision == "year":
        return row.date_from[:4]
    if row.date_precision == "month":
        return row.date_from[:7]
    return row.date_from if row.date_to in {None, row.date_from} else f"{row.date_from}–{row.date_to}"
