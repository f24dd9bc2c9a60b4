"""What a review stands on, told so that it is found again in a new version of its document or another database."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from rapidfuzz import fuzz

from pipeline.store.schema import EVIDENCE_TABLES

_SAME_POINT = 60.0  # rapidfuzz ratio of words; what is less alike than that is another point, not the same one reworded


@dataclass(frozen=True, slots=True)
class Anchor:
    """A record by its table, exact words and place, and its document by bytes and name."""

    record_type: str
    record_id: str
    sha256: str
    path: str
    filename: str
    page: int
    char_start: int
    quote: str


@dataclass(frozen=True, slots=True)
class Found:
    """Where an anchor leads now: the record, and its present words when these are no longer the same."""

    record_id: str
    changed_to: str | None = None


def anchor_of(connection: sqlite3.Connection, record_type: str, record_id: str) -> Anchor | None:
    """The anchor of a record that the database holds; None when it does not. Documents are their own anchors."""
    table = table_of(record_type)
    if table is None:
        return None
    if table == "documents":
        row = connection.execute(
            "SELECT id, sha256, path, filename, 1, 0, coalesce(title, filename) FROM documents WHERE id = ?",
            (record_id,),
        ).fetchone()
    else:
        row = connection.execute(
            "SELECT r.id, d.sha256, d.path, d.filename, r.page_from, r.char_start, r.quote"
            f' FROM "{table}" AS r JOIN documents AS d ON d.id = r.document_id WHERE r.id = ?',
            (record_id,),
        ).fetchone()
    return None if row is None else Anchor(table, *row)


def find_anchor(connection: sqlite3.Connection, anchor: Anchor) -> Found | None:
    """The record that an anchor leads to: by id; else in the document of the same bytes, path or name, in this order,
    by the same words, the nearest of several; else by the most alike words there. None when nothing is alike.
    """
    table = table_of(anchor.record_type)
    if table is None:
        return None
    if connection.execute(f'SELECT 1 FROM "{table}" WHERE id = ?', (anchor.record_id,)).fetchone():
        return Found(anchor.record_id)
    documents = [
        row[0]
        for row in connection.execute(
            "SELECT id FROM documents WHERE status <> 'failed' AND (sha256 = ? OR path = ? OR filename = ?)"
            " ORDER BY sha256 = ? DESC, path = ? DESC, id",
            (anchor.sha256, anchor.path, anchor.filename, anchor.sha256, anchor.path),
        )
    ]
    if table == "documents":
        return Found(documents[0]) if documents else None
    for document in documents:
        rows = connection.execute(
            f'SELECT id, quote, char_start FROM "{table}" WHERE document_id = ? ORDER BY char_start, id', (document,)
        ).fetchall()
        found = _nearest(anchor, rows)
        if found is not None:
            return found
    return None


def _nearest(anchor: Anchor, rows: list[sqlite3.Row]) -> Found | None:
    words = bare_words(anchor.quote)
    same = [row for row in rows if bare_words(row["quote"]) == words]
    if same:
        return Found(min(same, key=lambda row: abs(row["char_start"] - anchor.char_start))["id"])
    alike = [(fuzz.token_sort_ratio(words, bare_words(row["quote"])), row) for row in rows]
    best = max(alike, key=lambda pair: (pair[0], -abs(pair[1]["char_start"] - anchor.char_start)), default=(0.0, None))
    if best[1] is None or best[0] < _SAME_POINT:
        return None
    return Found(best[1]["id"], best[1]["quote"])


def bare_words(text: str) -> str:
    """A quote's words in lower case, however its lines are broken."""
    return " ".join(text.lower().split())


def table_of(kind: str) -> str | None:
    """The table that a link's end stands in, whether its type is written as the table's name or in the singular."""
    candidates = (kind, f"{kind}s", f"{kind[:-1]}ies" if kind.endswith("y") else "")
    return next((name for name in candidates if name == "documents" or name in EVIDENCE_TABLES), None)
