"""A plan whose table names the auditors' points by their letters or numbers alone answers these, in another paper."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import docx
import pytest

from pipeline.run import BatchOptions, run_batch
from pipeline.store import open_database

REPORT = """
Lekmannarevisorerna i Vattenbolaget AB

Granskning av vattenbolagets beredskap 2023-02-20

Till styrelsen i Vattenbolaget AB

Vi rekommenderar styrelsen att:

{marks[0]} genomföra en övning varje år

{marks[1]} ta fram en analys av behovet av reservkraft

{marks[2]} provköra reservvattentäkten
"""
ANSWERS = ("Skrivbordsövning i oktober.", "Ingen åtgärd. Avtalet räcker.", "Pumpprov under en vecka i september.")
POINTS = ("genomföra en övning", "ta fram en analys", "provköra")


def stored(
    folder: Path, header: tuple[str, str], marks: tuple[str, ...], cells: tuple[str, ...], when: str = "Klart"
) -> sqlite3.Connection:
    papers = folder / "papers"
    papers.mkdir()
    (papers / "rapport.txt").write_text(REPORT.format(marks=marks).strip() + "\n", encoding="utf-8")
    plan = docx.Document()
    plan.add_heading("Svar på lekmannarevisorernas granskning av beredskapen", 1)
    plan.add_paragraph("Fastställd av styrelsen 2023-05-24, § 31")
    plan.add_paragraph("Styrelsen i Vattenbolaget AB lämnar följande svar på revisionens rekommendationer.")
    table = plan.add_table(rows=1, cols=4)
    for cell, text in zip(table.rows[0].cells, (*header, "Ansvarig", "Klart"), strict=True):
        cell.text = text
    for point, answer in zip(cells, ANSWERS, strict=True):
        for cell, text in zip(table.add_row().cells, (point, answer, "Driftchefen", when), strict=True):
            cell.text = text
    plan.save(str(papers / "svar.docx"))
    database = folder / "test.db"
    run_batch([str(papers)], database, BatchOptions(workers=0))
    return open_database(database)


@pytest.mark.parametrize(
    ("header", "marks", "cells"),
    [
        (("Punkt", "Vad vi gör"), ("a)", "b)", "c)"), ("a", "b", "c")),
        (("Rekommendation", "Svar/åtgärd"), ("1.", "2.", "3."), ("1", "2", "3")),
        (("Rekommendation nr", "Styrelsens svar"), ("1.", "2.", "3."), ("Rekommendation 1", "Nr 2", "3.")),
    ],
    ids=["letters", "numbers", "numbers in words"],
)
def test_answers_beside_numbers(
    header: tuple[str, str], marks: tuple[str, ...], cells: tuple[str, ...], tmp_path: Path
) -> None:
    connection = stored(tmp_path, header, marks, cells)
    rows = connection.execute(
        "SELECT r.quote, f.quote FROM links AS l JOIN responses AS r ON r.id = l.source_id"
        " JOIN findings AS f ON f.id = l.target_id WHERE l.kind = 'answers' AND l.method = 'number'"
        " ORDER BY r.char_start"
    ).fetchall()
    assert [row[0] for row in rows] == list(ANSWERS)
    assert all(row[1].startswith(point) for row, point in zip(rows, POINTS, strict=True))


def test_what_is_promised_in_the_table(tmp_path: Path) -> None:
    connection = stored(tmp_path, ("Punkt", "Åtgärd"), ("a)", "b)", "c)"), ("a", "b", "c"), when="hösten 2023")
    promises = connection.execute(
        "SELECT text, responsible, status FROM measures WHERE response_id IS NOT NULL ORDER BY char_start"
    ).fetchall()
    assert [tuple(row) for row in promises] == [  # "Ingen åtgärd" is none; the day of the others was still to come
        ("Skrivbordsövning i oktober.", "Driftchefen", "planned"),
        ("Pumpprov under en vecka i september.", "Driftchefen", "planned"),
    ]


def test_numbers_of_measures_name_no_points(tmp_path: Path) -> None:
    connection = stored(tmp_path, ("Nr", "Åtgärd"), ("a)", "b)", "c)"), ("1", "2", "3"))
    assert connection.execute("SELECT count(*) FROM links WHERE method = 'number'").fetchone()[0] == 0


def test_answers_with_who_and_when_beside_them(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    document = docx.Document()
    for line in ("Tekniska nämnden", "2024-04-24", "Yttrande över revisorernas granskning av inköp"):
        document.add_paragraph(line)
    rows = [
        ("Revisionens rekommendation", "Nämndens kommentar och planerade åtgärder", "Ansvarig", "Tidplan"),
        (
            "Upprätta en rutin för uppföljning av avtal.",
            "Nämnden delar bedömningen. Rutin tas fram.",
            "Inköpare",
            "Q3 2024",
        ),
        ("Säkerställa att alla chefer utbildas i inköp.", "Nämnden anser att ansvaret är tydligt.", "–", "–"),
        ("Löpande återrapportera avtalstroheten till nämnden.", "", "", ""),
    ]
    table = document.add_table(rows=0, cols=4, style="Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(papers / "svar.docx"))
    run_batch([str(papers)], tmp_path / "t.db", BatchOptions(workers=0))
    connection = open_database(tmp_path / "t.db")
    promises = connection.execute("SELECT text, responsible, due_to FROM measures").fetchall()
    assert [tuple(row) for row in promises] == [("Rutin tas fram.", "Inköpare", "2024-09-30")]
    statuses = connection.execute(
        "SELECT c.status FROM coverage AS c JOIN findings AS f ON f.id = c.finding_id ORDER BY f.char_start"
    ).fetchall()
    assert [row[0] for row in statuses] == ["answered", "answered", "unanswered"]
