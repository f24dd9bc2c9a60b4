"""Assignments, case by case."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.extract.assignments import extract_assignments
from pipeline.records import Facts
from tests.readings import reading_of

CASES = tomllib.loads((Path(__file__).parent / "cases" / "assignments.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: str(c["name"]))
def test_finds(case: dict[str, Any], tmp_path: Path) -> None:
    found = extract_assignments(reading_of(tmp_path, case["text"], Facts(kind="official_report", date="2022-10-01")))
    assert len(found) == len(case["finds"])
    for record, expected in zip(found, case["finds"], strict=True):
        assert {key: getattr(record, key) for key in expected} == expected
