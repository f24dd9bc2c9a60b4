"""Citations -> what they name: an agenda item by body, date and §, or a document by case number, title or date.

Exactly one candidate, or no target and the reason why, with what the database has instead. All are resolved anew on
each run, so that what comes later resolves what was waiting.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from pipeline.lexicon.organisations import organisation_key
from pipeline.resolve.reasons import (
    NOT_IN_DATABASE,
    OTHER_CASE_NUMBER,
    TWO_CANDIDATES,
    other_case_number,
    reason_missing,
)
from pipeline.resolve.targets import Target, Targets, plain, read_targets, title_key
from pipeline.store import transaction

Outcome = tuple[str | None, str | None, str | None]  # target, reason, what is there instead


def resolve_citations(connection: sqlite3.Connection) -> None:
    """Set each citation's target, or the reason why it has none. Safe to run again: only what changed is written."""
    targets = read_targets(connection)
    changes: list[tuple[str | None, str | None, str | None, str]] = []
    for row in connection.execute(
        "SELECT id, document_id, kind, organisation, body, date_from, date_to, date_precision, paragraph, case_number,"
        " title, document_kind, target_id, unresolved_reason, unresolved_detail FROM citations"
    ):
        outcome = _resolve(targets, row)
        if outcome != (row["target_id"], row["unresolved_reason"], row["unresolved_detail"]):
            changes.append((*outcome, row["id"]))
    with transaction(connection):
        connection.executemany(
            "UPDATE citations SET target_id = ?, unresolved_reason = ?, unresolved_detail = ? WHERE id = ?", changes
        )


def _resolve(targets: Targets, row: sqlite3.Row) -> Outcome:
    if row["kind"] == "agenda_item":
        return _resolve_item(targets, row)
    if row["kind"] == "meeting":
        return _resolve_meeting(targets, row)
    if row["kind"] == "case_number":
        return _resolve_case(targets, row)
    if row["kind"] == "document":
        return _resolve_document(targets, row)
    return None, None, None  # statutes stand outside the database


def _resolve_item(targets: Targets, row: sqlite3.Row) -> Outcome:
    """By body and §, in a meeting that the date fits; without a body by its day, without a date by its case."""
    body, number, case = (
        targets.names.key(row["organisation"], row["body"]),
        plain(row["paragraph"]),
        plain(row["case_number"]),
    )
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
        others = {t.case_number for t in found if other_case_number(t, case)}
        if others and all(other_case_number(t, case) for t in found):
            return None, OTHER_CASE_NUMBER, ", ".join(sorted(n.upper() for n in others))
        return _only(found)
    held = [m for m in targets.held.get(body, ()) if _same_organisation(m.organisation, row)]
    return None, *reason_missing(held, row)


def _resolve_meeting(targets: Targets, row: sqlite3.Row) -> Outcome:
    """The minutes of the body's meeting on that day or in that month; an extract is not the meeting."""
    body = targets.names.key(row["organisation"], row["body"])
    found = _of_organisation(targets.meetings.get(body, ()), row)
    found = [t for t in found if t.kind == "minutes" and row["date_from"] and _in_time(t, row)]
    if found:
        return _only(found)
    held = [m for m in targets.held.get(body, ()) if _same_organisation(m.organisation, row)]
    return None, *reason_missing(held, row)


def _resolve_case(targets: Targets, row: sqlite3.Row) -> Outcome:
    """The one other document of the case; else the one agenda item; a document's own number names itself."""
    case = plain(row["case_number"])
    documents = _of_organisation(targets.cases.get(case, ()), row)
    others = [t for t in documents if t.document_id != row["document_id"]]
    items = [t for t in _of_organisation(targets.case_items.get(case, ()), row) if t.document_id != row["document_id"]]
    found = others or items or documents
    return _only(found) if found else (None, NOT_IN_DATABASE, None)


def _resolve_document(targets: Targets, row: sqlite3.Row) -> Outcome:
    """By its title, by its case number among those of its kind, or by its kind and day."""
    kind, case = row["document_kind"], plain(row["case_number"])
    found: list[Target] = []
    if row["title"]:
        found = _of_organisation(targets.titled.get(title_key(row["title"]), ()), row)
        found = [t for t in found if t.kind == kind] or found
        if row["date_precision"] == "year":
            found = [t for t in found if not t.date_from or t.date_from[:4] in {row["date_from"][:4]}]
    elif row["date_precision"] == "day":
        found = _of_organisation(targets.dated.get((kind, row["date_from"]), ()), row)
    elif row["date_precision"] == "year" and kind == "audit_statement":  # the statement for a year is given the next
        year = row["date_from"][:4]
        found = [t for t in _of_organisation(targets.statements, row) if _is_for_year(t, year)]
    if case and len(found) != 1:
        found = [t for t in _of_organisation(targets.cases.get(case, ()), row) if t.kind == kind]
    found = [t for t in found if t.document_id != row["document_id"]]
    return _only(found) if found else (None, NOT_IN_DATABASE, None)


def _is_for_year(statement: Target, year: str) -> bool:
    """Whether an audit statement is for the year: it says so, and is given that year or the next."""
    given = statement.date_from[:4]
    return year in statement.title and given in {"", year, str(int(year) + 1)}


def _only(found: list[Target]) -> Outcome:
    """The one target. The same § in the minutes and in an extract of them is one: the minutes' own."""
    if len({t.id for t in found}) == 1:
        return found[0].id, None, None
    minutes = {t.id for t in found if t.kind == "minutes"}
    one_meeting = len({(t.date_from, t.date_to, t.organisation) for t in found}) == 1
    if one_meeting and all(t.kind in {"minutes", "minutes_extract"} for t in found) and len(minutes) == 1:
        return minutes.pop(), None, None
    return None, TWO_CANDIDATES, None


def _of_organisation(found: Iterable[Target], row: sqlite3.Row) -> list[Target]:
    """Those of the citing document's organisation; one that is not known rules nothing out."""
    return [t for t in found if _same_organisation(t.organisation, row)]


def _same_organisation(organisation: str, row: sqlite3.Row) -> bool:
    own = organisation_key(row["organisation"])
    return not own or not organisation or organisation == own


def _in_time(target: Target, row: sqlite3.Row) -> bool:
    """Whether the meeting lies in the cited days; a cited month or year holds each meeting in it."""
    last = row["date_to"] or row["date_from"]
    return bool(target.date_from) and target.date_from <= last and target.date_to >= row["date_from"]
