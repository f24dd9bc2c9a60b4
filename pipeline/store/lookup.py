"""Find what a user names: a document by id, file name or part of it; a record or link by its id or the start of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz import process as nearest

from pipeline.errors import NotFoundError
from pipeline.messages import message
from pipeline.records import filename_of
from pipeline.store.schema import EVIDENCE_TABLES

_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Place:
    """A record with its document and the words around it; `before` and `after` are the context of `quote`."""

    record: sqlite3.Row
    record_type: str
    document: sqlite3.Row
    before: str
    quote: str
    after: str


def find_document(connection: sqlite3.Connection, name: str, lang: str = "sv") -> sqlite3.Row:
    """The one document of that id, path, file name, or part of it. Raises NotFoundError with the nearest names."""
    rows = connection.execute(
        "SELECT d.*, p.path AS known_as FROM documents AS d LEFT JOIN document_paths AS p ON p.document_id = d.id"
    ).fetchall()
    wanted = name.strip().lower()
    if wanted:
        tests: tuple[Callable[[sqlite3.Row], bool], ...] = (
            lambda r: wanted in {r["id"], (r["known_as"] or r["path"]).lower(), _last(r).lower()},
            lambda r: wanted == _last(r).lower().rpartition(".")[0],
            lambda r: wanted in _last(r).lower(),
            lambda r: wanted in (r["title"] or "").lower() or wanted == (r["case_number"] or "").lower(),
        )
        for test in tests:
            found = {row["id"]: row for row in rows if test(row)}
            if len(found) == 1:
                row: sqlite3.Row = next(iter(found.values()))
                return row
            if found:
                names = sorted({_last(row) for row in found.values()})
                raise NotFoundError(message("show.several", lang, name=name, names=_listed(names)))
    close = [
        match[0] for match in nearest.extract(name, sorted({_last(row) for row in rows}), limit=3, score_cutoff=60)
    ]
    raise NotFoundError(_unknown("document", name, close, lang))


def find_record(connection: sqlite3.Connection, name: str, lang: str = "sv") -> tuple[str, str]:
    """The table and id of the one record or link whose id that is, or begins so. Raises NotFoundError."""
    wanted = name.strip()
    exact = _escaped(wanted)
    for pattern in (exact, f"{exact}*") if len(wanted) > 5 else (exact,):
        found: list[tuple[str, str]] = []
        for table in ("links", *EVIDENCE_TABLES):
            rows = connection.execute(f'SELECT id FROM "{table}" WHERE id GLOB ? LIMIT 3', (pattern,))
            found.extend((table, row[0]) for row in rows)
        if len(found) == 1:
            return found[0]
        if found:
            names = [record_id for _, record_id in found]
            raise NotFoundError(message("show.several", lang, name=name, names=_listed(names)))
    head = wanted[:3] + "-"
    ids = connection.execute("SELECT id FROM records WHERE substr(id, 1, 4) = ?", (head,)).fetchall()
    close = [match[0] for match in nearest.extract(wanted, [row[0] for row in ids], limit=3, score_cutoff=60)]
    raise NotFoundError(_unknown("record", name, close, lang))


def place_of(connection: sqlite3.Connection, table: str, record_id: str, context: int = 300) -> Place:
    """A record on its page, with up to `context` characters of the text on either side."""
    record = connection.execute(f'SELECT * FROM "{table}" WHERE id = ?', (record_id,)).fetchone()
    document = connection.execute("SELECT * FROM documents WHERE id = ?", (record["document_id"],)).fetchone()
    text, start, end = document["text"], record["char_start"], record["char_end"]
    before, after = text[max(0, start - context) : start], text[end : end + context]
    return Place(record, table, document, before, record["quote"], after)


def _escaped(text: str) -> str:
    """A text as a pattern for GLOB in which nothing has a meaning of its own."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in text)


def _last(row: sqlite3.Row) -> str:
    return filename_of(str(row["known_as"] or row["path"]))


def _listed(names: list[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" … (+{more})" if more > 0 else "")


def _unknown(what: str, name: str, close: list[str], lang: str) -> str:
    text = message(f"show.unknown_{what}", lang, name=name)
    return f"{text} {message('show.nearest', lang, names=', '.join(close))}" if close else text
