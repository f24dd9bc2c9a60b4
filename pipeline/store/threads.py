"""The threads of measures: the records of one measure over documents and years, and dates that were moved."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections import defaultdict

from pipeline.store.copies import original_measures

_REASON = re.compile(
    r"\b(?:på grund av|p\.?g\.?a\.?|eftersom|till följd av|med anledning av|beroende på|beror på|orsakad? av"
    r"|i väntan på|väntar på|avvakta\w*|i avvaktan på|överklaga\w*|medger inte)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?;]+(?:[.!?;]|$)")
_MEASURES = """
SELECT m.id, m.due_to, m.original_due_to, m.status, m.comment, m.document_id, coalesce(d.date, '') AS date,
    CASE d.kind WHEN 'action_plan' THEN 0 WHEN 'follow_up' THEN 2 ELSE 1 END AS rank
FROM measures AS m JOIN filed_papers AS d ON d.id = m.paper_id
WHERE m.id NOT IN (SELECT record_id FROM rejected_records)
ORDER BY date, rank, d.filename, m.char_start, m.id
"""


def fill_threads(connection: sqlite3.Connection) -> None:
    """Fill `measure_threads` from the `follows_up` links, and `measures.original_due_to` where a later paper moved it.

    A measure that no other paper tells is a thread of its own. Within the caller's transaction.
    """
    connection.execute(
        "UPDATE measures SET original_due_to = NULL WHERE id IN"
        " (SELECT measure_id FROM measure_threads WHERE original_due_to IS NOT NULL)"
    )
    connection.execute("DELETE FROM measure_threads")
    threads: dict[str, list[sqlite3.Row]] = defaultdict(list)
    head = _heads(connection)
    for row in connection.execute(_MEASURES):
        threads[head.get(row["id"], row["id"])].append(row)
    for first, rows in threads.items():
        thread_id = f"thr-{hashlib.sha256(first.encode()).hexdigest()[:16]}"
        dated: list[str] = []
        for position, row in enumerate(rows, start=1):
            moved = bool(dated and row["due_to"] and row["due_to"] > dated[0] and row["original_due_to"] is None)
            connection.execute(
                "INSERT INTO measure_threads VALUES (?, ?, ?, ?, ?)",
                (row["id"], thread_id, position, dated[0] if moved else None, _reason(row) if dated else None),
            )
            if row["due_to"]:
                dated.append(row["due_to"])
    connection.execute(
        "UPDATE measures SET original_due_to = (SELECT t.original_due_to FROM measure_threads AS t"
        " WHERE t.measure_id = measures.id) WHERE id IN"
        " (SELECT measure_id FROM measure_threads WHERE original_due_to IS NOT NULL)"
    )


def _heads(connection: sqlite3.Connection) -> dict[str, str]:
    """Each measure that is joined to others -> the one of them that stands for all (the least id)."""
    kin: dict[str, set[str]] = defaultdict(set)
    links = connection.execute(
        "SELECT source_id, target_id FROM links WHERE kind = 'follows_up' AND state <> 'rejected'"
    )
    for one, other in [*map(tuple, links), *original_measures(connection).items()]:
        kin[one].add(other)
        kin[other].add(one)
    head: dict[str, str] = {}
    for first in sorted(kin):
        waiting = [first] if first not in head else []
        while waiting:
            current = waiting.pop()
            if current not in head:
                head[current] = first
                waiting += sorted(kin[current])
    return head


def _reason(row: sqlite3.Row) -> str | None:
    """The sentence of the comment that says why something is late; of a postponed measure, all that is said."""
    said = " ".join((row["comment"] or "").split())
    for match in _SENTENCE.finditer(said):
        if _REASON.search(match[0]):
            return match[0].strip()
    return said or None if row["status"] == "postponed" else None
