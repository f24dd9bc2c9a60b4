"""Answers that the auditors ask for: "Revisorerna önskar svar från nämnden senast den 15 mars 2024"."""

from __future__ import annotations

import re

from pipeline.extract.assignment_parts import due_of
from pipeline.extract.body_lists import specific_body
from pipeline.extract.context import Window, read_context
from pipeline.extract.voices import AUDITORS, speaker
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.bodies import find_bodies
from pipeline.records import Assignment, At, Reading, Record, record_id

_NAMELESS = frozenset({"nämnden", "nämnderna", "styrelsen", "styrelserna"})
_REPORT_TO = "revisorerna"


def extract_asked_answers(reading: Reading) -> list[Record]:
    """An assignment to answer the auditors for each body that a sentence of theirs asks, with the day by which; where
    it names none to the one that the paper's title names, else to nobody in particular: all whom the paper is to.
    """
    if speaker(reading) != AUDITORS:
        return []
    context, flow = read_context(reading), reading.document.flow
    asks = load_lexicon("assignments").pattern("answer.wanted")
    title = reading.facts.title or ""
    named = {name for mention in find_bodies(title) if (name := specific_body(mention.name, {})) is not None}
    titled = named.pop() if len(named) == 1 else None
    known = [a.at for a in reading.of(Assignment)]
    found: list[Record] = []
    for sentence in reading.sentences:
        wanted = asks.regex.search(flow, sentence.start, sentence.end)
        if wanted is None or any(at.char_start < sentence.end and sentence.start < at.char_end for at in known):
            continue
        due_from, due_to = due_of(context, reading, Window(sentence.start, sentence.end), sentence.start, sentence.end)
        if due_to is None:
            continue
        start, end = sentence.start, sentence.end
        bodies = [context.name_of(body) for body in context.bodies_in(start, end)]
        asked: list[str | None] = list(dict.fromkeys(b for b in bodies if _answers(b)))
        for body in asked or [titled]:
            found.append(
                Assignment(
                    id=record_id(reading.document.id, Assignment.table, start, end, body or ""),
                    at=At(start, end, asks.id, asks.confidence),
                    given_by=_REPORT_TO,
                    given_to=body,
                    task=" ".join(flow[_task_start(wanted) : end].split()).strip(" .,:;"),
                    report_to=_REPORT_TO,
                    due_from=due_from,
                    due_to=due_to,
                    decision_id=None,
                    status="open",
                )
            )
    return found


def _task_start(wanted: re.Match[str]) -> int:
    return max(wanted.start("task"), wanted.start("asked"))


def _answers(body: str) -> bool:
    """Whether a body is one that answers auditors: not the council, to which answers go, nor "nämnden" of no name."""
    name = body.lower()
    return name not in _NAMELESS and "revis" not in name and not name.endswith("fullmäktige")
