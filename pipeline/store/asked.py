"""Until when the auditors asked for answers: said in the report, or in the letter that it came with."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator

from pipeline.lexicon.organisations import one_organisation
from pipeline.store.audit_names import AuditNames, bare_letters

_ASKING = """
SELECT s.id, lower(s.given_to) AS body, s.due_to, s.document_id, s.paper_id, p.kind, p.case_number, p.title,
    p.organisation, coalesce(p.date, '') AS date
FROM assignments AS s JOIN papers AS p ON p.id = s.paper_id
WHERE s.due_to IS NOT NULL AND (s.report_to LIKE '%revis%' OR (s.report_to IS NULL AND s.given_by LIKE '%revis%'))
ORDER BY s.id
"""
_FINDINGS = """
SELECT f.id, lower(f.addressee) AS body, f.kind <> 'recommendation' AND f.year < (
        SELECT max(g.year) FROM findings AS g WHERE g.paper_id = f.paper_id) AS retold,
    f.audit, f.document_id, f.paper_id, p.kind, p.case_number, p.title, p.organisation, coalesce(p.date, '') AS date
FROM findings AS f JOIN papers AS p ON p.id = f.paper_id ORDER BY f.id
"""  # what was criticised another year is answered, or was; what was recommended may remain
_OURS = frozenset({"audit_report", "audit_statement", "cover_letter"})
_AND = re.compile(r",| och | samt ")


def find_asked(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """Finding, assignment and day: of findings in the file of the request, and in other papers of the auditors that
    have its case number or bear the name of the audit that its title names."""
    asking = connection.execute(_ASKING).fetchall()
    if not asking:
        return
    by_sign: dict[str, list[sqlite3.Row]] = defaultdict(list)
    for finding in connection.execute(_FINDINGS):
        if finding["retold"]:
            continue
        own = [f"file {finding['document_id']}"]
        if finding["kind"] in _OURS:
            own.append(f"case {bare_letters(finding['case_number'])}")
            own.append(f"name {bare_letters(finding['audit'] or finding['title'])}")
        for sign in own:
            by_sign[sign].append(finding)
    names = AuditNames(sign[5:] for sign in by_sign if sign.startswith("name "))
    for request in asking:
        signs = [f"file {request['document_id']}"]
        if request["kind"] in _OURS:
            signs += [f"case {bare_letters(request['case_number'])}"] if request["case_number"] else []
            signs += [f"name {name}" for name in names.named_in(request["title"])]
        for finding in {f["id"]: f for sign in signs for f in by_sign.get(sign, ())}.values():
            if _is_on(request, finding):
                yield finding["id"], request["id"], request["due_to"]


def is_of(addressee: str | None, body: str | None) -> bool:
    """Whether the body is the addressee, or one of them; unknown, it may be. Both in lower case."""
    if addressee is None or body is None:
        return True
    return body == addressee or body in _AND.split(addressee) or addressee in _AND.split(body)


def _is_on(request: sqlite3.Row, finding: sqlite3.Row) -> bool:
    """The request is to the finding's body, and made when the finding was told or later."""
    named = is_of(finding["body"], request["body"])
    if finding["document_id"] == request["document_id"]:  # a letter asks for what it lies before
        to_paper = request["body"] or request["kind"] == "cover_letter" or finding["paper_id"] == request["paper_id"]
        return named and bool(to_paper)
    in_time = not finding["date"] or finding["date"] <= request["due_to"]
    return named and in_time and one_organisation(finding["organisation"] or "", request["organisation"] or "")
