"""When measures are due, in the forms that plans use."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.due_dates import original_due, read_due

CASES = tomllib.loads((Path(__file__).parent / "cases" / "due_dates.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_due_dates(case: dict[str, str]) -> None:
    due = read_due(case["text"], year=2024)
    assert (due.first or "", due.last or "") == (case["first"], case["last"])


def test_the_date_before_is_kept() -> None:
    assert original_due("2023-04-30 (tidigare oktober 2022)") == "2022-10-31"
    assert original_due("flyttad från maj 2022 till oktober 2023") == "2022-05-31"
    assert original_due("2023-04-30") is None


@given(st.dates(date(2000, 1, 1), date(2039, 12, 31)), st.sampled_from(["%Y-%m-%d", "%Y%m%d", "%d/%m %Y", "%d.%m.%Y"]))
def test_a_day_is_that_day_in_every_form(day: date, form: str) -> None:
    due = read_due(f"senast {day.strftime(form)}")
    assert (due.first, due.last, due.precision) == (day.isoformat(), day.isoformat(), "day")
