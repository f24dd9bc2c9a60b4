"""Take archives and letters apart before anything is read: what they hold are files like all others."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from pipeline.errors import UnreadableDocumentError
from pipeline.read import Unpacked, is_container, unpack, unpacked_size
from pipeline.records import WITHIN, Problem
from pipeline.run.news import File, look_at
from pipeline.run.version import reading_version
from pipeline.run.workers import Limits, run_all
from pipeline.store import Container, known_containers

DEEPEST = 3  # archives within archives; a fourth is a trap, or can be unpacked by hand
MOST_BYTES = 2_000_000_000  # of all that one container holds, unpacked


@dataclass(slots=True)
class Apart:
    """The files to read, members among them; the containers opened for it; and what could not be opened."""

    files: list[File] = field(default_factory=list)
    opened: list[Container] = field(default_factory=list)
    unchanged: int = 0  # documents in containers that were left alone
    problems: list[Problem] = field(default_factory=list)
    failed: list[tuple[File, UnreadableDocumentError]] = field(default_factory=list)


def take_apart(
    connection: sqlite3.Connection, files: Iterable[File], folder: Path, limits: Limits, workers: int, *, again: bool
) -> Apart:
    """Put the members of all containers in their place, unpacked into `folder` by workers under their limits.

    A letter stays among the files, for it is a document itself. Containers within containers are opened to a depth of
    three.
    """
    found = Apart()
    known = {} if again else known_containers(connection)
    waiting: list[File] = []
    for file in map(look_at, files):
        if not is_container(file.path):
            found.files.append(file)
            continue
        if _is_letter(file):
            found.files.append(file)
        entry = known.get(file.known_as)
        if entry and (entry.size, entry.mtime, entry.version) == (file.size, file.mtime, reading_version()):
            found.unchanged += entry.member_count
        else:
            waiting.append(file)
    left = {file.known_as: MOST_BYTES for file in waiting}
    counts = dict.fromkeys(left, 0)
    for _ in range(DEEPEST):
        waiting = _open_all(_that_fit(waiting, left, found), folder, limits, workers, counts, found)
    found.problems.extend(Problem(file.known_as, "too_nested", str(DEEPEST)) for file in waiting)
    broken = {file.known_as for file, _ in found.failed}
    roots = [file for file in map(look_at, files) if file.known_as in counts and file.known_as not in broken]
    found.opened = [Container(f.known_as, f.size, f.mtime, counts[f.known_as]) for f in roots]
    return found


def _open_all(
    waiting: list[File],
    folder: Path,
    limits: Limits,
    workers: int,
    counts: dict[str, int],
    found: Apart,
) -> list[File]:
    """Open one layer of containers; hands back the containers that they hold."""
    if not waiting:
        return []
    inner: list[File] = []
    for file, outcome in run_all(waiting, partial(_open, folder=folder), limits, min(workers, len(waiting))):
        root = _root(file)
        if isinstance(outcome, UnreadableDocumentError):
            if not _is_letter(file):  # the reader tells what is wrong with a letter
                found.failed.append((file, outcome))
            continue
        found.problems.extend(outcome.problems)
        for member in outcome.members:
            made = File(member.path, name=f"{file.known_as}{WITHIN}{member.name}")
            nested = is_container(member.path)
            if nested:
                inner.append(made)
            if not nested or _is_letter(made):
                found.files.append(made)
                counts[root] += 1
    return inner


def _that_fit(waiting: list[File], left: dict[str, int], found: Apart) -> list[File]:
    """Those that can be opened within what the outermost container may still come to."""
    fitting = []
    for file in waiting:
        try:
            size = unpacked_size(file.path)
        except UnreadableDocumentError as error:
            if not _is_letter(file):  # the reader tells what is wrong with a letter
                found.failed.append((file, error))
            continue
        if size > left[_root(file)]:
            too_large = UnreadableDocumentError(file.known_as, "too_large", f"{size // 1_000_000} MB")
            found.failed.append((file, too_large))
        else:
            left[_root(file)] -= size
            fitting.append(file)
    return fitting


def _open(file: File, folder: Path) -> Unpacked:
    return unpack(file.path, file.known_as, folder / hashlib.sha256(file.known_as.encode()).hexdigest()[:16])


def _root(file: File) -> str:
    return file.known_as.partition(WITHIN)[0]


def _is_letter(file: File) -> bool:
    return file.path.suffix.lower() == ".eml"
