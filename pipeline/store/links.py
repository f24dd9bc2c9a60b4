"""Keep the links of the latest run, and what people said of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from pipeline.messages import message
from pipeline.records import Link
from pipeline.store.chains import refresh_chains
from pipeline.store.database import transaction
from pipeline.store.schema import EVIDENCE_TABLES

_APPLY_VERDICTS = (
    "UPDATE links SET state = (SELECT verdict FROM latest_verdicts AS v WHERE v.link_id = links.id)"
    " WHERE id IN (SELECT link_id FROM latest_verdicts)"
)


def replace_links(connection: sqlite3.Connection, links: Iterable[Link]) -> None:
    """Put these links in place of the earlier ones, in one transaction; what a person reviewed keeps its state.

    A reviewed link that is proposed no longer stays too, for the person's word weighs more than ours; it is marked as
    suspect when one of its ends is gone. `reviews` is never touched. Raises StoreError.
    """
    rows = [
        (k.id, k.kind, k.source_type, k.source_id, k.target_type, k.target_id, k.confidence, k.method, k.reason)
        for k in links
    ]
    with transaction(connection):
        connection.execute(_APPLY_VERDICTS)
        connection.execute("DELETE FROM links WHERE state = 'proposed'")
        connection.executemany(
            "INSERT INTO links (id, kind, source_type, source_id, target_type, target_id, confidence, method, reason)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET confidence = excluded.confidence,"
            " method = excluded.method, reason = excluded.reason, suspect = 0, suspect_reason = NULL",
            rows,
        )
        connection.execute(_APPLY_VERDICTS)
        _mark_suspects(connection)
        refresh_chains(connection)


def _mark_suspects(connection: sqlite3.Connection) -> None:
    """Mark the reviewed links whose source or target is no longer in the database."""
    reviewed = connection.execute(
        "SELECT id, source_type, source_id, target_type, target_id FROM links WHERE state <> 'proposed'"
    ).fetchall()
    for link_id, source_type, source_id, target_type, target_id in reviewed:
        if not _exists(connection, source_type, source_id):
            reason = message("store.source_gone")
        elif not _exists(connection, target_type, target_id):
            reason = message("store.target_gone")
        else:
            continue
        connection.execute("UPDATE links SET suspect = 1, suspect_reason = ? WHERE id = ?", (reason, link_id))


def _exists(connection: sqlite3.Connection, kind: str, record_id: str) -> bool:
    table = table_of(kind)
    return table is not None and bool(
        connection.execute(f'SELECT 1 FROM "{table}" WHERE id = ?', (record_id,)).fetchone()
    )


def table_of(kind: str) -> str | None:
    """The table that a link's end stands in, whether its type is written as the table's name or in the singular."""
    candidates = (kind, f"{kind}s", f"{kind[:-1]}ies" if kind.endswith("y") else "")
    return next((name for name in candidates if name == "documents" or name in EVIDENCE_TABLES), None)
