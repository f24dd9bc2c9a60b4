"""Why a finding is linked to an answer, or to none: the answers looked at, their scores, and what spoke against."""

from __future__ import annotations

import sqlite3

from pipeline.link.answers import Look, look_at_answers
from pipeline.link.texts import load_corpus
from pipeline.messages import message

_SHOWN = 10  # candidates told of, the best first


def explain_finding(connection: sqlite3.Connection, finding_id: str, lang: str = "sv") -> list[str]:
    """Lines to read, in `lang`: a sum first, then each answer that was looked at and what came of it."""
    corpus = load_corpus(connection)
    finding = next((f for f in corpus.findings if f.id == finding_id), None)
    if finding is None:
        return [message("links.unknown", lang, id=finding_id)]
    looks = sorted(
        look_at_answers(corpus, finding, lang), key=lambda look: (not look.linked, -look.score, look.answer.id)
    )
    if not looks:
        return [message("links.no_answers", lang, body=finding.body or message("links.nobody", lang))]
    linked = sum(look.linked for look in looks)
    return [
        message("links.candidates", lang, count=len(looks), linked=linked),
        *(_line(connection, look, lang) for look in looks[:_SHOWN]),
    ]


def _line(connection: sqlite3.Connection, look: Look, lang: str) -> str:
    row = connection.execute(
        "SELECT r.page_from, d.filename FROM responses AS r JOIN documents AS d ON d.id = r.document_id WHERE r.id = ?",
        (look.answer.id,),
    ).fetchone()
    number = f"{look.score:.2f}".replace(".", "," if lang == "sv" else ".")
    values = {"page": row["page_from"], "document": row["filename"], "why": "; ".join(look.why)}
    if look.linked:
        return message("links.linked", lang, confidence=number, **values)
    return message("links.refused", lang, score=number, **values)
