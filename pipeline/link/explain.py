"""Why a finding is linked to an answer, or to none: the answers looked at, their scores, and what spoke against."""

from __future__ import annotations

import sqlite3

from pipeline.link.answers import know_meanings, look_at_answers
from pipeline.link.placed import Look
from pipeline.link.scorer import scorer_for
from pipeline.link.texts import load_corpus
from pipeline.messages import join_words, kept_words, message

_SHOWN = 10  # refused candidates told of, the best first

_WHOSE = """
SELECT lower(coalesce(f.addressee, p.body)) AS body
FROM findings AS f JOIN papers AS p ON p.id = f.paper_id WHERE f.id = ?
"""
# Answers that reach the finding by another one: the same point elsewhere, or the point that it is a part of.
_ELSEWHERE = """
SELECT a.response_id AS id, a.via, l.confidence, l.reason, l.reason_en, r.page_from, d.filename
FROM finding_answers AS a
JOIN links AS l ON l.id = a.link_id AND l.state <> 'rejected'
JOIN responses AS r ON r.id = a.response_id
JOIN documents AS d ON d.id = r.document_id
WHERE a.finding_id = ? ORDER BY l.confidence DESC, a.response_id
"""
_SAME_POINT = """
SELECT l.confidence, l.reason, l.reason_en, f.page_from, d.filename
FROM links AS l
JOIN findings AS f ON f.id IN (l.source_id, l.target_id)
JOIN documents AS d ON d.id = f.document_id
WHERE l.kind = 'repeats' AND l.state <> 'rejected' AND ? IN (l.source_id, l.target_id) AND f.id <> ?
ORDER BY l.confidence DESC, f.id
"""
_MEASURES = """
SELECT l.confidence, l.reason, l.reason_en, m.page_from, d.filename
FROM finding_measures AS x
JOIN links AS l ON l.id = x.link_id AND l.state <> 'rejected'
JOIN measures AS m ON m.id = x.measure_id
JOIN documents AS d ON d.id = m.document_id
WHERE x.finding_id = ? ORDER BY l.confidence DESC, m.id
"""


def explain_finding(connection: sqlite3.Connection, finding_id: str, lang: str = "sv") -> list[str]:
    """Lines to read, in `lang`: a sum, then what the finding is linked to and how, then what was refused and why."""
    if connection.execute("SELECT 1 FROM rejected_records WHERE record_id = ?", (finding_id,)).fetchone():
        return [message("links.rejected", lang)]
    row = connection.execute(_WHOSE, (finding_id,)).fetchone()
    if row is None:
        return [message("links.unknown", lang, id=finding_id)]
    looks = _looks(connection, finding_id)
    linked = {look.answer.id for look in looks if look.linked}
    elsewhere = [row for row in connection.execute(_ELSEWHERE, (finding_id,)) if row["id"] not in linked]
    reached = linked | {row["id"] for row in elsewhere}
    refused = [look for look in looks if not look.linked and look.answer.id not in reached]
    joined = [_other(row, "same_point_at", lang) for row in connection.execute(_SAME_POINT, (finding_id, finding_id))]
    joined += [_other(row, "measure_at", lang) for row in connection.execute(_MEASURES, (finding_id,))]
    if not reached and not refused:
        return [message("links.no_answers", lang, body=row["body"] or message("links.nobody", lang)), *joined]
    return [
        message("links.candidates", lang, count=len(reached) + len(refused), linked=len(reached)),
        *(_line(connection, look, lang) for look in looks if look.linked),
        *(_other(row, f"by_{row['via']}", lang) for row in elsewhere),
        *joined,
        *(_line(connection, look, lang) for look in refused[:_SHOWN]),
    ]


def _looks(connection: sqlite3.Connection, finding_id: str) -> list[Look]:
    """The answers held against the finding, what was linked first; none where it stands in a copy of another paper, as
    answers are held against that.
    """
    corpus, scorer = load_corpus(connection), scorer_for(connection)
    finding = next((f for f in corpus.findings if f.id == finding_id), None)
    if finding is None:
        return []
    know_meanings(corpus, scorer)
    looks = look_at_answers(corpus, scorer, finding)
    return sorted(looks, key=lambda look: (not look.linked, -look.score, look.answer.id))


def _other(row: sqlite3.Row, key: str, lang: str) -> str:
    number = f"{row['confidence']:.2f}".replace(".", "," if lang == "sv" else ".")
    values = {"page": row["page_from"], "document": row["filename"], "why": kept_words(row, "reason", lang)}
    return message(f"links.{key}", lang, confidence=number, **values)


def _line(connection: sqlite3.Connection, look: Look, lang: str) -> str:
    row = connection.execute(
        "SELECT r.page_from, d.filename FROM responses AS r JOIN documents AS d ON d.id = r.document_id WHERE r.id = ?",
        (look.answer.id,),
    ).fetchone()
    number = f"{look.score:.2f}".replace(".", "," if lang == "sv" else ".")
    values = {"page": row["page_from"], "document": row["filename"], "why": join_words(look.why).in_language(lang)}
    if look.linked:
        return message("links.linked", lang, confidence=number, **values)
    return message("links.refused", lang, score=number, **values)
