"""What stands beside an answer in its row of a table: who is responsible for what it promises, when, how far it is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.answer_tables import MEASURE_MARK, answer_columns
from pipeline.extract.due_dates import NO_DUE, Due, read_due, year_of
from pipeline.extract.explained import spell_out_role
from pipeline.extract.measure_prose import promise_in
from pipeline.extract.plan_columns import Columns, cell_texts, named_columns
from pipeline.extract.statuses import NO_STATUS, UNKNOWN, Status, declare_status
from pipeline.records import At, Measure, Reading, Record, Response, record_id

_NOTHING = " -–—.,"
_SHORTEST = 8  # characters of an answer that says what is to be done


def promises_in_rows(reading: Reading, told: Sequence[Record]) -> list[Record]:
    """The measures told in answers, with what the columns beside their answer say; and the answers that tell of none by
    their verbs, where a column names who is to act or by when: "Ny rutin" beside "Enhetschef".

    A column's person rules over who is named in passing. Its day and its status count where the answer makes but one
    promise: of several nobody knows which the column means. Where a column of its own holds what is to be done, that
    is what the answer promises, and its own words ("Instämmer.") are no measure.
    """
    deeds = _deeds_beside(reading)
    told = [
        replace(m, response_id=key, status=_status_of_row(m, reading.facts.date))
        if isinstance(m, Measure) and (key := next((k for k, at in deeds.items() if _lies(m, at)), None))
        else m
        for m in told
        if not (isinstance(m, Measure) and m.response_id in deeds)
    ]
    rows = {r.id: beside for r in reading.of(Response) if isinstance(r, Response) if (beside := _beside(reading, r))}
    rows = {key: beside for key, beside in rows.items() if key not in deeds}
    promised: dict[str, list[Measure]] = {key: [] for key in rows}
    for measure in told:
        if isinstance(measure, Measure) and measure.response_id in rows:
            promised[measure.response_id].append(measure)
    added: dict[str, Measure] = {}
    for answer in (r for r in reading.of(Response) if isinstance(r, Response) and r.id in rows):
        who, due, status = rows[answer.id]
        own = promised[answer.id]
        for measure in own:
            added[measure.id] = _completed(reading, measure, who, due, status, alone=len(own) == 1)
        if not own and (who or due != NO_DUE) and (bare := _bare(reading, answer)):
            added[bare.id] = _completed(reading, bare, who, due, status, alone=True)
    known = {measure.id for measure in told}
    return [added.get(m.id, m) for m in told] + [m for m in added.values() if m.id not in known]


def status_by_day(measure: Measure, date: str | None) -> str:
    """Its status: planned where only its day, still to come, says so."""
    to_come = measure.status == UNKNOWN and measure.due_to and date and measure.due_to > date
    return "planned" if to_come else measure.status


def _status_of_row(measure: Measure, date: str | None) -> str:
    """The same; else as its words tell: "Fem behörigheter har tagits bort"."""
    status = status_by_day(measure, date)
    told = promise_in(measure.text) if status == UNKNOWN else None
    return str(told.yields["status"]) if told else status


def _deeds_beside(reading: Reading) -> dict[str, tuple[int, int]]:
    """For each answer of a table that has a column of measures beside it: the span of its row's measure."""
    spans: dict[str, tuple[int, int]] = {}
    placed = sorted((answer.at.char_start, answer.id) for answer in reading.of(Response))
    for table in reading.document.tables:
        columns = answer_columns(table)
        rows = list(table.rows())
        if columns is None:
            continue
        _, answers, header = columns
        deed = next((c for c, cell in rows[header].items() if c not in answers and MEASURE_MARK.match(cell.text)), None)
        for row in rows[header + 1 :] if deed is not None else []:
            if deed not in row or not any(letter.isalpha() for letter in row[deed].text):
                continue
            cells = [row[c] for c in answers if c in row]
            for cell in cells:
                held = placed[bisect_left(placed, (cell.start,)) : bisect_left(placed, (cell.end,))]
                spans |= {key: (row[deed].start, row[deed].end) for _, key in held}
    return spans


def _lies(measure: Measure, span: tuple[int, int]) -> bool:
    return span[0] <= measure.at.char_start < span[1]


def _beside(reading: Reading, answer: Response) -> tuple[str | None, Due, Status] | None:
    """Who, when and how far, as the row of the answer says; None outside tables that have such columns."""
    table = next((t for t in reading.document.tables if t.start <= answer.at.char_start < t.end), None)
    columns = answer_columns(table) if table else None
    if table is None or columns is None:
        return None
    rows = list(table.rows())
    _, answers, header = columns
    named: Columns = {k: [n for n in ns if n not in answers] for k, ns in named_columns(rows[header]).items()}
    at = answer.at.char_start
    row = next((r for r in rows if any(r[c].start <= at < r[c].end for c in answers if c in r)), {})
    who, due, status = (
        " ".join(words for _, words in cell_texts(row, named, kind)).strip(_NOTHING)
        for kind in ("responsible", "due", "status")
    )
    declared = declare_status(status, plan=True) if status else NO_STATUS
    if declared == NO_STATUS and due:
        declared = declare_status(due) if read_due(due) == NO_DUE else NO_STATUS
    return who or None, read_due(due, year=year_of(reading.facts)) if due else NO_DUE, declared


def _completed(
    reading: Reading, measure: Measure, who: str | None, due: Due, status: Status, *, alone: bool
) -> Measure:
    if who:
        measure = replace(measure, responsible=who, responsible_full=spell_out_role(who, reading.document.flow))
    if alone and status.value != UNKNOWN:
        measure = replace(measure, status=status.value, status_text=status.words or measure.status_text)
    if alone and due != NO_DUE:
        measure = replace(measure, due_from=due.first, due_to=due.last, due_precision=due.precision)
    return measure


def _bare(reading: Reading, answer: Response) -> Measure | None:
    """The whole of an answer that agrees and names a deed without a verb of its own."""
    words = " ".join(reading.document.flow[answer.at.char_start : answer.at.char_end].split())
    if len(words) < _SHORTEST or " " not in words or answer.stance in {"disputes", "no_position"}:
        return None
    return Measure(
        id=record_id(reading.document.id, Measure.table, answer.at.char_start, answer.at.char_end),
        at=At(answer.at.char_start, answer.at.char_end, "answer_row", 0.6),
        text=words,
        status=UNKNOWN,
        response_id=answer.id,
    )
