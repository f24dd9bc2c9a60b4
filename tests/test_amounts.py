"""Amounts of money, case by case."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.extract.amounts import extract_amounts, parse_number
from pipeline.records import Amount
from tests.readings import reading_of

CASES = tomllib.loads((Path(__file__).parent / "cases" / "amounts.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: str(c["text"]))
def test_finds(case: dict[str, Any], tmp_path: Path) -> None:
    reading = reading_of(tmp_path, case["text"])
    found = [a for a in extract_amounts(reading) if isinstance(a, Amount)]
    text = reading.document.text
    told = [[text[a.at.char_start : a.at.char_end], a.value_sek, a.approximate, a.value_to_sek] for a in found]
    assert told == [[*words, *[None] * (4 - len(words))] for words in case["finds"]]


def test_swedish_numbers() -> None:
    assert parse_number("1 234,5") == 1234.5
    assert parse_number("−1.200.000") == -1200000.0
