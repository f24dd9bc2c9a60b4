"""Measures in action plans and follow-up tables: one measure a row."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.extract.answer_tables import answer_columns
from pipeline.extract.due_dates import NO_DUE, due_by_label, original_due, read_due, year_of
from pipeline.extract.effects import NO_EFFECT, Effect, read_effect
from pipeline.extract.explained import declare_mark, spell_out_role
from pipeline.extract.plan_columns import (
    Columns,
    Row,
    cell_texts,
    find_cards,
    find_columns,
    is_header,
    plain,
    says_when,
    unbroken,
)
from pipeline.extract.statuses import NO_STATUS, UNKNOWN, Status, declare_status
from pipeline.lexicon.dates import find_dates
from pipeline.records import Amount, At, Cell, Measure, Reading, Record, Table, record_id

_NUMBERED = re.compile(r"^\d{1,2}(?:\.\d{1,2})*[.)]?\s+\S")
_TOTAL = re.compile(r"^(?:summa|totalt?|delsumma|snitt|genomsnitt)\b", re.IGNORECASE)
# What stands where a body answers that it will do nothing.
_NONE = re.compile(
    r"^(?:ingen|inga)\b[^.]{0,30}\b(?:åtgärd|insats)\w*\b[^.]{0,30}\.?$|"
    r"^(?:ingen|inga)\s+(?:[a-zåäö]+\s+)?(?:åtgärd|insats)\w*\s*[.,:;–-]|"
    r"^ing(?:en|a)\W*$|^(?:ej aktuell|inte aktuell)\w*\W*$",
    re.IGNORECASE,
)
# An assignment names whom it is to: "Kulturnämnden får i uppdrag att öppna en scen".
_GIVEN_TO = re.compile(
    r"(?P<who>[A-ZÅÄÖ][^.;:]{2,90}?)\s(?:(?:får|fick|ges|gavs|har\sfått)\s(?:[^.;:]{2,60}?\s)?i\suppdrag|uppdras|uppdrogs)\b"
)
_GUESSED = 0.85  # of the confidence in a table whose header says what its columns hold
_NUMBER_ONLY = re.compile(r"^[\d\s.,%-]+$")


def extract_plan_measures(reading: Reading) -> list[Record]:
    """The measures of every table whose header or cells show it to be a plan or a follow-up of one."""
    return [m for table in reading.document.tables for m in _read_plan(reading, table)]


def _read_plan(reading: Reading, table: Table) -> list[Record]:
    cards = find_cards(table)
    if cards:
        read = [read_row(reading, table, row, columns, "", {}) for columns, rows in cards for row in rows]
        return [measure for measure in read if measure]
    found = find_columns(table)
    if found is None or (found[1] < 0 and answer_columns(table)):
        return []  # of a table of points and answers no column is a plan's measures by what it holds
    columns, header = found
    heads = {n: plain(c.text) for i, row in enumerate(table.rows()) if i == header for n, c in row.items()}
    section = ""
    measures: list[Record] = []
    for number, row in enumerate(table.rows()):
        if number <= header or is_header(row, columns):
            continue
        if title := _section_title(row, table):
            section = title
            continue
        measure = read_row(reading, table, row, columns, section, heads)
        if measure and header < 0:  # columns known by what they hold alone
            measure = replace(measure, at=replace(measure.at, confidence=round(_GUESSED * measure.at.confidence, 3)))
        if measure:
            measures.append(measure)
    return measures


def _section_title(row: Row, table: Table) -> str:
    """The words of a row that heads a section: one cell over all columns, or a number and words with nothing beside."""
    words = [plain(cell.text) for cell in row.values()]
    filled = [w for w in words if w]
    if not filled or table.column_count < 2:
        return ""
    whole = any(cell.column_span >= table.column_count and plain(cell.text) for cell in row.values())
    repeated = len(filled) == table.column_count and len(set(filled)) == 1
    numbered = len(filled) == 1 and bool(words[0]) and bool(_NUMBERED.match(words[0]))
    headed = len(filled) == 1 and any(cell.header for cell in row.values() if plain(cell.text))
    return filled[0] if whole or repeated or numbered or headed else ""


def read_row(
    reading: Reading, table: Table, row: Row, columns: Columns, section: str, heads: dict[int, str]
) -> Measure | None:
    """The measure of a row; `heads` are the words of the header by column."""
    cells = cell_texts(row, columns, "measure")
    text = " ".join(words for _, words in cells)
    if len(text) < 4 or _NUMBER_ONLY.match(text) or _TOTAL.match(text) or _NONE.match(text):
        return None
    document, year = reading.document, year_of(reading.facts)
    start, end = _trim(document.text, min(c.start for c, _ in cells), max(c.end for c, _ in cells))
    if end <= start:
        return None
    due_words = _joined(row, columns, "due")
    own = [words for _, words in cell_texts(row, columns, "section") if not _NUMBER_ONLY.match(words)]
    due = read_due(due_words, year=year) if due_words else NO_DUE
    if due == NO_DUE:
        due = read_due(unbroken(due_words), year=year)
    if due == NO_DUE and not due_words:
        due = due_by_label(_joined(row, columns, "comment", "description"), year=year)
    status = row_status(row, columns, due_words, document.flow, text)
    effect = _effect(reading, row, columns, heads, done=status.value == "done")
    given_to = _GIVEN_TO.match(text)
    responsible = _joined(row, columns, "responsible").strip(" -–—") or (given_to["who"] if given_to else None)
    if responsible and due == NO_DUE and (dates := find_dates(responsible, year=year)):
        who, when = responsible[: dates[0].start].strip(" ,;(–-"), responsible[dates[0].start :].strip(" )")
        if len(who) > 1 and says_when(when):  # two columns read as one: "HR-chef 30 april 2024"
            responsible, due = who, read_due(when, year=year)
    return Measure(
        id=record_id(document.id, Measure.table, start, end),
        at=At(start, end, "plan_table", round(min(0.97, 0.95 * max(table.confidence, 0.6)), 3)),
        text=text,
        section=" – ".join([s for s in (section, *own) if s]) or None,
        responsible=responsible,
        due_from=due.first,
        due_to=due.last,
        due_precision=due.precision,
        original_due_to=original_due(due_words, year=year),
        status=status.value,
        status_text=status.words or None,
        effect_sek=effect.sek,
        responsible_full=spell_out_role(responsible, document.flow),
        due_text=due_words or None,
        comment="; ".join(words for kind in ("status", "comment") for _, words in cell_texts(row, columns, kind))
        or None,
        effect_value=effect.value,
        effect_unit=effect.unit,
        effect_basis=effect.basis,
        effect_period=effect.period,
    )


def row_status(row: Row, columns: Columns, due_words: str, flow: str, text: str) -> Status:
    """A tick in a status's own column; else the status column when its words decide alone, then a status in the due
    column, then any comment, then a mere sign ("Röd"), and last that there is nothing new.
    """
    for kind in columns:
        if kind.startswith("ticked.") and (ticks := cell_texts(row, columns, kind)):
            return Status(kind.removeprefix("ticked."), ticks[0][1], "ticked", 0.9)
    said = [words for kind in ("status", "comment") for _, words in cell_texts(row, columns, kind)]
    said = [words if declare_status(words).words else unbroken(words) for words in said]
    marks = [declare_mark(words, flow) for words in said]
    declared = [declare_status(words, plan=True) for words in said]
    statuses = [_of_its_measure(s, text) for s in declared if s.value != UNKNOWN]
    in_due = declare_status(due_words) if due_words and not read_due(due_words).first else NO_STATUS
    labels = [s for s in statuses if s.rule.startswith("label.")]
    strong = [s for s in statuses if s.rule.startswith(("dropped.", "postponed."))]
    told = [m for m in marks if m.rule in {"mark.legend", "mark.done", "mark.ongoing"}]
    weak = [m for m in marks if m != NO_STATUS]
    in_due_alone = [in_due] if in_due.rule.startswith("label.") else []
    for candidates in (labels, told, strong, in_due_alone, statuses, weak, [s for s in declared if s.words]):
        if candidates:
            return candidates[0]
    return NO_STATUS


def _of_its_measure(status: Status, text: str) -> Status:
    """What was to be wound up and is ("Avveckla lokaler": "Avvecklat") is done, not dropped."""
    wound_up = status.value == "dropped" and re.match(r"avveckl|nedlagd|avslut", status.words, re.IGNORECASE)
    if wound_up and re.search(r"\b(?:avveckl|lägg\w* ned|avslut|stäng|säg\w* upp|lämna)", text, re.IGNORECASE):
        return Status("done", status.words, status.rule, status.confidence)
    return status


def _effect(reading: Reading, row: Row, columns: Columns, heads: dict[int, str], *, done: bool) -> Effect:
    """The effect in its column: as the cell and the column's name say, in money of the document's own amounts."""
    for cell, words in cell_texts(row, columns, "effect"):
        effect = read_effect(words, heads.get(cell.column, ""), done=done)
        for record in reading.of(Amount):
            if isinstance(record, Amount) and cell.start <= record.at.char_start < cell.end:
                return Effect(record.value_sek, None, None, effect.basis or "expected", effect.period)
        if effect != NO_EFFECT:
            return effect
    return NO_EFFECT


def _joined(row: Row, columns: Columns, *kinds: str) -> str:
    words: list[str] = []
    seen: set[tuple[int, int]] = set()
    for kind in kinds:
        for cell, text in cell_texts(row, columns, kind):
            if (cell.start, cell.end) not in seen or not _is_merged(cell):
                seen.add((cell.start, cell.end))
                words.append(text)
    return " ".join(words)


def _is_merged(cell: Cell) -> bool:
    return cell.row_span > 1 or cell.column_span > 1


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
