"""Put a document into the database, wholly or not at all, and take it out again."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

from pipeline.records import DocumentRecords, Problem, filename_of
from pipeline.store.anchors import Anchor
from pipeline.store.database import transaction
from pipeline.store.problems import record_problem
from pipeline.store.rows import DocumentRows, prepare_rows
from pipeline.store.schema import EVIDENCE_TABLES, columns_of
from pipeline.store.suspects import linked_anchors, note_changes

_BY_DOCUMENT = (
    *EVIDENCE_TABLES, "pages", "papers", "assumed_organisations", "sections", "annotations", "boxes",
    "response_findings", "claim_inputs", "problems",
)  # fmt: skip
_SEARCH_COLUMNS = "text, stems, record_type, record_id, document_id, page, kind, body, date, status"


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """What the database knows of a path: size in bytes and mtime in ns when it was read, and by which version."""

    path: str
    document_id: str
    size: int | None
    mtime: int | None
    sha256: str
    version: str | None
    status: str


def store_document(
    connection: sqlite3.Connection,
    found: DocumentRecords | DocumentRows,
    *,
    size: int | None = None,
    mtime: int | None = None,
    version: str | None = None,
) -> None:
    """Store a document in one transaction, in place of what was there for the same bytes or at the same path.

    The same bytes at a second path are the same document with one path more. `found` may be made into rows beforehand
    (`prepare_rows`), in another process. Raises StoreError.
    """
    rows = found if isinstance(found, DocumentRows) else prepare_rows(found)
    with transaction(connection):
        connection.execute("DELETE FROM problems WHERE path = ?", (rows.path,))
        before = _linked_before(connection, rows.path, rows.document_id)
        _leave_path(connection, rows.path, rows.document_id)
        _delete_rows(connection, rows.document_id)
        known = connection.execute("SELECT path FROM document_paths WHERE document_id = ? LIMIT 1", (rows.document_id,))
        first = known.fetchone()
        _insert_rows(connection, rows)
        connection.execute(
            "UPDATE documents SET read_by = ?, stored_at = ? WHERE id = ?", (version, _now(), rows.document_id)
        )
        if first is not None:  # the first path that the bytes were met at stays the document's own
            filename = filename_of(first[0])
            connection.execute(
                "UPDATE documents SET path = ?, filename = ? WHERE id = ?", (first[0], filename, rows.document_id)
            )
        _remember_path(connection, rows.path, rows.document_id, size, mtime)
        for problem in rows.problems:
            record_problem(connection, problem, document_id=rows.document_id)
        note_changes(connection, before)


def store_failure(
    connection: sqlite3.Connection,
    path: str,
    code: str,
    detail: str = "",
    *,
    sha256: str = "",
    size: int | None = None,
    mtime: int | None = None,
    version: str | None = None,
    run_id: int | None = None,
) -> None:
    """Keep a file that could not be read as a document with status `failed`, with why.

    What was read of it before stays, and the problem says so: a network drive may be away for a moment, a new version
    be only half copied. The file is tried again by the next run.
    """
    filename = filename_of(path)
    with transaction(connection):
        if _keep_earlier(connection, Problem(path, code, detail), run_id):
            return
        document_id = f"doc-{(sha256 or _digest(path))[:16]}"
        read = connection.execute(
            "SELECT 1 FROM documents WHERE id = ? AND status <> 'failed'", (document_id,)
        ).fetchone()
        if read is not None and sha256 and _path_count(connection, document_id, path):
            document_id = f"doc-{_digest(path)[:16]}"  # the same bytes were read under another name: leave those alone
        connection.execute("DELETE FROM problems WHERE path = ?", (path,))
        _leave_path(connection, path, document_id)
        _delete_rows(connection, document_id)
        connection.execute(
            "INSERT INTO documents (id, sha256, path, filename, status, error, read_by, stored_at)"
            " VALUES (?, ?, ?, ?, 'failed', ?, ?, ?)",
            (document_id, sha256, path, filename, code, version, _now()),
        )
        _remember_path(connection, path, document_id, size, mtime)
        record_problem(connection, Problem(path, code, detail), run_id=run_id, document_id=document_id)


def remember_path(
    connection: sqlite3.Connection, path: str, document_id: str, *, size: int | None = None, mtime: int | None = None
) -> None:
    """Note that a document already stored was met at a path too, or that its file was touched but not changed.

    What was wrong with the file when a run could not read it is over then.
    """
    with transaction(connection):
        connection.execute("DELETE FROM problems WHERE path = ? AND run_id IS NOT NULL", (path,))
        _leave_path(connection, path, document_id)
        _remember_path(connection, path, document_id, size, mtime)


def forget_document(connection: sqlite3.Connection, document_id: str) -> None:
    """Take a document and all its records out, in one transaction. Reviewed links stay, marked as suspect."""
    with transaction(connection):
        _delete_rows(connection, document_id)
        connection.execute("DELETE FROM document_paths WHERE document_id = ?", (document_id,))


def known_documents(connection: sqlite3.Connection) -> dict[str, KnownDocument]:
    """Every path in the database with what is known of it, for runs that read only what is new or changed."""
    rows = connection.execute(
        "SELECT p.path, p.document_id, p.size, p.mtime, d.sha256, d.read_by, d.status"
        " FROM document_paths AS p JOIN documents AS d ON d.id = p.document_id"
    )
    return {row[0]: KnownDocument(*row) for row in rows}


def _linked_before(connection: sqlite3.Connection, path: str, document_id: str) -> list[Anchor]:
    """The linked records of what this document replaces: the earlier version at its path, or its own reading before."""
    row = connection.execute("SELECT document_id FROM document_paths WHERE path = ?", (path,)).fetchone()
    replaced = {document_id, row[0]} if row is not None else {document_id}
    return [anchor for one in sorted(replaced) for anchor in linked_anchors(connection, one)]


def _leave_path(connection: sqlite3.Connection, path: str, document_id: str) -> None:
    """Part a path from the other document that was there before; without any path left, that document goes."""
    row = connection.execute("SELECT document_id FROM document_paths WHERE path = ?", (path,)).fetchone()
    if row is None or row[0] == document_id:
        return
    old = row[0]
    connection.execute("DELETE FROM document_paths WHERE path = ?", (path,))
    other = connection.execute("SELECT path FROM document_paths WHERE document_id = ? LIMIT 1", (old,)).fetchone()
    if other is None:
        _delete_rows(connection, old)
    else:
        filename = filename_of(other[0])
        connection.execute("UPDATE documents SET path = ?, filename = ? WHERE id = ?", (other[0], filename, old))


def _keep_earlier(connection: sqlite3.Connection, problem: Problem, run_id: int | None) -> bool:
    """Leave what was read at a path as it is, with the problem beside it; false when nothing was."""
    row = connection.execute(
        "SELECT d.id, d.stored_at FROM document_paths AS p JOIN documents AS d ON d.id = p.document_id"
        " WHERE p.path = ? AND d.status <> 'failed'",
        (problem.path,),
    ).fetchone()
    if row is None:
        return False
    told = (problem, Problem(problem.path, "kept_earlier", (row[1] or "")[:10]))
    for one in told:
        connection.execute("DELETE FROM problems WHERE path = ? AND code = ? AND page IS NULL", (one.path, one.code))
        record_problem(connection, one, run_id=run_id, document_id=row[0])
    connection.execute("UPDATE document_paths SET size = NULL, mtime = NULL WHERE path = ?", (problem.path,))
    return True


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _path_count(connection: sqlite3.Connection, document_id: str, other_than: str) -> int:
    row = connection.execute(
        "SELECT count(*) FROM document_paths WHERE document_id = ? AND path <> ?", (document_id, other_than)
    )
    return int(row.fetchone()[0])


def _remember_path(
    connection: sqlite3.Connection, path: str, document_id: str, size: int | None, mtime: int | None
) -> None:
    connection.execute(
        "INSERT INTO document_paths VALUES (?, ?, ?, ?) ON CONFLICT (path) DO UPDATE SET"
        " document_id = excluded.document_id, size = excluded.size, mtime = excluded.mtime",
        (path, document_id, size, mtime),
    )


def _delete_rows(connection: sqlite3.Connection, document_id: str) -> None:
    for table in _BY_DOCUMENT:
        connection.execute(f'DELETE FROM "{table}" WHERE document_id = ?', (document_id,))
    connection.execute("DELETE FROM documents WHERE id = ?", (document_id,))
    span = connection.execute("SELECT first, last FROM search_ranges WHERE document_id = ?", (document_id,)).fetchone()
    if span is not None:
        connection.execute("DELETE FROM search WHERE rowid BETWEEN ? AND ?", tuple(span))
        connection.execute("DELETE FROM search_ranges WHERE document_id = ?", (document_id,))


def _insert_rows(connection: sqlite3.Connection, rows: DocumentRows) -> None:
    for table, values in rows.tables.items():
        if not values:
            continue
        columns = ""
        if table in EVIDENCE_TABLES:
            columns = " (" + ", ".join(f'"{name}"' for name, _ in columns_of(table)) + ")"
        elif table == "documents":
            columns = (
                " (id, sha256, path, filename, kind, title, organisation, body, date, case_number, language,"
                " page_count, text, status, error, medium, origin)"
            )
        marks = ", ".join("?" * len(values[0]))
        connection.executemany(f'INSERT INTO "{table}"{columns} VALUES ({marks})', values)
    if not rows.search:
        return
    first = int(connection.execute("SELECT coalesce(max(last), 0) + 1 FROM search_ranges").fetchone()[0])
    connection.executemany(
        f"INSERT INTO search (rowid, {_SEARCH_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((first + i, *entry) for i, entry in enumerate(rows.search)),
    )
    connection.execute(
        "INSERT INTO search_ranges VALUES (?, ?, ?)", (rows.document_id, first, first + len(rows.search) - 1)
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
