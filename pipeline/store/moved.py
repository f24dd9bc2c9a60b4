"""Files that were moved or taken away since they were read: a document follows its file, and what is gone is told."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pipeline.records import WITHIN, Problem, filename_of
from pipeline.store.database import transaction
from pipeline.store.documents import forget_document
from pipeline.store.inputs import is_named
from pipeline.store.problems import record_problem

_GONE = "file_gone"


def follow_moved(connection: sqlite3.Connection, names: Sequence[str], *, run_id: int) -> list[Problem]:
    """Let each document lie where its file lies now; a problem for each file of the folders named that is nowhere.

    What was read of such a file stays: only a person knows whether it was to go (`forget_file`).
    """
    paths: dict[str, list[str]] = defaultdict(list)
    for document, path in connection.execute(
        "SELECT p.document_id, p.path FROM document_paths AS p JOIN documents AS d ON d.id = p.document_id"
        " WHERE d.status <> 'failed' ORDER BY p.path"
    ):
        paths[document].append(path)
    named = {path for path in map(Path, names) if path.is_dir()}
    exists = cache(lambda outer: _exists(Path(outer)))
    gone: dict[str, None] = {}
    with transaction(connection):
        told = connection.execute("SELECT path FROM problems WHERE code = ?", (_GONE,)).fetchall()
        for (path,) in told:
            if is_named(path, named):
                connection.execute("DELETE FROM problems WHERE code = ? AND path = ?", (_GONE, path))
        for document, known in paths.items():
            if len(known) == 1 and not is_named(known[0], named):
                continue
            left = [path for path in known if not exists(outer_file(path))]
            kept = [path for path in known if path not in left]
            if left and kept:
                _move(connection, document, left, min(kept, key=lambda path: WITHIN in path))  # rather a file by itself
            elif left:
                gone.update(dict.fromkeys(outer_file(path) for path in left if is_named(path, named)))
        problems = [Problem(path, _GONE) for path in gone]
        for problem in problems:
            record_problem(connection, problem, run_id=run_id)
    return problems


def forget_file(connection: sqlite3.Connection, path: str) -> int:
    """Take out all that was read of a file, with what is packed in it; returns how many documents that was."""
    known = connection.execute("SELECT document_id, path FROM document_paths").fetchall()
    documents = {document for document, place in known if outer_file(place) == path}
    with transaction(connection):
        for document in sorted(documents):
            forget_document(connection, document)
        connection.execute("DELETE FROM containers WHERE path = ? OR instr(path, ?) = 1", (path, path + WITHIN))
        connection.execute("DELETE FROM problems WHERE path = ? OR instr(path, ?) = 1", (path, path + WITHIN))
    return len(documents)


def _move(connection: sqlite3.Connection, document: str, left: Sequence[str], to: str) -> None:
    for path in left:
        connection.execute("DELETE FROM document_paths WHERE path = ?", (path,))
        connection.execute("UPDATE problems SET path = ? WHERE document_id = ? AND path = ?", (to, document, path))
        connection.execute(
            "UPDATE documents SET path = ?, filename = ? WHERE id = ? AND path = ?",
            (to, filename_of(to), document, path),
        )


def outer_file(path: str) -> str:
    """The file itself: of what lies in an archive or letter, that."""
    return path.partition(WITHIN)[0]


def _exists(path: Path) -> bool:
    """Whether it is there; one that may not be looked at is."""
    try:
        return path.exists()
    except OSError:
        return True
