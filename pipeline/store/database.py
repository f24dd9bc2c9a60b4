"""Open the database, and say in plain words what is wrong when that fails."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import StoreError
from pipeline.messages import message
from pipeline.store.schema import APPLICATION_ID, SCHEMA_VERSION, create_schema, schema_digest, schema_is_current

BUSY_TIMEOUT = 30.0  # seconds to wait for another writer
_OTHER_TABLES = re.compile(
    r"(?:no such (?:table|column)|duplicate column name): (?:main\.)?(\S+)|Cannot add a (PRIMARY KEY) column"
)


def open_database(path: Path | str, *, create: bool = True) -> sqlite3.Connection:
    """Open the database, make it when there is none (unless `create` is false), and bring its tables up to date.

    Raises StoreError when it is missing, locked, no database of ours, of a newer version, or cannot be written; when it
    need not be made and lies where nothing can be written, it is opened to be read.
    """
    path = Path(path)
    if not create and not path.exists():
        raise store_error("missing", path)
    with translated_errors(path):
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = _connect(path, reading=not create)
        try:
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def _connect(path: Path, *, reading: bool) -> sqlite3.Connection:
    """A connection; to a file in a folder where nothing can be written, such as a share, one that only reads. SQLite
    needs to write beside the file even to read it, unless it is told that nobody changes it."""
    if not reading or os.access(path.parent, os.W_OK):
        return sqlite3.connect(path, timeout=BUSY_TIMEOUT)
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        raise store_error("unfinished", path)  # what was written last stands there alone
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing. Inside an open transaction it joins that one, whose owner commits."""
    if connection.in_transaction:
        yield
        return
    with translated_errors(database_path(connection)):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            connection.rollback()
            raise
        connection.commit()


@contextmanager
def translated_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's and the file system's errors into a StoreError that a user can act on."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = _code_of(error)
        if code is None:
            raise
        named = _OTHER_TABLES.search(str(error))
        raise store_error(code, path, (named[1] or named[2]) if named else str(error)) from error
    except OSError as error:
        raise store_error("cannot_open", path, error.strerror or str(error)) from error


def store_error(code: str, path: Path, detail: str = "") -> StoreError:
    """A StoreError whose text is the message `store.<code>`, Swedish; `code` and its values go along for English."""
    error = StoreError(message(f"store.{code}", "sv", path=path, detail=detail))
    error.code, error.values = f"store.{code}", {"path": str(path), "detail": detail}
    return error


def database_path(connection: sqlite3.Connection) -> Path:
    """The file behind a connection."""
    for _, name, file in connection.execute("PRAGMA database_list"):
        if name == "main":
            return Path(file or ":memory:")
    return Path(":memory:")


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = OFF")  # targets may come later than what points at them
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA cache_size = -65536")
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    tables = int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    if tables and int(connection.execute("PRAGMA application_id").fetchone()[0]) != APPLICATION_ID:
        raise store_error("not_ours", path)
    if version > SCHEMA_VERSION:
        raise store_error("newer", path, str(version))
    if version and schema_is_current(connection):
        _compile_views(connection)
        return
    connection.execute("PRAGMA journal_mode = WAL")
    with transaction(connection):
        create_schema(connection)
        connection.execute("INSERT OR REPLACE INTO settings VALUES ('schema', ?)", (schema_digest(),))


def _compile_views(connection: sqlite3.Connection) -> None:
    """Have SQLite look up all that the views name: a table that someone took away is told of."""
    for (view,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
        connection.execute(f'SELECT 1 FROM "{view}" LIMIT 0')


def _code_of(error: sqlite3.DatabaseError) -> str | None:
    if _OTHER_TABLES.search(str(error)):
        return "other_tables"
    known = {
        sqlite3.SQLITE_BUSY: "locked",
        sqlite3.SQLITE_LOCKED: "locked",
        sqlite3.SQLITE_FULL: "full",
        sqlite3.SQLITE_NOTADB: "not_ours",
        sqlite3.SQLITE_CORRUPT: "damaged",
        sqlite3.SQLITE_CANTOPEN: "cannot_open",
        sqlite3.SQLITE_READONLY: "read_only",
        sqlite3.SQLITE_PERM: "read_only",
        sqlite3.SQLITE_IOERR: "disk",
    }
    return known.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
