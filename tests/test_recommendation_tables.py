"""Tables of an audit report: recommendations with whom they are to, and questions partly met with a comment."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from pipeline.records import Finding
from pipeline.run import BatchOptions, run_batch
from pipeline.stages import process
from pipeline.store import open_database

TITLE = "Granskning av ekonomistyrning i Dalnäs kommun"


def findings_of(folder: Path, header: tuple[str, ...], *rows: tuple[str, ...], title: str = TITLE) -> list[Finding]:
    """The findings of a report whose only table has this header and these rows."""
    report = docx.Document()
    report.add_heading(title, 1)
    report.add_paragraph("På uppdrag av de förtroendevalda revisorerna har vi granskat ekonomistyrningen.")
    table = report.add_table(rows=1, cols=len(header), style="Table Grid")
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


def test_a_card_on_one_matter_holds_lacks_risks_and_what_is_recommended(tmp_path: Path) -> None:
    found = findings_of(
        tmp_path,
        ("Prioritet", "Hög"),
        ("Iakttagelse", "Fem personer har behörighet. Någon genomgång av behörigheterna har inte gjorts sedan 2021."),
        ("Bedömning", "Tilldelningen fungerar väl. Det innebär en risk för obehörig åtkomst."),
        ("Rekommendation", "Avveckla det gemensamma kontot. Begränsa antalet användare."),
    )
    assert [(f.kind, f.at.rule) for f in found] == [
        ("criticism", "findings.card"),
        ("concern", "findings.card"),
        ("recommendation", "findings.card"),
        ("recommendation", "findings.card"),
    ]


def test_observations_that_are_graded_are_lacks_in_whatever_words(tmp_path: Path) -> None:
    found = findings_of(
        tmp_path,
        ("Nr", "Iakttagelse", "Prioritet"),
        ("1", "Informationsklassning är endast gjord för ett fåtal system", "Medel"),
        ("2", "Återläsningstester dokumenteras inte", "Hög"),
    )
    assert [f.at.rule for f in found] == ["findings.observation_table"] * 2


def test_a_table_of_numbers_and_comments_answers_what_stands_under_the_headings_of_these(tmp_path: Path) -> None:
    report, answer = docx.Document(), docx.Document()
    report.add_heading("PM Granskning av bokslut 2023", 1)
    report.add_paragraph(
        "Dalnäs kommun 2024-03-26. Vi har på uppdrag av revisorerna granskat kommunstyrelsens bokslut."
    )
    for number, words in enumerate(("upprätta en tidplan", "stämma av alla konton", "införa en rutin för projekt"), 1):
        report.add_heading(f"3.{number} Område {number}", 2)
        report.add_paragraph(f"Vi rekommenderar kommunstyrelsen att {words}.")
    answer.add_heading("Kommentarer till revisorernas granskning av bokslut 2023", 1)
    answer.add_paragraph("Tjänsteskrivelse till kommunstyrelsen i Dalnäs kommun 2024-05-22. Numreringen är rapportens.")
    table = answer.add_table(rows=1, cols=3)
    rows = [("Nr", "Område", "Kommentar"), ("3.1", "Tid", "Klart sedan i mars."), ("3.3", "Projekt", "Noteras.")]
    for cells, texts in zip([table.rows[0].cells, *(table.add_row().cells for _ in rows[1:])], rows, strict=True):
        for cell, text in zip(cells, texts, strict=True):
            cell.text = text
    report.save(str(tmp_path / "1.docx"))
    answer.save(str(tmp_path / "2.docx"))
    run_batch([str(tmp_path)], tmp_path / "s.db", BatchOptions(workers=1))
    with open_database(tmp_path / "s.db") as connection:
        linked = connection.execute(
            "SELECT r.quote, f.quote FROM links l JOIN responses r ON r.id = l.source_id JOIN findings f "
            "ON f.id = l.target_id WHERE l.kind = 'answers' AND l.method = 'number' ORDER BY r.char_start"
        ).fetchall()
    assert [(a, f[f.index("att") :]) for a, f in linked] == [
        ("Klart sedan i mars.", "att upprätta en tidplan."),
        ("Noteras.", "att införa en rutin för projekt."),
    ]
