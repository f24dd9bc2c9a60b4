"""Papers on an audit from which nothing was taken: a miss that nobody would see unless it is told."""

from __future__ import annotations

import re

from pipeline.extract.voices import AUDITORS, speaker
from pipeline.lexicon import load_lexicon
from pipeline.records import Assessment, Finding, Mention, Problem, Reading, Response

_AUDITORS = re.compile(r"\b(?:\w*revisorer(?:na|nas)?|(?:\w*)revisionen?s?|revisionsrapport\w*)\b", re.IGNORECASE)
_OFTEN = 4  # mentions of the auditors from which a paper of unknown kind is likely to be about an audit
_BRIEF = 1500  # letters below which a report or an answer may well hold nothing but a greeting
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
    if reading.facts.kind == "other" and speaker(reading) == AUDITORS:
        return [Problem(reading.document.path, "notice_of_auditors", str(named))]  # however brief
    judges = named > 0 and load_lexicon("findings").pattern("notice.judges").regex.search(flow) is not None
    if reading.facts.kind == "other" and judges:
        return [Problem(reading.document.path, code, str(named))]  # words of auditors, told by whomever
    if len(flow) < _BRIEF or (reading.facts.kind == "other" and named < _OFTEN):
        return []
    return [Problem(reading.document.path, code, str(named))]
