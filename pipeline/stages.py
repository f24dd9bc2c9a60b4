"""The stages, to be read aloud: read, classify, divide into sections and sentences, extract; and their runner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.extract.agenda import extract_minutes
from pipeline.extract.amounts import extract_amounts
from pipeline.extract.assessments import extract_assessments
from pipeline.extract.assignments import extract_assignments
from pipeline.extract.body_names import extract_body_names
from pipeline.extract.citations import extract_citations
from pipeline.extract.claims import extract_claims
from pipeline.extract.decisions import extract_decisions
from pipeline.extract.findings import extract_findings
from pipeline.extract.key_figures import extract_key_figures
from pipeline.extract.measures import extract_measures
from pipeline.extract.responses import extract_responses
from pipeline.read import ReadOptions, read_document
from pipeline.records import DocumentRecords, Reading, Record
from pipeline.structure import classify, divide_sections, divide_sentences

Extractor = Callable[[Reading], Sequence[Record]]

EXTRACTORS: tuple[Extractor, ...] = (
    extract_body_names,
    extract_citations,
    extract_minutes,  # meetings, attendance, agenda items, motions, ballots, votes, reservations
    extract_decisions,
    extract_assignments,
    extract_amounts,
    extract_findings,
    extract_responses,
    extract_assessments,
    extract_measures,
    extract_key_figures,
    extract_claims,
)


def process(path: Path, options: ReadOptions | None = None, name: str = "") -> DocumentRecords:
    """The per-document half: a pure function of the file, to run in any process.

    `name` is what a file taken out of an archive or letter is known by.
    Raises UnreadableDocumentError when the file cannot be read at all; what could be read in part is in `problems`.
    """
    document = read_document(path, options or ReadOptions(), name)
    facts = classify(document)
    reading = Reading(document, facts, divide_sections(document), divide_sentences(document))
    for extract in EXTRACTORS:
        reading = replace(reading, records=(*reading.records, *extract(reading)))
    return DocumentRecords(document, facts, reading.records, document.problems, reading.sections)
