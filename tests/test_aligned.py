"""Tables that text keeps as columns of spaces, or cell by cell, are read as tables; other lines are left alone."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.read import ReadOptions, read_document

FOLDER = Path(__file__).parent / "cases"
CASES: list[dict[str, Any]] = [
    case
    for name in ("aligned.toml", "flattened_cells.toml")
    for case in tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))["case"]
]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_tables_in_text(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(case["text"].strip("\n"), encoding="utf-8")
    document = read_document(path, ReadOptions())
    rows = [[row[n].text or "-" for n in sorted(row)] for table in document.tables for row in table.rows()]
    assert rows == case["rows"]
