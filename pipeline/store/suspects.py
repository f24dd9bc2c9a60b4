"""What needs another look since a document was replaced: links and reviews whose words changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.messages import Words, kept_words, message, words_of
from pipeline.store.anchors import Anchor, anchor_of, find_anchor, table_of
from pipeline.store.reviews import now, words_changed

_LINKED = """
SELECT source_type AS record_type, source_id AS id FROM links JOIN records AS r ON r.id = source_id
WHERE r.document_id = ? AND state <> 'rejected'
UNION SELECT target_type, target_id FROM links JOIN records AS r ON r.id = target_id
WHERE r.document_id = ? AND state <> 'rejected'
"""


@dataclass(frozen=True, slots=True)
class Suspect:
    """What to look at again. `id` is a link's, or a record's: one reviewed by itself, or linked and gone since.
    `state` is the link's, `reviewed` or `gone`; the texts are those of its ends, as they read now where they do."""

    id: str
    kind: str
    state: str
    reason: str
    source: str
    source_filename: str | None
    source_page: int | None
    target: str
    target_filename: str | None
    target_page: int | None


def linked_anchors(connection: sqlite3.Connection, document_id: str) -> list[Anchor]:
    """The records of a document that links rest on, as they stand before it is replaced."""
    rows = connection.execute(_LINKED, (document_id, document_id)).fetchall()
    anchors = (anchor_of(connection, row["record_type"], row["id"]) for row in rows)
    return [anchor for anchor in anchors if anchor is not None and anchor.record_type != "documents"]


def note_changes(connection: sqlite3.Connection, anchors: list[Anchor]) -> None:
    """Note which of these records read otherwise, or not at all, now that their document is replaced."""
    for anchor in anchors:
        found = find_anchor(connection, anchor)
        if found is not None and found.changed_to is None:
            continue
        connection.execute(
            "INSERT OR REPLACE INTO changed_records VALUES (?, ?, ?, ?, ?, ?, ?)",
            (anchor.record_id, found.record_id if found else None, anchor.record_type, anchor.filename, anchor.page,
             anchor.quote, now()),
        )  # fmt: skip


def mark_suspects(connection: sqlite3.Connection) -> None:
    """Mark the links whose ends read otherwise since a document was replaced, unless a review came after that; and the
    reviewed links that have lost an end.
    """
    changed = connection.execute(
        "SELECT l.id, c.old_quote, c.record_type, c.new_id FROM changed_records AS c"
        " JOIN links AS l ON l.source_id = c.new_id OR l.target_id = c.new_id"
        " WHERE NOT l.suspect AND l.state <> 'rejected' AND NOT EXISTS"
        " (SELECT 1 FROM latest_verdicts AS v WHERE v.link_id = l.id)"
        " ORDER BY c.at, c.old_id"
    ).fetchall()
    for link_id, old_quote, record_type, new_id in changed:
        anchor = anchor_of(connection, record_type, new_id)
        if anchor is not None:
            _mark(connection, link_id, words_changed(old_quote, anchor.quote))
    for row in connection.execute("SELECT * FROM links WHERE state <> 'proposed'").fetchall():
        for end in ("source", "target"):
            if not _exists(connection, row[f"{end}_type"], row[f"{end}_id"]):
                _mark(connection, row["id"], words_of(f"store.{end}_gone"))
                break


def list_suspects(connection: sqlite3.Connection, lang: str = "sv") -> list[Suspect]:
    """Every suspect link and record review, the reviewed ones first."""
    found = []
    for row in connection.execute(
        "SELECT * FROM links WHERE suspect ORDER BY state = 'proposed', kind, source_id, target_id"
    ).fetchall():
        ends = [_told(connection, row, end) for end in ("source", "target")]
        found.append(
            Suspect(row["id"], row["kind"], row["state"], kept_words(row, "suspect_reason", lang), *ends[0], *ends[1])
        )
    for row in connection.execute("SELECT * FROM record_verdicts WHERE suspect_reason IS NOT NULL").fetchall():
        end = connection.execute("SELECT * FROM review_ends WHERE review_id = ?", (row["review_id"],)).fetchone()
        words = (end["quote"], end["filename"], end["page"])
        found.append(
            Suspect(
                row["record_id"],
                end["record_type"],
                "reviewed",
                kept_words(row, "suspect_reason", lang),
                *words,
                "",
                None,
                None,
            )
        )
    for row in connection.execute(
        "SELECT * FROM changed_records AS c WHERE new_id IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM led_reviews AS r WHERE r.record_id = c.old_id AND r.at >= c.at)"
        " ORDER BY filename, page, old_id"
    ).fetchall():
        words = (row["old_quote"], row["filename"], row["page"])
        reason = message("store.linked_gone", lang, at=row["at"][:10])
        found.append(Suspect(row["old_id"], row["record_type"], "gone", reason, *words, "", None, None))
    return found


def _told(connection: sqlite3.Connection, link: Mapping[str, str], end: str) -> tuple[str, str | None, int | None]:
    anchor = anchor_of(connection, link[f"{end}_type"], link[f"{end}_id"])
    return ("", None, None) if anchor is None else (" ".join(anchor.quote.split()), anchor.filename, anchor.page)


def _mark(connection: sqlite3.Connection, link_id: str, reason: Words) -> None:
    connection.execute(
        "UPDATE links SET suspect = 1, suspect_reason = coalesce(suspect_reason, ?),"
        " suspect_reason_en = coalesce(suspect_reason_en, ?) WHERE id = ?",
        (*reason, link_id),
    )


def _exists(connection: sqlite3.Connection, kind: str, record_id: str) -> bool:
    table = table_of(kind)
    return table is not None and bool(
        connection.execute(f'SELECT 1 FROM "{table}" WHERE id = ?', (record_id,)).fetchone()
    )
