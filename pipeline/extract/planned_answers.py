"""Answers that a body says will come: "Granskning av fordon (svar planeras maj 2019)", "svaret lämnas i augusti"."""

from __future__ import annotations

import re

from pipeline.extract.addressees import document_context
from pipeline.extract.due_dates import read_due
from pipeline.extract.passages import one_line, trimmed
from pipeline.extract.voices import AUDITORS, speaker
from pipeline.lexicon import load_lexicon
from pipeline.records import At, Block, PlannedAnswer, Reading, Record, record_id

_REVIEW = re.compile(
    r"\b(?:granskning|uppföljning|förstudie)(?:en)?\s+(?:av|om|avseende)\s+[^.,;:()\n]{4,90}", re.IGNORECASE
)
_BRACKET = re.compile(r"(?:\s[–-]\s|\s*\().*\bsvar\b.*$", re.IGNORECASE)
_OPENS = re.compile(r"\W*(?:granskning|uppföljning|förstudie)", re.IGNORECASE)
_HEADING = 120  # characters
_DASH = re.compile(r"\s[–-]\s")
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
    blocks = [block for block in document.blocks if not block.is_aside]
    for above, block in zip([None, *blocks], blocks, strict=False):
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
                    review=_review(reading, block, above),
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


def _review(reading: Reading, block: Block, above: Block | None) -> str | None:
    """The review that the block names, or the line above it that opens with one; else the paper's title."""
    flow = reading.document.flow
    text = one_line(flow[block.start : block.end])
    over = one_line(flow[above.start : above.end]) if above else ""
    own = _OPENS.match(text) is not None
    headed = not own and len(over) <= _HEADING and _OPENS.match(over) is not None
    if named := _REVIEW.search(_BRACKET.sub("", text)) or (_REVIEW.search(_BRACKET.sub("", over)) if headed else None):
        return " ".join(named[0].split())
    if headed:
        return _DASH.split(_bare(over))[0]
    if not own and (named := _REVIEW.search(reading.facts.title or "")):
        return " ".join(named[0].split())
    heading = _bare(text)
    return heading if _BRACKET.search(text) and len(heading) <= _HEADING else None


def _bare(text: str) -> str:
    return _MARK.sub("", _BRACKET.sub("", text))
