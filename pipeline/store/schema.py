"""The tables: those of records follow `records.py`, the others stand in `schema.sql`, the views in `views.sql`.

A field added to a record becomes a column of an existing database when that is next opened. Whatever else changes in
the tables is a step of `MIGRATIONS`, counted in `PRAGMA user_version`.
"""

from __future__ import annotations

import sqlite3
from dataclasses import Field, fields
from functools import cache
from pathlib import Path

from pipeline.records import RECORD_TYPES, Record

SCHEMA_VERSION = 4
_WITH_PAPERS = 4  # the version from which records say which paper of the file they stand in
APPLICATION_ID = 0x5350_4152  # "SPAR": tells our databases from others'
MIGRATIONS: dict[int, str] = {  # version reached -> SQL that takes the version before it there
    2: """ALTER TABLE documents ADD COLUMN origin TEXT;
ALTER TABLE pages ADD COLUMN confidence REAL;
""",
    3: """ALTER TABLE links ADD COLUMN reason_en TEXT;
ALTER TABLE links ADD COLUMN suspect_reason_en TEXT;
ALTER TABLE current_reviews ADD COLUMN suspect_reason_en TEXT;
""",
}

EVIDENCE = (
    ("document_id", "TEXT NOT NULL"),
    ("paper_id", "TEXT NOT NULL DEFAULT ''"),
    ("page_from", "INTEGER NOT NULL"),
    ("page_to", "INTEGER NOT NULL"),
    ("char_start", "INTEGER NOT NULL"),
    ("char_end", "INTEGER NOT NULL"),
    ("quote", "TEXT NOT NULL"),
    ("rule", "TEXT NOT NULL"),
    ("confidence", "REAL NOT NULL"),
)
LAYOUT_COLUMNS = {
    "tables": (("title", "TEXT"), ("row_count", "INTEGER"), ("column_count", "INTEGER")),
    "cells": (
        ("table_id", "TEXT"),
        ("row", "INTEGER"),
        ("column", "INTEGER"),
        ("row_span", "INTEGER"),
        ("column_span", "INTEGER"),
        ("header", "INTEGER"),
        ("text", "TEXT"),
    ),
}
RECORD_TABLES = tuple(kind.table for kind in RECORD_TYPES)
EVIDENCE_TABLES = (*RECORD_TABLES, *LAYOUT_COLUMNS)
_SQL_TYPES = {"str": "TEXT", "int": "INTEGER", "float": "REAL"}
_MORE_INDEXES = {
    "agenda_items": ("number",),
    "citations": ("paragraph",),
    "findings": ("repeated_from",),
    "measures": ("due_to",),
    "planned_answers": ("due_to",),
    "assignments": ("due_to",),
    "claims": ("verdict",),
}


def stored_fields(kind: type[Record]) -> tuple[Field[object], ...]:
    """The fields of a record that are columns of its own, `id` and place aside."""
    return tuple(f for f in fields(kind) if f.name not in {"id", "at"} and f.metadata.get("stored", True))


@cache
def columns_of(table: str) -> tuple[tuple[str, str], ...]:
    """The columns (name, SQL type) of a table that carries evidence, `id` first."""
    own = LAYOUT_COLUMNS.get(table)
    if own is None:
        kind = next(k for k in RECORD_TYPES if k.table == table)
        own = tuple((f.name, _SQL_TYPES[str(f.type).split(" | ")[0]]) for f in stored_fields(kind))
    return (("id", "TEXT NOT NULL PRIMARY KEY"), *EVIDENCE, *own)


def create_schema(connection: sqlite3.Connection) -> None:
    """Make or mend all tables, indexes and views, inside the caller's transaction."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    for step in sorted(MIGRATIONS):
        if 0 < version < step:
            _run_script(connection, MIGRATIONS[step])
    _run_script(connection, _read("schema.sql"))
    for table in EVIDENCE_TABLES:
        _create_table(connection, table)
    for (view,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
        connection.execute(f'DROP VIEW "{view}"')
    if 0 < version < _WITH_PAPERS:
        _fill_papers(connection)
    connection.execute(_records_view())
    _run_script(connection, _read("views.sql"))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _fill_papers(connection: sqlite3.Connection) -> None:
    """A document stored before papers were told apart is one paper, until it is read again."""
    connection.execute(
        "INSERT OR IGNORE INTO papers SELECT id, id, kind, title, organisation, body, date, case_number,"
        " 1, max(1, page_count), 0, length(text) FROM documents"
    )
    for table in EVIDENCE_TABLES:
        connection.execute(f"UPDATE \"{table}\" SET paper_id = document_id WHERE paper_id = ''")


def schema_is_current(connection: sqlite3.Connection) -> bool:
    """Whether the database already has every table, column and view of this program."""
    if int(connection.execute("PRAGMA user_version").fetchone()[0]) != SCHEMA_VERSION:
        return False
    stored = connection.execute("SELECT value FROM settings WHERE name = 'schema'").fetchone()
    return stored is not None and stored[0] == schema_digest()


@cache
def schema_digest() -> str:
    """What the tables and views are made of, in one short word."""
    import hashlib

    parts = [_read("schema.sql"), _read("views.sql"), *(repr(columns_of(t)) for t in EVIDENCE_TABLES)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _create_table(connection: sqlite3.Connection, table: str) -> None:
    columns = columns_of(table)
    declared = ", ".join(f'"{name}" {kind}' for name, kind in columns)
    connection.execute(f'CREATE TABLE IF NOT EXISTS "{table}" ({declared})')
    present = {row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')}
    for name, kind in columns:
        if name not in present:
            connection.execute(f'ALTER TABLE "{table}" ADD COLUMN "{name}" {kind}')
    indexed = [n for n, _ in columns if n.endswith("_id") and (n != "paper_id" or table in RECORD_TABLES)]
    for name in (*indexed, *_MORE_INDEXES.get(table, ())):
        connection.execute(f'CREATE INDEX IF NOT EXISTS "{table}_by_{name}" ON "{table}" ("{name}")')


def _records_view() -> str:
    """One view over every table that carries evidence, to look a record up by its id alone."""
    shared = ", ".join(name for name, _ in EVIDENCE)
    parts = [f"SELECT id, '{table}' AS record_type, {shared} FROM \"{table}\"" for table in EVIDENCE_TABLES]
    return "CREATE VIEW records AS " + " UNION ALL ".join(parts)


def _read(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def _run_script(connection: sqlite3.Connection, script: str) -> None:
    """Run the statements of a script one by one: `executescript` would commit the transaction first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
