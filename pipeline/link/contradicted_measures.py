"""Link what papers tell of a measure against each other: done in one and left in a later one, effects that differ."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from pipeline.messages import Words, words_of
from pipeline.records import Link

_LEFT = frozenset({"planned", "ongoing", "postponed"})
_SLACK = 0.02  # of an effect: rounding is no contradiction
_MEASURES = """
SELECT m.*, d.filename, coalesce(d.date, '') AS date
FROM measures AS m JOIN filed_papers AS d ON d.id = m.paper_id
"""


def link_contradicted_measures(connection: sqlite3.Connection, links: Sequence[Link]) -> list[Link]:
    """`contradicts` links, later to earlier, between records that `follows_up` links join directly."""
    follow_ups = [link for link in links if link.kind == "follows_up"]
    if not follow_ups:
        return []
    rows = {row["id"]: row for row in connection.execute(_MEASURES)}
    found = []
    for link in follow_ups:
        later, earlier = rows[link.source_id], rows[link.target_id]
        for reason, sure in _against(later, earlier):
            confidence = round(link.confidence * sure, 3)
            ends = ("measures", link.source_id, "measures", link.target_id)
            found.append(Link("contradicts", *ends, confidence, "thread", *reason))
    return found


def _against(later: sqlite3.Row, earlier: sqlite3.Row) -> Iterator[tuple[Words, float]]:
    """Why two records of one measure don't go together, and how sure that is."""
    if earlier["status"] == "done" and later["status"] in _LEFT and not _recurs(earlier, later):
        told = {"earlier": earlier["status_text"] or "", "later": later["status_text"] or ""}
        yield words_of("chain.done_then_left", **told), 0.85
    if earlier["effect_sek"] and later["effect_sek"]:
        differ = abs(earlier["effect_sek"] - later["effect_sek"]) > _SLACK * abs(earlier["effect_sek"])
        known = earlier["effect_basis"] == "achieved"
        if differ and known and later["effect_basis"] != "achieved":
            yield words_of("chain.effect_known", earlier=_money(earlier), later=_money(later)), 0.85
        elif differ and earlier["effect_basis"] == later["effect_basis"]:
            yield words_of("chain.effect_differs", earlier=_money(earlier), later=_money(later)), 0.7


def _recurs(*rows: sqlite3.Row) -> bool:
    """What is done over and over is done and goes on."""
    words = " ".join(f"{r['text']} {r['status_text'] or ''} {r['comment'] or ''}" for r in rows).lower()
    return any(w in words for w in ("löpande", "kontinuerlig", "årlig", "varje ", "regelbund"))


def _money(row: sqlite3.Row) -> str:
    return f"{row['effect_sek'] / 1000:,.0f}".replace(",", " ") + " tkr"
