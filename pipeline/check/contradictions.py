"""Statements that contradict each other over documents and years, side by side."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from pipeline.messages import kept_words
from pipeline.store import table_of


@dataclass(frozen=True, slots=True)
class ContradictingStatements:
    """Two records that can't both hold: why, and the words and place of each, the later one first."""

    link_id: str
    record_type: str
    reason: str
    confidence: float
    later: str
    later_filename: str
    later_path: str
    later_page: int
    later_date: str
    earlier: str
    earlier_filename: str
    earlier_path: str
    earlier_page: int
    earlier_date: str


def find_contradictions(connection: sqlite3.Connection, lang: str = "sv") -> list[ContradictingStatements]:
    """What the `contradicts` links join, by the later one's document and place."""
    found = []
    for link in connection.execute(
        "SELECT * FROM links WHERE kind = 'contradicts' AND state <> 'rejected' ORDER BY id"
    ):
        later = _record(connection, link["source_type"], link["source_id"])
        earlier = _record(connection, link["target_type"], link["target_id"])
        if later and earlier:
            told = ContradictingStatements(
                link["id"], link["source_type"], kept_words(link, "reason", lang), link["confidence"],
                *_told(later), *_told(earlier),
            )  # fmt: skip
            found.append(((later["filename"], later["char_start"]), told))
    return [told for _, told in sorted(found, key=lambda pair: (pair[0], pair[1].link_id))]


def _told(row: sqlite3.Row) -> tuple[str, str, str, int, str]:
    return " ".join(row["quote"].split()), row["filename"], row["path"], row["page_from"], row["date"]


def _record(connection: sqlite3.Connection, record_type: str, record_id: str) -> sqlite3.Row | None:
    table = table_of(record_type)
    if table is None:
        return None
    found: sqlite3.Row | None = connection.execute(
        f"SELECT r.quote, r.page_from, r.char_start, d.filename, d.path, coalesce(d.date, '') AS date"
        f' FROM "{table}" AS r JOIN filed_papers AS d ON d.id = r.paper_id WHERE r.id = ?',
        (record_id,),
    ).fetchone()
    return found
