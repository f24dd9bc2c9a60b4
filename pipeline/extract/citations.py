"""Extract citations: § of minutes, meetings, case numbers, statutes, documents. Find, then parse; resolved later."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from pipeline.extract.case_numbers import CaseNumber, find_case_numbers
from pipeline.extract.context import Context, read_context
from pipeline.extract.documents_cited import cite_documents
from pipeline.extract.items import Item, find_items
from pipeline.extract.meetings_cited import cite_meetings
from pipeline.extract.paragraphs import MINUTES, Paragraphs, find_paragraphs
from pipeline.extract.roles import role_of
from pipeline.extract.statutes import Statute, find_statutes
from pipeline.extract.whereabouts import Whereabouts, locate, pair_respectively, share_dates
from pipeline.lexicon import load_lexicon
from pipeline.records import At, Citation, Reading, Record, record_id

_CASE_REACH = 90  # characters between a § and the case number that belongs to it


def extract_citations(reading: Reading) -> list[Record]:
    """The citations of a document. The items of minutes and their own case numbers are no citations."""
    flow = reading.document.flow
    statutes = find_statutes(flow, reading.facts.date or _end_of_fiscal_year(flow))
    cases = find_case_numbers(flow)
    items = find_items(reading.document) if reading.facts.kind in MINUTES else []
    paragraphs, headings = find_paragraphs(reading, [(s.start, s.end) for s in statutes], items)
    context = read_context(reading)
    found: list[Record] = [_statute_citation(reading, s) for s in statutes if not s.internal]
    cited = [c for c in cases if not (_belongs_to_heading(reading, c, headings) or _is_own(c, items))]
    found += [_case_citation(reading, context, c) for c in cited]
    used: set[tuple[int, int]] = set()
    places: list[Whereabouts] = []
    cover = items[0].start if items else 0
    for index in range(len(paragraphs)):
        places.append(locate(reading, context, paragraphs, index, places))
    places = share_dates(flow, paragraphs, pair_respectively(context, paragraphs, places))
    for index, (paragraph, place) in enumerate(zip(paragraphs, places, strict=True)):
        if paragraph.start < cover and not place.used:
            continue  # "Ann Ek (S), §§ 12–14" among those present
        used.update(place.used)
        found += _item_citations(reading, context, paragraph, place, _case_of(paragraphs, index, cases, flow))
    found += cite_documents(reading, cases)
    found += cite_meetings(reading, context, used)
    return sorted(found, key=lambda r: (r.at.char_start, r.at.char_end))


def _end_of_fiscal_year(flow: str) -> str | None:
    """The last day of the fiscal year that an undated paper is about: its laws are those of that year."""
    told = load_lexicon("statutes").pattern("fiscal_year").regex.search(flow)
    return f"{told['year'] or told['year2']}-12-31" if told else None


def _item_citations(
    reading: Reading, context: Context, paragraph: Paragraphs, place: Whereabouts, case: CaseNumber | None
) -> list[Record]:
    document = reading.document
    start, end = min(paragraph.start, place.start), max(paragraph.end, place.end)
    role = role_of(document.flow, context.window(paragraph.start), start, end)
    return [
        Citation(
            id=record_id(document.id, "citations", start, end, f"§ {number} {paragraph.start}"),
            at=At(start, end, paragraph.rule, round(paragraph.confidence * place.certainty, 3)),
            kind="agenda_item",
            organisation=reading.facts.organisation,
            body=place.body,
            date_from=place.date_from,
            date_to=place.date_to,
            date_precision=place.precision,
            paragraph=number,
            case_number=case.number if case else None,
            role=role,
        )
        for number in paragraph.numbers
    ]


def _statute_citation(reading: Reading, statute: Statute) -> Citation:
    extra = f"{statute.chapter}:{statute.paragraph}:{statute.subparagraph}:{statute.point}"
    return Citation(
        id=record_id(reading.document.id, "citations", statute.start, statute.end, extra),
        at=At(statute.start, statute.end, statute.rule, statute.confidence),
        kind="statute",
        statute=statute.law,
        sfs=statute.sfs,
        chapter=statute.chapter,
        paragraph=statute.paragraph,
        subparagraph=statute.subparagraph,
        point=statute.point,
    )


def _case_citation(reading: Reading, context: Context, case: CaseNumber) -> Citation:
    window = context.window(case.start)
    return Citation(
        id=record_id(reading.document.id, "citations", case.start, case.end),
        at=At(case.start, case.end, case.rule, case.confidence),
        kind="case_number",
        organisation=reading.facts.organisation,
        case_number=case.number,
        role=role_of(reading.document.flow, window, case.start, case.end),
    )


def _is_own(case: CaseNumber, items: Sequence[Item]) -> bool:
    """Whether a case number stands in the heading of the item whose own it is, in whatever form that is written."""
    index = bisect_right(items, case.start, key=lambda i: i.start) - 1
    return index >= 0 and case.start < items[index].body_start and case.number == items[index].case_number


def _belongs_to_heading(reading: Reading, case: CaseNumber, headings: Sequence[tuple[int, int]]) -> bool:
    """Whether a case number is that of the item it stands under: on the heading's line or alone on the next ones."""
    index = bisect_right(headings, (case.start, case.start)) - 1
    if index < 0:
        return False
    end = headings[index][1]
    if case.start < end:
        return True
    between = reading.document.flow[end : case.start]
    return reading.facts.kind in MINUTES and len(between) < 300 and between.count("\n") <= 3 and "." not in between


def _case_of(paragraphs: Sequence[Paragraphs], index: int, cases: Sequence[CaseNumber], flow: str) -> CaseNumber | None:
    """The case number that stands behind a §, before the next § and within its sentence."""
    paragraph = paragraphs[index]
    limit = min(paragraph.end + _CASE_REACH, paragraphs[index + 1].start if index + 1 < len(paragraphs) else len(flow))
    first = bisect_right(cases, paragraph.end - 1, key=lambda c: c.start)
    for case in (cases[i] for i in range(first, len(cases))):
        if case.end > limit:
            return None
        between = flow[paragraph.end : case.start]
        return None if "\n" in between or ". " in between else case
    return None
