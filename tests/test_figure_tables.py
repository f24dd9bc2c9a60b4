"""Tables of figures that an extraction left as lines are read as tables again; other lines are left alone."""

from __future__ import annotations

import time
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipeline.read import ReadOptions, read_document
from pipeline.read.figure_lines import read_figure_line, split_heads

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "figure_tables.toml").read_text(encoding="utf-8")
)["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_tables_of_figures(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "tabell.txt"
    path.write_text(case["text"].strip("\n"), encoding="utf-8")
    document = read_document(path, ReadOptions())
    rows = [[row[n].text for n in sorted(row)] for table in document.tables for row in table.rows()]
    assert rows == case["rows"]
    assert Counter(document.text.split()) == Counter(case["text"].split())  # not a word is lost, and none is told twice
    assert all(table.confidence < 0.8 for table in document.tables)


def test_ways_in_which_figures_may_be_parted() -> None:
    assert read_figure_line("Hyror 145 000 145 000 0").ways == (
        ("145 000", "145 000", "0"),
        ("145 000 145 000", "0"),
    )
    assert read_figure_line("Hyror   145 000   145 000   0").ways == (("145 000", "145 000", "0"),)
    assert read_figure_line("Konto 014").ways == ()
    assert read_figure_line("2031 24 000 19 500").label == "2031"


def test_names_of_columns_in_a_header() -> None:
    assert split_heads("Nämnd Budget 2030 Budget 2031 Förändring %", 3) == [
        "Nämnd", "Budget 2030", "Budget 2031", "Förändring %",
    ]  # fmt: skip
    assert split_heads("Mått 2029 2030 2031", 3) == ["Mått", "2029", "2030", "2031"]
    assert split_heads("Budgeten var större.", 2) is None


def test_a_long_table_takes_no_more_than_its_length(tmp_path: Path) -> None:
    path = tmp_path / "tabell.txt"
    took = []
    for count in (400, 1600):
        rows = (f"Enhet {n} {n % 900 + 100} {n % 700 + 200} {n % 300 + 1},{n % 10}" for n in range(count))
        path.write_text("\n".join(["Enhet Budget Utfall Avvikelse", *rows]), encoding="utf-8")
        start = time.perf_counter()
        read_document(path, ReadOptions())
        took.append(time.perf_counter() - start)
    assert took[1] < 12 * took[0] + 0.5
