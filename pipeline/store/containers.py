"""Archives and letters whose documents are in the database, so that an unchanged one is not taken apart again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.records import WITHIN
from pipeline.store.database import transaction
from pipeline.store.documents import forget_document


@dataclass(frozen=True, slots=True)
class Container:
    """An archive or letter by its path, its size in bytes, its mtime in ns and how many documents it holds."""

    path: str
    size: int | None
    mtime: int | None
    member_count: int
    version: str = ""


def known_containers(connection: sqlite3.Connection) -> dict[str, Container]:
    """Every container that was read as a whole, by path."""
    rows = connection.execute("SELECT path, size, mtime, member_count, read_by FROM containers")
    return {row[0]: Container(*row) for row in rows}


def clear_container_problems(connection: sqlite3.Connection, opened: Sequence[Container]) -> None:
    """Take out what was told before of the containers opened now."""
    with transaction(connection):
        for container in opened:
            failed = connection.execute(
                "SELECT d.id FROM document_paths AS p JOIN documents AS d ON d.id = p.document_id"
                " WHERE p.path = ? AND d.status = 'failed'",
                (container.path,),
            ).fetchone()
            if failed is not None:  # it could not be opened before, and now it could
                forget_document(connection, failed[0])
            connection.execute(
                "DELETE FROM problems WHERE document_id IS NULL AND (path = ? OR substr(path, 1, ?) = ?)",
                (container.path, len(container.path + WITHIN), container.path + WITHIN),
            )


def remember_containers(connection: sqlite3.Connection, opened: Iterable[Container], *, version: str) -> None:
    """Note the containers opened now, those with a document that could not be read aside: these are tried again."""
    with transaction(connection):
        for container in opened:
            inside = container.path + WITHIN
            failed = connection.execute(
                "SELECT 1 FROM document_paths AS p JOIN documents AS d ON d.id = p.document_id"
                " WHERE substr(p.path, 1, ?) = ? AND d.status = 'failed' LIMIT 1",
                (len(inside), inside),
            ).fetchone()
            connection.execute("DELETE FROM containers WHERE path = ?", (container.path,))
            if failed is None and container.size is not None:
                connection.execute(
                    "INSERT INTO containers VALUES (?, ?, ?, ?, ?)",
                    (container.path, container.size, container.mtime, version, container.member_count),
                )
