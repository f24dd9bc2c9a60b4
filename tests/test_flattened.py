"""Tables that an extraction flattened into lines are read as tables again, and running text is left alone."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.read import ReadOptions, read_document
from pipeline.stages import process

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "flattened.toml").read_text(encoding="utf-8")
)["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_flattened_plans(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(case["text"].strip("\n"), encoding="utf-8")
    document = read_document(path, ReadOptions())
    rows = [[row[n].text for n in sorted(row)] for table in document.tables for row in table.rows()]
    assert rows == case["rows"]
    for table in document.tables:
        assert table.confidence < 0.7
        for cell in table.cells:  # every word of a cell stands where the cell says, or further on where it goes on
            assert set(document.text[cell.start : cell.end].split()) <= set(document.text.split())


def test_measures_of_a_flattened_plan_are_less_sure(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(CASES[0]["text"].strip("\n"), encoding="utf-8")
    measures = [record for record in process(path).records if record.table == "measures"]
    assert [m.text for m in measures][:2] == [
        "Kartlägga antalet medarbetare per chef",
        "Inför stödsamtal för nya chefer",
    ]
    assert all(m.at.confidence < 0.7 for m in measures)


BY_COLUMNS = (
    "Åtgärdsplan\n\nÅtgärd\n\nAnsvarig\n\nTidpunkt\n\nByta lampor i centrum\n\nInventera stolpar på landsbygden\n\n"
    "Gatuchef\n\nDriftledare\n\n2024-09-30\n\nhösten 2024\n"
)


def test_a_table_without_its_columns_is_told(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("Nämnden antar planen.\n\f" + BY_COLUMNS, encoding="utf-8")
    document = read_document(path, ReadOptions())
    assert document.tables == ()
    assert [(p.code, p.detail, p.page) for p in document.problems] == [
        ("table_lost_columns", "Åtgärd, Ansvarig, Tidpunkt; s. 2", 2)
    ]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_tables_that_are_read_are_not_told_as_lost(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(case["text"].strip("\n"), encoding="utf-8")
    document = read_document(path, ReadOptions())
    assert document.problems == () or not document.tables
