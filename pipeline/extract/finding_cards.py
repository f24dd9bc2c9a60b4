"""Cards of audit firms: a small table for each matter, its rows named "Iakttagelse", "Bedömning", "Rekommendation"."""

from __future__ import annotations

from pipeline.extract.criticism_signs import is_never, lack
from pipeline.extract.passages import one_line, trimmed
from pipeline.extract.points import Point
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.sentences import sentence_spans
from pipeline.records import Cell, Document, Table

_LEAST_ROWS = 2  # that are named so, of a card
_LACK = 0.7  # what a sentence of an observation or a judgement must say of a lack
_SHORTEST = 12  # characters of a sentence


def points_on_cards(document: Document) -> list[Point]:
    """Each sentence of a row of recommendations, and of the other rows those that tell of a lack or a risk."""
    return [point for table in document.tables for point in _card(document, table)]


def _card(document: Document, table: Table) -> list[Point]:
    kinds = {name: load_lexicon("findings").pattern(f"card.{name}").regex for name in ("asked", "risk", "noted")}
    named = [
        (kind, row[1])
        for row in table.rows()
        if set(row) == {0, 1} and (kind := next((k for k, r in kinds.items() if r.search(one_line(row[0].text))), None))
    ]
    if len(named) < _LEAST_ROWS or len({kind for kind, _ in named}) < _LEAST_ROWS:
        return []
    return [point for kind, cell in named for point in _points(document, kind, cell)]


def _points(document: Document, kind: str, cell: Cell) -> list[Point]:
    points = []
    for sentence in sentence_spans(document.flow, cell.start, cell.end):
        span = trimmed(document, *sentence)
        words = one_line(document.flow[slice(*span)])
        if len(words) < _SHORTEST or is_never(words):
            continue
        if kind == "asked":
            points.append(Point(*span, "recommendation", "findings.card", 0.9))
        elif kind == "risk" or load_lexicon("findings").pattern("concern.risk").regex.search(words):
            points.append(Point(*span, "concern", "findings.card", 0.75))
        elif lack(words) >= _LACK:
            points.append(Point(*span, "criticism", "findings.card", 0.75))
    return points
