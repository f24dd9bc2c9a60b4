"""Assignments, case by case."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.extract.assignments import extract_assignments
from pipeline.records import Assignment, Citation, Facts, Mention
from pipeline.stages import process
from tests.readings import reading_of

CASES = tomllib.loads((Path(__file__).parent / "cases" / "assignments.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: str(c["name"]))
def test_finds(case: dict[str, Any], tmp_path: Path) -> None:
    found = extract_assignments(reading_of(tmp_path, case["text"], Facts(kind="official_report", date="2022-10-01")))
    assert len(found) == len(case["finds"])
    for record, expected in zip(found, case["finds"], strict=True):
        assert {key: getattr(record, key) or "<none>" for key in expected} == expected


def test_each_point_of_a_decision_gives_its_own(tmp_path: Path) -> None:
    path = tmp_path / "minutes.txt"
    path.write_text(
        "Kommunstyrelsen\nProtokoll\nSammanträdesdatum 2022-03-01\n\nAnn Ek (S), §§ 7–8\n\n§ 7 Budget\n\nBeslut\n\n"
        "Kommunstyrelsen beslutar\natt ge kommunchefen i uppdrag att ta fram rutiner, mallar och stöd till nämnderna,\n"
        "att lägga rapporten till handlingarna, samt\natt uppdra åt ekonomichefen att redovisa läget i juni 2022.\n",
        encoding="utf-8",
    )
    records = process(path).records
    given = [(a.given_by, a.given_to, a.task) for a in records if isinstance(a, Assignment)]
    assert given == [
        ("kommunstyrelsen", "kommunchefen", "ta fram rutiner, mallar och stöd till nämnderna"),
        ("kommunstyrelsen", "ekonomichefen", "redovisa läget i juni 2022"),
    ]
    assert not any(isinstance(r, Citation) for r in records)  # the §§ of those present cite nothing


def test_the_paper_that_reports_back_says_that_it_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(
        "Återrapport till Kommunfullmäktige\n\nKulturnämnden har uppmärksammat fullmäktige på vad scenen kostar.\n\n"
        "Kommunfullmäktige beslutade den 3 juni 2021 om en plan. Kulturnämnden fick uppdraget att till "
        "kommunfullmäktige i november 2021 rapportera hur det går.\n\nKulturnämnden konstaterar att scenen är byggd.\n",
        encoding="utf-8",
    )
    (given,) = [a for a in process(path).records if isinstance(a, Assignment)]
    assert (given.given_to, given.report_to, given.status) == ("kulturnämnden", "kommunfullmäktige", "reported")


def test_what_a_paper_tells_again_is_one_assignment(tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    path.write_text(
        "Kommunfullmäktige\n\nKommunstyrelsens förslag\n\nKommunstyrelsen föreslår att kommunfullmäktige beslutar:\n\n"
        "1. Kulturnämnden får i uppdrag att utreda förutsättningarna för en ny scen i hamnen.\n\n"
        "Ekvik den 4 april 2022\n\nYrkande\n\nFörslag till beslut\n\nI kommunstyrelsen och kommunfullmäktige:\n\n"
        "1. Kulturnämnden får i uppdrag att utreda förutsättningarna för en ny scen i hamnen. Uppdraget redovisas "
        "i maj 2023.\n2. Fritidsnämnden får i uppdrag att utreda förutsättningarna för en ny scen i hamnen.\n",
        encoding="utf-8",
    )
    records = process(path).records
    given = [a for a in records if isinstance(a, Assignment)]
    assert [(a.given_to, a.given_by, a.due_to) for a in given] == [
        ("kulturnämnden", "kommunfullmäktige", "2023-05-31"),
        ("fritidsnämnden", "kommunfullmäktige", None),
    ]
    assert [m.record_id for m in records if isinstance(m, Mention) and m.record_type == "assignments"] == [given[0].id]
