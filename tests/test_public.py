"""What `from pipeline import ...` promises, and that importing it stays light."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pipeline
from tests.folders import make_folder


def test_every_public_name_is_there() -> None:
    assert all(getattr(pipeline, name) is not None for name in pipeline.__all__)


def test_the_path_of_the_readme(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "in", 2)
    records = pipeline.process(folder / "protokoll-001.txt")
    assert records.facts.body == "regionstyrelsen"
    result = pipeline.run_batch([str(folder)], tmp_path / "s.db", pipeline.BatchOptions(workers=0))
    assert result.read == 2
    connection = pipeline.open_database(tmp_path / "s.db")
    assert pipeline.summarise(connection).pages == 2
    assert pipeline.search(connection, "handlingsplan")
    connection.close()


def test_importing_it_loads_no_reader() -> None:
    code = "import sys, pipeline; sys.exit(any(m.startswith(('pypdfium2', 'sklearn', 'docx')) for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
