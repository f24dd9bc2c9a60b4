"""The stages, to be read aloud: read, classify, divide into sections and sentences, extract; and their runner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.extract.agenda import extract_minutes
from pipeline.extract.amounts import extract_amounts
from pipeline.extract.answers_asked import extract_asked_answers
from pipeline.extract.assessments import extract_assessments
from pipeline.extract.assignments import extract_assignments
from pipeline.extract.body_names import extract_body_names
from pipeline.extract.citations import extract_citations
from pipeline.extract.claims import extract_claims
from pipeline.extract.contradicted_heads import find_contradicted_heads
from pipeline.extract.decisions import extract_decisions
from pipeline.extract.findings import extract_findings
from pipeline.extract.goals import extract_goals
from pipeline.extract.key_figures import extract_key_figures
from pipeline.extract.lost_attendance import find_lost_attendance
from pipeline.extract.lost_items import find_lost_items
from pipeline.extract.lost_votes import find_lost_votes
from pipeline.extract.measures import extract_measures
from pipeline.extract.planned_answers import extract_planned_answers
from pipeline.extract.responses import extract_responses
from pipeline.extract.silent import find_silent
from pipeline.read import ReadOptions, read_document
from pipeline.records import OCR_RULE, Document, DocumentRecords, Paper, Problem, Reading, Record, Section
from pipeline.structure import classify, divide_sections, divide_sentences, find_papers
from pipeline.structure.cut import cut, put_back, put_back_problem, put_back_section

Extractor = Callable[[Reading], Sequence[Record]]

EXTRACTORS: tuple[Extractor, ...] = (
    extract_body_names,
    extract_citations,
    extract_minutes,  # meetings, attendance, agenda items, motions, ballots, votes, reservations
    extract_decisions,
    extract_assignments,
    extract_asked_answers,  # of the auditors
    extract_amounts,
    extract_findings,
    extract_responses,
    extract_planned_answers,
    extract_assessments,
    extract_measures,
    extract_goals,
    extract_key_figures,
    extract_claims,
)

# What could not be read, or does not agree with itself.
_TELL = (find_contradicted_heads, find_silent, find_lost_votes, find_lost_attendance, find_lost_items)


def begin(document: Document) -> list[tuple[int, Reading]]:
    """Each paper of a file, and where it begins in the document; classified and divided, nothing extracted yet."""
    papers = [(start, cut(document, start, end)) for start, end in find_papers(document)]
    return [(start, Reading(p, classify(p), divide_sections(p), divide_sentences(p))) for start, p in papers]


def process(path: Path, options: ReadOptions | None = None, name: str = "") -> DocumentRecords:
    """The per-document half: a pure function of the file, to run in any process. Each paper in it is taken by itself.

    `name` is what a file taken out of an archive or letter is known by.
    Raises UnreadableDocumentError when the file cannot be read at all; what could be read in part is in `problems`.
    """
    document = read_document(path, options or ReadOptions(), name)
    begun = begin(document)
    records: list[Record] = []
    problems: list[Problem] = list(document.problems)
    sections: list[Section] = []
    papers: list[Paper] = []
    for start, reading in begun:
        reading = _extract(reading)
        before = document.page_at(start).number - 1
        records += [put_back(record, start) for record in reading.records]
        told = [p for find in _TELL for p in find(reading)]
        problems += [put_back_problem(problem, before) for problem in told]
        sections += [put_back_section(section, start) for section in reading.sections]
        papers.append(Paper(start, start + len(reading.document.text), reading.facts))
    facts = papers[0].facts if len(papers) == 1 else classify(document)
    document, doubted = _doubt_scans(document, tuple(records))
    return DocumentRecords(document, facts, doubted, tuple(problems), tuple(sections), tuple(papers))


def _extract(reading: Reading) -> Reading:
    for extract in EXTRACTORS:
        reading = replace(reading, records=(*reading.records, *extract(reading)))
    return reading


def _doubt_scans(document: Document, records: tuple[Record, ...]) -> tuple[Document, tuple[Record, ...]]:
    """Records and tables of pages read by OCR say so in their rule, and are believed no more than the words there."""
    read = {page.number: page.confidence for page in document.pages if page.source == "ocr"}
    if not read:
        return document, records

    def doubted(rule: str, confidence: float, page: int) -> tuple[str, float]:
        sure = read.get(page)
        return (rule, confidence) if sure is None else (f"{rule}{OCR_RULE}", round(confidence * sure, 3))

    def doubt(record: Record) -> Record:
        at = record.at
        rule, confidence = doubted(at.rule, at.confidence, document.page_at(at.char_start).number)
        return replace(record, at=replace(at, rule=rule, confidence=confidence))

    tables = []
    for table in document.tables:
        rule, confidence = doubted(table.rule, table.confidence, table.page_from)
        tables.append(replace(table, rule=rule, confidence=confidence))
    return replace(document, tables=tuple(tables)), tuple(doubt(record) for record in records)
