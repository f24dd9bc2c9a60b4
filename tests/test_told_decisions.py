"""Decisions that running text tells of, case by case: who decided, when, and what is no decision at all."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.extract.citations import extract_citations
from pipeline.extract.told_decisions import find_told_decisions
from pipeline.records import Decision, Facts
from tests.readings import reading_of

CASES = tomllib.loads((Path(__file__).parent / "cases" / "told_decisions.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: str(c["name"]))
def test_finds(case: dict[str, Any], tmp_path: Path) -> None:
    reading = reading_of(tmp_path, case["text"], Facts(kind="official_report", date="2022-10-01"))
    found = find_told_decisions(replace(reading, records=tuple(extract_citations(reading))), [])
    assert len(found) == len(case["finds"])
    for record, expected in zip(found, case["finds"], strict=True):
        assert isinstance(record, Decision)
        quote = reading.document.text[record.at.char_start : record.at.char_end]
        told = {key: quote if key == "quote" else getattr(record, key) or "<none>" for key in expected}
        assert told == expected
