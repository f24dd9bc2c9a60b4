"""Link answers, measures and assignments to the decision that they were taken by."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator

from pipeline.messages import message
from pipeline.records import Link

_CITED = """
SELECT r.id AS source, c.target_id AS item, c.paragraph AS paragraph, c.date_from AS date, c.confidence AS confidence
FROM citations AS c
JOIN "{table}" AS r ON r.document_id = c.document_id AND r.char_start <= c.char_start AND c.char_end <= r.char_end
JOIN agenda_items AS i ON i.id = c.target_id
WHERE c.kind = 'agenda_item' AND c.role IN ({roles})
ORDER BY r.id, c.char_start
"""
_IN_ITEM = """
SELECT r.id AS source, d.id AS decision, i.number AS paragraph
FROM "{table}" AS r
JOIN agenda_items AS i ON i.document_id = r.document_id AND i.char_start <= r.char_start AND r.char_end <= i.char_end
JOIN decisions AS d ON d.agenda_item_id = i.id AND d.kind = 'decided'
WHERE {condition}
ORDER BY r.id, d.char_start
"""
_ANSWERING = "(lower(d.quote) LIKE '%yttrande%' OR lower(d.quote) LIKE '%svar%' OR lower(d.quote) LIKE '%förklaring%')"
_DECIDED = f"""
SELECT d.id AS decision, lower(coalesce(d.body, i.body, '')) AS body, coalesce(d.date_from, i.date_from) AS date,
    coalesce(d.paragraph, i.number, '') AS paragraph, coalesce(d.case_number, i.case_number, '') AS case_number
FROM decisions AS d LEFT JOIN agenda_items AS i ON i.id = d.agenda_item_id
WHERE d.kind = 'decided' AND {_ANSWERING}
ORDER BY d.id
"""
_ANSWERS = """
SELECT r.id AS source, lower(coalesce(r.responder, d.body, '')) AS body, coalesce(r.date, d.date) AS date,
    coalesce(d.case_number, '') AS case_number
FROM responses AS r JOIN documents AS d ON d.id = r.document_id
WHERE d.kind NOT IN ('minutes', 'minutes_extract') AND r.standing <> 'minority'
ORDER BY r.id
"""


def link_decisions(connection: sqlite3.Connection) -> list[Link]:
    """`decided_in` links: by a citation in the record, by its place in the minutes, by case number, by body and day."""
    return [*_by_citation(connection), *_by_place(connection), *_by_paper(connection)]


def _by_citation(connection: sqlite3.Connection) -> Iterator[Link]:
    for table, roles in (
        ("responses", "'response', 'decision'"),
        ("measures", "'decision'"),
        ("assignments", "'decision', 'other'"),
    ):
        for row in connection.execute(_CITED.format(table=table, roles=roles)):
            reason = message("chain.cited_decision", paragraph=row["paragraph"], date=row["date"] or "–")
            confidence = round(min(0.95, row["confidence"]), 3)
            yield Link("decided_in", table, row["source"], "agenda_items", row["item"], confidence, "citation", reason)


def _by_place(connection: sqlite3.Connection) -> Iterator[Link]:
    for row in connection.execute(
        "SELECT a.id AS source, d.id AS decision FROM assignments AS a JOIN decisions AS d ON d.id = a.decision_id"
        " ORDER BY a.id"
    ):
        reason = message("chain.own_decision")
        yield Link("decided_in", "assignments", row["source"], "decisions", row["decision"], 0.95, "structure", reason)
    inside_decision = "d.char_start <= r.char_start AND r.char_end <= d.char_end"
    for table, condition in (("responses", "r.standing <> 'minority'"), ("measures", inside_decision)):
        for row in connection.execute(_IN_ITEM.format(table=table, condition=condition)):
            reason = message("chain.inside_item", paragraph=row["paragraph"])
            yield Link("decided_in", table, row["source"], "decisions", row["decision"], 0.88, "structure", reason)


def _by_paper(connection: sqlite3.Connection) -> Iterator[Link]:
    """Answers in papers of their own: the decision on them has their case number, or was taken that day by that body.

    Exactly one decision must fit, else there is no link.
    """
    by_case: dict[tuple[str, str], list[sqlite3.Row]] = defaultdict(list)
    by_day: dict[tuple[str, str], list[sqlite3.Row]] = defaultdict(list)
    for decision in connection.execute(_DECIDED):
        if decision["case_number"]:
            by_case[decision["body"], _bare(decision["case_number"])].append(decision)
        if decision["date"]:
            by_day[decision["body"], decision["date"]].append(decision)
    for row in connection.execute(_ANSWERS):
        in_case = by_case.get((row["body"], _bare(row["case_number"])), []) if row["case_number"] else []
        that_day = by_day.get((row["body"], row["date"] or ""), [])
        if len({d["decision"] for d in in_case}) == 1:
            reason = message("chain.same_case", number=row["case_number"])
            yield _answer_decided(row["source"], in_case[0]["decision"], 0.85, "case_number", reason)
        elif len({d["decision"] for d in that_day}) == 1:
            one = that_day[0]
            reason = message(
                "chain.adopted_same_day", body=one["body"].capitalize(), date=one["date"], paragraph=one["paragraph"]
            )
            yield _answer_decided(row["source"], one["decision"], 0.75, "body_and_day", reason)


def _answer_decided(source: str, decision: str, confidence: float, method: str, reason: str) -> Link:
    return Link("decided_in", "responses", source, "decisions", decision, confidence, method, reason)


def _bare(number: str) -> str:
    return "".join(c for c in number.lower() if c.isalnum())
