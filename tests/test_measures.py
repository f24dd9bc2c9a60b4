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


def measures_of(path: Path, kind: str = "other", title: str | None = None) -> list[Measure]:
    document = read_document(path, ReadOptions())
    reading = Reading(document, Facts(kind=kind, title=title), divide_sections(document), divide_sentences(document))
    found = [m for m in extract_measures(reading) if isinstance(m, Measure)]
    assert all(document.text[m.at.char_start : m.at.char_end].strip() for m in found)
    assert len({m.id for m in found}) == len(found)
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_measures(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "case.txt"
    path.write_text(case["text"], encoding="utf-8")
    found = measures_of(path, case.get("document", "other"), case.get("title"))
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


HEADERS = [
    ("Granskning", "Rekommendation", "Vidtagna och planerade åtgärder", "Status", "Klart"),
    ("Uppdrag från kommunfullmäktige", "Nämnd", "Bedömning av status", "Beräknat klart"),
    ("Riskreducerande åtgärd", "Åtgärdsansvarig", "Tidsplan", "Lägesbedömning"),
    ("Nr", "Kommunstyrelsens åtaganden", "Uppdragsansvarig", "Planerat slutdatum", "Vad är gjort?"),
]
CELLS = {"Status": "Pågår", "Bedömning av status": "Pågår", "Lägesbedömning": "Pågår", "Vad är gjort?": "Pågår",
         "Klart": "2024-10-31", "Beräknat klart": "2024-10-31", "Tidsplan": "2024-10-31",
         "Planerat slutdatum": "2024-10-31", "Nr": "1", "Nämnd": "Tekniska nämnden", "Granskning": "Upphandling 2022",
         "Rekommendation": "Att följa upp avtal"}  # fmt: skip


@pytest.mark.parametrize("header", HEADERS, ids=lambda h: h[0])
def test_headers_of_plans(header: tuple[str, ...], tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=0, cols=len(header))
    told = ("Införa en årlig genomgång", "Stänga gamla konton", "Utbilda alla chefer", "Se över taxan")
    for number, text in enumerate((None, *told)):
        for cell, name in zip(table.add_row().cells, header, strict=True):
            whose = "Enhetschef" if "ansvarig" in name else text or ""
            cell.text = CELLS.get(name, whose) if number else name
    path = tmp_path / "plan.docx"
    document.save(str(path))
    found = measures_of(path)
    assert [(m.text, m.status, m.due_to) for m in found] == [(text, "ongoing", "2024-10-31") for text in told]


def test_a_header_that_names_criticism_and_no_measure_is_no_plan(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=0, cols=4)
    for row in [("Granskning", "Rekommendation", "Ansvarig", "Status"), *[("IT", "Att pröva", "IT-chef", "Klar")] * 5]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    path = tmp_path / "plan.docx"
    document.save(str(path))
    assert measures_of(path) == []


@pytest.mark.parametrize(
    ("head", "row", "told"),
    [
        (
            ("Förslag", "Konsekvens", "Besparing tkr", "Fr.o.m."),
            ("Stänga receptionen på kvällar", "Besökare ringer på", "350", "2024-03-01"),
            (None, "2024-03-01"),
        ),
        (
            ("Nr", "Vad vi gör", "Varför", "Vem", "Tid"),
            ("1", "Måla om övergångsställen", "Syns dåligt", "Gatuchef", "maj 2023"),
            ("Gatuchef", "2023-05-31"),
        ),
        (
            ("Projekt", "Leveransdatum", "Projektledare", "Läget just nu"),
            ("E-tjänst för ansökan om bygglov", "2022-04-30", "It-chef", "Driftsatt"),
            ("It-chef", "2022-04-30"),
        ),
        (
            ("Lokal", "Vad som ska göras", "Kostnad", "År"),
            ("Kommunhuset", "Installera solceller på taket", "2 400 tkr", "2025"),
            (None, "2025-12-31"),
        ),
    ],
)
def test_columns_under_other_names(
    head: tuple[str, ...], row: tuple[str, ...], told: tuple[str | None, str], tmp_path: Path
) -> None:
    document = docx.Document()
    table = document.add_table(rows=0, cols=len(head))
    for words in (head, row, row):
        for cell, text in zip(table.add_row().cells, words, strict=True):
            cell.text = text
    document.save(str(tmp_path / "plan.docx"))
    measure, _ = measures_of(tmp_path / "plan.docx")
    assert measure.text in row and (measure.responsible, measure.due_to) == told


def test_a_table_without_a_header_has_its_measure_in_the_first_column_of_words(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=0, cols=4)
    for n, (what, who) in enumerate(
        [("Inrätta ett register över klagomål", "Kvalitetschef"), ("Granska alla avtal över en miljon", "Inköpschef"),
         ("Utbilda chefer i arbetsmiljö", "HR-chef"), ("Ta fram en plan för elavbrott", "Säkerhetschef")], start=1
    ):  # fmt: skip
        for cell, text in zip(table.add_row().cells, (str(n), what, who, f"2022-0{n}-01"), strict=True):
            cell.text = text
    document.save(str(tmp_path / "plan.docx"))
    found = measures_of(tmp_path / "plan.docx")
    assert [m.text.split()[0] for m in found] == ["Inrätta", "Granska", "Utbilda", "Ta"]
    assert all(m.at.confidence < 0.85 for m in found)


def test_in_a_paper_of_unknown_kind_who_acted_before_acts_not_in_the_next_sentence(tmp_path: Path) -> None:
    path = tmp_path / "sida.txt"
    path.write_text(
        "Läget i hamnen\n\nHamnnämnden har tagit fram en plan för kajen. Två nya bommar har köpts in under hösten.\n",
        encoding="utf-8",
    )
    assert [m.responsible for m in measures_of(path)] == ["hamnnämnden", None]
