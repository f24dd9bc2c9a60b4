"""A batch: find what is new, read it in workers, store it document by document, then resolve and link."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.errors import UnreadableDocumentError
from pipeline.link import link_records
from pipeline.link.scorer import SETTING, is_outdated
from pipeline.read import ReadOptions
from pipeline.records import Problem
from pipeline.resolve import assume_organisations, mark_copied_papers, mark_same_items, resolve_citations
from pipeline.run.apart import take_apart
from pipeline.run.inputs import collect_inputs
from pipeline.run.news import File, find_news, remember_copies
from pipeline.run.scratch import scratch_folder
from pipeline.run.version import linking_version, reading_version
from pipeline.run.workers import Limits, Outcome, read_all
from pipeline.store import (
    clear_container_problems,
    finish_run,
    follow_moved,
    open_database,
    record_problem,
    remember_containers,
    replace_input_problems,
    replace_links,
    start_run,
    store_document,
    store_failure,
    transaction,
)

Progress = Callable[[str, int, int], None]  # what is being done ("reading", "linking"), how many are done, of how many


def no_progress(what: str, done: int, of: int) -> None:
    """Show nothing."""


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How to run: `workers` 0 reads in this process, None takes all cores; `again` reads also what is unchanged.

    Without `link`, the documents are only read and stored.
    """

    workers: int | None = None
    again: bool = False
    read: ReadOptions = field(default_factory=ReadOptions)
    limits: Limits = field(default_factory=Limits)
    link: bool = True


@dataclass(slots=True)
class BatchResult:
    """What a batch came to."""

    read: int = 0
    unchanged: int = 0  # copies among them
    copies: int = 0
    failed: int = 0
    seconds: float = 0.0
    problems: list[Problem] = field(default_factory=list)


def run_batch(
    names: Sequence[str],
    database: Path,
    options: BatchOptions | None = None,
    progress: Progress = no_progress,
    result: BatchResult | None = None,
) -> BatchResult:
    """Read the files, folders and globs named into the database, and link. Raises StoreError when it can't be written.

    Each document enters in one transaction: interrupted at any moment, the database holds it wholly or not at all, and
    the next run goes on with what is missing. `result` is filled on the way, for who catches KeyboardInterrupt.
    """
    options, result = options or BatchOptions(), result or BatchResult()
    began = time.monotonic()
    paths, problems = collect_inputs(names)
    files = [File(path) for path in paths]
    connection = open_database(database)
    try:
        run = start_run(connection, [str(name) for name in names], reading_version())
        replace_input_problems(connection, [str(name) for name in names], problems, run_id=run)
        result.problems.extend(problems)
        with scratch_folder() as folder:
            apart = take_apart(connection, files, folder, options.limits, _workers(options), again=options.again)
            for file, error in apart.failed:
                _store(connection, file, error, run, result)
            clear_container_problems(connection, apart.opened)
            result.problems.extend(apart.problems)
            news = find_news(connection, apart.files, again=options.again)
            result.unchanged, result.copies = news.unchanged + apart.unchanged, len(news.copies)
            _read_into(connection, news.files, options, run, progress, result)
            for problem in apart.problems:  # a letter that is read itself replaces what was told of its path
                record_problem(connection, problem, run_id=run)
            remember_copies(connection, news.copies)
            result.problems.extend(follow_moved(connection, [str(name) for name in names], run_id=run))
        remember_containers(connection, apart.opened, version=reading_version())
        if options.link:
            link_database(connection, progress)
            if is_outdated(connection):
                result.problems.append(Problem(str(database), "weights_outdated"))
        finish_run(connection, run, read=result.read, unchanged=result.unchanged, failed=result.failed)
    finally:
        result.seconds = time.monotonic() - began
        connection.close()
    return result


def link_database(connection: sqlite3.Connection, progress: Progress = no_progress) -> None:
    """Resolve citations and make the links anew, when documents or program have changed since the last time."""
    state = _state(connection)
    done = connection.execute("SELECT value FROM settings WHERE name = 'linked'").fetchone()
    if done and done[0] == state:
        return
    progress("linking", 0, 1)
    with transaction(connection):
        assume_organisations(connection)
        mark_copied_papers(connection)
        mark_same_items(connection)
        resolve_citations(connection)
        replace_links(connection, link_records(connection))
        connection.execute("INSERT OR REPLACE INTO settings VALUES ('linked', ?)", (state,))
    progress("linking", 1, 1)


def _read_into(
    connection: sqlite3.Connection,
    new: list[File],
    options: BatchOptions,
    run: int,
    progress: Progress,
    result: BatchResult,
) -> None:
    progress("reading", 0, len(new))
    workers = min(_workers(options), len(new))
    # A lone scan has all cores; among many documents each has one.
    reading = replace(options.read, ocr_threads=max(1, (os.cpu_count() or 1) // max(1, workers)))
    for file, outcome in read_all(new, reading, options.limits, workers):
        _store(connection, file, outcome, run, result)
        progress("reading", result.read + result.failed, len(new))


def _workers(options: BatchOptions) -> int:
    return options.workers if options.workers is not None else os.cpu_count() or 1


def _store(connection: sqlite3.Connection, file: File, outcome: Outcome, run: int, result: BatchResult) -> None:
    if isinstance(outcome, UnreadableDocumentError):
        store_failure(
            connection, file.known_as, outcome.code, outcome.detail, sha256=file.sha256, size=file.size,
            mtime=file.mtime, version=reading_version(), run_id=run,
        )  # fmt: skip
        result.failed += 1
        result.problems.append(Problem(file.known_as, outcome.code, outcome.detail))
    else:
        store_document(connection, outcome, size=file.size, mtime=file.mtime, version=reading_version())
        result.read += 1
        result.problems.extend(outcome.problems)


def _state(connection: sqlite3.Connection) -> str:
    """A digest of documents, linking program, rejections and withdrawals: links are made anew when it changes."""
    digest = hashlib.sha256(linking_version().encode())
    learned = connection.execute("SELECT value FROM settings WHERE name = ?", (SETTING,)).fetchone()
    digest.update(learned[0].encode() if learned else b"")
    for row in connection.execute("SELECT id, path, read_by, stored_at, status FROM documents ORDER BY id"):
        digest.update("|".join(str(value) for value in row).encode())
    for row in connection.execute("SELECT record_id FROM rejected_records ORDER BY record_id"):
        digest.update(row[0].encode())
    digest.update(str(connection.execute("SELECT count(*) FROM withdrawn_reviews").fetchone()[0]).encode())
    return digest.hexdigest()
