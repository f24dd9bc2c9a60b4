"""Findings whose body had the audit on its agenda, and only took note of it: no answer, but no silence either."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator

from pipeline.lexicon.organisations import one_organisation
from pipeline.store.asked import is_of
from pipeline.store.audit_names import AuditNames, bare_letters

_NOTED = """
SELECT d.id, lower(coalesce(d.body, i.body, p.body)) AS body, i.title, i.document_id, i.char_start, i.char_end,
    p.organisation, coalesce(d.date_from, p.date, '9999') AS date
FROM decisions AS d JOIN agenda_items AS i ON i.id = d.agenda_item_id JOIN papers AS p ON p.id = d.paper_id
WHERE d.kind = 'decided' AND d.outcome = 'noted' AND d.id NOT IN (SELECT record_id FROM rejected_records)
ORDER BY date, d.id
"""
_FINDINGS = """
SELECT f.id, lower(f.addressee) AS body, coalesce(f.audit, p.title) AS audit, p.organisation,
    coalesce(p.date, '') AS date
FROM findings AS f JOIN papers AS p ON p.id = f.paper_id
WHERE f.addressee IS NOT NULL AND p.kind IN ('audit_report', 'audit_statement', 'cover_letter') ORDER BY f.id
"""
_RETOLD = """
SELECT h.head_id, g.document_id, g.char_start FROM findings AS g JOIN finding_heads AS h ON h.finding_id = g.id
JOIN papers AS p ON p.id = g.paper_id WHERE p.kind IN ('minutes', 'minutes_extract')
"""


def find_noted(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Finding and decision: the item names the audit or tells of the finding, whose body only took note of it."""
    decisions = connection.execute(_NOTED).fetchall()
    if not decisions:
        return
    findings = {row["id"]: row for row in connection.execute(_FINDINGS)}
    by_audit: dict[str, list[str]] = defaultdict(list)
    for row in findings.values():
        by_audit[bare_letters(row["audit"])].append(row["id"])
    retold: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for head, document, start in connection.execute(_RETOLD):
        retold[document].append((start, head))
    names = AuditNames(by_audit)
    for decision in decisions:
        told = [finding for name in names.named_in(decision["title"]) for finding in by_audit[name]]
        within = retold.get(decision["document_id"], ())
        told += [head for start, head in within if decision["char_start"] <= start < decision["char_end"]]
        for finding in dict.fromkeys(told):
            row = findings.get(finding)
            if row is None or row["date"] > decision["date"] or not is_of(row["body"], decision["body"]):
                continue
            if one_organisation(row["organisation"] or "", decision["organisation"] or ""):
                yield finding, decision["id"]
