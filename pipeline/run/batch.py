"""A batch: find what is new, read it in workers, store it document by document, then resolve, link and check."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import UnreadableDocumentError
from pipeline.link import link_records
from pipeline.read import ReadOptions
from pipeline.records import Problem
from pipeline.resolve import resolve_citations
from pipeline.run.inputs import collect_inputs
from pipeline.run.version import reading_version
from pipeline.run.workers import Limits, read_all
from pipeline.store import (
    finish_run,
    known_documents,
    open_database,
    record_problem,
    replace_links,
    start_run,
    store_document,
)

Progress = Callable[[str, int, int], None]  # what is being done, how many are done, of how many


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How to run: `workers` 0 reads in this process; `again` reads also what is unchanged."""

    workers: int = 1
    again: bool = False
    read: ReadOptions = field(default_factory=ReadOptions)
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What a batch came to."""

    read: int
    unchanged: int
    failed: int
    seconds: float
    problems: tuple[Problem, ...]


def run_batch(
    names: Sequence[str],
    database: Path,
    options: BatchOptions | None = None,
    progress: Progress = lambda _what, _done, _of: None,
) -> BatchResult:
    """Read the files, folders and globs named into the database, and link. Raises StoreError when it can't be written.

    Each document enters in one transaction: interrupted at any moment, the database holds it wholly or not at all, and
    the next run goes on with what is missing.
    """
    options = options or BatchOptions()
    began = time.monotonic()
    paths, problems = collect_inputs(names)
    connection = open_database(database)
    try:
        new, unchanged = _divide_by_news(connection, paths, options)
        run = start_run(connection, names, reading_version())
        for problem in problems:
            record_problem(connection, problem, run)
        read = failed = 0
        progress("reading", 0, len(new))
        for path, outcome in read_all(new, options.read, options.limits, options.workers):
            if isinstance(outcome, UnreadableDocumentError):
                failed += 1
                problem = Problem(outcome.path, outcome.code, outcome.detail)
                problems.append(problem)
                record_problem(connection, problem, run)
            else:
                read += 1
                store_document(connection, outcome, reading_version())
                problems.extend(outcome.problems)
            progress("reading", read + failed, len(new))
        link_database(connection, progress)
        finish_run(connection, run)
    finally:
        connection.close()
    return BatchResult(read, unchanged, failed, time.monotonic() - began, tuple(problems))


def link_database(connection: sqlite3.Connection, progress: Progress) -> None:
    """Resolve citations and make the links anew, when documents or program have changed since the last time."""
    progress("linking", 0, 1)
    resolve_citations(connection)
    replace_links(connection, link_records(connection))
    progress("linking", 1, 1)


def _divide_by_news(
    connection: sqlite3.Connection, paths: Iterable[Path], options: BatchOptions
) -> tuple[list[Path], int]:
    """The paths to read, and how many are unchanged since they were read by this version."""
    known = known_documents(connection)
    new, unchanged = [], 0
    for path in paths:
        entry = known.get(str(path))
        stat = path.stat() if path.exists() else None
        if (
            entry
            and stat
            and not options.again
            and (entry.size, entry.mtime_ns, entry.version) == (stat.st_size, stat.st_mtime_ns, reading_version())
        ):
            unchanged += 1
        else:
            new.append(path)
    return new, unchanged
