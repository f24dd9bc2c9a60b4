from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon.dates import find_dates, parse_date, printed_month

CASES = tomllib.loads((Path(__file__).parent / "cases" / "dates.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[c["text"] for c in CASES])
def test_dates(case: dict[str, object]) -> None:
    found = find_dates(str(case["text"]), year=case.get("year"))  # type: ignore[arg-type]
    shown = [f"{d.date_from}..{d.date_to or 'open'} {d.precision}{' inferred' if d.inferred else ''}" for d in found]
    assert shown == case["dates"]


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2049, 12, 31)), st.text(max_size=20))
def test_an_iso_date_is_found_wherever_it_stands(day: date, around: str) -> None:
    text = f"{around} \n{day.isoformat()}\n {around}"
    assert any(d.date_from == d.date_to == day.isoformat() for d in find_dates(text))


@given(st.text(max_size=200))
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    found = find_dates(text, year=2020)
    ends = [0, *(d.end for d in found)]
    assert all(before <= d.start < d.end <= len(text) for before, d in zip(ends, found, strict=False))


def test_a_whole_cell_is_a_date_or_none() -> None:
    cell = parse_date("Feb 2017 – 2018")
    assert cell is not None and (cell.date_from, cell.date_to) == ("2017-02-01", "2018-12-31")
    assert parse_date("Pågår sedan våren 2017 i liten skala") is None


@pytest.mark.parametrize(
    ("cover", "month"),
    [
        ("Granskning av inköp\nNordby Revision\nDecember 2022\n\nSammanfattning", "2022-12"),
        ("Granskning av inköp\nRevisionskontoret, mars 2025", "2025-03"),
        ("Granskning av inköp under december 2022", None),
        ("December 2022 var kallt.\nGranskning", None),
        ("Granskning 2022-12-05", None),
    ],
)
def test_the_month_on_a_cover(cover: str, month: str | None) -> None:
    assert printed_month(cover) == month
