"""A § that stands in several files, as one adjusted at once does, is one item: the others name the one they are."""

from __future__ import annotations

import sqlite3

from pipeline.lexicon.organisations import one_organisation

# The whole minutes before extracts of it; of two alike, the one whose id comes first, so that every run agrees.
_ITEMS = """
SELECT a.id, a.paper_id, a.body, a.date_from, a.number, d.organisation, d.kind = 'minutes' AS whole,
    a.char_end - a.char_start AS length
FROM agenda_items AS a JOIN papers AS d ON d.id = a.paper_id
WHERE a.body IS NOT NULL AND a.date_from IS NOT NULL
ORDER BY whole DESC, length DESC, a.id
"""


def mark_same_items(connection: sqlite3.Connection) -> None:
    """Set `agenda_items.same_as` anew: the same organisation, body, day and number in another document.

    An organisation that is not known goes with any, when only one other fits.
    """
    connection.execute("UPDATE agenda_items SET same_as = NULL WHERE same_as IS NOT NULL")
    first: dict[tuple[str, str, str], list[sqlite3.Row]] = {}
    same: list[tuple[str, str]] = []
    for row in connection.execute(_ITEMS).fetchall():
        known = first.setdefault((row["body"], row["date_from"], row["number"].lower()), [])
        fits = [
            k
            for k in known
            if k["paper_id"] != row["paper_id"] and one_organisation(k["organisation"], row["organisation"])
        ]
        if len(fits) == 1:
            same.append((fits[0]["id"], row["id"]))
        else:
            known.append(row)
    connection.executemany("UPDATE agenda_items SET same_as = ? WHERE id = ?", same)
