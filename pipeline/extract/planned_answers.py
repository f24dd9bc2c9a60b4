"""Answers that a body says will come: "Granskning av fordon (svar planeras maj 2019)", "svaret lämnas i augusti"."""

from __future__ import annotations

import re

from pipeline.extract.addressees import document_context
from pipeline.extract.due_dates import read_due
from pipeline.extract.passages import one_line, trimmed
from pipeline.extract.voices import AUDITORS, speaker
from pipeline.lexicon import load_lexicon
from pipeline.records import At, PlannedAnswer, Reading, Record, record_id

_REVIEW = re.compile(
    r"\b(?:granskning|uppföljning|förstudie)(?:en)?\s+(?:av|om|avseende)\s+[^.,;:()\n]{4,90}", re.IGNORECASE
)
_BRACKET = re.compile(r"(?:\s[–-]\s|\s*\().*\bsvar\b.*$", re.IGNORECASE)
_MARK = re.compile(r"^\W+")
_STOP = re.compile(r"[.!?)](?=\s|$)|\n")


def extract_planned_answers(reading: Reading) -> list[Record]:
    """Each sentence or heading of a board's paper that puts its answer to the auditors off to a day."""
    if speaker(reading) == AUDITORS:
        return []
    document = reading.document
    planned = load_lexicon("responses").pattern("planned")
    body = document_context(reading, by_auditors=False).body
    found: list[Record] = []
    for block in document.blocks:
        if block.kind in {"furniture", "footnote"}:
            continue
        for match in planned.regex.finditer(document.flow, block.start, block.end):
            start, end = _clause(document.flow, match.start(), match.end(), block.start, block.end)
            due = read_due(document.flow[match.start() : end])
            if due.last is None:
                continue
            start, end = trimmed(document, start, end)
            found.append(
                PlannedAnswer(
                    id=record_id(document.id, PlannedAnswer.table, start, end),
                    at=At(start, end, "planned_answers.told", planned.confidence),
                    body=body,
                    review=_review(document.flow[block.start : block.end], reading),
                    due_from=due.first,
                    due_to=due.last,
                    due_precision=due.precision,
                )
            )
    return list({record.id: record for record in found}.values())


def _clause(flow: str, start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """The sentence around the words, within its block."""
    begin = max((stop.end() for stop in _STOP.finditer(flow, first, start)), default=first)
    stop = _STOP.search(flow, end, last)
    return begin, stop.end() if stop else last


def _review(words: str, reading: Reading) -> str | None:
    """The review that the block names, else the paper's title."""
    text = one_line(words)
    named = _REVIEW.search(_BRACKET.sub("", text)) or _REVIEW.search(reading.facts.title or "")
    if named:
        return " ".join(named[0].split())
    heading = _MARK.sub("", _BRACKET.sub("", text))
    return heading if _BRACKET.search(text) and len(heading) <= 120 else None
