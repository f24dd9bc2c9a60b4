"""Where a decision begins and ends in the minutes, what it proposes to others, and what became of the matter."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.records import Decision, DecisionPoint
from pipeline.stages import process

CASES = tomllib.loads((Path(__file__).parent / "cases" / "decision_blocks.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["case"], ids=lambda c: str(c["name"]))
def test_decisions_of_an_item(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "minutes.txt"
    path.write_text(
        f"Kommunstyrelsen\nProtokoll\nSammanträdesdatum 2022-03-01\n\n§ 7 {case['item']}\n", encoding="utf-8"
    )
    assert_finds(path, case["finds"])


@pytest.mark.parametrize("case", CASES["paper"], ids=lambda c: str(c["name"]))
def test_decisions_of_a_paper(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    path.write_text(f"{case['text']}\n", encoding="utf-8")
    assert_finds(path, case["finds"])


def assert_finds(path: Path, finds: list[dict[str, Any]]) -> None:
    read = process(path)
    told = [
        {
            "kind": d.kind,
            "outcome": d.outcome,
            "body": d.body or "",
            "text": " ".join(read.document.text[d.at.char_start : d.at.char_end].split()),
            "points": sum(isinstance(p, DecisionPoint) and p.decision_id == d.id for p in read.records),
        }
        for d in read.records
        if isinstance(d, Decision)
    ]
    assert [{key: d[key] for key in e} for d, e in zip(told, finds, strict=True)] == finds


def test_a_proposal_ends_where_it_is_signed(tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    path.write_text(
        "Kulturförvaltningen\nTjänsteutlåtande\nUtfärdat 2022-03-01\n\nNy scen\n\nFörslag till beslut\n\n"
        "1. Rapporten godkänns.\n2. Förvaltningen får i uppdrag att bygga en scen.\n\n"
        "I tjänsten\n\nAnn Ek\n\nKulturdirektör\n",
        encoding="utf-8",
    )
    points = [r for r in process(path).records if isinstance(r, DecisionPoint)]
    assert [p.text for p in points] == ["Rapporten godkänns.", "Förvaltningen får i uppdrag att bygga en scen."]
