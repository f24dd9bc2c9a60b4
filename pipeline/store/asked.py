"""Until when the auditors asked for answers: said in the report, or in the letter that it came with."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator

from pipeline.lexicon.organisations import one_organisation

_ASKING = """
SELECT s.id, lower(s.given_to) AS body, s.due_to, s.document_id, p.kind, p.case_number, p.title, p.organisation,
    coalesce(p.date, '') AS date
FROM assignments AS s JOIN papers AS p ON p.id = s.paper_id
WHERE s.due_to IS NOT NULL AND (s.report_to LIKE '%revis%' OR (s.report_to IS NULL AND s.given_by LIKE '%revis%'))
ORDER BY s.id
"""
_FINDINGS = """
SELECT f.id, lower(f.addressee) AS body, f.audit, f.document_id, p.kind, p.case_number, p.title, p.organisation,
    coalesce(p.date, '') AS date
FROM findings AS f JOIN papers AS p ON p.id = f.paper_id ORDER BY f.id
"""
_OURS = frozenset({"audit_report", "audit_statement", "cover_letter"})
_LONG_NAME = 20  # letters of an audit's name from which it is no other's
_AND = re.compile(r",| och | samt ")


def find_asked(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """Finding, assignment and day: of findings in the file of the request, and in other papers of the auditors that
    have its case number or bear the name of the audit that its title names."""
    asking = connection.execute(_ASKING).fetchall()
    if not asking:
        return
    by_sign: dict[str, list[sqlite3.Row]] = defaultdict(list)
    for finding in connection.execute(_FINDINGS):
        own = [f"file {finding['document_id']}"]
        if finding["kind"] in _OURS:
            own += [f"case {_bare(finding['case_number'])}", f"name {_bare(finding['audit'] or finding['title'])}"]
        for sign in own:
            by_sign[sign].append(finding)
    names = [sign for sign in by_sign if sign.startswith("name ") and len(sign) >= _LONG_NAME]
    for request in asking:
        signs = [f"file {request['document_id']}"]
        if request["kind"] in _OURS:
            title = _bare(request["title"])
            signs += [f"case {_bare(request['case_number'])}"] if request["case_number"] else []
            signs += [name for name in names if name[5:] in title]
        for finding in {f["id"]: f for sign in signs for f in by_sign.get(sign, ())}.values():
            if _is_on(request, finding):
                yield finding["id"], request["id"], request["due_to"]


def _is_on(request: sqlite3.Row, finding: sqlite3.Row) -> bool:
    """The request is to the finding's body, and made when the finding was told or later."""
    body, asked = finding["body"], request["body"]
    named = body is None or asked is None or asked == body or asked in _AND.split(body) or body in _AND.split(asked)
    if finding["document_id"] == request["document_id"]:
        return named
    in_time = not finding["date"] or finding["date"] <= request["due_to"]
    return named and in_time and one_organisation(finding["organisation"] or "", request["organisation"] or "")


def _bare(text: str | None) -> str:
    return "".join(c for c in (text or "").lower() if c.isalnum())
