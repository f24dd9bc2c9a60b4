"""Citations, case by case: what is found, and that each quote stands where it says."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.extract.citations import extract_citations
from pipeline.extract.numbers import split_numbers
from pipeline.extract.statutes import statute_number
from pipeline.records import Citation, Facts
from tests.readings import reading_of

CASES = tomllib.loads((Path(__file__).parent / "cases" / "citations.toml").read_text(encoding="utf-8"))["case"]


def written(c: Citation) -> str:
    parts = (c.kind, c.body, c.date_from, c.date_to, c.paragraph, c.chapter, c.statute or c.case_number)
    return "|".join((part or "").strip() for part in parts)


@pytest.mark.parametrize("case", CASES, ids=lambda c: str(c["name"]))
def test_finds(case: dict[str, Any], tmp_path: Path) -> None:
    facts = Facts(kind=case.get("kind", "official_report"), body=case.get("body"), date=case.get("date"))
    reading = reading_of(tmp_path, case["text"], facts)
    found = [c for c in extract_citations(reading) if isinstance(c, Citation) and c.kind != "meeting"]
    assert sorted(map(written, found)) == sorted("|".join(p.strip() for p in f.split("|")) for f in case["finds"])
    assert len({c.id for c in found}) == len(found)
    for citation in found:
        quote = reading.document.text[citation.at.char_start : citation.at.char_end]
        assert quote and quote == quote.strip()


def test_own_heading_of_minutes_is_no_citation(tmp_path: Path) -> None:
    facts = Facts(kind="minutes", body="kommunstyrelsen", date="2022-03-01")
    reading = reading_of(tmp_path, "§ 12 Dnr KS 2022/45\n\nPlan för arkivet\n\nBeslut\n\nPlanen antas.", facts)
    assert extract_citations(reading) == []


def test_a_law_means_the_one_in_force() -> None:
    assert statute_number("KL", "2016-05-01") == "1991:900"
    assert statute_number("KL", "2019-05-01") == "2017:725"
    assert statute_number("okänd lag", None) is None


def test_ranges_are_filled_in() -> None:
    assert split_numbers("12, 14 och 16–18") == ["12", "14", "16", "17", "18"]
    assert split_numbers("1a") == ["1 a"]


def test_the_next_paper_of_a_list_says_nothing_of_a_papers_role(tmp_path: Path) -> None:
    listed = "Handlingar\n\nKontorets tjänsteutlåtande den 2 maj 2022.\nYttrande från M och C den 9 maj 2022.\n"
    reading = reading_of(tmp_path, listed, Facts(kind="minutes", date="2022-06-01"))
    assert [c.role for c in extract_citations(reading) if isinstance(c, Citation)] == ["other"]
