"""Which of the files named are new or changed since the database last met them."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.run.version import reading_version
from pipeline.store import KnownDocument, known_documents, remember_path


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was when the run began: size in bytes, mtime in ns, and its bytes' digest ("" when unreadable)."""

    path: Path
    size: int | None = None
    mtime: int | None = None
    sha256: str = ""


def find_news(connection: sqlite3.Connection, paths: Iterable[Path], *, again: bool = False) -> tuple[list[File], int]:
    """The files to read, and how many are unchanged: same size and time, or else the same bytes, read by this version.

    A file that could not be read before is tried again: what it lacked (OCR, say) may have come.
    """
    known = known_documents(connection)
    by_digest = {entry.sha256: entry for entry in known.values() if _is_current(entry)}
    new: dict[str, File] = {}
    unchanged = 0
    for path in paths:
        file = _look_at(path)
        entry = known.get(str(path))
        if not again and entry and _is_current(entry) and (entry.size, entry.mtime) == (file.size, file.mtime):
            unchanged += 1
            continue
        file = _with_digest(file)
        if not again and file.sha256 in by_digest:
            document_id = by_digest[file.sha256].document_id
            remember_path(connection, str(path), document_id, size=file.size, mtime=file.mtime)
            unchanged += 1
        elif file.sha256 and file.sha256 in new:  # the same bytes twice in one run: read once, known by both paths
            unchanged += 1
        else:
            new[file.sha256 or str(path)] = file
    return list(new.values()), unchanged


def _is_current(entry: KnownDocument) -> bool:
    return entry.version == reading_version() and entry.status != "failed"


def _look_at(path: Path) -> File:
    try:
        stat = path.stat()
    except OSError:
        return File(path)
    return File(path, stat.st_size, stat.st_mtime_ns)


def _with_digest(file: File) -> File:
    try:
        with file.path.open("rb") as handle:
            return File(file.path, file.size, file.mtime, hashlib.file_digest(handle, "sha256").hexdigest())
    except OSError:  # the reader will say why
        return file
