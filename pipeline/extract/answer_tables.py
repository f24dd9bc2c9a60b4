"""Tables that set the auditors' points beside the board's answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extract.answer_pairs import LEAST, AnswerPair
from pipeline.extract.passages import trimmed
from pipeline.lexicon import load_lexicon
from pipeline.records import Cell, Document, Table

MEASURE_MARK = re.compile(r"\W*(?:\w+ och )?(?:\w+ )?åtgärd", re.IGNORECASE)
_POINT_CELL = re.compile(  # "a", "3.", "Rekommendation 2"
    r"(?:(?:rekommendation|rek\.?|punkt|iakttagelse)\s+)?(?:nr\s+)?([a-zåäö]|\d{1,2})[.)]?", re.IGNORECASE
)


def pairs_in_tables(document: Document, *, deeds: bool = True) -> list[AnswerPair]:
    """The answers in tables that have a column of points, or of their numbers, and one of answers; with `deeds`, also
    a column of what was done. Auditors who follow up set that beside their verdict, and nobody answers there.
    """
    pairs: list[AnswerPair] = []
    for table in document.tables:
        columns = answer_columns(table, deeds=deeds)
        if columns is None:
            continue
        point, answer = columns
        asks = "rekommendation" in next(iter(table.rows()))[point].text.lower()
        for row in list(table.rows())[1:]:
            if point in row and answer in row and not row[point].header:
                pairs += _answers_beside(document, row[point], row[answer], asks)
    return pairs


def _answers_beside(document: Document, point: Cell, answer: Cell, asks: bool) -> Iterator[AnswerPair]:
    """The answer of a row, with the words of the point or with its number alone."""
    reply = trimmed(document, answer.start, answer.end)
    if not any(letter.isalpha() for letter in answer.text):
        return
    if number := _POINT_CELL.fullmatch(point.text.strip()):
        yield AnswerPair(None, reply, "responses.table_point", 0.85, asks, number[1].lower())
    elif len(point.text) >= LEAST and (question := trimmed(document, point.start, point.end)) != reply:
        yield AnswerPair(question, reply, "responses.table", 0.9, asks)


def answer_columns(table: Table, *, deeds: bool = True) -> tuple[int, int] | None:
    """The columns of a table that hold the auditors' points and the answers to these; None where it has no such two."""
    lexicon = load_lexicon("responses")
    first = next(iter(table.rows()), {})
    point = next(
        (c for c, cell in first.items() if lexicon.pattern("column.point").regex.search(cell.text.strip())), None
    )
    answers = [c for c, cell in first.items() if lexicon.pattern("column.answer").regex.search(cell.text.strip())]
    spoken = [c for c in answers if not MEASURE_MARK.match(first[c].text)]  # a column of words before one of deeds
    answer = next(iter(spoken or (answers if deeds else ())), None)
    return None if point is None or answer is None or point == answer else (point, answer)


def in_table(document: Document, offset: int) -> bool:
    """Whether the place lies inside a table."""
    return any(t.start <= offset < t.end for t in document.tables)
