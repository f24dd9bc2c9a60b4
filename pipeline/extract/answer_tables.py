"""Tables that set the auditors' points beside the board's answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from pipeline.extract.answer_pairs import LEAST, AnswerPair
from pipeline.extract.passages import one_line, trimmed
from pipeline.extract.stances import stance_of
from pipeline.lexicon import load_lexicon
from pipeline.records import Cell, Document, Table

MEASURE_MARK = re.compile(r"\W*(?:\w+ och )?(?:\w+ )?åtgärd", re.IGNORECASE)
_SHORTEST = 25  # characters of a point
_HEADER_ROWS = 3  # a title may stand above the header
_NUMBERED = re.compile(r"^(?:nr\.?|#)\s+(?=\w)|\s*[:*]$", re.IGNORECASE)
_POINT_CELL = re.compile(  # "a", "3.", "Rekommendation 2"
    r"(?:(?:rekommendation|rek\.?|punkt|iakttagelse)\s+)?(?:nr\s+)?([a-zåäö]|\d{1,2}(?:\.\d{1,2}){0,2})[.)]?",
    re.IGNORECASE,
)
_JUDGES = re.compile(r"\W*(?:vår|revis\w+|\w+revisionens)\b.*\b(?:bedömning|omdöme|slutsats)", re.IGNORECASE)
_NUMBERS = re.compile(r"nr\.?|nummer|punkt(?: nr)?|#", re.IGNORECASE)  # beside words of answer
_AREA = re.compile(r"(?:gransknings|del)?område|avsnitt|granskad fråga|ämne|sakområde", re.IGNORECASE)
_SIDE = re.compile(r"(?:instämm\w*|delar\w*|håller (?:med|ni med)|accepter\w*)\b[^.]{0,40}", re.IGNORECASE)
_SIDE_TAKEN = re.compile(
    r"(?:delas|instäm\w+|håller med|ja|nej|godtas|accepteras)(?: (?:ej|inte|delvis|helt))?\W*", re.IGNORECASE
)
_SIDES = {"ja": "agrees", "nej": "disputes", "delvis": "partly_agrees", "till viss del": "partly_agrees"}
_NO_DEED = re.compile(r"(?:ingen|inga|inget)\W*", re.IGNORECASE)
_COMMENT = re.compile(r"kommentar(?:er)?", re.IGNORECASE)


def pairs_in_tables(document: Document, *, deeds: bool = True) -> list[AnswerPair]:
    """The answers in tables that have a column of points, or of their numbers, and one of answers; with `deeds`, also
    a column of what was done, or of comments by whomever. Auditors who follow up set these beside their verdict, and
    nobody answers there.
    """
    pairs: list[AnswerPair] = []
    for table in document.tables:
        columns = answer_columns(table, deeds=deeds)
        if columns is None:
            pairs += _stacked(document, table)
            continue
        point, answers, header = columns
        rows = list(table.rows())
        asks = "rekommendation" in rows[header][point].text.lower()
        for row in rows[header + 1 :]:
            if point in row and not row[point].header:
                told = [row[answer] for answer in answers if answer in row and _says_more(row, answer, answers[0])]
                number = _POINT_CELL.fullmatch(row[min(row)].text.strip())
                pairs += (pair for cell in told for pair in _answers_beside(document, row[point], cell, asks, number))
    return pairs


def _stacked(document: Document, table: Table) -> Iterator[AnswerPair]:
    """The answers of a table whose first column says of each row what it holds: "Rekommendation", below it "Svar"."""
    lexicon = load_lexicon("responses")
    names_point, names_answer = (lexicon.pattern(name).regex for name in ("column.point", "column.answer"))
    question: tuple[int, int] | None = None
    asks = False
    for row in table.rows():
        label, *told = [cell for _, cell in sorted(row.items())]
        words = one_line(label.text)
        if len(told) != 1 or len(told[0].text) < LEAST:
            question = None
        elif names_point.search(words):
            question, asks = trimmed(document, told[0].start, told[0].end), "rekommendation" in words.lower()
        elif question and names_answer.search(words):
            reply = trimmed(document, told[0].start, told[0].end)
            yield AnswerPair(question, reply, "responses.table", 0.9, asks)
            question = None


def _says_more(row: Mapping[int, Cell], answer: int, deed: int) -> bool:
    """Whether a cell answers: a comment beside a deed does where it explains or disputes, not where it adds to it."""
    bare = deed not in row or not any(letter.isalpha() for letter in row[deed].text)
    return answer == deed or bare or stance_of(one_line(row[answer].text))[0] != "agrees"


def points_unanswered(document: Document) -> list[tuple[int, int]]:
    """The auditors' points in tables of answers beside which nothing is answered."""
    return [
        trimmed(document, row[point].start, row[point].end)
        for table in document.tables
        if (columns := answer_columns(table))
        for point, answers, header in [columns]
        for row in list(table.rows())[header + 1 :]
        if point in row and not row[point].header and len(row[point].text) >= _SHORTEST
        if not any(letter.isalpha() for answer in answers if answer in row for letter in row[answer].text)
    ]


def _answers_beside(
    document: Document, point: Cell, answer: Cell, asks: bool, row_number: re.Match[str] | None
) -> Iterator[AnswerPair]:
    """The answer of a row, with the words of the point and the number of its row, or with its number alone."""
    reply = trimmed(document, answer.start, answer.end)
    if not any(letter.isalpha() for letter in answer.text) or _NO_DEED.fullmatch(answer.text.strip()):
        return
    if number := _POINT_CELL.fullmatch(point.text.strip()):
        yield AnswerPair(None, reply, "responses.table_point", 0.85, asks, number[1].lower())
    elif len(point.text) >= LEAST and (question := trimmed(document, point.start, point.end)) != reply:
        yield AnswerPair(question, reply, "responses.table", 0.9, asks, row_number[1] if row_number else None)


def answers_by_area(document: Document) -> list[AnswerPair]:
    """The deeds in tables that name the area of each: in a paper on an audit, the areas are the auditors'."""
    pairs: list[AnswerPair] = []
    for table in document.tables:
        if (columns := area_columns(table)) is None:
            continue
        area, deed, header = columns
        for row in list(table.rows())[header + 1 :]:
            if area in row and deed in row and not row[area].header and len(row[deed].text) >= LEAST:
                reply = trimmed(document, row[deed].start, row[deed].end)
                pairs.append(AnswerPair(None, reply, "responses.table_area", 0.75))
    return pairs


def area_columns(table: Table) -> tuple[int, int, int] | None:
    """The columns of a table that hold areas and what is done in each, and the number of the row that names them; None
    of one that has not both, or holds the auditors' points."""
    if answer_columns(table) is not None:
        return None
    for number, row in enumerate(islice(table.rows(), _HEADER_ROWS)):
        named = {column: one_line(cell.text) for column, cell in row.items()}
        area = next((c for c, words in named.items() if _AREA.fullmatch(words)), None)
        deed = next((c for c, words in named.items() if MEASURE_MARK.match(words)), None)
        if area is not None and deed is not None and area < deed:
            return area, deed, number
    return None


def area_of(document: Document, start: int) -> str | None:
    """The area beside the deed at that place, in such a table."""
    table = next((t for t in document.tables if t.start <= start < t.end), None)
    columns = area_columns(table) if table else None
    if table is None or columns is None:
        return None
    area, deed, _ = columns
    rows = (r for r in table.rows() if area in r and deed in r and r[deed].start <= start < r[deed].end)
    return next((one_line(row[area].text) for row in rows), None)


def answer_columns(table: Table, *, deeds: bool = True) -> tuple[int, tuple[int, ...], int] | None:
    """The column of a table that holds the auditors' points, those that hold the answers to these, and the number of
    the row that names them; None where it has no such two.

    Words of answer come before deeds; a column of bare comments only adds to the deeds beside it.
    """
    lexicon = load_lexicon("responses")
    names_point, names_answer = (lexicon.pattern(name).regex for name in ("column.point", "column.answer"))
    for number, row in enumerate(islice(table.rows(), _HEADER_ROWS)):
        named = {column: _NUMBERED.sub("", one_line(cell.text)) for column, cell in row.items()}
        point = next(
            (c for c, words in named.items() if names_point.search(words) and not _takes_sides(table, c)), None
        )
        numbers = next((c for c, words in named.items() if _NUMBERS.fullmatch(words)), None)
        answers = [
            c for c, words in named.items() if c != point and names_answer.search(words) and not _JUDGES.match(words)
        ]
        if not deeds:
            answers = [c for c in answers if not _COMMENT.fullmatch(named[c])]
        spoken = [c for c in answers if not MEASURE_MARK.match(named[c])]
        done = [c for c in answers if c not in spoken] if deeds else []
        sided = any(_SIDE.fullmatch(words) for words in named.values())  # what stands beside "Ja" or "Nej" says why
        added = [c for c in spoken if _COMMENT.fullmatch(named[c])] if done and not sided else []
        told = next(([c] for c in spoken if c not in added), [*done[:1], *added[:1]])
        if point is None and spoken:
            point = numbers
        if point is not None and told:
            return point, tuple(told), number
    return None


def _takes_sides(table: Table, column: int) -> bool:
    """Whether a column holds but whether the body agrees ("Delas", "Delas delvis"), whatever it is called."""
    cells = [one_line(row[column].text) for row in list(table.rows())[1:] if column in row and row[column].text.strip()]
    return bool(cells) and all(_SIDE_TAKEN.fullmatch(cell) for cell in cells)


def side_beside(document: Document, start: int) -> str | None:
    """The stance that a column of its own declares in the row at that place: "Instämmer: Ja"."""
    table = next((t for t in document.tables if t.start <= start < t.end), None)
    columns = answer_columns(table) if table else None
    if table is None or columns is None:
        return None
    rows = list(table.rows())
    side = next((c for c, cell in rows[columns[2]].items() if _SIDE.fullmatch(one_line(cell.text))), None)
    row = next((r for r in rows if any(cell.start <= start < cell.end for cell in r.values())), {})
    return _SIDES.get(one_line(row[side].text).lower().strip(" .,")) if side in row else None


def in_table(document: Document, offset: int) -> bool:
    """Whether the place lies inside a table."""
    return any(t.start <= offset < t.end for t in document.tables)
