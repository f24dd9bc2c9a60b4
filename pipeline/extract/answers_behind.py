"""Answers behind the auditors' words that a body's own paper retells: the rest of the paragraph, or of the section."""

from __future__ import annotations

import re

from pipeline.extract.answer_layouts import review_sections
from pipeline.extract.measure_prose import promise_in
from pipeline.extract.passages import one_line, trimmed
from pipeline.extract.told_answers import LEAST, LEAST_PLAIN, Told, answer_zone, answers_a_review, answers_nothing
from pipeline.lexicon.stems import stem_families
from pipeline.records import Document, Finding, Reading, Record

_BEFORE_FINDING = 80  # characters between the start of a paragraph and what it retells
_OFFICE = re.compile(  # takes the word itself, in its report
    r"\W*(?:[a-zåäö-]*(?:förvaltningen|kontoret|avdelningen|staben)) "
    r"(?:bekräftar|delar|instämmer|håller|anser|bedömer|menar|har|kommer|avser|konstaterar|ser)\b",
    re.IGNORECASE,
)
_JOINT = re.compile(r"^[\s,;:–-]*(?:och |men |samt )?")
# What a paper goes on to retell: "Revisionen lämnar också tre rekommendationer", "Granskningen visar även".
_AUDITORS_GO_ON = re.compile(
    r"\W*(?:(?:vidare|dessutom|även|också|i övrigt|därutöver)\s(?P<verb>\w+)\s)?"
    r"(?:\w*revisionen|(?:de\s)?\w*revisorerna|revisionskontoret|granskningen|rapporten)\b(?(verb)|\s(?:också\s|även\s|vidare\s|dock\s)?(?:lämnar|riktar|bedömer|"
    r"konstaterar|rekommenderar|anser|noterar|skriver|menar|framhåller|påpekar|pekar|visar|ser|föreslår|uppmanar)\b)",
    re.IGNORECASE,
)


def answers_under_reviews(reading: Reading, findings: list[Record]) -> list[Told]:
    """Under a heading that names a review: what follows each retold finding, else the whole section."""
    document = reading.document
    told: list[Told] = []
    for _, start, end in review_sections(reading):
        inside = [f for f in findings if start <= f.at.char_start < end]
        if not inside:
            told.append(Told(start, end, "responses.review_section", 0.7))
            continue
        opening = _sentence_start(reading, inside[0].at.char_start)
        if opening - start >= _BEFORE_FINDING:
            told.append(Told(*trimmed(document, start, opening), "responses.review_section", 0.65))
        for index, finding in enumerate(inside):
            limit = _sentence_start(reading, inside[index + 1].at.char_start) if index + 1 < len(inside) else end
            told += _after_finding(document, finding, limit)
    return told


def answers_after_findings(reading: Reading, findings: list[Record]) -> list[Told]:
    """The rest of a paragraph in a body's own paper that begins with what the auditors said; in an official's report
    under its headings of answer, and elsewhere where the office takes the word.
    """
    document = reading.document
    official = reading.facts.kind == "official_report" and answers_a_review(reading)
    zone = None if reading.facts.kind in {"response", "other"} else answer_zone(document, list(document.blocks))
    told = []
    for index, finding in enumerate(findings):
        block = next((b for b in document.blocks if b.start <= finding.at.char_start < b.end), None)
        refused = finding.at.rule.startswith(("findings.refuse", "findings.grounds"))
        if block is None or block.kind != "paragraph" or refused:
            continue
        begins = (
            document.text.rfind("\n", block.start, finding.at.char_start) + 1 or block.start
        )  # blank lines may be lost
        if finding.at.char_start - block.start > _BEFORE_FINDING and finding.at.char_start != begins:
            continue
        following = findings[index + 1].at.char_start if index + 1 < len(findings) else block.end
        start, end = _rest(document, finding.at.char_end, min(block.end, following))
        rest = one_line(document.flow[start:end])
        promises = promise_in(rest) is not None
        within = zone is None or block in zone or (official and _OFFICE.match(rest) is not None)
        least = LEAST_PLAIN if rest[:1].isupper() and promises else LEAST
        if within and end - start >= least and not answers_nothing(rest) and not _AUDITORS_GO_ON.match(rest):
            told.append(Told(start, end, "responses.after_finding", 0.7, (finding.id,)))
    return told


def _after_finding(document: Document, finding: Record, limit: int) -> list[Told]:
    """The rest of the finding's paragraph and the paragraphs after it, as long as they speak of the same."""
    assert isinstance(finding, Finding)
    block = next((b for b in document.blocks if b.start <= finding.at.char_start < b.end), None)
    if block is None:
        return []
    start, end = _rest(document, finding.at.char_end, min(limit, block.end))
    about = stem_families(document.flow[finding.at.char_start : finding.at.char_end])
    told: list[Told] = []
    for later in (b for b in document.blocks if block.end <= b.start < limit and b.kind in {"paragraph", "list_item"}):
        if end < later.start - 200 or not about & stem_families(document.flow[later.start : later.end]):
            break
        end = min(later.end, limit)
    if end - start >= 30:
        told.append(Told(*trimmed(document, start, end), "responses.after_finding", 0.8, (finding.id,)))
    return told


def _rest(document: Document, start: int, end: int) -> tuple[int, int]:
    joint = _JOINT.match(document.flow[start:end])
    if document.flow[start - 1 : start] not in {".", "!", ""}:
        start += joint.end() if joint else 0
    while start < end and document.flow[start] in ' .,;:”"\n':
        start += 1
    return trimmed(document, start, end)


def _sentence_start(reading: Reading, offset: int) -> int:
    return max((s.start for s in reading.sentences if s.start <= offset), default=offset)
