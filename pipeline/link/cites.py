"""Link every record to what the citations inside its span name."""

from __future__ import annotations

import sqlite3

from pipeline.messages import words_of
from pipeline.records import Link

_CITING = ("findings", "responses", "measures", "assignments", "decisions")

_INSIDE = """
SELECT r.id AS source, c.target_id AS target, c.quote AS quote, c.confidence AS confidence,
    CASE WHEN i.id IS NULL THEN 'documents' ELSE 'agenda_items' END AS target_type
FROM citations AS c
JOIN "{table}" AS r ON r.document_id = c.document_id AND r.char_start <= c.char_start AND c.char_end <= r.char_end
LEFT JOIN agenda_items AS i ON i.id = c.target_id
WHERE c.target_id IS NOT NULL AND c.target_id <> c.document_id
ORDER BY r.id, c.char_start
"""


def link_citing_records(connection: sqlite3.Connection) -> list[Link]:
    """`cites` links from findings, answers, measures, assignments and decisions to agenda items and documents."""
    return [
        Link(
            "cites", table, row["source"], row["target_type"], row["target"], round(row["confidence"], 3), "citation",
            *words_of("chain.cites", quote=" ".join(row["quote"].split())),
        )
        for table in _CITING
        for row in connection.execute(_INSIDE.format(table=table))
    ]  # fmt: skip
