"""What was run when, and every file or place that could not be read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime

from pipeline.records import Problem
from pipeline.store.database import transaction


def record_problem(
    connection: sqlite3.Connection, problem: Problem, *, run_id: int | None = None, document_id: str | None = None
) -> None:
    """Keep a problem. Those of a document go with it when it is read anew."""
    with transaction(connection):
        connection.execute(
            "INSERT INTO problems (run_id, document_id, path, page, code, detail, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (run_id, document_id, problem.path, problem.page, problem.code, problem.detail, _now()),
        )


def start_run(connection: sqlite3.Connection, inputs: Sequence[str], version: str) -> int:
    """Note that a run has begun; returns its id. A run without an end was interrupted."""
    with transaction(connection):
        cursor = connection.execute(
            "INSERT INTO runs (started_at, input, version) VALUES (?, ?, ?)",
            (_now(), json.dumps(list(inputs), ensure_ascii=False), version),
        )
    return int(cursor.lastrowid or 0)


def finish_run(connection: sqlite3.Connection, run_id: int, *, read: int, unchanged: int, failed: int) -> None:
    """Note that a run has ended, and how many documents it read, left alone and could not read."""
    with transaction(connection):
        connection.execute(
            "UPDATE runs SET finished_at = ?, documents_read = ?, documents_unchanged = ?, documents_failed = ?"
            " WHERE id = ?",
            (_now(), read, unchanged, failed, run_id),
        )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
