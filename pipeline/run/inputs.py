"""From what the user names (files, folders, globs) to the list of files to read."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.read import READABLE_SUFFIXES
from pipeline.records import Problem


def collect_inputs(names: Iterable[str]) -> tuple[list[Path], list[Problem]]:
    """The files that the names stand for, each once, in order; and a problem for each name that stands for nothing.

    A folder is searched through and gives the documents in it; other kinds of file there are counted in one problem per
    suffix and folder named. A file named outright is always taken: whether it can be read is the reader's to say.
    """
    found: dict[Path, None] = {}
    problems: list[Problem] = []
    for name in names:
        path = Path(name)
        if path.is_dir():
            files = list(_files_under(path))
            problems.extend(_no_files(path))
            found.update(dict.fromkeys(f for f in files if _is_readable(f)))
            problems.extend(_skipped(path, [f for f in files if not _is_readable(f)]))
        elif path.is_file():
            found[path] = None
        elif path.exists():  # a pipe or device: opening it would wait for ever
            problems.append(Problem(name, "not_a_file"))
        else:
            matches = [Path(m) for m in sorted(glob.glob(name, recursive=True))]  # noqa: PTH207  (absolute patterns too)
            found.update(dict.fromkeys(m for m in matches if m.is_file() and not _is_hidden(m)))
            if not matches:
                problems.append(Problem(name, "not_found"))
    unnamed = [path for path in found if not _is_writable_name(path)]
    problems.extend(Problem(str(path).encode(errors="replace").decode(), "odd_name") for path in unnamed)
    return [path for path in found if _is_writable_name(path)], problems


def is_candidate(path: Path) -> bool:
    """Whether a file in a folder is one to read: a known kind, and no hidden or temporary file (`~$minutes.docx`)."""
    return _is_readable(path) and not _is_hidden(path)


def _files_under(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not any(_is_hidden(Path(part)) for part in path.relative_to(folder).parts):
            yield path


def _no_files(folder: Path) -> list[Problem]:
    """What is called a document in the folder but is none: pipes, and links that lead nowhere or in a circle."""
    return [
        Problem(str(path).encode(errors="replace").decode(), "not_a_file")
        for path in sorted(folder.rglob("*"))
        if is_candidate(path) and not path.is_file() and not path.is_dir()
    ]


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
