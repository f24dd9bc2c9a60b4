"""Take a paper out of the document of a file that holds several, and put what was found in it back in its place."""

from __future__ import annotations

from dataclasses import replace

from pipeline.records import Block, Document, Page, Problem, Record, Section, Table, paper_id


def cut(document: Document, start: int, end: int) -> Document:
    """The paper at `start`-`end` as a document of its own: offsets and pages count from its beginning.

    Its id is the file's for the first paper, so that records keep their ids when others are put behind it. The only
    paper of a file is the document itself.
    """
    if (start, end) == (0, len(document.text)):
        return document
    end -= document.text[end - 1 : end] == "\f"
    first = document.page_at(start).number - 1
    kept = [i for i, table in enumerate(document.tables) if start <= table.start < end]
    place = {index: number for number, index in enumerate(kept)}
    return replace(
        document,
        id=paper_id(document.id, start),
        text=document.text[start:end],
        flow=document.flow[start:end],
        pages=tuple(_page(p, start, first) for p in document.pages if start <= p.start < end),
        blocks=tuple(
            _block(b, start, end, first, place) for b in document.blocks if max(b.start, start) < min(b.end, end)
        ),
        tables=tuple(_table(document.tables[i], start, first) for i in kept),
        problems=(),
        char_boxes=document.char_boxes[4 * start : 4 * end],
    )


def put_back(record: Record, start: int) -> Record:
    """The record of a paper with its place in the whole document."""
    at = record.at
    return replace(record, at=replace(at, char_start=at.char_start + start, char_end=at.char_end + start))


def put_back_section(section: Section, start: int) -> Section:
    """The section of a paper with its place in the whole document."""
    return replace(section, start=section.start + start, end=section.end + start, body_start=section.body_start + start)


def put_back_problem(problem: Problem, before: int) -> Problem:
    """The problem of a paper that `before` pages precede, with its page in the whole document."""
    if not before:
        return problem
    return replace(problem, page=(problem.page or 1) + before)


def _page(page: Page, start: int, first: int) -> Page:
    return replace(page, number=page.number - first, start=page.start - start, end=page.end - start)


def _block(block: Block, start: int, end: int, first: int, place: dict[int, int]) -> Block:
    """A block that runs over the paper's edge, as stitched to the words of the next, is cut there."""
    begin, stop = max(block.start, start), min(block.end, end)
    table = place.get(block.table) if block.table is not None else None
    page = max(1, block.page - first)
    return replace(block, start=begin - start, end=stop - start, page=page, table=table)


def _table(table: Table, start: int, first: int) -> Table:
    return replace(
        table,
        start=table.start - start,
        end=table.end - start,
        page_from=table.page_from - first,
        page_to=table.page_to - first,
        cells=tuple(replace(c, start=c.start - start, end=c.end - start, page=c.page - first) for c in table.cells),
    )
