"""A folder for what archives hold while a run reads it, which a run that was killed does not leave behind for ever."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_NAME = re.compile(r"sparbar-run-(\d+)-\w+")
_OLD = 24 * 3600.0  # seconds


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """An empty folder of this process, gone afterwards; what killed runs left a day ago or more goes too.

    What is unpacked may be confidential: it must not lie about where others look.
    """
    _clear_up(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=f"sparbar-run-{os.getpid()}-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def _clear_up(folder: Path) -> None:
    with suppress(OSError):
        for path in folder.glob("sparbar-run-*"):
            named = _NAME.fullmatch(path.name)
            if named and not path.is_symlink() and _is_left(path, int(named[1])):
                shutil.rmtree(path, ignore_errors=True)


def _is_left(path: Path, process: int) -> bool:
    """Whether a folder is old and its process no longer runs. Only where asking after a process does it no harm."""
    if os.name != "posix":
        return False
    with suppress(OSError):
        if time.time() - path.stat().st_mtime < _OLD or path.stat().st_uid != os.getuid():
            return False
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
    return False
