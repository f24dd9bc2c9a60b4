"""Citations -> what they name: an agenda item by body, date and §, or a document by its case number.

Exactly one candidate, or no target and the reason why (a code; users see `messages/resolve.toml`).
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.store import transaction

NOT_IN_DATABASE = "not_in_database"
TWO_CANDIDATES = "two_candidates"
NO_SUCH_PARAGRAPH = "no_such_paragraph"
Outcome = tuple[str | None, str | None]  # target, reason


@dataclass(frozen=True, slots=True)
class Target:
    """An agenda item, or a document that is the minutes of a meeting or belongs to a case."""

    id: str
    document_id: str
    kind: str  # of its document
    organisation: str
    date_from: str
    date_to: str
    case_number: str = ""


@dataclass(slots=True)
class Targets:
    """All that can be cited, by what names it."""

    items: dict[tuple[str, str], list[Target]] = field(default_factory=lambda: defaultdict(list))  # body, §
    items_of_date: dict[tuple[str, str], list[Target]] = field(default_factory=lambda: defaultdict(list))  # day, §
    meetings: dict[str, list[Target]] = field(default_factory=lambda: defaultdict(list))  # body
    cases: dict[str, list[Target]] = field(default_factory=lambda: defaultdict(list))  # case number: documents
    case_items: dict[str, list[Target]] = field(default_factory=lambda: defaultdict(list))


def resolve_citations(connection: sqlite3.Connection) -> None:
    """Set each citation's target, or the reason why it has none. Safe to run again: only what changed is written."""
    targets = _read_targets(connection)
    changes: list[tuple[str | None, str | None, str]] = []
    for row in connection.execute(
        "SELECT id, document_id, kind, organisation, body, date_from, date_to, date_precision, paragraph, case_number,"
        " target_id, unresolved_reason FROM citations"
    ):
        target, reason = _resolve(targets, row)
        if (target, reason) != (row["target_id"], row["unresolved_reason"]):
            changes.append((target, reason, row["id"]))
    with transaction(connection):
        connection.executemany("UPDATE citations SET target_id = ?, unresolved_reason = ? WHERE id = ?", changes)


def _read_targets(connection: sqlite3.Connection) -> Targets:
    targets = Targets()
    for row in connection.execute(
        "SELECT a.id, a.document_id, a.number, a.case_number, coalesce(a.body, m.body) AS body,"
        " coalesce(a.date_from, m.date_from) AS date_from, coalesce(a.date_to, m.date_to, a.date_from) AS date_to,"
        " d.kind, d.organisation FROM agenda_items a JOIN documents d ON d.id = a.document_id"
        " LEFT JOIN meetings m ON m.id = a.meeting_id"
    ):
        item = _target(row)
        number = _plain(row["number"])
        targets.items[_plain(row["body"]), number].append(item)
        targets.items_of_date[item.date_from, number].append(item)
        if row["case_number"]:
            targets.case_items[_plain(row["case_number"])].append(item)
    for row in connection.execute(
        "SELECT d.id, d.id AS document_id, m.body, m.date_from, coalesce(m.date_to, m.date_from) AS date_to, d.kind,"
        " d.organisation, d.case_number FROM meetings m JOIN documents d ON d.id = m.document_id"
    ):
        targets.meetings[_plain(row["body"])].append(_target(row))
    for row in connection.execute(
        "SELECT id, id AS document_id, date AS date_from, date AS date_to, kind, organisation, case_number"
        " FROM documents WHERE case_number IS NOT NULL"
    ):
        targets.cases[_plain(row["case_number"])].append(_target(row))
    return targets


def _target(row: sqlite3.Row) -> Target:
    return Target(
        row["id"],
        row["document_id"],
        row["kind"] or "",
        _plain(row["organisation"]),
        row["date_from"] or "",
        row["date_to"] or "",
        _plain(row["case_number"]),
    )


def _resolve(targets: Targets, row: sqlite3.Row) -> Outcome:
    if row["kind"] == "agenda_item":
        return _resolve_item(targets, row)
    if row["kind"] == "meeting":
        return _resolve_meeting(targets, row)
    if row["kind"] == "case_number":
        return _resolve_case(targets, row)
    return None, None  # statutes stand outside the database


def _resolve_item(targets: Targets, row: sqlite3.Row) -> Outcome:
    """By body and §, in a meeting that the date fits; without a body by its day, without a date by its case."""
    body, number, case = _plain(row["body"]), _plain(row["paragraph"]), _plain(row["case_number"])
    if body:
        found = _of_organisation(targets.items.get((body, number), ()), row)
    elif row["date_precision"] == "day":
        found = _of_organisation(targets.items_of_date.get((row["date_from"], number), ()), row)
    else:
        found = []
    if row["date_from"]:
        found = [t for t in found if _in_time(t, row)]
    else:  # a § starts anew each year: without a date the case alone tells which one
        found = [t for t in found if case and t.case_number == case]
    if len(found) > 1 and case and any(t.case_number == case for t in found):
        found = [t for t in found if t.case_number == case]
    if found:
        return _only(found)
    minutes = [t for t in _of_organisation(targets.meetings.get(body, ()), row) if t.kind == "minutes"]
    held = row["date_from"] and row["date_precision"] == "day" and any(_in_time(t, row) for t in minutes)
    return None, NO_SUCH_PARAGRAPH if held else NOT_IN_DATABASE


def _resolve_meeting(targets: Targets, row: sqlite3.Row) -> Outcome:
    """The minutes of the body's meeting on that day or in that month; an extract is not the meeting."""
    found = _of_organisation(targets.meetings.get(_plain(row["body"]), ()), row)
    found = [t for t in found if t.kind == "minutes" and row["date_from"] and _in_time(t, row)]
    return _only(found) if found else (None, NOT_IN_DATABASE)


def _resolve_case(targets: Targets, row: sqlite3.Row) -> Outcome:
    """The one other document of the case; else the one agenda item; a document's own number names itself."""
    case = _plain(row["case_number"])
    documents = _of_organisation(targets.cases.get(case, ()), row)
    others = [t for t in documents if t.document_id != row["document_id"]]
    items = [t for t in _of_organisation(targets.case_items.get(case, ()), row) if t.document_id != row["document_id"]]
    found = others or items or documents
    return _only(found) if found else (None, NOT_IN_DATABASE)


def _only(found: list[Target]) -> Outcome:
    """The one target. The same § in the minutes and in an extract of them is one: the minutes' own."""
    if len({t.id for t in found}) == 1:
        return found[0].id, None
    minutes = {t.id for t in found if t.kind == "minutes"}
    one_meeting = len({(t.date_from, t.date_to, t.organisation) for t in found}) == 1
    if one_meeting and all(t.kind in {"minutes", "minutes_extract"} for t in found) and len(minutes) == 1:
        return minutes.pop(), None
    return None, TWO_CANDIDATES


def _of_organisation(found: Iterable[Target], row: sqlite3.Row) -> list[Target]:
    """Those of the citing document's organisation; one that is not known rules nothing out."""
    own = _plain(row["organisation"])
    return [t for t in found if not own or not t.organisation or t.organisation == own]


def _in_time(target: Target, row: sqlite3.Row) -> bool:
    """Whether the meeting lies in the cited days; a cited month or year holds each meeting in it."""
    last = row["date_to"] or row["date_from"]
    return bool(target.date_from) and target.date_from <= last and target.date_to >= row["date_from"]


def _plain(text: str | None) -> str:
    return "".join((text or "").lower().split())
