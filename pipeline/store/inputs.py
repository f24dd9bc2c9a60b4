"""What was wrong with the names given to a run, in place of what was told of them before."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline.records import WITHIN, Problem
from pipeline.store.database import transaction
from pipeline.store.documents import forget_document
from pipeline.store.problems import record_problem


def replace_input_problems(
    connection: sqlite3.Connection, names: Sequence[str], problems: Iterable[Problem], *, run_id: int
) -> None:
    """Keep what is wrong with the files and folders named now; a fault that a user has mended is told no more.

    A file that could not be read and is gone from a folder named goes with its fault: nothing was stored of it. A name
    that stood for nothing concerns only the run that it was given to.
    """
    named = {Path(name) for name in names}
    with transaction(connection):
        connection.execute("DELETE FROM problems WHERE code = 'not_found' AND document_id IS NULL")
        told = connection.execute(
            "SELECT DISTINCT path FROM problems WHERE document_id IS NULL AND instr(path, ?) = 0"
            " AND path NOT IN (SELECT path FROM containers)",
            (WITHIN,),
        ).fetchall()
        for (path,) in told:
            if is_named(path, named):
                connection.execute("DELETE FROM problems WHERE document_id IS NULL AND path = ?", (path,))
        failed = connection.execute("SELECT id, path FROM documents WHERE status = 'failed'").fetchall()
        for document_id, path in failed:
            outer = Path(path.partition(WITHIN)[0])
            if is_named(path, named) and outer.parent.is_dir() and not outer.exists():
                forget_document(connection, document_id)
        for problem in problems:
            record_problem(connection, problem, run_id=run_id)


def is_named(path: str, named: set[Path]) -> bool:
    """Whether a path is one of those named, or lies in one."""
    return not named.isdisjoint({Path(path), *Path(path).parents})
