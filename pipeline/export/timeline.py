"""What happened when: the story of a measure, a §, a finding or an assignment over documents and years."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from textwrap import shorten

from pipeline.check.measures import FollowedMeasure, MeasureFilters, find_measures
from pipeline.errors import NotFoundError
from pipeline.export.terms import term
from pipeline.export.trace import Node, node_of, trace_chain
from pipeline.export.trace_roots import find_root
from pipeline.messages import kept_words, message

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_STEPS = 6
_NAMED, _NAME = 10, 100  # measures named when several fit, and letters of each


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a day (`date`, "" when unknown): what it is, its words, its status, and where it stands.

    `mark` is the status that colours it; `record_id` is "" for a date that a record only names (when it is due).
    """

    date: str
    kind: str
    text: str
    mark: str
    note: str
    filename: str
    page: int | None
    record_id: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A story: what it is of, and its events in order of time; those without a date come last."""

    title: str
    events: tuple[Event, ...]


def build_timeline(connection: sqlite3.Connection, said: str, lang: str = "sv") -> Timeline:
    """The timeline of what the words name: a measure by its words or id, a §, a finding, an assignment, a document.

    Raises NotFoundError, one line, when nothing or more than one thing fits.
    """
    try:
        root, citing = find_root(connection, said, lang)
    except NotFoundError:
        root, citing = _measure_of(connection, said, lang), []
    trace = trace_chain(connection, root, citing, _STEPS, lang)
    told = {edge.source for edge in trace.edges if edge.kind != "cites"} | {
        edge.target for edge in trace.edges if edge.kind != "cites"
    }
    ids = {root.id} | (told & trace.nodes.keys())
    if root.record_type == "cited":  # a § that is not in the database: who speaks of it is all there is
        ids |= trace.nodes.keys()
    if root.record_type == "measures":
        ids |= _thread_ids(connection, root.id)
    events = [event for i in sorted(ids) for event in _events(connection, trace.nodes.get(i), i, lang)]
    return Timeline(
        root.label,
        tuple(sorted(set(events), key=lambda e: (e.date or "9999", e.filename, e.page or 0, e.kind, e.text))),
    )


def _measure_of(connection: sqlite3.Connection, said: str, lang: str) -> Node:
    found = find_measures(connection, MeasureFilters(text=" ".join(said.split())))
    if not found:
        found = _by_any_record(connection, said)
    if len(found) > 1:
        shown = "\n".join(f"  {m.measure_id}  {shorten(m.text, _NAME, placeholder='…')}" for m in found[:_NAMED])
        raise NotFoundError(message("plans.several_measures", lang, name=said, count=len(found), names=shown))
    node = node_of(connection, found[0].measure_id, lang) if found else None
    if node is None:
        raise NotFoundError(message("plans.no_such", lang, name=said))
    return node


def _by_any_record(connection: sqlite3.Connection, said: str) -> list[FollowedMeasure]:
    """The measures whose earlier records hold the words."""
    wanted = "".join(said.lower().split())
    rows = connection.execute(
        "SELECT t.thread_id, m.text FROM measures AS m JOIN measure_threads AS t ON t.measure_id = m.id"
    )
    threads = {row["thread_id"] for row in rows if wanted in "".join((row["text"] or "").lower().split())}
    return [m for m in find_measures(connection) if m.thread_id in threads] if threads else []


def _thread_ids(connection: sqlite3.Connection, measure_id: str) -> set[str]:
    rows = connection.execute(
        "SELECT b.measure_id FROM measure_threads AS a JOIN measure_threads AS b ON b.thread_id = a.thread_id"
        " WHERE a.measure_id = ?",
        (measure_id,),
    )
    return {row["measure_id"] for row in rows}


def _events(connection: sqlite3.Connection, node: Node | None, record_id: str, lang: str) -> list[Event]:
    node = node or node_of(connection, record_id, lang)
    if node is None:
        return []
    if node.record_type == "cited":
        named = _DAY.search(node.label)
        return [Event(named[0] if named else "", node.kind, node.label, "", "", node.where, None, record_id)]
    table = node.record_type
    if table == "documents":
        row = connection.execute("SELECT date, filename FROM documents WHERE id = ?", (record_id,)).fetchone()
        return [Event(row["date"] or "", node.kind, node.label, "", "", row["filename"], None, record_id)]
    row = connection.execute(
        f'SELECT r.*, d.filename, d.date AS document_date FROM "{table}" AS r'
        " JOIN filed_papers AS d ON d.id = r.paper_id WHERE r.id = ?",
        (record_id,),
    ).fetchone()
    has = set(row.keys())
    day = next((row[c] for c in ("date_from", "date", "document_date") if c in has and row[c]), "")
    mark = str(row["status"]) if "status" in has and row["status"] else ""
    note = _note(connection, row, table, lang)
    told = Event(day, node.kind, node.label, mark, note, row["filename"], row["page_from"], record_id)
    due = row["due_to"] if "due_to" in has else None
    if not due:
        return [told]
    coming = Event(due, message("plans.event_due", lang), node.label, "due", "", row["filename"], row["page_from"], "")
    return [told, coming]


def _note(connection: sqlite3.Connection, row: sqlite3.Row, table: str, lang: str) -> str:
    """Status and who, why the date was moved, and what is told against it."""
    notes = []
    if table == "measures":
        notes = [
            term("status", row["status"], lang),
            row["status_text"] or "",
            row["responsible_full"] or row["responsible"] or "",
        ]
        if row["original_due_to"]:
            notes.append(message("plans.before", lang, day=row["original_due_to"]))
        moved = connection.execute(
            "SELECT moved_reason FROM measure_threads WHERE measure_id = ?", (row["id"],)
        ).fetchone()
        if moved and moved["moved_reason"]:
            notes.append(moved["moved_reason"])
    elif table == "assignments":
        notes = [row["given_to"] or ""]
    elif table == "responses":
        notes = [term("stance", row["stance"], lang), row["responder"] or ""]
    for link in connection.execute(
        "SELECT reason, reason_en FROM links WHERE kind = 'contradicts' AND state <> 'rejected' AND source_id = ?",
        (row["id"],),
    ):
        notes.append(message("plans.contradicts", lang, reason=kept_words(link, "reason", lang)))
    return " · ".join(note for note in notes if note)
