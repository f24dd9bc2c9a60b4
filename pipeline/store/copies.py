"""The same paper in several files (a plan by itself and as an appendix, as PDF and as Word) is one paper."""

from __future__ import annotations

import sqlite3
from collections import Counter

_LONG_TITLE = 15  # letters; papers with shorter titles and no date are not told apart by these

_MEASURES = """
SELECT m.id, m.text, m.paper_id, d.kind, coalesce(d.title, '') AS title, coalesce(d.date, '') AS date,
    coalesce(d.organisation, '') AS organisation
FROM measures AS m JOIN papers AS d ON d.id = m.paper_id
WHERE m.id NOT IN (SELECT record_id FROM rejected_records)
ORDER BY m.paper_id, m.char_start, m.id
"""


def original_measures(connection: sqlite3.Connection) -> dict[str, str]:
    """For each measure of a copied paper, the same one in the first of the copies (by document id)."""
    first: dict[tuple[object, ...], str] = {}
    originals: dict[str, str] = {}
    occurring: Counter[tuple[object, ...]] = Counter()
    for row in connection.execute(_MEASURES):
        title = _bare(row["title"])
        if len(title) < _LONG_TITLE:
            continue
        words = (row["kind"], title, row["date"], row["organisation"], _bare(row["text"]))
        occurring[(*words, row["paper_id"])] += 1
        place = (*words, occurring[(*words, row["paper_id"])])  # the same words twice in a plan are two measures
        originals[row["id"]] = first.setdefault(place, row["id"])
    return {own: original for own, original in originals.items() if own != original}


def _bare(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())
