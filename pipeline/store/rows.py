"""From what a document gave to the rows of every table: pure, so that a worker process can do it."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.records import At, Claim, Document, DocumentRecords, Problem, Record, Response, paper_id, record_id
from pipeline.store.schema import stored_fields
from pipeline.store.stems import stems_of

Row = tuple[object, ...]

# Whose a record is, and when, for filters in the search: the first of these fields that says something.
_BODY_FIELDS = ("body", "addressee", "responder", "responsible", "given_to")
_DATE_FIELDS = ("date", "date_from", "due_to")
_KIND_FIELDS = ("kind", "stance", "outcome", "role", "vote")


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """All rows of one document, by table, in the order of the table's columns; picklable."""

    document_id: str
    path: str
    tables: dict[str, list[Row]] = field(default_factory=dict)
    search: list[Row] = field(default_factory=list)
    problems: tuple[Problem, ...] = ()


def prepare_rows(found: DocumentRecords) -> DocumentRows:
    """The rows of a document: page numbers, quotes, boxes and stems are worked out here."""
    document = found.document
    tables: dict[str, list[Row]] = {
        "pages": [
            (
                document.id,
                p.number,
                document.text[p.start : p.end],
                p.width,
                p.height,
                p.source,
                p.start,
                p.end,
                p.confidence,
            )
            for p in document.pages
        ],
        "sections": [
            (document.id, i, s.title, s.level, s.start, s.end, s.body_start, document.page_at(s.start).number)
            for i, s in enumerate(found.sections)
        ],
        "papers": _paper_rows(found),
        "annotations": [
            (document.id, i, a.kind, a.page, a.author or None, a.date or None, a.text, a.about or None)
            for i, a in enumerate(document.annotations)
        ],
    }
    seen: set[tuple[str, str]] = set()
    problems = list(found.problems)
    boxes: list[Row] = []
    search = [_page_entry(found, number) for number in range(len(document.pages))]
    for record in found.records:
        if (record.table, record.id) in seen:
            problems.append(Problem(document.path, "duplicate_record", f"{record.table} {record.id}"))
            continue
        seen.add((record.table, record.id))
        tables.setdefault(record.table, []).append(_record_row(found, record))
        boxes.extend(_box_rows(document, record.id, record.at))
        search.append(_search_entry(found, record))
        if isinstance(record, Response):
            pairs = tables.setdefault("response_findings", [])
            pairs.extend((record.id, finding_id, document.id) for finding_id in dict.fromkeys(record.finding_ids))
        if isinstance(record, Claim):
            inputs = tables.setdefault("claim_inputs", [])
            inputs.extend(
                (record.id, i, rid or None, value, document.id) for i, (rid, value) in enumerate(record.inputs)
            )
    _add_tables(found, tables, boxes)
    tables["boxes"] = boxes
    tables["documents"] = [_document_row(found, problems)]
    return DocumentRows(document.id, document.path, tables, search, tuple(problems))


def _document_row(found: DocumentRecords, problems: list[Problem]) -> Row:
    document, facts = found.document, found.facts
    return (
        document.id, document.sha256, document.path, document.filename, facts.kind, facts.title, facts.organisation,
        facts.body, facts.date, facts.case_number, facts.language, len(document.pages), document.text,
        "partial" if problems else "ok", problems[0].code if problems else None, document.medium,
        document.origin,
    )  # fmt: skip


def _paper_rows(found: DocumentRecords) -> list[Row]:
    document = found.document
    papers = found.papers or (found.paper_at(0),)
    return [
        (
            paper_id(document.id, p.start), document.id, p.facts.kind, p.facts.title,
            p.facts.organisation, p.facts.body, p.facts.date, p.facts.case_number, document.page_at(p.start).number,
            document.page_at(max(p.start, p.end - 1)).number, p.start, p.end,
        )
        for p in papers
    ]  # fmt: skip


def _evidence(found: DocumentRecords, at: At) -> Row:
    document = found.document
    return (
        document.id, paper_id(document.id, found.paper_at(at.char_start).start), document.page_at(at.char_start).number,
        document.page_at(max(at.char_start, at.char_end - 1)).number,
        at.char_start, at.char_end, document.text[at.char_start : at.char_end], at.rule, at.confidence,
    )  # fmt: skip


def _record_row(found: DocumentRecords, record: Record) -> Row:
    own = tuple(getattr(record, f.name) for f in stored_fields(type(record)))
    return (record.id, *_evidence(found, record.at), *own)


def _box_rows(document: Document, of: str, at: At) -> list[Row]:
    return [(of, b.page, b.x0, b.top, b.x1, b.bottom, document.id) for b in document.boxes(at.char_start, at.char_end)]


def _add_tables(found: DocumentRecords, tables: dict[str, list[Row]], boxes: list[Row]) -> None:
    document = found.document
    for index, table in enumerate(document.tables):
        at = At(table.start, table.end, table.rule, table.confidence)
        table_id = record_id(document.id, "tables", table.start, table.end, str(index))
        tables.setdefault("tables", []).append(
            (table_id, *_evidence(found, at), table.title or None, table.row_count, table.column_count)
        )
        for number, cell in enumerate(table.cells):
            at = At(cell.start, cell.end, table.rule, table.confidence)
            cell_id = record_id(document.id, "cells", cell.start, cell.end, f"{index}.{number}")
            own = (table_id, cell.row, cell.column, cell.row_span, cell.column_span, int(cell.header), cell.text)
            tables.setdefault("cells", []).append((cell_id, *_evidence(found, at), *own))
            boxes.extend(_box_rows(document, cell_id, at))


def _page_entry(found: DocumentRecords, number: int) -> Row:
    document, page = found.document, found.document.pages[number]
    facts = found.paper_at(page.start).facts
    text = " ".join(document.flow[page.start : page.end].split())
    place = ("pages", f"{document.id}#{page.number}", document.id, page.number)
    return (text, stems_of(text), *place, facts.kind, facts.body, facts.date, None)


def _search_entry(found: DocumentRecords, record: Record) -> Row:
    document, facts = found.document, found.paper_at(record.at.char_start).facts
    text = " ".join(document.flow[record.at.char_start : record.at.char_end].split())
    place = (record.table, record.id, document.id, document.page_at(record.at.char_start).number)
    kind, body = _first(record, _KIND_FIELDS), _first(record, _BODY_FIELDS) or facts.body
    when = _first(record, _DATE_FIELDS) or facts.date
    return (text, stems_of(text), *place, kind, body, when, getattr(record, "status", None))


def _first(record: Record, names: tuple[str, ...]) -> str | None:
    return next((str(value) for name in names if (value := getattr(record, name, None))), None)
