"""Two runs on the same documents store the same, whatever order Python's sets happen to have."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

DOCUMENTS = Path(__file__).parent.parent / "labelled" / "audits" / "tallvik" / "documents"


def stored(database: Path, seed: str) -> list[tuple[object, ...]]:
    command = [sys.executable, "-m", "pipeline", "run", str(DOCUMENTS), "--db", str(database)]
    subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": seed}, check=True, capture_output=True)
    connection = sqlite3.connect(database)
    rows: list[tuple[object, ...]] = []
    for table in ("findings", "responses", "measures", "links", "finding_answers", "claims"):
        rows += connection.execute(f'SELECT * FROM "{table}" ORDER BY 1, 2').fetchall()
    return rows


def test_runs_with_other_hashes_store_the_same(tmp_path: Path) -> None:
    first = stored(tmp_path / "a.db", "1")
    assert first and first == stored(tmp_path / "b.db", "2")
