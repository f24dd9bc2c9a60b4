"""Which links a person should look at, the least certain that matter first; and what else a link could point at."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from rapidfuzz import fuzz

from pipeline.store.anchors import Anchor, anchor_of, bare_words, table_of

# How much hangs on a link: whether a finding is answered at all, before where the answer was decided.
_WEIGHTS = {"answers": 1.0, "may_answer": 0.9, "carried_out_by": 0.8, "assesses": 0.8, "repeats": 0.5,
            "decided_in": 0.5, "recommended_in": 0.3, "reported_in": 0.4, "follows_up": 0.3}  # fmt: skip
_HEAVY = 1.5  # a remark or refused discharge weighs more than another point
_ONLY = 1.5  # and so does the one answer that a finding has
_CERTAIN = 0.9  # of links shown at this and more some 96 in 100 are right (docs/accuracy.md)
_QUEUE = """
SELECT l.*, f.kind AS finding_kind,
    (SELECT count(*) FROM links AS o WHERE o.kind = l.kind AND o.target_id = l.target_id AND o.state <> 'rejected')
        AS rivals
FROM links AS l
LEFT JOIN findings AS f ON f.id = CASE l.kind WHEN 'carried_out_by' THEN l.source_id ELSE l.target_id END
WHERE l.suspect OR l.state = 'proposed'
"""


@dataclass(frozen=True, slots=True)
class Question:
    """A link to be judged, with both its ends; `weight` is how much it matters that it is wrong, times how likely.

    `settled`: as good as certain, or a measure told inside an answer, which stands or falls with the answer's own link.
    """

    link: sqlite3.Row
    source: Anchor
    target: Anchor
    weight: float
    settled: bool


def questions(connection: sqlite3.Connection) -> list[Question]:
    """The links that wait for a verdict: suspect ones first, then by what hangs on them and how uncertain they are."""
    found = []
    for row in connection.execute(_QUEUE).fetchall():
        if row["kind"] not in _WEIGHTS:
            continue
        source = anchor_of(connection, row["source_type"], row["source_id"])
        target = anchor_of(connection, row["target_type"], row["target_id"])
        if source is None or target is None:
            continue
        weight = (1.0 - row["confidence"]) * _WEIGHTS[row["kind"]]
        weight *= _HEAVY if row["finding_kind"] in ("discharge_denied", "remark") else 1.0
        weight *= _ONLY if row["kind"] == "answers" and row["rivals"] == 1 else 1.0
        settled = not row["suspect"] and (row["confidence"] >= _CERTAIN or row["method"] == "answer")
        found.append(Question(row, source, target, weight, settled))
    return sorted(found, key=lambda q: (not q.link["suspect"], -q.weight, q.link["id"]))


def candidates(connection: sqlite3.Connection, question: Question, most: int = 9) -> list[Anchor]:
    """What the link could point at instead: the other records of the target's document and kind, and what the source's
    document names, the most alike the source's words first.
    """
    table = table_of(question.link["target_type"])
    if table is None or table == "documents":
        return []
    rows = connection.execute(
        f'SELECT id FROM "{table}" WHERE document_id IN (SELECT document_id FROM records WHERE id = ?)'
        " UNION SELECT target_id FROM links WHERE kind = ? AND source_id = ?",
        (question.link["target_id"], question.link["kind"], question.link["source_id"]),
    ).fetchall()
    words = bare_words(question.source.quote)
    anchors = [anchor_of(connection, table, row[0]) for row in rows if row[0] != question.link["target_id"]]
    known = [anchor for anchor in anchors if anchor is not None]
    known.sort(key=lambda a: (-fuzz.token_set_ratio(words, bare_words(a.quote)), a.filename, a.char_start))
    return known[:most]
