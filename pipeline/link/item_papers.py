"""Each item of minutes with several as a paper of its own: they are on different matters, and what one tells is not
answered in the next.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace

from pipeline.link.told import Paper

_SEVERAL = 2
_HEAD = 4000  # characters of an item in which it says what it is on


class ItemPapers:
    """Where the items of minutes with several stand, each as a paper."""

    def __init__(self, connection: sqlite3.Connection, papers: Mapping[str, Paper]) -> None:
        rows = connection.execute(
            "SELECT id, document_id, paper_id, char_start, char_end, title, case_number, substr(quote, 1, ?) AS head"
            " FROM agenda_items ORDER BY document_id, char_start, id",
            (_HEAD,),
        ).fetchall()
        counts = Counter(row["paper_id"] for row in rows)
        self._items: dict[str, list[tuple[int, int, Paper]]] = defaultdict(list)
        for row in rows:
            if counts[row["paper_id"]] >= _SEVERAL:
                item = _paper_of(row, papers[row["paper_id"]])
                self._items[row["document_id"]].append((row["char_start"], row["char_end"], item))

    def at(self, document: str, place: int) -> Paper | None:
        """The item that stands there."""
        items = self._items.get(document, [])
        index = bisect_right(items, place, key=lambda item: item[0]) - 1
        return items[index][2] if index >= 0 and place < items[index][1] else None


def _paper_of(row: sqlite3.Row, minutes: Paper) -> Paper:
    """Its own title, words and case numbers; whose it is, and when, the minutes say."""
    head = " ".join(row["head"].split())
    written = {number for number in minutes.case_numbers.values() if number in row["head"]} | {row["case_number"]}
    numbers = {key: number for key, number in minutes.case_numbers.items() if number in written}
    title = row["title"] or minutes.title
    return replace(minutes, id=row["id"], title=title, head=head, case_numbers=numbers, within=minutes.id)
