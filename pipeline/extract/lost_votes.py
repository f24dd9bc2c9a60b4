"""Votes that are not told whole: tables whose columns are lost, numbers of which nobody says what they are for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extract.paragraphs import MINUTES
from pipeline.extract.tallies import count_of
from pipeline.lexicon import load_lexicon
from pipeline.records import Ballot, Document, Problem, Reading, Vote

_MARKED = re.compile(r"(?:^|.*\s)[xX×✓✔]\s*$")
_LEAST = 3  # marks
_REACH = 120  # lines from the heads to the marks


def find_lost_votes(reading: Reading) -> Iterator[Problem]:
    """One problem for each such table: how many marks stand there, and on which page; and for each ballot whose numbers
    do not say which are for yes, or of which those alone are named who did not vote as all others. Nobody is said to
    have voted in a way that the text does not tell.
    """
    document = reading.document
    for place, marks in _marked(document):
        if marks >= _LEAST:
            yield Problem(document.path, "votes_lost", str(marks), document.page_at(place).number)
    yield from _untold(reading)


def _untold(reading: Reading) -> Iterator[Problem]:
    document = reading.document
    if reading.facts.kind not in MINUTES:
        return
    ballots = (r for r in reading.records if isinstance(r, Ballot))
    read = {frozenset((ballot.yes, ballot.no)) for ballot in ballots}  # one may be told again
    lexicon = load_lexicon("ballots")
    for match in (m for p in lexicon.group("untold.") for m in p.regex.finditer(document.flow)):
        if frozenset(map(count_of, match.group("most", "least"))) not in read:
            told = f"{match['most']} mot {match['least']}"
            yield Problem(document.path, "votes_untold", told, document.page_at(match.start()).number)
    voted = {record.name for record in reading.records if isinstance(record, Vote)}
    for match in lexicon.pattern("others.excepted").regex.finditer(document.flow):
        if not any(name in match[0] for name in voted):
            page = document.page_at(match.start()).number
            yield Problem(document.path, "votes_excepted", match["side"].lower(), page)


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
