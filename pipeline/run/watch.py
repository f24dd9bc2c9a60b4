"""Watch a folder and run each file that comes, once it has stopped growing."""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from pipeline.run.inputs import files_in, is_candidate

SETTLED_AFTER = 1.0  # seconds without a change of size or time: a copy over a slow network comes in pieces
LOOKS_EVERY = 30.0  # seconds between looks at the whole folder: network drives do not tell what others put there

Looks = tuple[int, int]  # size in bytes and mtime in ns


class _Arrivals(FileSystemEventHandler):
    def __init__(self) -> None:
        self.paths: queue.SimpleQueue[Path] = queue.SimpleQueue()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note each file that is made, changed or moved here."""
        if event.is_directory or event.event_type not in {"created", "modified", "moved", "closed"}:
            return
        name = event.dest_path if event.event_type == "moved" else event.src_path
        path = Path(name.decode() if isinstance(name, bytes) else name)
        if is_candidate(path):
            self.paths.put(path)


def look_over(folder: Path) -> dict[Path, Looks]:
    """The documents in a folder with their size and time, to tell later what has come or changed since."""
    return {path: looks for path in files_in(folder) if (looks := _looks(path))}


def watch_folder(
    folder: Path,
    seen: dict[Path, Looks],
    stopping: Event | None = None,
    settled_after: float = SETTLED_AFTER,
    looks_every: float = LOOKS_EVERY,
) -> Iterator[list[Path]]:
    """Yield the files that have come and settled, a list at a time, until `stopping` is set or the caller stops.

    `seen` is what `look_over` saw before the files there were read: what came during that is yielded first. An empty
    list says that the folder is gone; it is waited for.
    """
    stopping = stopping or Event()
    arrivals = _Arrivals()
    observer = _observe(folder, arrivals)
    unsettled: dict[Path, tuple[float, Looks | None]] = {}  # path -> when it last changed, and how it looked then
    looked, gone = float("-inf"), False
    try:
        while not stopping.wait(settled_after / 4):
            if time.monotonic() - looked >= looks_every:
                looked = time.monotonic()
                if not folder.is_dir():
                    if not gone:
                        gone = True
                        yield []
                    continue
                if gone:  # it is another folder now, of which the system tells nothing
                    _end(observer)
                    observer, gone = _observe(folder, arrivals), False
                for path, looks in look_over(folder).items():
                    if seen.get(path) != looks:
                        unsettled.setdefault(path, (time.monotonic(), None))
            while not arrivals.paths.empty():
                unsettled[arrivals.paths.get()] = (time.monotonic(), None)
            if settled := _take_settled(unsettled, settled_after):
                seen.update(settled)
                yield sorted(settled)
    finally:
        _end(observer)


def _observe(folder: Path, arrivals: _Arrivals) -> BaseObserver | None:
    """What the system tells of the folder; None when it cannot (a limit of watches, a drive without): looks suffice."""
    observer = Observer()
    try:
        observer.schedule(arrivals, str(folder), recursive=True)
        observer.start()
    except OSError:
        return None
    return observer


def _end(observer: BaseObserver | None) -> None:
    if observer is not None:
        observer.stop()
        with suppress(RuntimeError):  # it never began
            observer.join()


def _looks(path: Path) -> Looks | None:
    try:
        stat = path.stat()
    except OSError:  # moved away again, or not ours to see
        return None
    return stat.st_size, stat.st_mtime_ns


def _take_settled(unsettled: dict[Path, tuple[float, Looks | None]], after: float) -> dict[Path, Looks]:
    settled = {}
    for path, (changed, before) in list(unsettled.items()):
        now = _looks(path)
        if now is None:
            del unsettled[path]
        elif now != before:
            unsettled[path] = (time.monotonic(), now)
        elif time.monotonic() - changed >= after:
            del unsettled[path]
            settled[path] = now
    return settled
