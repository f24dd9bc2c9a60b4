"""Measures and assignments over documents and years, and the commands that show them."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner, Result

from pipeline.cli import cli
from pipeline.evaluate.threads import b_cubed
from pipeline.run import BatchOptions, run_batch

DOCUMENTS = Path(__file__).parent.parent / "labelled" / "plans" / "documents"
FILES = ("01a-lundakra-handlingsplan.pdf", "01b-lundakra-uppfoljning.docx", "01c-lundakra-slutrapport.txt",
         "02a-vastermo-atgardsplan.pdf", "02b-vastermo-uppfoljning.pdf", "09a-tranemala-protokoll.txt",
         "09b-tranemala-protokoll.txt")  # fmt: skip


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plans") / "plans.db"
    result = run_batch([str(DOCUMENTS / name) for name in FILES], path, BatchOptions(workers=0))
    assert not result.failed
    return path


def sparbar(database: Path, *arguments: object) -> Result:
    return CliRunner().invoke(cli, [*(str(a) for a in arguments), "--db", str(database)])


def listed(database: Path, *arguments: object) -> Any:
    return json.loads(sparbar(database, *arguments, "--json").output)


def test_one_measure_is_one_row_as_told_last(database: Path) -> None:
    found = {m["text"]: m for m in listed(database, "measures", "--body", "socialnämnden")}
    moved = found["Kontroll av att genomförandeplaner finns för alla brukare"]
    assert (moved["status"], moved["papers"], moved["responsible"]) == ("done", 3, "Kvalitetsutvecklare")
    assert (moved["due_to"], moved["original_due_to"]) == ("2023-04-30", "2022-10-31")
    assert moved["moved_reason"] == "Tre distrikt återstår på grund av sjukfrånvaro."
    assert len(found) == 6


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (("--vanished",), 2), (("--moved",), 2), (("--status", "dropped"), 1), (("--without", "status"), 0),
        (("--responsible", "områdeschef"), 3), (("--from", "2023-12-01", "--to", "2023-12-31"), 3),
        (("--contradicted",), 0), (("--text", "LARMKEDJAN"), 1),
    ],
)  # fmt: skip
def test_filters(database: Path, arguments: tuple[str, ...], count: int) -> None:
    assert len(listed(database, "measures", *arguments)) == count


def test_colours_mean_what_the_document_says(database: Path) -> None:
    found = {m["text"]: m for m in listed(database, "measures", "--body", "regionstyrelsen")}
    assert found["Begränsa konferenser och resor"]["status"] == "ongoing"
    assert found["Begränsa konferenser och resor"]["responsible_full"] == "områdeschef"


def test_what_was_not_reported_back_is_overdue(database: Path) -> None:
    found = listed(database, "assignments", "--today", "2024-01-01")
    states = {a["given_to"]: a["status"] for a in found}
    assert states == {"kommundirektören": "overdue", "ekonomichefen": "done", "förvaltningen": "overdue",
                      "kultur- och fritidsnämnden": "overdue"}  # fmt: skip
    assert len(listed(database, "assignments", "--today", "2022-06-01", "--status", "overdue")) == 0
    rows = csv.reader(io.StringIO(sparbar(database, "assignments", "--csv").output), delimiter=";")
    assert {len(row) for row in rows} == {10}


@pytest.mark.parametrize("what", ["genomförandeplaner", "KS 2022-05-11 § 61", "kontrollera att genomförandeplaner"])
def test_timelines(database: Path, tmp_path: Path, what: str) -> None:
    picture, page = tmp_path / "t.svg", tmp_path / "t.html"
    result = sparbar(database, "timeline", what, "--svg", picture, "--html", page)
    assert result.exit_code == 0 and "Ska vara klart" in result.output
    assert picture.read_text(encoding="utf-8").startswith("<svg") and "</svg>" in page.read_text(encoding="utf-8")
    days = [event["date"] for event in listed(database, "timeline", what)["events"] if event["date"]]
    assert days == sorted(days) and len(days) >= 4


def test_what_no_timeline_fits_is_one_line(database: Path) -> None:
    unknown = sparbar(database, "timeline", "finns inte")
    assert unknown.exit_code == 2 and len(unknown.output.splitlines()) == 1
    several = sparbar(database, "timeline", "införa")
    assert several.exit_code == 2 and "2 åtgärder passar in på ”införa”" in several.output
    assert len(re.findall(r"^  mea-\w{16}  \S", several.output, re.MULTILINE)) == 2


def test_the_page_shows_the_years(database: Path, tmp_path: Path) -> None:
    page = tmp_path / "m.html"
    assert sparbar(database, "measures", "--html", page, "--lang", "en").exit_code == 0
    text = page.read_text(encoding="utf-8")
    assert "<svg" in text and ">2023</text>" in text


def test_ticks_and_signs_tell_the_status(tmp_path: Path) -> None:
    document = docx.Document()
    rows = [
        ("Vad ska göras?", "Vem", "Ej påbörjat", "Pågår", "Klart"),
        ("Förnya parkeringsnormen", "Planchef", "", "", "X"),
        ("Kartlägga cykelvägar", "Trafikchef", "", "X", ""),
        ("Skylta om centrum", "Gatuchef", "X", "", ""),
    ]
    table = document.add_table(rows=0, cols=5)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(tmp_path / "plan.docx"))
    run_batch([str(tmp_path / "plan.docx")], tmp_path / "s.db", BatchOptions(workers=0))
    assert [m["status"] for m in listed(tmp_path / "s.db", "measures")] == ["done", "ongoing", "planned"]


def test_b_cubed_punishes_both_ways() -> None:
    split = b_cubed([("a", "1"), ("a", "2"), ("b", "3")])
    assert (split.precision, round(split.recall, 3)) == (1.0, 0.667)
    mixed = b_cubed([("a", "1"), ("b", "1")])
    assert (mixed.precision, mixed.recall) == (0.5, 1.0)


def test_an_empty_list_says_of_how_many(database: Path) -> None:
    for command, said in (
        ("measures", r"Ingen av databasens \d+ åtgärder"),
        ("assignments", r"Inget av databasens \d+"),
    ):
        assert re.search(said, sparbar(database, command, "--body", "blommor").output)
