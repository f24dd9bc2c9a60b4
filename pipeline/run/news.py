"""Which of the files named are new or changed since the database last met them."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
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


def find_news(connection: sqlite3.Connection, files: Iterable[File], *, again: bool = False) -> tuple[list[File], int]:
    """The files to read, and how many are unchanged: same size and time, or else the same bytes, read by this version.

    A file that could not be read before is tried again: what it lacked (OCR, say) may have come.
    """
    known = known_documents(connection)
    by_digest = {entry.sha256: entry for entry in known.values() if _is_current(entry)}
    new: dict[str, File] = {}
    unchanged = 0
    for file in map(look_at, files):
        entry = known.get(file.known_as)
        if (
            not again
            and not file.name
            and entry
            and _is_current(entry)
            and (entry.size, entry.mtime) == (file.size, file.mtime)
        ):
            unchanged += 1
            continue
        file = _with_digest(file)
        if not again and file.sha256 in by_digest:
            document_id = by_digest[file.sha256].document_id
            remember_path(connection, file.known_as, document_id, size=file.size, mtime=file.mtime)
            unchanged += 1
        elif file.sha256 and file.sha256 in new:  # the same bytes twice in one run: read once, known by both paths
            unchanged += 1
        else:
            new[file.sha256 or file.known_as] = file
    return list(new.values()), unchanged


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
