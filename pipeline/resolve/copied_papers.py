"""A paper that stands in several files (a bundle and one of its own, PDF and Word) is one: the others are copies."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator

_SAME = 0.9  # share of the words of either, each as often as it stands there
_WORD = re.compile(r"\w+")
# A paper that fills its file before one of a bundle; of two alike, the one whose id comes first: every run agrees.
_PAPERS = """
SELECT id, kind, coalesce(date, '') AS date, coalesce(case_number, '') AS case_number,
    lower(coalesce(title, '')) AS title
FROM papers AS p
ORDER BY EXISTS (SELECT 1 FROM papers AS o WHERE o.document_id = p.document_id AND o.id <> p.id), id
"""


def mark_copied_papers(connection: sqlite3.Connection) -> None:
    """Fill `paper_copies` anew: papers of one kind, day, case and title that say the same, word for word."""
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for row in connection.execute(_PAPERS):
        alike[row["kind"], row["date"], row["case_number"], " ".join(row["title"].split())].append(row["id"])
    copies = [pair for ids in alike.values() if len(ids) > 1 for pair in _copies(connection, ids)]
    connection.execute("DELETE FROM paper_copies")
    connection.executemany("INSERT INTO paper_copies VALUES (?, ?)", copies)


def _copies(connection: sqlite3.Connection, ids: list[str]) -> Iterator[tuple[str, str]]:
    """Each paper that says what one before it says, and that one."""
    originals: dict[str, Counter[str]] = {}
    for own in ids:
        text = connection.execute("SELECT text FROM filed_papers WHERE id = ?", (own,)).fetchone()["text"]
        words = Counter(_WORD.findall(text.lower()))
        original = next((one for one, said in originals.items() if _say_the_same(words, said)), None)
        if original:
            yield own, original
        else:
            originals[own] = words


def _say_the_same(one: Counter[str], other: Counter[str]) -> bool:
    shorter, longer = sorted((one.total(), other.total()))
    return shorter >= _SAME * longer > 0 and (one & other).total() >= _SAME * longer
