"""Link the auditors' or the council's request for an answer to the paper in which the body gave it."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Sequence

from pipeline.lexicon.adoption import adopts_paper
from pipeline.link.structure import same_body
from pipeline.messages import words_of
from pipeline.records import Link
from pipeline.store.asked import find_asked

_CONFIDENCE = 0.85
_ASKS = re.compile(r"\b(?:yttra sig|yttrande|svara|svar|besvara\w*|förklaring(?:en)?|förklara sig)\b", re.IGNORECASE)
_TASKS = """
SELECT s.id, s.document_id, s.task, s.rule, lower(s.given_to) AS body, s.due_to, coalesce(d.date, '') AS date
FROM assignments AS s JOIN papers AS d ON d.id = s.paper_id
WHERE s.task IS NOT NULL AND s.given_to IS NOT NULL ORDER BY s.id
"""
_GIVEN = """
SELECT r.id, r.document_id, lower(coalesce(r.responder, d.body, '')) AS body, coalesce(r.date, d.date, '') AS date
FROM responses AS r JOIN papers AS d ON d.id = r.paper_id WHERE r.standing = 'adopted'
"""
_DECIDED = """
SELECT x.id, x.document_id, lower(coalesce(x.body, d.body, '')) AS body, coalesce(x.date_from, d.date, '') AS date,
    x.quote
FROM decisions AS x JOIN papers AS d ON d.id = x.paper_id WHERE x.kind = 'decided'
"""


def link_asked_answers(connection: sqlite3.Connection, links: Sequence[Link]) -> list[Link]:
    """`reported_in` links from an assignment to answer to the first adopted answer of its body, or to the decision that
    sends a proposed one: to a finding of the paper that asks, of the report that its letter came with, or of another
    paper that asks the same ("senast den 14 april yttra sig till revisorerna").
    """
    told_in = dict(connection.execute("SELECT id, document_id FROM findings").fetchall())
    given = {row["id"]: row for row in connection.execute(_GIVEN)} | _sent_on(connection, links)
    answers: dict[str, list[sqlite3.Row]] = defaultdict(list)  # by the paper whose findings they answer
    to_finding: dict[str, list[sqlite3.Row]] = defaultdict(list)
    for link in links:
        if link.kind == "answers" and link.source_id in given and link.target_id in told_in:
            answers[told_in[link.target_id]].append(given[link.source_id])
            to_finding[link.target_id].append(given[link.source_id])
    for finding, assignment, _ in find_asked(connection):
        answers[assignment] += to_finding.get(finding, ())
    asked: dict[tuple[str, ...], list[sqlite3.Row]] = defaultdict(list)
    for task in connection.execute(_TASKS):
        if task["rule"] == "assignment.answer" or _ASKS.search(task["task"]):
            asked[" ".join(task["task"].split()), task["body"], task["due_to"] or task["id"]].append(task)
    found = []
    for tasks in asked.values():
        papers = [answer for task in tasks for told in ("document_id", "id") for answer in answers[task[told]]]
        fitting = [a for a in papers if same_body(a["body"], tasks[0]["body"])]
        for task in tasks:
            later = [a for a in fitting if not a["date"] or a["date"] >= task["date"]]
            if later:
                first = min(later, key=lambda a: (a["date"] or "9999", a["id"]))
                reason = words_of("chain.asked_answer", body=task["body"], date=first["date"] or "–")
                ends = ("assignments", task["id"], "documents", first["document_id"])
                found.append(Link("reported_in", *ends, _CONFIDENCE, "answers", *reason))
    return found


def _sent_on(connection: sqlite3.Connection, links: Sequence[Link]) -> dict[str, sqlite3.Row]:
    """Proposed answers that their body sent on or made its own, each as the decision that did."""
    decisions = {row["id"]: row for row in connection.execute(_DECIDED) if adopts_paper(row["quote"])}
    proposed = {row[0] for row in connection.execute("SELECT id FROM responses WHERE standing = 'proposed'")}
    return {
        link.source_id: decisions[link.target_id]
        for link in links
        if link.kind == "decided_in" and link.source_id in proposed and link.target_id in decisions
    }
