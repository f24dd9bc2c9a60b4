"""Papers on an audit from which nothing was taken: a miss that nobody would see unless it is told."""

from __future__ import annotations

import re

from pipeline.records import Assessment, Finding, Mention, Problem, Reading, Response

_AUDITORS = re.compile(r"\b(?:\w*revisorer(?:na|nas)?|(?:\w*)revisionen?s?|revisionsrapport\w*)\b", re.IGNORECASE)
_OFTEN = 4  # mentions of the auditors from which a paper of unknown kind is likely to be about an audit
_BRIEF = 1500  # letters below which a report or an answer may well hold nothing but a greeting
_NOTICE = 300  # letters of a notice that tells what an audit came to
_AUDITED = re.compile(r"\b(?:granska(?:t|r|de|ts)|granskning(?:en|ar)?)\b", re.IGNORECASE)
_JUDGED = re.compile(r"\b(?:bedöm(?:er|s|ning(?:en)?)|brist(?:er|erna)?|kritik|rekommenda\w+)\b", re.IGNORECASE)
_EXPECTED = {
    "audit_report": ("no_findings", (Finding, Mention, Assessment)),
    "audit_statement": ("no_findings", (Finding, Mention, Assessment)),
    "response": ("no_answers", (Response,)),
    "other": ("unknown_about_audit", (Finding, Response, Assessment)),
}


def find_silent(reading: Reading) -> list[Problem]:
    """One problem where a report holds no finding, an answer answers nothing, or a paper of unknown kind that speaks of
    the auditors again and again holds neither. Reports that criticise nothing are rare, but there are such.
    """
    code, expected = _EXPECTED.get(reading.facts.kind, ("", ()))
    if not code or any(isinstance(record, expected) for record in reading.records):
        return []
    flow = reading.document.flow
    named = sum(1 for _ in _AUDITORS.finditer(flow))
    if reading.facts.kind == "other" and (named < _OFTEN or len(flow) < _BRIEF) and not _tells_of_audit(flow, named):
        return []
    if reading.facts.kind != "other" and len(flow) < _BRIEF:
        return []
    return [Problem(reading.document.path, code, str(named))]


def _tells_of_audit(flow: str, named: int) -> bool:
    """Whether a short paper tells what auditors examined, and what they found."""
    brief = _NOTICE <= len(flow) < 2 * _BRIEF and named > 1
    return brief and _AUDITED.search(flow) is not None and _JUDGED.search(flow) is not None
