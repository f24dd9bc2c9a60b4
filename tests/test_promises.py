"""What an answer promises: clause by clause, by whom, and when, also where the year is left out."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.records import Measure
from pipeline.stages import process

CASES = tomllib.loads((Path(__file__).parent / "cases" / "promises.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_promises(tmp_path: Path, case: dict[str, Any]) -> None:
    path = tmp_path / "svar.txt"
    path.write_text(
        "Kulturnämnden\n\nYttrande över granskning av museet\n\nDatum 2024-03-12\n\n"
        "Revisorerna rekommenderar nämnden att inventera museets samlingar.\n\n"
        f"Nämnden delar revisorernas bedömning. {case['text']}\n",
        encoding="utf-8",
    )
    found = [r for r in process(path).records if isinstance(r, Measure) and r.text in case["text"]]
    told = [(m.text, m.status, m.responsible, m.due_to) for m in found]
    assert told == [(p["text"], p["status"], p.get("by"), p.get("due_to")) for p in case.get("promise", [])]
    leads = [(m.lead or "", p["lead"]) for m, p in zip(found, case.get("promise", []), strict=True) if "lead" in p]
    assert all(lead == wanted for lead, wanted in leads), leads
