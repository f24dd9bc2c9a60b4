"""What stands beside an answer in its row of a table: who is responsible for what it promises, when, how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.answer_tables import answer_columns
from pipeline.extract.due_dates import NO_DUE, Due, read_due, year_of
from pipeline.extract.explained import spell_out_role
from pipeline.extract.plan_columns import Columns, cell_texts, named_columns
from pipeline.extract.statuses import NO_STATUS, UNKNOWN, Status, declare_status
from pipeline.records import At, Measure, Reading, Record, Response, record_id

_NOTHING = " -–—.,"
_SHORTEST = 8  # characters of an answer that says what is to be done


def promises_in_rows(reading: Reading, told: Sequence[Record]) -> list[Record]:
    """The measures told in answers, with what the columns beside their answer say; and the answers that tell of none by
    their verbs, where a column names who is to act or by when: "Ny rutin" beside "Enhetschef".

    A column's person rules over who is named in passing. Its day and its status count where the answer makes but one
    promise: of several nobody knows which the column means.
    """
    rows = {r.id: beside for r in reading.of(Response) if isinstance(r, Response) if (beside := _beside(reading, r))}
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
