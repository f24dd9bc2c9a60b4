"""Tables of votes whose columns the text has lost: a cross stands beside each name, and under what can't be told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.lexicon import load_lexicon
from pipeline.records import Document, Problem, Reading

_MARKED = re.compile(r"(?:^|.*\s)[xX×✓✔]\s*$")
_LEAST = 3  # marks
_REACH = 120  # lines from the heads to the marks


def find_lost_votes(reading: Reading) -> Iterator[Problem]:
    """One problem for each such table: how many marks stand there, and on which page. Nobody is said to have voted in a
    way that the marks alone do not tell."""
    document = reading.document
    for place, marks in _marked(document):
        if marks >= _LEAST:
            yield Problem(document.path, "votes_lost", str(marks), document.page_at(place).number)


def _marked(document: Document) -> Iterator[tuple[int, int]]:
    """Where "Ja" and "Nej" head lines that are in no table of the document, and how many of these end in a mark."""
    heads_side = load_lexicon("ballots").pattern("list.lost_heads").regex
    spans = sorted((t.start, t.end) for t in document.tables)
    inside = 0
    head = marks = place = since = 0
    for match in re.finditer(r"[^\n\f]+", document.text):
        while inside < len(spans) and spans[inside][1] <= match.start():
            inside += 1
        line = match[0].strip()
        if not line or (inside < len(spans) and spans[inside][0] <= match.start()):
            continue
        since += 1
        if heads_side.fullmatch(line):
            head, place = (head if since <= _REACH and head else 0) + 1 + (" " in line), place or match.start()
            since = 0
        elif head > 1 and _MARKED.match(line):
            marks += 1
        elif since > _REACH or len(line) > _REACH:
            yield place, marks
            head = marks = place = since = 0
    yield place, marks
