"""What exports say of assignments in several papers, how the page prints, and a disk that is full."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

from pipeline.export import export_matrix
from pipeline.export.matrix import load_matrix
from pipeline.records import Assignment
from pipeline.store import open_database, store_document
from tests.sample_records import Sample

DUE = "2022-09-30"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    connection = open_database(tmp_path / "a.db")
    for name, day in (("först.txt", "2022-03-01"), ("sedan.txt", "2022-04-01")):
        paper = Sample(name, f"{day}: kulturnämnden får i uppdrag att ta fram en plan för arkivet.", date=day)
        paper.add(Assignment, paper.document.text, task="ta fram en plan för arkivet", status="open", due_to=DUE,
                  given_to="kulturnämnden")  # fmt: skip
        store_document(connection, paper.found())
    matrix = load_matrix(connection, today=date(2023, 5, 1))
    connection.close()
    for kind in ("xlsx", "html", "docx"):
        export_matrix(matrix, tmp_path / f"m.{kind}")
    return tmp_path


def test_the_other_papers_stand_beside_it(folder: Path) -> None:
    sheet = openpyxl.load_workbook(folder / "m.xlsx")["Uppdrag"]
    (row,) = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert row[8:10] == ["först.txt, s. 1", "sedan.txt, s. 1"]  # the latest, and what is late where it was first told
    told = "Återges även i: sedan.txt, s. 1"
    assert (folder / "m.html").read_text(encoding="utf-8").count(told) == 1
    tables = docx.Document(str(folder / "m.docx")).tables
    assert sum(told in cell.text for table in tables for line in table.rows for cell in line.cells) == 1


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_a_full_disk_is_told_once(kind: str, folder: Path) -> None:
    """The packages that they are made of complained again, with a traceback, when they were cleared away."""
    script = f"""
import resource, signal, sys
from pathlib import Path
from pipeline.export import export_matrix
from pipeline.export.matrix import load_matrix
from pipeline.store import open_database
matrix = load_matrix(open_database(Path("a.db")))
export_matrix(matrix, Path("först.{kind}"))
most = Path("först.{kind}").stat().st_size // 2
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
try:
    export_matrix(matrix, Path("ut.{kind}"))
except OSError:
    sys.exit(7)
"""
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    ended = subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, env=here, check=False)
    assert (ended.returncode, ended.stderr) == (7, b"")
    assert not list(folder.glob("*ut.*"))


def test_the_page_prints_on_a4(folder: Path) -> None:
    text = (folder / "m.html").read_text(encoding="utf-8")
    assert "size:A4 landscape" in text and "A3" not in text
