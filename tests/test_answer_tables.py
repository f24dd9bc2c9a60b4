"""A plan whose table names the auditors' points by their letters or numbers alone answers these, in another paper."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import docx
import pytest

from pipeline.extract.answer_tables import pairs_in_tables
from pipeline.read import ReadOptions, read_document
from pipeline.records import Response
from pipeline.run import BatchOptions, run_batch
from pipeline.stages import process
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


OBSERVED = """
Dalnäs kommun

Granskning av intern kontroll i löner och utbetalningar

Revisionsrapport 2023-11-30

Till kommunens revisorer

På revisorernas uppdrag har vi granskat den interna kontrollen. Ansvarig är kommunstyrelsen.
"""
POINTS_IN_ROWS = (
    ("1", "Ändrade bankuppgifter kontrolleras inte av någon annan.", "Hög", "Inför kontroll av två personer."),
    ("2", "Attestförteckningen innehåller personer som har slutat.", "Låg", "Uppdatera förteckningen löpande."),
    ("3", "Ändringar av lön loggas men loggen granskas inte.", "Hög", "Inför en månatlig granskning av loggen."),
)
PLAN = (
    ("1", "Bankuppgifter kontrolleras inte.", "Spärren är aktiverad sedan januari.", "Ekonomichef", "Kräver två."),
    ("2", "Inaktuell attestförteckning.", "Förteckningen är uppdaterad.", "Ekonomichef", ""),
    ("3", "Loggen granskas inte.", "Utreds.", "Lönechef", "Granskning bedöms inte stå i proportion till risken."),
)


def planned(folder: Path) -> sqlite3.Connection:
    """A report whose table numbers what it notes and recommends, and the plan that answers by these numbers."""
    papers = folder / "papers"
    papers.mkdir()
    for name, text, header, rows in (
        ("rapport", OBSERVED, ("Nr", "Iakttagelse", "Gradering", "Rekommendation"), POINTS_IN_ROWS),
        (
            "plan",
            "\nÅtgärdsplan med anledning av revisorernas granskning av intern kontroll i löner och utbetalningar\n\n"
            "Dalnäs kommun\n\nAntagen av kommunstyrelsen 2024-02-27\n",
            ("Nr", "Iakttagelse", "Åtgärd", "Ansvarig", "Kommentar"),
            PLAN,
        ),
    ):
        paper = docx.Document()
        for number, line in enumerate(line for line in text.splitlines() if line.strip()):
            paper.add_heading(line, 1) if number == (name == "rapport") else paper.add_paragraph(line)
        table = paper.add_table(rows=1, cols=len(header), style="Table Grid")
        for cells, texts in ((table.rows[0].cells, header), *((table.add_row().cells, row) for row in rows)):
            for cell, words in zip(cells, texts, strict=True):
                cell.text = words
        paper.save(str(papers / f"{name}.docx"))
    database = folder / "test.db"
    run_batch([str(papers)], database, BatchOptions(workers=0))
    return open_database(database)


def test_deeds_answer_what_the_row_of_that_number_notes_and_recommends(tmp_path: Path) -> None:
    connection = planned(tmp_path)
    rows = connection.execute(
        "SELECT r.quote, f.quote FROM links AS l JOIN responses AS r ON r.id = l.source_id"
        " JOIN findings AS f ON f.id = l.target_id JOIN documents AS d ON d.id = f.document_id"
        " WHERE l.kind = 'answers' AND d.filename = 'rapport.docx' ORDER BY r.char_start, f.char_start"
    ).fetchall()
    linked = {(answer, point) for answer, point in map(tuple, rows)}
    for (_, noted, _, asked), (_, _, deed, _, _) in zip(POINTS_IN_ROWS, PLAN, strict=True):
        assert {(deed, noted), (deed, asked)} <= linked


def test_a_comment_beside_a_deed_answers_where_it_disputes(tmp_path: Path) -> None:
    told = [row[0] for row in planned(tmp_path).execute("SELECT quote FROM responses ORDER BY char_start")]
    assert told == [PLAN[0][2], PLAN[1][2], PLAN[2][2], PLAN[2][4]]


def test_a_plan_by_areas_answers_where_it_is_on_an_audit(tmp_path: Path) -> None:
    for title, answers in (("Handlingsplan med anledning av revisorernas granskning av läkemedel", 2), ("Plan", 0)):
        plan = docx.Document()
        plan.add_heading(title, 1)
        plan.add_paragraph("Tjänsteskrivelse 2024-08-26")
        plan.add_paragraph("Till hälso- och sjukvårdsnämnden")
        table = plan.add_table(rows=1, cols=3, style="Table Grid")
        rows = (
            ("Område", "Åtgärd", "Ansvarig"),
            ("Kliniska farmaceuter", "En utökning till tio avdelningar prövas i budgeten.", "Direktören"),
            ("Läkemedelsskåp", "Skåp med personlig inloggning har satts in.", "Fastighetschefen"),
        )
        for cells, texts in zip((table.rows[0].cells, *(table.add_row().cells for _ in rows[1:])), rows, strict=True):
            for cell, words in zip(cells, texts, strict=True):
                cell.text = words
        plan.save(str(tmp_path / f"{answers}.docx"))
        found = [r for r in process(tmp_path / f"{answers}.docx").records if isinstance(r, Response)]
        assert [r.topic for r in found] == ["Kliniska farmaceuter", "Läkemedelsskåp"][:answers]


def test_a_table_that_sets_each_answer_below_its_point(tmp_path: Path) -> None:
    paper = docx.Document()
    paper.add_heading("Svar på revisorernas granskning av skolan", 1)
    table = paper.add_table(rows=0, cols=2, style="Table Grid")
    for label, words in (
        ("Rekommendation", "Fastställa en tidsgräns för utredningar"),
        ("Nämndens svar", "En tidsgräns på fyra veckor har införts."),
        ("Rekommendation", "Analysera orsakerna till kränkningar"),
        ("Nämndens svar", "Nämnden instämmer. En analys görs varje år."),
    ):
        for cell, text in zip(table.add_row().cells, (label, words), strict=True):
            cell.text = text
    paper.save(str(tmp_path / "svar.docx"))
    pairs = pairs_in_tables(read_document(tmp_path / "svar.docx", ReadOptions()))
    assert [(p.rule, p.asks) for p in pairs] == [("responses.table", True)] * 2


def test_a_column_that_only_says_whether_the_body_agrees_holds_no_points(tmp_path: Path) -> None:
    paper = docx.Document()
    table = paper.add_table(rows=0, cols=3, style="Table Grid")
    for row in (
        ("Bedömning", "Planerad åtgärd", "Tid"),
        ("Delas", "Målvärden tas in i nämndplanen", "Dec 2023"),
        ("Delas delvis", "Uppföljning görs per distrikt", "Löpande"),
    ):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    paper.save(str(tmp_path / "svar.docx"))
    assert pairs_in_tables(read_document(tmp_path / "svar.docx", ReadOptions())) == []
