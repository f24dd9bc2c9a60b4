"""All that can be cited, read from the database once: agenda items, meetings and documents, by what names them."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field

from pipeline.lexicon.organisations import organisation_key
from pipeline.store.body_names import BodyNames, read_body_names


@dataclass(frozen=True, slots=True)
class Target:
    """An agenda item, or a document that is the minutes of a meeting, belongs to a case or has a title."""

    id: str
    document_id: str
    kind: str  # of its document
    organisation: str
    date_from: str
    date_to: str
    case_number: str = ""
    title: str = ""


@dataclass(slots=True)
class Meeting:
    """A meeting whose minutes are in the database: its days and the § that it has."""

    organisation: str
    document_id: str
    date_from: str
    date_to: str
    numbers: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Targets:
    """The targets by body and §, day and §, body, case number, kind and day, and title."""

    items: dict[tuple[str, str], list[Target]] = field(default_factory=lambda: defaultdict(list))  # body, §
    items_of_date: dict[tuple[str, str], list[Target]] = field(default_factory=lambda: defaultdict(list))  # day, §
    meetings: dict[str, list[Target]] = field(default_factory=lambda: defaultdict(list))  # body
    held: dict[str, list[Meeting]] = field(default_factory=lambda: defaultdict(list))  # body: minutes, no extracts
    cases: dict[str, list[Target]] = field(default_factory=lambda: defaultdict(list))  # case number: documents
    case_items: dict[str, list[Target]] = field(default_factory=lambda: defaultdict(list))
    dated: dict[tuple[str, str], list[Target]] = field(default_factory=lambda: defaultdict(list))  # kind, day
    statements: list[Target] = field(default_factory=list)  # revisionsberättelser
    titled: dict[str, list[Target]] = field(default_factory=lambda: defaultdict(list))
    names: BodyNames = field(default_factory=BodyNames)


def read_targets(connection: sqlite3.Connection) -> Targets:
    """Every agenda item, meeting and document of the database."""
    targets = Targets(names=read_body_names(connection))
    held: dict[tuple[str, str, str], Meeting] = {}
    for row in connection.execute(
        "SELECT coalesce(a.same_as, a.id) AS id, a.document_id, a.number, a.case_number,"  # alike in two files: one
        " coalesce(a.body, m.body) AS body,"
        " coalesce(a.date_from, m.date_from) AS date_from, coalesce(a.date_to, m.date_to, a.date_from) AS date_to,"
        " d.kind, d.organisation FROM agenda_items a JOIN papers d ON d.id = a.paper_id"
        " LEFT JOIN meetings m ON m.id = a.meeting_id"
    ):
        item, number, body = _target(row), plain(row["number"]), targets.names.key(row["organisation"], row["body"])
        targets.items[body, number].append(item)
        targets.items_of_date[item.date_from, number].append(item)
        if row["case_number"]:
            targets.case_items[plain(row["case_number"])].append(item)
        if item.kind == "minutes" and item.date_from:
            meeting = _meeting(targets, held, body, item)
            digits = re.match(r"\d+", number)
            if digits:
                meeting.numbers.add(int(digits[0]))
    for row in connection.execute(
        "SELECT m.document_id AS id, m.document_id, m.body, m.date_from, coalesce(m.date_to, m.date_from) AS date_to,"
        " d.kind, d.organisation, d.case_number FROM meetings m JOIN papers d ON d.id = m.paper_id"
    ):
        target = _target(row)
        targets.meetings[targets.names.key(row["organisation"], row["body"])].append(target)
        if target.kind == "minutes" and target.date_from:
            _meeting(targets, held, targets.names.key(row["organisation"], row["body"]), target)
    for row in connection.execute(
        "SELECT document_id AS id, document_id, date AS date_from, date AS date_to, kind, organisation, case_number,"
        " title FROM papers"
    ):
        target = _target(row)
        if row["case_number"]:
            targets.cases[target.case_number].append(target)
        if row["date_from"]:
            targets.dated[target.kind, target.date_from].append(target)
        if target.kind == "audit_statement":
            targets.statements.append(target)
        if row["title"]:
            targets.titled[title_key(row["title"])].append(target)
    return targets


def plain(text: str | None) -> str:
    """Without spaces, in lower case: what numbers are compared by."""
    return "".join((text or "").lower().split())


def title_key(title: str) -> str:
    """A document's title without what kind of document it says it is: "Revisionsrapport: Granskning av ..."."""
    words = re.sub(r"[^\w]+", " ", title.lower()).split()
    while words and words[0] in {"revisionsrapport", "rapport", "granskningsrapport", "svar", "på", "missiv"}:
        words.pop(0)
    return " ".join(words)


def _meeting(targets: Targets, held: dict[tuple[str, str, str], Meeting], body: str, item: Target) -> Meeting:
    key = (item.document_id, body, item.date_from)
    if key not in held:
        held[key] = Meeting(item.organisation, item.document_id, item.date_from, item.date_to or item.date_from)
        targets.held[body].append(held[key])
    return held[key]


def _target(row: sqlite3.Row) -> Target:
    names = row.keys()
    return Target(
        row["id"],
        row["document_id"],
        row["kind"] or "",
        organisation_key(row["organisation"]),
        row["date_from"] or "",
        row["date_to"] or "",
        plain(row["case_number"]),
        (row["title"] or "") if "title" in names else "",
    )
