"""What a user names to be traced: "RS 2016-09-28 § 193", a case number, a document, or a record's id."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from pipeline.errors import NotFoundError
from pipeline.export.trace import Node, node_of
from pipeline.lexicon.bodies import canonical_body, find_bodies
from pipeline.lexicon.dates import DateSpan, find_dates
from pipeline.lexicon.organisations import body_key
from pipeline.messages import message
from pipeline.store.body_names import read_body_names
from pipeline.store.lookup import find_document, find_record

_PARAGRAPH = re.compile(
    r"(?:§\s*§?|\bparagraf\s)\s*(?P<number>\d{1,4}(?:\s?[a-h](?![\wåäö]))?)(?:\s?[/-]\s?(?P<year>(?:20)?\d\d))?(?!\d)",
    re.I,
)
_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Named:
    """A § as a user writes it; `body` is None when none is named."""

    body: str | None
    date: DateSpan | None
    number: str


def find_root(connection: sqlite3.Connection, said: str, lang: str = "sv") -> tuple[Node, list[str]]:
    """The one thing that the words name, and for a § that is only cited the ids of its citations.

    Raises NotFoundError, one line, when nothing or more than one thing fits.
    """
    text = " ".join(said.split())
    named = _read_paragraph(text)
    if named is None:
        return _by_name(connection, text, lang), []
    items = _rows(connection, "agenda_items", "number", named)
    minutes = [row for row in items if row["document_kind"] == "minutes"]
    places = {(body_key(row["body"]), row["date_from"], row["organisation"]) for row in items}
    if items and len(places) == 1:
        node = node_of(connection, (minutes or items)[0]["id"], lang)
        if node:
            return node, []
    if items:
        names = [f"{(r['body'] or '?').capitalize()} {r['date_from'] or '?'} § {r['number']}" for r in items]
        raise NotFoundError(message("trace.several", lang, name=text, names=_listed(sorted(set(names)))))
    cited = _rows(connection, "citations", "paragraph", named)
    if not cited:
        raise NotFoundError(message("trace.unknown", lang, name=text))
    if len({(body_key(row["body"]), row["date_from"]) for row in cited}) > 1:
        names = sorted({f"{(r['body'] or '?').capitalize()} {r['date_from'] or '?'} § {r['paragraph']}" for r in cited})
        raise NotFoundError(message("trace.several", lang, name=text, names=_listed(names)))
    first = cited[0]
    label = f"{(first['body'] or '').capitalize()} {first['date_from'] or ''} § {first['paragraph']}".strip()
    node = Node("cited", f"cited:{label}", message("trace.cited", lang), label, message("trace.not_here", lang))
    return node, [row["id"] for row in cited]


def _read_paragraph(text: str) -> Named | None:
    match = _PARAGRAPH.search(text)
    if not match:
        return None
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    bodies = find_bodies(text)
    dates = find_dates(rest)
    date = dates[0] if dates else None
    if date is None and match["year"]:
        year = match["year"] if len(match["year"]) == 4 else f"20{match['year']}"
        date = DateSpan(0, 0, f"{year}-01-01", f"{year}-12-31", "year")
    body = bodies[0].name if bodies else None
    if body is None:
        short = re.match(r"\s*([A-ZÅÄÖ]{2,6})\b", text)
        body = canonical_body(short[1]) if short else None
    return Named(body, date, " ".join(match["number"].split()))


def _rows(connection: sqlite3.Connection, table: str, column: str, named: Named) -> list[sqlite3.Row]:
    """The items or citations of that number that body and date fit."""
    kind = " AND t.kind = 'agenda_item'" if table == "citations" else ""
    rows = connection.execute(
        f"SELECT t.id, t.{column}, t.body, t.date_from, t.date_to, d.kind AS document_kind, d.organisation"
        f' FROM "{table}" AS t JOIN filed_papers AS d ON d.id = t.paper_id WHERE t.{column} = ?{kind} ORDER BY t.id',
        (named.number,),
    ).fetchall()
    names = read_body_names(connection)
    return [
        row
        for row in rows
        if (not named.body or names.key(row["organisation"], named.body) == names.key(row["organisation"], row["body"]))
        and _in_time(row, named.date)
    ]


def _in_time(row: sqlite3.Row, date: DateSpan | None) -> bool:
    if date is None or not date.date_from:
        return True
    if not row["date_from"]:
        return False
    return bool(
        row["date_from"] <= (date.date_to or date.date_from) and (row["date_to"] or row["date_from"]) >= date.date_from
    )


def _by_name(connection: sqlite3.Connection, text: str, lang: str) -> Node:
    """A record by its id, an item or document by its case number, a document by its name."""
    row = connection.execute(
        "SELECT id FROM agenda_items WHERE replace(lower(case_number), ' ', '') = ? AND 1 = ("
        " SELECT count(*) FROM agenda_items WHERE replace(lower(case_number), ' ', '') = ?)",
        ("".join(text.lower().split()),) * 2,
    ).fetchone()
    found: str | None = row["id"] if row else None
    try:
        found = found or find_document(connection, text, lang)["id"]
    except NotFoundError:
        try:
            table, found = find_record(connection, text, lang)
        except NotFoundError as error:
            raise NotFoundError(message("trace.unknown", lang, name=text)) from error
        if table == "links":
            found = connection.execute("SELECT target_id FROM links WHERE id = ?", (found,)).fetchone()[0]
        elif table == "decisions":
            item = connection.execute("SELECT agenda_item_id FROM decisions WHERE id = ?", (found,)).fetchone()[0]
            found = item or found
        elif table == "citations":
            found = connection.execute(
                "SELECT coalesce(target_id, document_id) FROM citations WHERE id = ?", (found,)
            ).fetchone()[0]
    node = node_of(connection, str(found), lang)
    if node is None:
        raise NotFoundError(message("trace.unknown", lang, name=text))
    return node


def _listed(names: list[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" … (+{more})" if more > 0 else "")
