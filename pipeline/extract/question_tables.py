"""Tables of audit firms: a row for each question of the review with a verdict that is not wholly met, for each
recommendation with whom it is to, and for each observation with its risk and what is recommended.
"""

from __future__ import annotations

import re

from pipeline.extract.criticism_signs import hints_at_lack, is_never, lack
from pipeline.extract.passages import one_line, trimmed
from pipeline.extract.points import Point, tells_to_do, without_mark
from pipeline.extract.whom import is_to_all
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.bodies import find_bodies
from pipeline.records import Document, Table

_VERDICT = re.compile(r"^(?:(?:vår |revisionell )?bedömning|svar|uppfyll\w*|resultat|status)\b", re.IGNORECASE)
_NOT_MET = re.compile(
    r"^\W*(?:delvis|ej|inte|nej|endast delvis|till viss del|i begränsad|otillräcklig|röd|gul)\b", re.IGNORECASE
)

_RECOMMENDED = re.compile(
    r"^(?:(?:vår|våra|revisorernas|lämnad|lämnade)\s)?(?:rekommendation(?:er)?|förbättringsförslag|åtgärdsförslag|"
    r"förslag(?: till (?:åtgärd(?:er)?|förbättring(?:ar)?))?|(?:föreslagen|rekommenderad) åtgärd|"
    r"(?:föreslagna|rekommenderade) åtgärder|bör göras)$",
    re.IGNORECASE,
)
_NOTED = re.compile(
    r"^(?:(?:vår|våra|noterade?|gjorda)\s)?(?:iakttagelse(?:r)?|observation(?:er)?|notering(?:ar)?)$", re.IGNORECASE
)
_RISK = re.compile(r"^(?:bedömd\s)?(?:risk|konsekvens)(?:er)?(?:/\w+)?$", re.IGNORECASE)
_GRADE = re.compile(  # how grave each observation is: then all of the column are
    r"^(?:prioritet|prioritering|allvarlighetsgrad|risknivå|riskklass\w*|gradering|väsentlighet)$", re.IGNORECASE
)
_LACK = 0.75  # what an observation must say of a lack where nothing is recommended
_LEAST_WORDS = 4
_NONE = re.compile(r"^\W*(?:ingen|inga|nej|saknas)?\b[^.]{0,20}$", re.IGNORECASE)
_NO = re.compile(r"\W*(?:ingen|inga|inget|nej|ej|se)\b", re.IGNORECASE)  # "Inga rekommendationer lämnas."
_NAME = 70  # characters of a cell that is but the name of a body
_SHORTEST = 15  # characters of a recommendation

_PARTLY = re.compile(
    r"^\W*(?:endast )?(?:delvis|till viss del|i begränsad (?:utsträckning|omfattning)|gul)(?: uppfyll\w+)?", re.I
)

_COMMENT = 40  # characters from which a cell beside the verdict says what is wrong
_WORDS = 5

# A cell that opens with a verdict, whichever; where two headers would do, such cells tell the column of verdicts.
_SAYS = re.compile(rf"{_NOT_MET.pattern}|^\W*(?:ja|uppfyll\w*|grön|i huvudsak)\b", re.IGNORECASE)


def points_in_tables(document: Document) -> list[Point]:
    """What the rows of these tables say, in order of the tables."""
    return [*_questions(document), *_recommendations(document), *_observations(document)]


def _observations(document: Document) -> list[Point]:
    """What was noted, and the risk of it, in each row that goes on to what is recommended or tells of a lack itself."""
    points = []
    for table in document.tables:
        rows = list(table.rows())
        heads = {n: one_line(c.text) for n, c in (rows[0] if rows else {}).items()}
        noted, risk, asked, grade = (_first(heads, regex) for regex in (_NOTED, _RISK, _RECOMMENDED, _GRADE))
        judged = load_lexicon("assessments").pattern("column.verdict").regex
        graded = grade is not None
        if noted is None or {risk, asked, grade} == {None} or any(judged.search(h) for h in heads.values()):
            continue
        for row in rows[1:]:
            advice = one_line(row[asked].text) if asked is not None and asked in row else ""
            asks = graded or (len(advice) >= _SHORTEST and not _NONE.match(advice))
            words = one_line(row[noted].text) if noted in row and not row[noted].header else ""
            few = len(words.split()) < _LEAST_WORDS - graded
            if few or is_never(words) or not (asks or lack(words) >= _LACK):
                continue
            for number, kind in ((noted, "criticism"), (risk, "concern")):
                if number == noted or (number in row and len(row[number].text.split()) >= _LEAST_WORDS):
                    span = without_mark(document, *trimmed(document, row[number].start, row[number].end))
                    points.append(Point(*span, kind, "findings.observation_table", 0.75, advice))
    return points


def _first(heads: dict[int, str], regex: re.Pattern[str]) -> int | None:
    return next((n for n, words in heads.items() if regex.match(words)), None)


def _recommendations(document: Document) -> list[Point]:
    """Each cell of a column of recommendations; the body is named beside it where it is not in the words."""
    points = []
    for table in document.tables:
        rows = list(table.rows())
        column = next((n for n, c in (rows[0] if rows else {}).items() if _RECOMMENDED.match(c.text.strip())), None)
        for row in rows[1:] if column is not None else []:
            cell = row.get(column) if column is not None else None
            if cell is None or cell.header or len(cell.text) < _SHORTEST or _NONE.match(cell.text):
                continue
            beside = [one_line(c.text) for n, c in row.items() if n != column and len(c.text) <= _NAME]
            lead = next((text for text in beside if find_bodies(text) or is_to_all(text)), "")
            start, end = without_mark(document, *trimmed(document, cell.start, cell.end))
            words = one_line(document.flow[start:end])
            if tells_to_do(words) or _is_sentence(words):
                points.append(Point(start, end, "recommendation", "findings.recommendation_table", 0.88, lead))
    return points


def _is_sentence(words: str) -> bool:
    """Whether a cell of recommendations says what is to be done in a sentence, whatever its verb."""
    return words.endswith(".") and len(words.split()) >= _LEAST_WORDS and not _NO.match(words)


def _questions(document: Document) -> list[Point]:
    """The row's comment, else its verdict, of every question that the auditors find partly met or not met."""
    points = []
    for table in document.tables:
        columns = _columns(table)
        if columns is None:
            continue
        question, verdict = columns
        for row in table.rows():
            cell = row.get(verdict)
            if cell is None or cell.header or not _NOT_MET.search(cell.text) or question not in row:
                continue
            longest = max((c for number, c in row.items() if number != question), key=lambda c: len(c.text))
            says = len(longest.text) >= _COMMENT or (longest is not cell and _is_sentence(one_line(longest.text)))
            chosen = longest if says else row[question]
            if chosen is longest and _PARTLY.search(cell.text) and not hints_at_lack(_PARTLY.sub("", chosen.text)):
                continue  # the comment tells what is met; what is not is told elsewhere
            if chosen is row[question] and not _tells_what(chosen.text):
                continue
            start, end = trimmed(document, chosen.start, chosen.end)
            if end > start:
                points.append(Point(start, end, "criticism", "findings.question_table", 0.75, row[question].text))
    return points


def _tells_what(text: str) -> bool:
    """A question or sentence; "Ekonomisk styrning" alone does not tell what is not met."""
    return text.strip().endswith("?") or len(text.split()) >= _WORDS


def _columns(table: Table) -> tuple[int, int] | None:
    first = next(iter(table.rows()), {})
    asks = load_lexicon("findings").pattern("column.question").regex
    question = next((n for n, c in first.items() if asks.search(c.text.strip())), None)
    named = [n for n, c in first.items() if n != question and _VERDICT.search(c.text.strip())]
    if question is None or not named:
        return None
    rows = list(table.rows())[1:]
    return question, max(named, key=lambda n: sum(1 for r in rows if n in r and _SAYS.search(r[n].text)))
