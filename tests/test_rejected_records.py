"""What a person rejected (a finding, answer, measure ...) counts nowhere, is marked where it is found, can return."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipeline.cli import cli
from pipeline.link import link_records
from pipeline.records import Assignment, Record
from pipeline.store import open_database, replace_links, store_document
from tests.sample_records import Sample, link

CRITICISM = "Nämnden följer inte upp avtalen med utförarna."
OTHER = "Vidare saknas en aktuell riskanalys."
ANSWER = "Nämnden delar bedömningen och ser över uppföljningen."
MEASURE = "En modell för avtalsuppföljning införs."
TODAY = "2025-01-01"


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, dict[str, Record]]:
    of: dict[str, Any] = {"addressee": "socialnämnden", "year": 2023}
    asked = "Svar önskas senast den 1 februari 2024."
    audit = Sample("Granskning.txt", f"{CRITICISM} {OTHER} {asked}", kind="audit_report", date="2023-10-01")
    reply = Sample("Svar.txt", f"{ANSWER} {MEASURE}", kind="response", body="socialnämnden", date="2024-01-15")
    told = Sample("Protokoll.txt", f"Revisorerna skriver: {CRITICISM}", kind="minutes", date="2023-11-01")
    records: dict[str, Record] = {
        "finding": audit.finding(CRITICISM, **of),
        "other": audit.finding(OTHER, **of),
        "asked": audit.add(Assignment, asked, task="Svara", given_to="socialnämnden", report_to="revisorerna",
                           due_to="2024-02-01", status="open"),
        "answer": reply.response(ANSWER),
        "measure": reply.measure(MEASURE, due_to="2024-06-30", due_precision="day", status="planned"),
        "retold": told.finding(CRITICISM, **of),
    }  # fmt: skip
    path = tmp_path / "granskad.db"
    connection = open_database(path)
    for sample in (audit, reply, told):
        store_document(connection, sample.found())
    replace_links(connection, [
        link("answers", records["answer"], records["finding"]),
        link("carried_out_by", records["finding"], records["measure"]),
        link("repeats", records["retold"], records["finding"]),
    ])  # fmt: skip
    connection.close()
    return path, records


def run(path: Path, *arguments: object) -> str:
    done = CliRunner().invoke(cli, [*map(str, arguments), "--db", str(path)])
    assert done.exit_code == 0, done.output
    return done.output


def told(path: Path) -> dict[str, Any]:
    """What each command says of the records, in short."""
    page, book = path.with_suffix(".html"), path.with_suffix(".json")
    run(path, "matrix", "-o", page, "--today", TODAY)
    run(path, "matrix", "-o", book, "--today", TODAY)
    classes = json.loads(run(path, "coverage", "--json", "--today", TODAY))["total"]["classes"]
    html = page.read_text(encoding="utf-8")
    rows = html[html.index("<tbody") : html.index("</tbody></table>") if "</tbody></table>" in html else None]
    return {
        "coverage": {name: count for name, count in classes.items() if count},
        "matrix": sum(
            bool(row["response_id"]) + bool(row["measure_id"]) for row in json.loads(book.read_text("utf-8"))["rows"]
        ),
        "html": (ANSWER in rows, MEASURE in rows),
        "unanswered": len(json.loads(run(path, "check", "--json", "--today", TODAY))["unanswered"]),
        "overdue": sorted(
            item["record_type"] for item in json.loads(run(path, "overdue", "--json", "--today", TODAY))
        ),
        "measures": len(json.loads(run(path, "measures", "--json"))),
        "assignments": len(json.loads(run(path, "assignments", "--json"))),
    }  # fmt: skip


WHOLE = {
    "coverage": {"answered": 1, "unanswered": 1}, "matrix": 2, "html": (True, True), "unanswered": 1,
    "overdue": ["assignments", "measures"], "measures": 1, "assignments": 1,
}  # fmt: skip
REJECTED = {
    "answer": {
        "coverage": {"partly_answered": 1, "unanswered": 1},
        "matrix": 1,
        "html": (False, True),
        "unanswered": 2,
        "overdue": ["assignments", "findings", "measures"],  # nothing came by the day that was asked for
    },
    "measure": {"matrix": 1, "html": (True, False), "overdue": ["assignments"], "measures": 0},
    "other": {"coverage": {"answered": 1, "rejected": 1}, "unanswered": 0},
    "finding": {
        "coverage": {"unanswered": 1, "rejected": 1},
        "matrix": 0,
        "html": (False, True),
        "overdue": ["assignments", "findings", "measures"],
    },
    "retold": {"coverage": {"answered": 1, "unanswered": 1, "rejected": 1}},  # a place of its own then
    "asked": {"overdue": ["measures"], "assignments": 0},
}


@pytest.mark.parametrize("name", REJECTED)
def test_what_is_rejected_counts_nowhere(made: tuple[Path, dict[str, Record]], name: str) -> None:
    path, records = made
    assert told(path) == WHOLE
    run(path, "review", records[name].id, "--reject", "--reviewer", "Eva", "--comment", "Fel ord")
    rejected = told(path)
    assert rejected == {**WHOLE, **REJECTED[name]}
    connection = open_database(path)
    replace_links(connection, link_records(connection))  # as a later run does
    links = connection.execute(
        "SELECT state FROM links WHERE source_id = :id OR target_id = :id AND kind <> 'repeats'",
        {"id": records[name].id},
    ).fetchall()
    assert {row["state"] for row in links} <= {"rejected"}
    connection.close()
    assert "Eva · Fel ord" in run(path, "explain", records[name].id)
    run(path, "review", records[name].id, "--confirm", "--reviewer", "Ida")
    assert "Ida" in run(path, "explain", records[name].id)


def test_a_verdict_taken_back_restores_all(made: tuple[Path, dict[str, Record]]) -> None:
    path, records = made
    for name in REJECTED:
        run(path, "review", records[name].id, "--reject")
        run(path, "review", records[name].id, "--confirm")
        assert told(path) == WHOLE, name


def test_search_marks_what_is_rejected(made: tuple[Path, dict[str, Record]]) -> None:
    path, records = made
    run(path, "review", records["answer"].id, "--reject")
    assert "UNDERKÄND" in run(path, "search", "delar", "bedömningen")
    assert "UNDERKÄND" in run(path, "show", "Svar.txt") and "REJECTED" in run(path, "show", "Svar.txt", "--lang", "en")
    (hit,) = json.loads(run(path, "search", "bedömningen", "--status", "underkänd", "--json"))["hits"]
    assert (hit["record_id"], hit["verdict"]) == (records["answer"].id, "rejected")


def test_a_link_of_a_rejected_record_tells_why(made: tuple[Path, dict[str, Record]]) -> None:
    path, records = made
    connection = open_database(path)
    own = connection.execute("SELECT id FROM links WHERE kind = 'answers'").fetchone()[0]
    run(path, "review", own, "--confirm", "--reviewer", "Olle")
    run(path, "review", records["answer"].id, "--reject", "--reviewer", "Eva", "--comment", "Bara en ingress")
    said = run(path, "explain", own)
    assert "Underkänd" in said and "Bara en ingress" in said and "Olle" in said
    assert told(path) == {**WHOLE, **REJECTED["answer"]}
    assert own not in run(path, "review", "--json")


def test_a_rejected_point_is_rejected_where_it_is_retold(made: tuple[Path, dict[str, Record]]) -> None:
    path, records = made
    run(path, "review", records["finding"].id, "--reject")
    connection = open_database(path)
    states = dict(connection.execute("SELECT finding_id, status FROM coverage").fetchall())
    assert states[records["finding"].id] == states[records["retold"].id] == "rejected"
