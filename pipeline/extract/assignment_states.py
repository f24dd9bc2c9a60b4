"""What a paper says has become of an assignment: in the row of a table that holds it, in the sentences behind it, or by
being the report that was asked for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache

from pipeline.extract.paragraphs import MINUTES
from pipeline.extract.plan_columns import Columns, Row, cell_texts, find_columns, plain
from pipeline.extract.plan_tables import row_status
from pipeline.extract.statuses import declare_status
from pipeline.lexicon import load_lexicon
from pipeline.records import Assignment, Reading

_BECAME = {"done": "done", "ongoing": "open", "planned": "open", "postponed": "open"}
_NEXT = re.compile(r"\bi uppdrag\b|\buppdra(?:r|s|gs)\b|\buppdrog|\buppdrag(?:et)? (?:till|att|från)\b", re.IGNORECASE)
_BEHIND = 3  # sentences of the same paragraph that may tell of it


def states_told(reading: Reading) -> Callable[[Assignment], str | None]:
    """What the paper says has become of an assignment; None where it does not say."""
    rows = cache(lambda: list(_told_in_rows(reading)))  # few papers with tables give assignments
    starts = [s.start for s in reading.sentences]

    def state(assignment: Assignment) -> str | None:
        at = assignment.at
        in_row = (said for first, last, said in rows() if first <= at.char_start and at.char_end <= last)
        return next(in_row, None) or _told_behind(reading, starts, at.char_end) or _by_paper(reading, assignment)

    return state


def _told_in_rows(reading: Reading) -> Iterator[tuple[int, int, str]]:
    """The cells that hold what is to be done, each with what the rest of its row declares."""
    for table in reading.document.tables:
        found = find_columns(table)
        if found is None:
            continue
        columns, header = found
        for number, row in enumerate(table.rows()):
            cells = [cell for cell, _ in cell_texts(row, columns, "measure")]
            if number > header and cells and (said := _state(reading, row, columns)):
                yield from ((cell.start, cell.end, said) for cell in cells)


def _state(reading: Reading, row: Row, columns: Columns) -> str | None:
    text = " ".join(plain(cell.text) for cell, _ in cell_texts(row, columns, "measure"))
    due = " ".join(words for _, words in cell_texts(row, columns, "due"))
    if became := _BECAME.get(row_status(row, columns, due, reading.document.flow, text).value):
        return became
    reported = load_lexicon("assignments").pattern("part.reported").regex
    said = (words for kind in ("status", "comment") for _, words in cell_texts(row, columns, kind))
    return "reported" if any(reported.search(words) for words in said) else None


def _told_behind(reading: Reading, starts: list[int], end: int) -> str | None:
    """By the next sentences of the paragraph, before another assignment: "Uppdraget är därmed slutfört"."""
    if reading.facts.kind in MINUTES:
        return None
    index = bisect_right(starts, end - 1) - 1
    if index < 0:
        return None
    flow, block = reading.document.flow, reading.sentences[index].block
    about = load_lexicon("assignments").pattern("part.about").regex
    for sentence in reading.sentences[index + 1 : index + 1 + _BEHIND]:
        words = " ".join(flow[sentence.start : sentence.end].split())
        if sentence.block != block or _NEXT.search(words):
            return None
        said = about.search(words)
        if said and (became := _BECAME.get(declare_status(words[said.start() :]).value)):
            return became
    return None


def _by_paper(reading: Reading, assignment: Assignment) -> str | None:
    """That an assignment to report is reported back, in the paper by which its receiver does so."""
    facts, lexicon = reading.facts, load_lexicon("assignments")
    reports = lexicon.pattern("part.reporting_title").regex.search(facts.title or "")
    own = facts.body is not None and assignment.given_to == facts.body
    return "reported" if reports and own and assignment.report_to and assignment.given_by != facts.body else None
