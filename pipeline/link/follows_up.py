"""Link a measure in a later document to the same measure in an earlier one: plan, follow-up, final report."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict

from rapidfuzz import fuzz

from pipeline.lexicon.stems import content_stems
from pipeline.messages import message
from pipeline.records import Link
from pipeline.store.copies import original_measures

_LEAST = 90  # percent; nearer texts are the same measure, others may be its neighbour
_SHORTEST = 15  # letters; shorter texts ("Utbildning") are alike by chance
_OPENING = re.compile(r"^(?:att|nr \d+|\d+[.)])\s+", re.IGNORECASE)
_ORDER = {"action_plan": 0, "official_report": 1, "response": 1, "audit_report": 1, "follow_up": 2}
_MANY = 400  # a stem in more measures than this blocks nothing

_MEASURES = """
SELECT m.id, m.text, m.document_id, coalesce(d.date, '') AS date, d.kind AS kind,
    coalesce(d.organisation, '') AS organisation
FROM measures AS m JOIN documents AS d ON d.id = m.document_id
WHERE m.rule NOT LIKE 'prose.%'
ORDER BY d.date, m.document_id, m.char_start
"""


def link_follow_ups(connection: sqlite3.Connection) -> list[Link]:
    """`follows_up` links between measures of the same words in documents of one organisation, later to earlier."""
    index: dict[str, list[tuple[sqlite3.Row, str]]] = defaultdict(list)
    links: list[Link] = []
    copies = original_measures(connection)  # the views say of these what is said of their originals
    rows = [(row, _bare(row["text"])) for row in connection.execute(_MEASURES) if row["id"] not in copies]
    for row, text in rows:
        if len(text) < _SHORTEST:
            continue
        stems = sorted(content_stems(text), key=lambda s: (len(index.get(s, ())), s))[:3]
        near = {other["id"]: (other, words) for stem in stems for other, words in index[stem][:_MANY]}
        best: dict[str, tuple[float, sqlite3.Row]] = {}
        for other, words in near.values():
            score = fuzz.ratio(text, words, score_cutoff=_LEAST)
            if score >= _LEAST and other["document_id"] != row["document_id"] and _one_organisation(row, other):
                held = best.get(other["document_id"])
                if held is None or held[0] < score:
                    best[other["document_id"]] = (score, other)
        for score, other in best.values():
            ordered = _ordered(row, other)
            if ordered:
                links.append(_link(*ordered, score))
        for stem in content_stems(text):
            index[stem].append((row, text))
    return links


def _bare(text: str) -> str:
    return re.sub(r"[^\wåäö ]+", "", _OPENING.sub("", " ".join(text.lower().split()))).strip()


def _one_organisation(one: sqlite3.Row, other: sqlite3.Row) -> bool:
    return len({one["organisation"], other["organisation"]} - {""}) <= 1


def _ordered(one: sqlite3.Row, other: sqlite3.Row) -> tuple[sqlite3.Row, sqlite3.Row] | None:
    """The later and the earlier one, by date, else by kind (a plan comes before its follow-up); None for copies."""
    if one["date"] and other["date"] and one["date"] != other["date"]:
        return (one, other) if one["date"] > other["date"] else (other, one)
    ranks = _ORDER.get(one["kind"], 1), _ORDER.get(other["kind"], 1)
    if ranks[0] == ranks[1]:
        return None
    return (one, other) if ranks[0] > ranks[1] else (other, one)


def _link(later: sqlite3.Row, earlier: sqlite3.Row, score: float) -> Link:
    dated = bool(later["date"] and earlier["date"])
    confidence = round(score / 100 * (0.95 if dated else 0.85), 3)
    reason = message("chain.same_measure", percent=round(score))
    return Link("follows_up", "measures", later["id"], "measures", earlier["id"], confidence, "likeness", reason)
