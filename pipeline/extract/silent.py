"""Papers on an audit and plans from which nothing was taken: a miss that nobody would see unless it is told."""

from __future__ import annotations

import re

from pipeline.extract.voices import AUDITORS, speaker
from pipeline.lexicon import load_lexicon
from pipeline.records import Assessment, Finding, Measure, Mention, Problem, Reading, Response

_AUDITORS = re.compile(r"\b(?:\w*revisorer(?:na|nas)?|(?:\w*)revisionen?s?|revisionsrapport\w*)\b", re.IGNORECASE)
_OFTEN = 4  # mentions of the auditors from which a paper of unknown kind is likely to be about an audit
_BRIEF = 1500  # letters below which a report or an answer may well hold nothing but a greeting
_BRIEF_PLAN = 300  # the same for a plan, whose table may be all that it holds
_EXPECTED = {
    "audit_report": ("no_findings", (Finding, Mention, Assessment)),
    "audit_statement": ("no_findings", (Finding, Mention, Assessment)),
    "response": ("no_answers", (Response,)),
    "action_plan": ("no_measures", (Measure,)),
    "follow_up": ("no_measures", (Measure, Finding, Mention, Assessment, Response)),
    "other": ("unknown_about_audit", (Finding, Response, Assessment)),
}


def find_silent(reading: Reading) -> list[Problem]:
    """One problem where a report holds no finding, an answer answers nothing, a plan holds no measure, or a paper of
    unknown kind that speaks of the auditors again and again holds neither. Reports that criticise nothing are rare, but
    there are such. A plan of which it is told that its table lost its columns is not told of twice.
    """
    code, expected = _EXPECTED.get(reading.facts.kind, ("", ()))
    if not code or any(isinstance(record, expected) for record in reading.records):
        return []
    path, flow = reading.document.path, reading.document.flow
    named = sum(1 for _ in _AUDITORS.finditer(flow))
    brief = _BRIEF
    if code == "no_measures":
        brief = _BRIEF_PLAN
        if any(problem.code == "table_lost_columns" for problem in reading.document.problems):
            return []
    elif reading.facts.kind == "other":
        if speaker(reading) == AUDITORS:
            return [Problem(path, "notice_of_auditors", str(named))]  # however brief
        if named and load_lexicon("findings").pattern("notice.judges").regex.search(flow):
            brief = 0  # words of auditors, told by whomever
        elif named < _OFTEN:
            return []
    return [Problem(path, code, str(named))] if len(flow) >= brief else []
