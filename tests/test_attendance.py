from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipeline.read import ReadOptions
from pipeline.records import Attendance
from pipeline.stages import process

CASES = tomllib.loads((Path(__file__).parent / "cases" / "attendance.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_who_was_there(case: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "protokoll.txt"
    path.write_text(str(case["text"]).lstrip(), encoding="utf-8")
    found = process(path, ReadOptions(ocr="never"))
    people = [r for r in found.records if isinstance(r, Attendance)]
    assert [f"{p.name} ({p.party or '-'}) {p.role}" for p in people] == case["people"]
    assert all(found.document.text[p.at.char_start :].startswith(p.name.split()[0]) for p in people)


def test_a_list_whose_columns_are_lost_is_told_of(tmp_path: Path) -> None:
    cells = ["Plats", "Ledamot", "Ersättare", "Parti", "Ankom", "Utgick", "1", "Ek, Bo", "Alm, Rut", "S", "15:45"]
    head = ["Bergs stad", "Kommunfullmäktige", "Sammanträdesdatum: 2023-03-21", "§ 1 Taxa", "Beslut", "Taxan antas."]
    path = tmp_path / "protokoll.txt"
    path.write_text("\n\n".join([*head, *cells]), encoding="utf-8")
    assert [p.code for p in process(path, ReadOptions(ocr="never")).problems] == ["attendance_lost"]


def test_a_list_that_stands_elsewhere_and_is_not_read_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "protokoll.txt"
    head = "Bergs kommun\nKommunfullmäktige\nSammanträdesdatum 2023-03-21\n\nBeslutande Se bilaga\n\n"
    path.write_text(f"{head}Ordförande Anna Ek (S)\n\n§ 1 Taxa\n\nBeslut\n\nTaxan antas.\n", encoding="utf-8")
    told = [(p.code, p.detail) for p in process(path, ReadOptions(ocr="never")).problems]
    assert told == [("attendance_elsewhere", "Se bilaga")]
