"""A pool whose worker dies loses no file, whatever its parent does just then."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from pipeline.errors import UnreadableDocumentError
from pipeline.run.news import File
from pipeline.run.workers import Limits, run_all


def _name_or_die(file: File) -> str:
    if file.path.name == "bad":
        time.sleep(0.3)
        os.kill(os.getpid(), signal.SIGKILL)
    return file.path.name


def test_a_worker_that_dies_while_its_parent_is_busy_loses_no_file() -> None:
    files = [File(Path(name)) for name in ("bad", *(f"good{i}" for i in range(9)))]
    told = []
    for file, outcome in run_all(files, _name_or_die, Limits(seconds=30), workers=2):
        told.append((file.path.name, isinstance(outcome, UnreadableDocumentError)))
        if len(told) == 1:
            time.sleep(1.0)  # the parent stores a row; meanwhile the worker is killed
    assert sorted(told) == sorted((f.path.name, f.path.name == "bad") for f in files)
