"""Tables of an audit report: recommendations with whom they are to, and questions partly met with a comment."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from pipeline.records import Finding
from pipeline.stages import process

TITLE = "Granskning av ekonomistyrning i Dalnäs kommun"


def findings_of(folder: Path, header: tuple[str, ...], *rows: tuple[str, ...], title: str = TITLE) -> list[Finding]:
    """The findings of a report whose only table has this header and these rows."""
    report = docx.Document()
    report.add_heading(title, 1)
    report.add_paragraph("På uppdrag av de förtroendevalda revisorerna har vi granskat ekonomistyrningen.")
    table = report.add_table(rows=1, cols=len(header))
    for cells, texts in ((table.rows[0].cells, header), *((table.add_row().cells, row) for row in rows)):
        for cell, text in zip(cells, texts, strict=True):
            cell.text = text
    report.save(str(folder / "rapport.docx"))
    return [r for r in process(folder / "rapport.docx").records if isinstance(r, Finding)]


@pytest.mark.parametrize("header", ["Rekommendation", "Våra rekommendationer", "Förbättringsförslag"])
def test_each_row_is_a_recommendation_to_the_body_beside_it(tmp_path: Path, header: str) -> None:
    found = findings_of(
        tmp_path,
        ("Nr", header, "Riktas till"),
        ("1", "Besluta om kostnadsberäknade åtgärder vid befarade underskott", "Socialnämnden"),
        ("2", "Förtydliga principerna för hantering av avvikelser", "Kommunstyrelsen"),
        ("3", "-", "Kommunstyrelsen"),
    )
    assert [(f.kind, f.addressee, f.at.rule) for f in found] == [
        ("recommendation", "socialnämnden", "findings.recommendation_table"),
        ("recommendation", "kommunstyrelsen", "findings.recommendation_table"),
    ]


def test_a_comment_that_tells_no_lack_is_no_finding(tmp_path: Path) -> None:
    found = findings_of(
        tmp_path,
        ("Revisionsfråga", "Bedömning"),
        ("Finns en plan?", "Delvis. Planen antogs i mars och omfattar samtliga skolor i kommunen."),
        ("Följs planen upp?", "Delvis. Någon uppföljning av planen har inte gjorts sedan den antogs."),
    )
    assert [f.at.rule for f in found] == ["findings.question_table"]


def test_subjects_summed_up_in_a_table_add_nothing_to_verdicts_under_labels(tmp_path: Path) -> None:
    report = docx.Document()
    report.add_heading("Uppföljning av tidigare granskning", 1)
    report.add_paragraph("Vi har följt upp våra rekommendationer till socialnämnden.")
    report.add_paragraph("Rekommendationen löd: Tillse att varje elev har en aktuell studieplan.")
    report.add_paragraph("Omdöme: ej genomförd.")
    table = report.add_table(rows=1, cols=2)
    for cells, texts in (
        (table.rows[0].cells, ("Rekommendation", "Omdöme")),
        (table.add_row().cells, ("Studieplaner", "Ej genomförd")),
    ):
        for cell, text in zip(cells, texts, strict=True):
            cell.text = text
    report.save(str(tmp_path / "uppfoljning.docx"))
    records = process(tmp_path / "uppfoljning.docx").records
    points = [(f.kind, f.at.rule) for f in records if isinstance(f, Finding)]
    assert points == [("recommendation", "findings.follow_up_label")]


def test_an_observation_with_its_risk_and_what_is_recommended(tmp_path: Path) -> None:
    found = findings_of(
        tmp_path,
        ("Nr", "Iakttagelse", "Risk", "Rekommendation"),
        (
            "1",
            "Behörigheter tas inte bort när någon slutar.",
            "Obehöriga kan ändra löner.",
            "Kommunstyrelsen bör införa en rutin.",
        ),
        ("2", "Inga avvikelser har noterats för skatter.", "-", "Ingen"),
    )
    assert [(f.kind, f.addressee) for f in found] == [
        ("criticism", "kommunstyrelsen"),
        ("concern", "kommunstyrelsen"),
        ("recommendation", "kommunstyrelsen"),
    ]


def test_a_recommendation_to_all_boards_is_to_none_alone(tmp_path: Path) -> None:
    found = findings_of(
        tmp_path,
        ("Nr", "Rekommendation", "Riktas till"),
        ("1", "Tillse att tillbud rapporteras i systemet", "Socialnämnden"),
        ("2", "Dokumentera fördelningen av arbetsmiljöuppgifter", "Samtliga nämnder"),
    )
    assert [f.addressee for f in found] == ["socialnämnden", None]
