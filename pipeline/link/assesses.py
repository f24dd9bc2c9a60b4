"""Link the auditors' verdicts to what they judge: in the same paper, and the same point in earlier papers."""

from __future__ import annotations

import sqlite3

from pipeline.link.texts import load_corpus
from pipeline.link.twins import Twins
from pipeline.messages import words_of
from pipeline.records import Link


def link_assessments(connection: sqlite3.Connection) -> list[Link]:
    """`assesses` links: to the finding that the extraction named, and to the earliest in the same words.

    Those between the two repeat the earliest, by which the verdict reaches them.
    """
    corpus = load_corpus(connection)
    by_id = {f.id: f for f in corpus.findings}
    twins = Twins(corpus.findings)
    links: list[Link] = []
    rows = connection.execute(
        "SELECT id, finding_id, confidence FROM assessments WHERE finding_id IS NOT NULL ORDER BY id"
    )
    for row in rows:
        if row["finding_id"] not in by_id:
            continue
        finding = by_id[row["finding_id"]]
        here = words_of("links.judged")
        links.append(
            Link("assesses", "assessments", row["id"], "findings", finding.id, row["confidence"], "section", *here)
        )
        earliest = twins.earliest(finding)
        if earliest is not None:
            why = words_of("links.judged_earlier", why=words_of("links.same_words"))
            confidence = round(0.9 * row["confidence"], 2)
            links.append(
                Link("assesses", "assessments", row["id"], "findings", earliest.id, confidence, "same_words", *why)
            )
    return links
