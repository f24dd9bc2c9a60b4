"""Keep the links of the latest run, and what people said of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from pipeline.records import Link
from pipeline.store.chains import refresh_chains
from pipeline.store.database import transaction
from pipeline.store.reviews import LINK_FIELDS, keep_reviewed_links, lead_reviews, reject_links_of_records
from pipeline.store.suspects import mark_suspects


def replace_links(connection: sqlite3.Connection, links: Iterable[Link]) -> None:
    """Put these links in place of the earlier ones, in one transaction; what a person reviewed keeps its state.

    A reviewed link that is proposed no longer stays too, for the person's word weighs more than ours. One is suspect
    when the words of an end changed, or are gone, since it was reviewed or made. `reviews` is never touched. Raises
    StoreError.
    """
    rows = [
        (
            k.id,
            k.kind,
            k.source_type,
            k.source_id,
            k.target_type,
            k.target_id,
            k.confidence,
            k.method,
            k.reason,
            k.reason_en or None,
        )
        for k in links
    ]
    with transaction(connection):
        earlier = {row["id"]: row for row in connection.execute("SELECT * FROM links WHERE state <> 'proposed'")}
        lead_reviews(connection)
        connection.execute("DELETE FROM links")
        connection.executemany(
            "INSERT INTO links (id, kind, source_type, source_id, target_type, target_id, confidence, method, reason,"
            " reason_en) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
        keep_reviewed_links(connection, earlier)
        reject_links_of_records(connection)
        mark_suspects(connection)
        refresh_chains(connection)


def apply_reviews(connection: sqlite3.Connection) -> None:
    """Let the links and what counts for each finding follow what people have said by now. Raises StoreError."""
    rows = connection.execute("SELECT * FROM links WHERE method <> 'review'").fetchall()
    replace_links(connection, [Link(*(row[name] for name in LINK_FIELDS)) for row in rows])
