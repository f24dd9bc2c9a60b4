from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon.bodies import canonical_body, document_abbreviations, find_bodies, find_definitions, spelled_out

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "bodies.toml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES["case"], ids=[c["text"][:50] for c in CASES["case"]])
def test_bodies(case: dict[str, Any]) -> None:
    assert [m.name for m in find_bodies(case["text"])] == case["names"]


@pytest.mark.parametrize("case", CASES["abbreviation"], ids=[c["text"][:50] for c in CASES["abbreviation"]])
def test_abbreviations(case: dict[str, Any]) -> None:
    assert document_abbreviations(case["text"]) == case["learned"]


@given(st.text(alphabet="abnämndestyrlsfuköig -,§S", max_size=80))
def test_mentions_lie_in_the_text_and_a_name_is_its_own_name(text: str) -> None:
    for mention in find_bodies(text):
        assert text[mention.start : mention.end] == mention.as_written
        assert canonical_body(mention.name) == mention.name


def test_the_document_own_abbreviation_goes_first() -> None:
    assert canonical_body("KN", abbreviations={"KN": "krisnämnden"}) == "krisnämnden"
    assert canonical_body("HSN") == "hälso- och sjukvårdsnämnden"


@pytest.mark.parametrize("case", CASES["former"], ids=[c["text"][:50] for c in CASES["former"]])
def test_former_names(case: dict[str, Any]) -> None:
    found = [d for d in find_definitions(case["text"]) if d.kind == "former"]
    assert [(d.name, d.other) for d in found] == [tuple(pair) for pair in case["names"]]
    assert all(d.end <= len(case["text"]) for d in found)


def test_a_unit_that_is_no_board_is_spelled_out() -> None:
    assert spelled_out("I Särskild ledning kompetensförsörjning (SLK) ingår", "SLK") == (
        "särskild ledning kompetensförsörjning"
    )
    assert spelled_out("SLK har beslutat", "SLK") is None
