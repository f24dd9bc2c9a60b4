"""Which of the files named are new or changed since the database last met them."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.run.version import reading_version
from pipeline.store import KnownDocument, known_documents, remember_path


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was when the run began: size in bytes, mtime in ns, and its bytes' digest ("" when unreadable).

    What was taken out of an archive or letter lies at `path` for this run only and is known by its `name`.
    """

    path: Path
    size: int | None = None
    mtime: int | None = None
    sha256: str = ""
    name: str = ""

    @property
    def known_as(self) -> str:
        """What the database knows it by."""
        return self.name or str(self.path)


@dataclass(slots=True)
class News:
    """The files to read, how many are unchanged, and of these the copies: other names of bytes known or to be read."""

    files: list[File] = field(default_factory=list)
    unchanged: int = 0
    copies: list[File] = field(default_factory=list)


def find_news(connection: sqlite3.Connection, files: Iterable[File], *, again: bool = False) -> News:
    """Which files to read. Unchanged are those of the same size and time, or else the same bytes, read by this version.

    A file that could not be read before is tried again: what it lacked (OCR, say) may have come.
    """
    known = known_documents(connection)
    by_digest = {entry.sha256: entry for entry in known.values() if _is_current(entry)}
    new: dict[str, File] = {}
    found = News()
    for file in map(look_at, files):
        entry = known.get(file.known_as)
        if (
            not again
            and not file.name
            and entry
            and _is_current(entry)
            and (entry.size, entry.mtime) == (file.size, file.mtime)
        ):
            found.unchanged += 1
            continue
        file = _with_digest(file)
        if not again and file.sha256 in by_digest:
            document_id = by_digest[file.sha256].document_id
            remember_path(connection, file.known_as, document_id, size=file.size, mtime=file.mtime)
            found.unchanged += 1
            if entry is None:
                found.copies.append(file)
        elif file.sha256 and file.sha256 in new:  # the same bytes twice in one run: read once, known by both paths
            found.unchanged += 1
            found.copies.append(file)
        else:
            new[file.sha256 or file.known_as] = file
    found.files = list(new.values())
    return found


def remember_copies(connection: sqlite3.Connection, copies: Iterable[File]) -> None:
    """Note the names of copies whose bytes were read after they were found."""
    known = known_documents(connection)
    by_digest = {entry.sha256: entry for entry in known.values() if _is_current(entry)}
    for file in copies:
        if file.known_as not in known and file.sha256 in by_digest:
            document_id = by_digest[file.sha256].document_id
            remember_path(connection, file.known_as, document_id, size=file.size, mtime=file.mtime)


def _is_current(entry: KnownDocument) -> bool:
    return entry.version == reading_version() and entry.status != "failed"


def look_at(file: File) -> File:
    """The file with its size and time, when it can be looked at."""
    try:
        stat = file.path.stat()
    except OSError:
        return file
    return replace(file, size=stat.st_size, mtime=stat.st_mtime_ns)


def _with_digest(file: File) -> File:
    try:
        with file.path.open("rb") as handle:
            return replace(file, sha256=hashlib.file_digest(handle, "sha256").hexdigest())
    except OSError:  # the reader will say why
        return file
