"""Layouts of follow-ups: an earlier recommendation and the auditors' verdict on it, in a row or under labels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from pipeline.extract.labelled_points import labelled_points
from pipeline.extract.passages import one_line, trimmed
from pipeline.lexicon import Pattern, load_lexicon
from pipeline.records import Cell, Document, Table

_ORDER = ("not_followed_up", "partly_addressed", "not_addressed", "addressed")
_OUTCOMES = ("label.not_followed_up", "label.not_addressed", "label.partly_addressed", "label.addressed")
_CROSS = re.compile(r"^\s*[xX×✓✔●•]\s*$")
_LEAST_SHARE = 0.5  # of a column's cells that are verdicts
_LEAST = 12  # characters of a point
_NAMED = 5  # and of one that a row names in a word: "Attest"
_NUMBER = re.compile(r"(?:(?:rekommendation )?\d{1,2}(?:\.\d{1,2})*[.):]?|[-–•])\s+", re.IGNORECASE)
_LINE = 220  # characters of a line that is a point with its verdict
_SEVERAL = 2  # such lines, for none to be so by chance
_NOTED = re.compile(r"^(?:\w+ )?(?:iakttagelse|brist|synpunkt)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])")
_STATE = 2  # words of a verdict that only names a state
_WORDS = 5  # of a point that is told, and not only named
_MADE_BEFORE = re.compile(r"\b(?:19|20)\d\d\b|\b(?:tidigare|lämnad|löd|lydde|var)\b", re.IGNORECASE)
_ON_POINT = re.compile(r"\b(?:rekommendation(?:en)?|iakttagelsen|bristen|punkten)\b", re.IGNORECASE)
_REACH = 4  # blocks between a labelled point and the verdict on it
_BESIDE = 90  # characters of a cell that says of which body, review or year its row is
_OF_YEAR = re.compile(r"^\W*(?:(?:gransknings|revisions)?år(?:tal)?|granskning(?:en)?|revision)\W*$", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class JudgedPoint:
    """An earlier point and the verdict beside it, as spans of the document, with the contract's outcome; `beside` is
    what its row, its table's rows above and its column's head say of it: a body, a review, a year; `row` all of
    its row, `head` its column's head.
    """

    point: tuple[int, int]
    verdict: tuple[int, int]
    outcome: str
    rule: str
    row: tuple[int, int]
    head: str = ""
    beside: tuple[str, ...] = ()


def find_judged_points(document: Document) -> list[JudgedPoint]:
    """All earlier points with a verdict beside them, in order of place."""
    labelled = _under_labels(document)
    tabled = [j for table in document.tables for j in _in_table(document, table)]
    tabled += [*_under_headings(document), *_before_dashes(document)]
    below = _below_labels(document, {j.point for j in (*tabled, *labelled)})
    if labelled:  # a table that sums up their subjects in a word or two tells nothing new
        tabled = [j for j in tabled if len(document.flow[slice(*j.point)].split()) >= _WORDS]
    return sorted(tabled + labelled + below, key=lambda j: j.point)


def outcome_of(words: str) -> str | None:
    """The outcome that a cell or a labelled line opens with ("Delvis åtgärdad. Arbetet pågår."), or that a sentence
    there tells of the recommendation ("Rekommendationen är genomförd.").
    """
    subject = load_lexicon("assessments").pattern("label.subject").regex.match(words)
    words = words[subject.end() :] if subject else words
    for name in _OUTCOMES:
        pattern = load_lexicon("assessments").pattern(name)
        if pattern.regex.search(words):
            return str(pattern.yields["outcome"])
    return None


def _in_table(document: Document, table: Table) -> list[JudgedPoint]:
    rows = list(table.rows())
    column = _point_column(rows[0]) if rows else None
    if column is None:
        return []
    head, group = one_line(rows[0][column].text), ""
    crossed = {n: o for n, c in rows[0].items() if n != column and (o := outcome_of(one_line(c.text)))}
    crosses = crossed if len(crossed) >= 2 else {}
    column_of_verdicts = _verdict_column(rows, column)
    found = []
    for row in rows[1:]:
        alone = [c for c in row.values() if c.text.strip()]
        if len(alone) == 1 and len(alone[0].text) <= _BESIDE:  # heads the rows below it
            group = one_line(alone[0].text)
        marked = [n for n in crosses if n in row and _CROSS.match(row[n].text)]
        verdict = marked[0] if len(marked) == 1 else column_of_verdicts
        if column not in row or verdict is None or verdict not in row or row[column].header:
            continue
        outcome = crosses[verdict] if marked else _outcome_in_cell(one_line(row[verdict].text))
        span = trimmed(document, row[column].start, row[column].end)
        if outcome and span[1] - span[0] >= _NAMED:
            judged = _verdict(document, *trimmed(document, row[verdict].start, row[verdict].end))
            beside = _beside(rows[0], row, {column, verdict})
            whole = min(c.start for c in row.values()), max(c.end for c in row.values())
            found.append(JudgedPoint(span, judged, outcome, "follow_up_table", whole, head, (group, head, *beside)))
    return found


def _point_column(head: dict[int, Cell]) -> int | None:
    """The column of the earlier points. What auditors note beside the questions of a review they note now."""
    named = {n: one_line(c.text) for n, c in head.items()}
    point = load_lexicon("assessments").pattern("column.earlier").regex
    asks = load_lexicon("findings").pattern("column.question").regex
    columns = [n for n, words in named.items() if point.search(words)]
    sure = [n for n in columns if not _NOTED.search(named[n])]
    if not sure and any(asks.search(words) for words in named.values()):
        return None
    return next(iter(sure or columns), None)


def _beside(head: dict[int, Cell], row: dict[int, Cell], told: set[int]) -> list[str]:
    """The short cells of a row; a year in a column of years as the review's."""
    words = []
    for number, cell in row.items():
        text = one_line(cell.text)
        if number in told or len(text) > _BESIDE:
            continue
        year = _YEAR.search(text) if number in head and _OF_YEAR.search(head[number].text) else None
        words += [text, f"granskning {year[0]}"] if year else [text]
    return words


def _outcome_in_cell(words: str) -> str | None:
    """The outcome that the cell opens with, or that its first sentence tells ("Nämnden har vidtagit åtgärder")."""
    return outcome_of(words) or (told_verdict(_SENTENCE_END.split(words)[0]) or (None,))[0]


def told_verdict(sentence: str) -> tuple[str, Pattern] | None:
    """The outcome of a sentence that passes a verdict, with the pattern: the first group of the lexicon that fires."""
    lexicon = load_lexicon("assessments")
    for outcome in _ORDER:
        for pattern in lexicon.group(f"{outcome}."):
            if pattern.regex.search(sentence):
                return outcome, pattern
    return None


def _verdict_column(rows: list[dict[int, Cell]], point: int) -> int | None:
    """The column whose cells are verdicts; where several are, the last that its head calls one, else the last."""
    columns = []
    declared = load_lexicon("assessments").pattern("column.declared").regex
    own = {n for n, cell in rows[0].items() if declared.search(one_line(cell.text))}  # of the body itself
    for number in sorted({n for row in rows[1:] for n in row} - {point} - own):
        words = [one_line(row[number].text) for row in rows[1:] if number in row and row[number].text.strip()]
        if words and sum(_outcome_in_cell(w) is not None for w in words) >= len(words) * _LEAST_SHARE:
            columns.append(number)
    head = load_lexicon("assessments").pattern("column.verdict").regex
    called = [n for n in columns if n in rows[0] and head.search(one_line(rows[0][n].text))]
    return next(reversed(called or columns), None)


def _under_labels(document: Document) -> list[JudgedPoint]:
    """Points as "Rekommendation: ..." with "Bedömning: Åtgärdad" a few lines on, before the next point."""
    lexicon = load_lexicon("assessments")
    point, verdict = lexicon.pattern("mark.point").regex, lexicon.pattern("mark.verdict").regex
    lines = _lines(document)
    found = []
    for index, (start, end) in enumerate(lines):
        opening = point.match(document.flow[start:end])
        if opening is None or end - start - opening.end() < _LEAST:
            continue
        for later, stop in lines[index + 1 : index + 1 + _REACH]:
            words = document.flow[later:stop]
            if point.match(words):
                break
            told = _labelled_verdict(document, verdict, later, stop, plain=_MADE_BEFORE.search(opening[0]) is not None)
            if told:
                span = trimmed(document, start + opening.end(), end)
                beside = (one_line(opening[0]),)
                found.append(JudgedPoint(span, *told, "follow_up_label", (start, told[0][1]), beside=beside))
                break
    return found


def _below_labels(document: Document, known: set[tuple[int, int]]) -> list[JudgedPoint]:
    """The points below a label of their own; the verdict is the sentence below its label that passes it."""
    found = []
    for points, said, whole in labelled_points(document, lambda words: _sentence_judging(words) is not None):
        judging = _sentence_judging(document.flow[slice(*said)])
        if judging and len(points) > 1 and not outcome_of(one_line(document.flow[slice(*said)])):
            continue  # prose that takes them up one by one
        for point in points:
            if judging and point not in known:
                verdict = trimmed(document, said[0] + judging[0], said[0] + judging[1])
                label = one_line(document.flow[whole[0] : points[0][0]])  # "Rekommendationer 2019 till kommunstyrelsen"
                found.append(JudgedPoint(point, verdict, judging[2], "follow_up_list", whole, beside=(label,)))
    return found


def _sentence_judging(words: str) -> tuple[int, int, str] | None:
    """The first sentence that opens with an outcome or passes one on the point, and which; its place in the words."""
    starts = [0, *(m.end() for m in _SENTENCE_END.finditer(words))]
    for first, last in pairwise([*starts, len(words)]):
        said = one_line(words[first:last])
        outcome = outcome_of(said) if first == 0 else None
        if not outcome and _ON_POINT.search(said):
            outcome = (told_verdict(said) or (None,))[0]
        if outcome:
            short = first == 0 and len(said.split()) <= _STATE
            return first, len(words) if short else last, outcome
    return None


def _labelled_verdict(
    document: Document, label: re.Pattern[str], start: int, end: int, *, plain: bool
) -> tuple[tuple[int, int], str] | None:
    """The verdict after its label with its outcome; `plain`: or the first sentence there that passes one on the point,
    as it may where the label says that the point was made before."""
    mark = label.match(document.flow[start:end])
    if mark:
        outcome = _outcome_in_cell(one_line(document.flow[start + mark.end() : end]))
        return (_verdict(document, *trimmed(document, start, end)), outcome) if outcome else None
    if not plain:
        return None
    starts = [start, *(m.end() for m in _SENTENCE_END.finditer(document.flow, start, end))]
    for first, last in pairwise([*starts, end]):
        said = one_line(document.flow[first:last])
        if _ON_POINT.search(said) and (outcome := _outcome_in_cell(said)):
            return trimmed(document, first, last), outcome
    return None


def _under_headings(document: Document) -> list[JudgedPoint]:
    """The points listed under a line that says what became of them all: "Ej genomförda rekommendationer"."""
    sorts = load_lexicon("assessments").pattern("heading.verdict").regex
    found: list[JudgedPoint] = []
    above: tuple[tuple[int, int], str] | None = None
    for block in document.blocks:
        start, end = trimmed(document, block.start, block.end)
        if block.kind == "list_item" and above is not None:
            mark = len(block.marker) if document.flow.startswith(block.marker, start) else 0
            point = trimmed(document, start + mark, end)
            if point[1] - point[0] >= _LEAST:
                found.append(JudgedPoint(point, above[0], above[1], "follow_up_heading", point))
        elif block.kind in {"heading", "paragraph"}:
            words = one_line(document.flow[start:end])
            outcome = outcome_of(words) if len(words) <= _BESIDE and sorts.search(words) else None
            above = ((start, end), outcome) if outcome else None
    return found


def _before_dashes(document: Document) -> list[JudgedPoint]:
    """The points each with its verdict at the end of its line, where several are: "Följ upp avtalen – Ej genomförd"."""
    dashed = load_lexicon("assessments").pattern("mark.dashed").regex
    found: list[JudgedPoint] = []
    for block in document.blocks:
        start, end = trimmed(document, block.start, block.end)
        first = document.text.find("\n\n", start, end)  # what a list item goes on with past an empty line
        end = first if first > 0 else end
        match = dashed.search(document.flow, start, end) if end - start <= _LINE else None
        outcome = outcome_of(match["verdict"]) if match else None
        if match is None or outcome is None or block.kind not in {"heading", "list_item", "paragraph"}:
            continue
        opening = _NUMBER.match(document.flow, start, end)
        point = trimmed(document, opening.end() if opening else start, match.start())
        if point[1] - point[0] >= _LEAST:
            verdict = trimmed(document, *match.span("verdict"))
            found.append(JudgedPoint(point, verdict, outcome, "follow_up_line", (start, end)))
    return found if len(found) >= _SEVERAL else []


def _verdict(document: Document, start: int, end: int) -> tuple[int, int]:
    """The sentence of the verdict; one of a few words ("Pågår.") goes with what follows and explains it."""
    match = _SENTENCE_END.search(document.flow, start, end)
    if match is None or len(document.flow[start : match.start()].split()) <= _STATE:
        return start, end
    return start, match.start()


def _lines(document: Document) -> list[tuple[int, int]]:
    """The blocks, parted where a later line of one opens with a label."""
    lexicon = load_lexicon("assessments")
    point, verdict = lexicon.pattern("mark.point").regex, lexicon.pattern("mark.verdict").regex
    lines: list[tuple[int, int]] = []
    for block in document.blocks:
        if block.kind in {"furniture", "footnote", "table"}:
            continue
        starts = [block.start]
        for found in re.finditer(r"\n(?=\S)", document.text[block.start : block.end]):
            at = block.start + found.end()
            if point.match(document.flow[at : block.end]) or verdict.match(document.flow[at : block.end]):
                starts.append(at)
        lines += [trimmed(document, a, b) for a, b in zip(starts, [*starts[1:], block.end], strict=True)]
    return lines
