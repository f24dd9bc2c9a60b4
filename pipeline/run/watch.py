"""Watch a folder and run each file that comes, once it has stopped growing."""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from pipeline.run.inputs import is_candidate

SETTLED_AFTER = 1.0  # seconds without a change of size: a copy over a slow network comes in pieces


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


def watch_folder(
    folder: Path, stopping: Event | None = None, settled_after: float = SETTLED_AFTER
) -> Iterator[list[Path]]:
    """Yield the files that have come and settled, a list at a time, until `stopping` is set or the caller stops."""
    stopping = stopping or Event()
    arrivals = _Arrivals()
    observer = Observer()
    observer.schedule(arrivals, str(folder), recursive=True)
    observer.start()
    unsettled: dict[Path, tuple[float, int]] = {}  # path -> when it last changed, and its size then
    try:
        while not stopping.wait(settled_after / 4):
            while not arrivals.paths.empty():
                unsettled[arrivals.paths.get()] = (time.monotonic(), -1)
            if settled := _take_settled(unsettled, settled_after):
                yield settled
    finally:
        observer.stop()
        observer.join()


def _take_settled(unsettled: dict[Path, tuple[float, int]], after: float) -> list[Path]:
    settled = []
    for path, (changed, size) in list(unsettled.items()):
        try:
            now = path.stat().st_size
        except FileNotFoundError:  # moved away again before it was read
            del unsettled[path]
            continue
        if now != size:
            unsettled[path] = (time.monotonic(), now)
        elif time.monotonic() - changed >= after:
            del unsettled[path]
            settled.append(path)
    return sorted(settled)
