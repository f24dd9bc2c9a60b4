"""Measures in tables, lists and labelled paragraphs."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import docx
import pytest

from pipeline.extract.measures import extract_measures
from pipeline.read import ReadOptions, read_document
from pipeline.records import Facts, Measure, Reading
from pipeline.structure import divide_sections, divide_sentences

CASES = tomllib.loads((Path(__file__).parent / "cases" / "measures.toml").read_text(encoding="utf-8"))["case"]


def measures_of(path: Path, kind: str = "other") -> list[Measure]:
    document = read_document(path, ReadOptions())
    reading = Reading(document, Facts(kind=kind), divide_sections(document), divide_sentences(document))
    found = [m for m in extract_measures(reading) if isinstance(m, Measure)]
    assert all(document.text[m.at.char_start : m.at.char_end].strip() for m in found)
    assert len({m.id for m in found}) == len(found)
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_measures(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "case.txt"
    path.write_text(case["text"], encoding="utf-8")
    found = measures_of(path, case.get("document", "other"))
    assert [m.text for m in found] == [m["text"] for m in case["measures"]]
    for measure, expected in zip(found, case["measures"], strict=True):
        assert {name: getattr(measure, name) for name in expected} == expected


def test_action_plan_table(tmp_path: Path) -> None:
    rows = [
        ("Åtgärd", "Beskrivning", "Ansvarig", "Klart", "Status"),
        ("1 Styrning", "", "", "", ""),
        ("Revidera delegationsordningen", "Förtydliga nivåer", "Kanslichef", "Mars 2021", "Klart"),
        ("Införa e-arkiv", "", "IT-chef/arkivarie", "2021-2022", "Ej klart, upphandling pågår"),
        ("Utbilda arkivredogörare", "", "Kanslichef", "Löpande", ""),
    ]
    document = docx.Document()
    table = document.add_table(rows=0, cols=5)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    path = tmp_path / "plan.docx"
    document.save(str(path))
    first, second, third = measures_of(path)
    assert (first.text, first.section, first.status) == ("Revidera delegationsordningen", "1 Styrning", "done")
    assert (first.due_from, first.due_to, first.due_precision) == ("2021-03-01", "2021-03-31", "month")
    assert (second.responsible, second.due_to, second.status) == ("IT-chef/arkivarie", "2022-12-31", "ongoing")
    assert (third.due_to, third.status) == (None, "ongoing")
