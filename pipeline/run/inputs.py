"""From what the user names (files, folders, globs) to the list of files to read."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.read import READABLE_SUFFIXES
from pipeline.records import Problem


@dataclass(slots=True)
class _Found:
    """What a folder holds: regular files, what is named like a document but is no file, and what was not entered."""

    files: list[Path] = field(default_factory=list)
    no_files: list[Path] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def collect_inputs(names: Iterable[str]) -> tuple[list[Path], list[Problem]]:
    """The files that the names stand for, each once, in order; and a problem for each name that stands for nothing.

    A folder is searched through and gives the documents in it; other kinds of file there are counted in one problem per
    suffix and folder named. A file named outright is always taken: whether it can be read is the reader's to say.
    """
    found: dict[Path, None] = {}
    problems: list[Problem] = []
    for name in names:
        path = Path(name)
        if _is(path.is_dir):
            held = _search(path)
            found.update(dict.fromkeys(f for f in held.files if _is_readable(f)))
            problems.extend(held.problems)
            problems.extend(Problem(_writable(p), "not_a_file") for p in held.no_files if is_candidate(p))
            problems.extend(_skipped(path, [f for f in held.files if not _is_readable(f)]))
        elif _is(path.is_file):
            found[path] = None
        elif _is(path.exists):  # a pipe or device: opening it would wait for ever
            problems.append(Problem(_writable(path), "not_a_file"))
        else:
            matches = [Path(m) for m in sorted(glob.glob(name, recursive=True))]  # noqa: PTH207  (absolute patterns too)
            found.update(dict.fromkeys(m for m in matches if _is(m.is_file) and not _is_hidden(m)))
            if not matches:
                problems.append(Problem(_writable(path), "not_found"))
    unnamed = [path for path in found if not _is_writable_name(path)]
    problems.extend(Problem(_writable(path), "odd_name") for path in unnamed)
    return [path for path in found if _is_writable_name(path)], problems


def is_candidate(path: Path) -> bool:
    """Whether a file in a folder is one to read: a known kind, and no hidden or temporary file (`~$minutes.docx`)."""
    return _is_readable(path) and not _is_hidden(path)


def files_in(folder: Path) -> list[Path]:
    """The documents in a folder and its folders, in order."""
    return [path for path in _search(folder).files if is_candidate(path)]


def _search(folder: Path) -> _Found:
    """Search through a folder, hidden ones aside. Links to folders are not followed: they may lead in circles."""
    found = _Found()

    def refuse(error: OSError) -> None:
        path = Path(os.fsdecode(error.filename or folder))
        found.problems.append(Problem(_writable(path), "folder_unreadable", error.strerror or str(error)))

    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not _is_hidden(Path(name))]
        linked = [Path(place, name) for name in folders if Path(place, name).is_symlink()]
        found.problems.extend(Problem(_writable(p), "folder_linked") for p in linked if not _leads_back(p, folder))
        for path in (Path(place, name) for name in names if not _is_hidden(Path(name))):
            (found.files if _is(path.is_file) else found.no_files).append(path)
    found.files.sort()
    found.no_files.sort()
    return found


def _leads_back(link: Path, folder: Path) -> bool:
    """Whether a link leads into the folder that is searched, whose files are taken anyway."""
    try:
        target = link.resolve()
    except (OSError, RuntimeError):  # in a circle
        return True
    return target.is_relative_to(folder.resolve())


def _is(ask: Callable[[], bool]) -> bool:
    """What the file system says of a path; no when it may not be asked, or the name is longer than it takes."""
    try:
        return ask()
    except OSError:
        return False


def _writable(path: Path) -> str:
    return str(path).encode(errors="replace").decode()


def _is_writable_name(path: Path) -> bool:
    """Whether the name is Unicode; one from an old archive may be bytes of Windows-1252, which no database takes."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_hidden(path: Path) -> bool:
    return path.name.startswith((".", "~$"))


def _is_readable(path: Path) -> bool:
    return path.suffix.lower() in READABLE_SUFFIXES


def _skipped(folder: Path, files: list[Path]) -> list[Problem]:
    suffixes = sorted({f.suffix.lower() or "?" for f in files})
    if not files:
        return []
    return [Problem(str(folder), "skipped", f"{len(files)}: {', '.join(suffixes)}")]
