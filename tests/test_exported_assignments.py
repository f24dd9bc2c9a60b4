"""Where an assignment that several papers tell stands in workbook, page and Word file; and the page on paper."""

from __future__ import annotations

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
    assert [sheet.cell(3, 9).value, sheet.cell(3, 10).value] == ["Var", "Återges även i"]
    assert row[8:10] == ["sedan.txt, s. 1", "först.txt, s. 1"]  # the latest, and what is late where it was first told
    told = "Återges även i: sedan.txt, s. 1"
    assert (folder / "m.html").read_text(encoding="utf-8").count(told) == 1
    tables = docx.Document(str(folder / "m.docx")).tables
    assert sum(told in cell.text for table in tables for line in table.rows for cell in line.cells) == 1


def test_the_page_prints_on_a4(folder: Path) -> None:
    text = (folder / "m.html").read_text(encoding="utf-8")
    assert "size:A4 landscape" in text and "A3" not in text
