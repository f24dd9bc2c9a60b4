"""Link an answer that was planned to the paper in which the body then gave it."""

from __future__ import annotations

import sqlite3

from pipeline.lexicon.organisations import one_organisation
from pipeline.lexicon.stems import stem_families
from pipeline.link.structure import same_body
from pipeline.messages import words_of
from pipeline.records import Link

_CONFIDENCE = 0.8
_HEAD = 600  # characters in which a paper says what it answers
_SHARE = 0.6  # of the review's telling words that the paper's title and head must have
_ANSWERS = """
SELECT p.id, p.document_id, p.date, coalesce(p.organisation, '') AS organisation, lower(coalesce(p.body, '')) AS body,
    p.title, substr(p.text, 1, ?) AS head
FROM filed_papers AS p
WHERE p.date IS NOT NULL AND EXISTS (SELECT 1 FROM responses AS r WHERE r.paper_id = p.id)
ORDER BY p.date, p.id
"""
_PLANNED = """
SELECT p.id, p.paper_id, lower(coalesce(p.body, '')) AS body, p.review, coalesce(d.date, '') AS date,
    coalesce(d.organisation, '') AS organisation
FROM planned_answers AS p JOIN papers AS d ON d.id = p.paper_id ORDER BY p.id
"""


def link_planned_answers(connection: sqlite3.Connection) -> list[Link]:
    """`reported_in` links from a planned answer to the first later paper of the body that answers on that review."""
    papers = [
        (row, stem_families(f"{row['title'] or ''} {row['head']}")) for row in connection.execute(_ANSWERS, (_HEAD,))
    ]
    links = []
    for planned in connection.execute(_PLANNED):
        about = stem_families(planned["review"] or "")
        for paper, families in papers:
            later = paper["id"] != planned["paper_id"] and paper["date"] > planned["date"]
            owner = not planned["body"] or not paper["body"] or same_body(planned["body"], paper["body"])
            one = one_organisation(paper["organisation"], planned["organisation"])
            if later and owner and one and len(about & families) >= _SHARE * len(about):
                reason = words_of("links.planned_answer", date=paper["date"])
                ends = ("planned_answers", planned["id"], "documents", paper["document_id"])
                links.append(Link("reported_in", *ends, _CONFIDENCE, "planned", *reason))
                break
    return links
